//! The links in the sources of an archive: `evaluate --truth own`, `tune`, `compare`, and settings files.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

use crate::run::{Answer, Files};

const POSTS: [(&str, &[u8]); 4] = [
    (
        "site/2021-06-16-summit.md",
        b"---\ntitle: Summit\n---\nArms control in Geneva. More in [Talks go on]({% post_url 2021-07-28-treaty %}), \
          and [elsewhere](https://example.com/).\n",
    ),
    (
        "site/2021-07-28-treaty.md",
        b"---\ntitle: Treaty\naliases: [/old-treaty/]\n---\nArms control talks in Geneva, after \
          <a href=\"/2021/06/16/summit/\">the summit</a> and [a page](/about/).\n",
    ),
    ("site/leeks.md", b"---\ntitle: Leeks\n---\nBraise the leeks in butter. [Geneva](/old-treaty/)\n"),
    ("site/beans.md", b"---\ntitle: Beans\n---\nBraise the beans with leeks in butter.\n"),
];

fn json(answer: &Answer) -> Value {
    assert_eq!(answer.status, 0, "{}", answer.stderr);
    serde_json::from_str(&answer.stdout).unwrap()
}

#[test]
fn evaluates_lists_against_the_links_in_the_sources() {
    let files = Files::new(&POSTS);
    let found = files.run("evaluate site --truth own --format json -k 1");
    let links = &json(&found)["links"];
    assert_eq!((&links["n_queries"], &links["n_unknown"]), (&3.into(), &0.into()));
    // The summit and the treaty list each other. Without the words of its link, `leeks` shares no term with Geneva.
    assert!((links["hit"]["mean"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9, "{links}");
    assert!(
        found.stderr.contains("unresolved: link of `2021-07-28-treaty` to `/about/`"),
        "{}",
        found.stderr
    );
    assert!(found.stderr.contains("note: 1 link to pages of the site"), "{}", found.stderr);
    let none = files.run("evaluate site/beans.md --truth own");
    assert_eq!(
        (none.status, none.stderr.lines().last()),
        (1, Some("error: no article links to another article of the archive"))
    );
}

#[test]
fn reads_links_from_a_field_of_records() {
    let lines = "{\"id\":\"a\",\"text\":\"x y\",\"links\":[\"b\",\"https://s.org/c/\",7]}\n\
                 {\"id\":\"b\",\"text\":\"x y\",\"links\":\"a\"}\n\
                 {\"id\":\"c\",\"text\":\"z\",\"url\":\"https://s.org/c\"}\n";
    let table = "id,text,links\na,x y,\"b; c\"\nb,x y,\nc,z,b\n";
    let files = Files::new(&[("a.jsonl", lines.as_bytes()), ("a.csv", table.as_bytes())]);
    for (file, n_queries) in [("a.jsonl", 2), ("a.csv", 2)] {
        let found = files.run(&format!("evaluate {file} --truth own --format json"));
        assert_eq!(json(&found)["links"]["n_queries"], n_queries, "{file}");
    }
}

#[test]
fn a_flag_overrides_the_settings_file() {
    let files = Files::new(&[
        POSTS[0],
        POSTS[1],
        POSTS[2],
        POSTS[3],
        ("story.toml", b"[vectors]\nfocus = \"story\"\n[related]\nk = 1\n[themes]\nn = 2\n"),
        ("wrong.toml", b"[vectors]\nmin_df = 2\nfocu = 1\n"),
        ("range.toml", b"[vectors]\n\nmax_df = 7\n"),
    ]);
    let lists = |flags: &str| files.run(&format!("related site --format jsonl {flags}")).stdout;
    assert_eq!(lists("--config story.toml"), lists("--focus story -k 1"));
    assert_eq!(lists("--config story.toml --focus topic -k 2"), lists("--focus topic -k 2"));
    let themes = files.run("themes site --config story.toml --format json");
    assert_eq!(json(&themes)["themes"].as_array().unwrap().len(), 2);
    let check = |file: &str, expected: &str| {
        let found = files.run(&format!("related site --config {file}"));
        assert_eq!((found.status, found.stderr.as_str()), (1, expected));
    };
    check("wrong.toml", "error: wrong.toml:3: unknown key `focu`: the nearest is `focus`\n");
    check(
        "range.toml",
        "error: range.toml:3: `max_df`: invalid value '7' for '--max-df <SHARE>': write a share above 0 and up to 1\n",
    );
    let none = files.run("related site --config none.toml");
    assert!(
        none.status == 1 && none.stderr.starts_with("error: cannot read `none.toml`"),
        "{}",
        none.stderr
    );
}

/// Six running stories in turn. Each article links to the previous article of its story.
fn stories() -> String {
    let mut lines = String::new();
    let mut random = 12_345_u32;
    for number in 0..120_usize {
        let story = number % 6;
        let mut text = format!("story{story} theme{story} ");
        for _ in 0..12 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let _ = write!(text, "word{} ", random >> 27);
        }
        let date = 1_600_000_000 + number * 3 * 86_400;
        let day = alsolike::article::Date::from_unix_seconds(i64::try_from(date).unwrap());
        let link =
            number.checked_sub(6).map_or(String::new(), |before| format!("\"a{before:03}\""));
        let _ = writeln!(
            lines,
            "{{\"id\":\"a{number:03}\",\"title\":\"\",\"text\":\"{text}\",\"date\":\"{day}\",\"links\":[{link}]}}"
        );
    }
    lines
}

/// The front matter contains the lists of the editors.
#[test]
fn the_sample_contains_links() {
    let archive =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("datasets/newsroom");
    let archive = archive.to_str().unwrap();
    let files = Files::new(&[("a.toml", b""), ("b.toml", b"[vectors]\nfocus = \"story\"\n")]);
    let evaluate = files.run(&format!("evaluate {archive} --truth own"));
    assert_eq!((evaluate.status, evaluate.stderr.as_str()), (0, ""), "{}", evaluate.stdout);
    assert!(evaluate.stdout.contains("queries           132"), "{}", evaluate.stdout);
    let compare = files.run(&format!("compare a.toml b.toml {archive} --truth own"));
    assert_eq!(compare.status, 0, "{}", compare.stderr);
    let tune = files.run(&format!("tune {archive} -o tuned.toml"));
    assert_eq!(tune.status, 0, "{}", tune.stderr);
}

#[test]
fn applies_explains_and_compares_learned_weights() {
    let lines = stories();
    let files = Files::new(&[
        ("news.jsonl", lines.as_bytes()),
        ("plain.toml", b"# As it comes.\n[vectors]\nmin_df = 2\n"),
    ]);
    let tuned = files.run("tune news.jsonl --direction --config plain.toml -o tuned.toml");
    assert_eq!(tuned.status, 0, "{}", tuned.stderr);
    let file = files.read("tuned.toml");
    assert!(file.starts_with("# As it comes.\n[vectors]\nmin_df = 2\n"), "{file}");
    assert!(file.contains("learned_from = \"news.jsonl: 114 links of 114 articles\""), "{file}");
    let again = files.run("tune news.jsonl --direction --config plain.toml --threads 1");
    assert_eq!(again.stdout, file, "the same bytes on any number of threads");

    let related =
        files.run("related news.jsonl --for a060 --config tuned.toml --format jsonl -k 1");
    assert_eq!(json(&related)["related"][0]["id"], "a054");
    assert!(
        related.stderr.contains("learned from news.jsonl: 114 links of 114 articles"),
        "{}",
        related.stderr
    );

    // The doctor examines the lists that `related` makes with the same weights.
    let inbound = |config: &str| {
        let ask = format!("news.jsonl --config {config} -q");
        let lists = files.run(&format!("related {ask} --format jsonl")).json_lines();
        let mut counts = BTreeMap::new();
        for item in lists.iter().flat_map(|list| list["related"].as_array().unwrap()) {
            *counts.entry(item["id"].to_string()).or_insert(0) += 1;
        }
        let doctor = json(&files.run(&format!("doctor {ask} --format json")));
        assert_eq!(doctor["inbound"]["unnamed"], lists.len() - counts.len());
        assert_eq!(doctor["inbound"]["most"].as_i64(), counts.values().max().copied());
        doctor["inbound"].clone()
    };
    assert_ne!(inbound("tuned.toml"), inbound("plain.toml"));

    let unseen = files.run("related news.jsonl --text plain.toml --config tuned.toml");
    assert!(
        unseen.stderr.contains("the list of --text is ranked by text alone"),
        "{}",
        unseen.stderr
    );

    let explained =
        json(&files.run("explain news.jsonl a060 a054 --config tuned.toml --format json"));
    let parts = explained["ranked"].as_array().unwrap();
    assert!(
        parts.iter().any(|part| part["feature"] == "older" && part["value"] == 1.0),
        "{parts:?}"
    );

    let compared = "compare plain.toml tuned.toml news.jsonl --truth own -k 3";
    let found = json(&files.run(&format!("{compared} --format json")));
    let gain = &found["links"][3];
    assert_eq!(gain["measure"], "nDCG");
    assert!(gain["gain"]["low"].as_f64().unwrap() > 0.0, "{gain}");
    assert!(
        found["n_changed"].as_u64().unwrap() > 50
            && found["changes"].as_array().unwrap().len() == 50
    );
    let text = files.run(compared).stdout;
    assert!(text.contains("Gini of inbound links") && text.contains("nDCG@3"), "{text}");
}

#[test]
fn writes_nothing_without_a_gain() {
    // Each pair has words of its own, so the nearest article by text is always the linked one.
    let pair = |n: usize| {
        format!(
            "{{\"id\":\"a{n}\",\"text\":\"left{n} right{n}\",\"links\":[\"b{n}\"]}}\n\
             {{\"id\":\"b{n}\",\"text\":\"left{n} right{n}\",\"links\":[\"a{n}\"]}}\n\
             {{\"id\":\"c{n}\",\"text\":\"left{n} other{n}\"}}\n"
        )
    };
    let lines: String = (0..20).map(pair).collect();
    let files = Files::new(&[("news.jsonl", lines.as_bytes())]);
    let found = files.run("tune news.jsonl -o tuned.toml --quiet");
    assert_eq!(found.status, 1);
    assert!(found.stderr.contains("not better on unseen links"), "{}", found.stderr);
    assert_eq!(files.names(), ["news.jsonl"]);
}
