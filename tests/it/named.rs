//! Themes with names and seeds, from the command.

use crate::run::Files;

const ARCHIVE: &str = r#"{"id":"a","text":"The bank said profits and shares rose. Shares of the bank rose."}
{"id":"b","text":"Profits of the bank fell, and its shares with them."}
{"id":"c","text":"The coach praised the team after the match. A match to remember."}
{"id":"d","text":"A late goal won the match, the coach said of his team."}
"#;

const NAMES: &str = "[[theme]]\nname = \"Life\"\n\n[[theme]]\nname = \"Sport\"\nseeds = [\"coaches\", \"snowboard\"]\n\
                     parent = \"Life\"\n\n[[theme]]\nname = \"Money\"\nseeds = [\"banks\"]\n\n\
                     [[theme]]\nname = \"Weather\"\nseeds = [\"rain\"]\n";

fn files() -> Files {
    let unknown = NAMES.replace("parent", "above");
    Files::new(&[
        ("news.jsonl", ARCHIVE.as_bytes()),
        ("names.toml", NAMES.as_bytes()),
        ("unknown.toml", unknown.as_bytes()),
    ])
}

#[test]
fn articles_get_the_theme_whose_seeds_they_contain() {
    let answer = files().run("themes news.jsonl --named names.toml -n none --format jsonl");
    assert_eq!(answer.status, 0);
    let labels: Vec<_> =
        answer.json_lines().iter().map(|line| line["label"].as_str().unwrap().to_owned()).collect();
    assert_eq!(labels, ["Money", "Money", "Sport", "Sport"]);
    assert_eq!(
        answer.stderr,
        "warning: theme `Sport`: these seeds are in too few articles or in none: `snowboard`\n\
         warning: theme `Weather`: these seeds are in too few articles or in none: `rain`\n\
         warning: theme `Weather` is left out: no article matches its seeds best\n"
    );
    let whole = files().run("themes news.jsonl --named names.toml -n none --format json -q");
    let whole: serde_json::Value = serde_json::from_str(&whole.stdout).unwrap();
    let theme = |at: usize| (&whole["themes"][at]["naming"], &whole["themes"][at]["parent"]);
    assert_eq!(theme(0), (&"given".into(), &serde_json::Value::Null));
    assert_eq!(theme(1), (&"given".into(), &"Life".into()));
}

#[test]
fn named_themes_keep_their_ids_when_refitted() {
    let files = files();
    assert_eq!(files.run("themes news.jsonl -n 2 --save t.alsolike -q").status, 0);
    let named = "themes news.jsonl --refit t.alsolike --named names.toml -n none --format json";
    let answer = files.run(named);
    let whole: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(whole["changes"]["kept"], serde_json::json!([0, 1]));
    assert_eq!(
        (&whole["themes"][0]["label"], &whole["themes"][0]["id"]),
        (&"Money".into(), &0.into())
    );
    assert!(
        answer.stderr.contains("themes fitted again, started afresh: 2 kept"),
        "{}",
        answer.stderr
    );
}

#[test]
fn the_page_lists_outliers_when_asked() {
    let asked = "themes news.jsonl -n 2 --outliers .25 --format html -q";
    let page = files().run(asked).stdout;
    assert!(
        page.contains("Articles that fit no theme</h2>\n<details><summary>1 article</summary>")
    );
    assert!(!page.contains("Articles between two themes"));
}

#[test]
fn reports_the_line_of_an_invalid_theme_list() {
    let check = |words: &str, status: i32, expected: &str| {
        let answer = files().run(words);
        assert_eq!((answer.status, answer.stderr.as_str()), (status, expected));
    };
    check(
        "themes news.jsonl --named unknown.toml",
        1,
        "error: unknown.toml:7: unknown field `above`, expected one of `name`, `seeds`, `parent`\n",
    );
    check(
        "themes news.jsonl --named none.toml",
        1,
        "error: cannot read `none.toml`: No such file or directory (os error 2)\n",
    );
    check(
        "themes news.jsonl -n none",
        2,
        "error: -n none finds no themes, and none are named\nhint: name some with --named FILE, or leave out -n\n",
    );
}

#[test]
fn compares_labels_regardless_of_case() {
    let article = |n: usize, label: &str, words: &str| {
        format!(r#"{{"id":"{label}{n}","label":"{label}","text":"{words} {words} again."}}"#)
    };
    let news: Vec<String> = (0..6)
        .flat_map(|n| {
            [
                article(n, "sport", "striker scores a goal"),
                article(n, "Food", "simmer leeks in stock"),
            ]
        })
        .collect();
    let themes = "[[theme]]\nname = \"Sport\"\nseeds = [\"striker\", \"goal\"]\n\
                  [[theme]]\nname = \"FOOD\"\nseeds = [\"leeks\", \"stock\"]\n";
    let files =
        Files::new(&[("n.jsonl", news.join("\n").as_bytes()), ("t.toml", themes.as_bytes())]);
    let answer = files.run("evaluate n.jsonl --labels --named t.toml -q");
    assert!(
        answer.stdout.contains("named right       1.0000"),
        "{}{}",
        answer.stdout,
        answer.stderr
    );
}
