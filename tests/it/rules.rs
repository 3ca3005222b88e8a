//! Editors' rules on the sample archive: every kind of rule, and every kind of problem. Copies of articles.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;

use crate::run::{Answer, Files, alsolike};

const GENEVA: &str = "biden-putin-geneva-summit";

fn path(name: &str) -> String {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(name).to_str().unwrap().to_owned()
}

fn ask(args: &[&str]) -> Answer {
    let (archive, rules) = (path("datasets/newsroom"), path("tests/fixtures/newsroom-rules.toml"));
    let mut all = vec![args[0], archive.as_str()];
    all.extend(&args[1..]);
    all.extend(["--rules", &rules, "--now", "2026-01-01", "--quiet"]);
    Answer::new(&mut alsolike(&all))
}

fn ids(list: &Value) -> Vec<&str> {
    list["related"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[test]
fn applies_every_rule() {
    let answer = ask(&["related", "--format", "jsonl", "--fill"]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    let lists = answer.json_lines();
    let list = |id: &str| lists.iter().find(|list| list["id"] == id).unwrap();
    let geneva = list(GENEVA);
    assert_eq!(ids(geneva)[..2], ["brussels-satellite-network", "dei-court-ruling"]);
    assert_eq!(geneva["related"][0]["reason"], "pin");
    assert!(!ids(geneva).contains(&"turkey-online-control"));
    assert!(!ids(list("turkey-online-control")).contains(&GENEVA));
    assert!(ids(list("affirmative-action-harvard-ruling")).is_empty());
    // A block in one direction: the other list keeps the article.
    assert!(!ids(list("merenia-first-round")).contains(&"merenia-runoff-result"));
    assert!(ids(list("merenia-runoff-result")).contains(&"merenia-first-round"));
    // A block in both directions: neither lists the other, although they are nearest.
    let (first, last) =
        ("tour-of-the-marches-opening-time-trial", "tour-of-the-marches-final-podium");
    assert!(!ids(list(first)).contains(&last) && !ids(list(last)).contains(&first));
    let items = || lists.iter().flat_map(|list| list["related"].as_array().unwrap());
    let raised = |item: &&Value| item["factors"]["same_section"] == 1.25;
    let halved = |item: &&Value| item["factors"]["section"] == 0.5;
    assert!(items().filter(raised).count() > 100 && items().filter(halved).count() > 10);
    let scores = items().filter(|item| item["reason"] == "similar").map(|item| &item["score"]);
    assert!(scores.map(|score| score.as_f64().unwrap()).all(|score| score >= 0.01));
    let mut inbound = std::collections::BTreeMap::new();
    for list in &lists {
        // Every list is full, except that of the legally sensitive article.
        let k = if list["id"] == "affirmative-action-harvard-ruling" { 0 } else { 4 };
        assert_eq!(ids(list).len(), k, "{list}");
        for id in ids(list) {
            let unlisted = [
                "affirmative-action-harvard-ruling",
                "anti-satellite-test-debris",
                // Shorter than the minimum length.
                "brackenport-mayor-result",
                // In a section with weight 0.
                "blue-cheese-quarry-cave",
                "leeks-white-beans-winter-recipe",
            ];
            assert!(!unlisted.contains(&id), "{id}");
            *inbound.entry(id).or_insert(0) += 1;
        }
    }
    assert!(inbound.values().all(|&n| n <= 9), "{inbound:?}");
}

#[test]
fn reports_problems_of_rules_with_their_lines() {
    let (archive, rules) = (path("datasets/newsroom"), path("tests/fixtures/newsroom-rules.toml"));
    let args = ["rules", "check", &rules, &archive, "--now", "2026-01-01", "--quiet"];
    let answer = Answer::new(&mut alsolike(&args));
    assert_eq!(answer.status, 1);
    let message = answer.stdout.replace(&rules, "rules.toml");
    assert_snapshot!(message, @r"
    rules.toml:41: the rule expired on 2020-01-01 and does nothing: remove it
    rules.toml:45: no article has the id `no-such-article`: this part of the rule does nothing
    rules.toml:45: `affirmative-action-harvard-ruling` is pinned to the list of `dei-court-ruling`, but `affirmative-action-harvard-ruling` is legally sensitive: the pin does nothing
    rules.toml:49: `biden-putin-geneva-summit` is pinned here to the list of `turkey-online-control` and blocked from it in line 23: the block wins
    ");
}

#[test]
fn does_not_apply_an_invalid_file_of_rules() {
    let files = Files::new(&[
        ("news.jsonl", br#"{"id":"a","title":"Geneva"}"#),
        ("rules.toml", b"[[pin]]\narticle = \"a\"\nitem = [\"b\"]\n"),
    ]);
    assert_snapshot!(files.transcript("related news.jsonl --rules rules.toml"), @r"
    $ alsolike related news.jsonl --rules rules.toml
    ! error: rules are not applied: rules.toml:1: `items` is missing: it must be a list of article ids, not empty
    !        rules.toml:3: unknown key `item` of `pin`: write article, items, until or note
    = 1
    ");
}

#[test]
fn explains_why_an_article_is_not_listed() {
    let verdict = |item: &str| {
        let answer = ask(&["explain", GENEVA, item]);
        assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
        answer.stdout.lines().last().unwrap().to_owned()
    };
    assert_snapshot!(verdict("turkey-online-control"), @r"B is not in A's list: it is blocked from this list by a rule (line 23)");
    assert_snapshot!(verdict("brussels-satellite-network"), @r"B is in A's list at place 1 of 4: pin");
    assert_snapshot!(verdict("anti-satellite-test-debris"), @r"B is not in A's list: it is hidden");
    assert_snapshot!(verdict(GENEVA), @r"B is not in A's list: it is the article itself");
}

#[test]
fn lists_copies_once() {
    let line = |id: &str, date: &str, more: &str| {
        format!(
            r#"{{"id":"{id}","date":"{date}","text":"The presidents met beside the lake in Geneva about arms control and cyberattacks.{more}"}}"#
        )
    };
    let archive = [
        line("copy", "2021-06-18", ""),
        line("first", "2021-06-16", ""),
        r#"{"id":"near","text":"Arms control talks go on in Geneva, diplomats say."}"#.to_owned(),
        r#"{"id":"far","text":"Leeks and diplomats."}"#.to_owned(),
    ];
    let files = Files::new(&[("news.jsonl", archive.join("\n").as_bytes())]);
    assert_snapshot!(files.transcript("duplicates news.jsonl"), @r"
    $ alsolike duplicates news.jsonl

    [first]
      also published as 1.000   [copy]
    ! note: 1 group, 1 of 4 articles is a copy
    = 0
    ");
    let answer = files.run("related news.jsonl --for near --format jsonl --quiet");
    let list = &answer.json_lines()[0];
    assert_eq!(ids(list), ["far", "first"]);
    assert_eq!(list["related"][1]["also_published_as"], serde_json::json!(["copy"]));
    assert_eq!(list["short"]["refused"]["also_published"], 1);
}

#[test]
fn an_excluded_copy_does_not_represent_its_group() {
    let line = |id: &str, more: &str| {
        let text =
            "The presidents met beside the lake in Geneva about arms control and cyberattacks.";
        format!(r#"{{"id":"{id}","text":"{text}"{more}}}"#)
    };
    let archive = [
        line("hidden", r#","date":"2021-06-15","hidden":true"#),
        line("later", r#","date":"2021-06-15","embargo":"2021-06-20""#),
        line("first", r#","date":"2021-06-16""#),
        line("second", r#","date":"2021-06-17""#),
        r#"{"id":"near","text":"Arms control talks go on in Geneva, diplomats say."}"#.to_owned(),
        r#"{"id":"far","text":"Leeks and diplomats."}"#.to_owned(),
    ];
    let files = Files::new(&[("news.jsonl", archive.join("\n").as_bytes())]);
    let first_at = |now: &str| {
        let group = files.run(&format!("duplicates news.jsonl --now {now} --format jsonl -q"));
        let list =
            files.run(&format!("related news.jsonl --for near --now {now} --format jsonl -q"));
        let (group, list) = (group.json_lines()[0].clone(), list.json_lines()[0].clone());
        assert!(ids(&list).contains(&group["id"].as_str().unwrap()), "{group} {list}");
        group["id"].as_str().unwrap().to_owned()
    };
    assert_eq!(first_at("2021-06-18"), "first");
    assert_eq!(first_at("2021-06-21"), "later");
}

/// The words that distinguish these articles are in one article each, so no row contains them.
#[test]
fn common_words_alone_make_no_copies() {
    let line = |id: &str, own: &str| {
        let common = "Officials in the capital said on Monday that talks about a new budget go on";
        format!(r#"{{"id":"{id}","text":"{common}: {own}."}}"#)
    };
    let archive = [
        line("rail", "twelve railway bridges need urgent welding before winter"),
        line("fish", "mackerel quotas shrink while harbour towns fear for canneries"),
        r#"{"id":"leeks","text":"Leeks, slowly."}"#.to_owned(),
    ];
    let copy = line("quay", "mackerel quotas shrink while harbour towns fear for trawlers");
    let files = Files::new(&[
        ("news.jsonl", archive.join("\n").as_bytes()),
        ("copy.jsonl", copy.as_bytes()),
    ]);
    let groups = |command: &str| {
        let answer = files.run(&format!("duplicates {command} --format jsonl --quiet"));
        answer.json_lines().iter().map(|group| group["id"].clone()).collect::<Vec<_>>()
    };
    assert!(groups("news.jsonl").is_empty());
    assert_eq!(groups("news.jsonl --min-words 0"), ["fish"]);
    assert_eq!(groups("news.jsonl copy.jsonl"), ["fish"]);
}

#[test]
fn identical_texts_are_copies_whatever_their_titles() {
    // Words of the language alone, so that only the texts as a whole are compared.
    let text = "It is what it is, and it was what it was, as it has been and will be for all of us and for them.";
    let text = text.to_owned() + " It is.";
    assert_eq!(text.len(), 103);
    let town = |id: &str| format!(r#"{{"id":"{id}","title":"{id}","text":"{text}"}}"#);
    let archive = ["dresden", "paderborn", "ulm"].map(town).join("\n");
    let files = Files::new(&[("towns.jsonl", archive.as_bytes())]);
    let message = files.run("duplicates towns.jsonl");
    assert!(message.stderr.contains("1 group, 2 of 3 articles are copies"), "{}", message.stderr);
    let filled = files.run("related towns.jsonl --fill --format jsonl --quiet");
    assert!(filled.json_lines().iter().all(|list| ids(list).is_empty()), "{}", filled.stdout);
    // Identical texts below 100 characters are no copies: different articles share such short texts.
    fs::write(files.path().join("towns.jsonl"), archive.replace(" It is.", "")).unwrap();
    let message = files.run("duplicates towns.jsonl");
    assert!(message.stderr.contains("0 groups"), "{}", message.stderr);
}
