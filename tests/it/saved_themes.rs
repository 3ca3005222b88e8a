//! Saved themes: show, name, assign later articles, fit again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;

use crate::run::Files;

/// Every eighth article of the newsroom is a later one.
const LATER: usize = 8;

/// Returns the newsroom in three folders: `then`, `later`, and `now` with both.
fn newsroom() -> Files {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("datasets/newsroom");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        let (name, text) = (path.file_name().unwrap().to_str().unwrap(), fs::read(path).unwrap());
        let part = if at % LATER == 0 { "later" } else { "then" };
        files.push((format!("{part}/{name}"), text.clone()));
        files.push((format!("now/{name}"), text));
    }
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), &text[..])).collect();
    Files::new(&files)
}

/// Runs a command that succeeds, and returns its JSON.
fn json(files: &Files, words: &str) -> Value {
    let answer = files.run(&format!("{words} --format json"));
    assert_eq!(answer.status, 0, "{words}: {}", answer.stderr);
    serde_json::from_str(&answer.stdout).unwrap()
}

fn ids(list: &Value) -> BTreeSet<u64> {
    list.as_array().unwrap().iter().map(|id| id.as_u64().unwrap()).collect()
}

fn theme_ids(whole: &Value) -> BTreeSet<u64> {
    let themes = whole["themes"].as_array().unwrap();
    let ids: BTreeSet<u64> = themes.iter().map(|theme| theme["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), themes.len(), "two themes have one id");
    ids
}

/// Returns the theme of each article by its id.
fn theme_of(whole: &Value) -> BTreeMap<String, u64> {
    let articles = whole["articles"].as_array().unwrap().iter();
    let theme =
        |article: &Value| Some((article["id"].as_str()?.to_owned(), article["theme"].as_u64()?));
    articles.filter_map(theme).collect()
}

#[test]
fn shows_saved_themes_as_they_were_written() {
    let files = newsroom();
    for format in ["text", "json", "jsonl"] {
        let made =
            files.run(&format!("themes then -n 12 --levels 2 --save t.alsolike --format {format}"));
        assert_eq!(made.status, 0, "{}", made.stderr);
        let shown = files.run(&format!("themes --load t.alsolike --format {format}"));
        assert_eq!((shown.status, shown.stdout), (0, made.stdout));
    }
    let page = files.run("themes --load t.alsolike --format html");
    assert_eq!((page.status, page.stdout.contains("<canvas")), (0, false));
    assert!(
        page.stdout.contains("<div class=\"atlas mapless\">"),
        "the place of the map is left out"
    );
    // Another number of threads writes the same bytes, and no temporary file is left.
    let bytes = fs::read(files.path().join("t.alsolike")).unwrap();
    files.run("themes then -n 12 --levels 2 --save again.alsolike --threads 1 --quiet");
    assert_eq!(fs::read(files.path().join("again.alsolike")).unwrap(), bytes);
    assert_eq!(files.names(), ["again.alsolike", "later", "now", "t.alsolike", "then"]);
}

#[test]
fn assigns_later_articles_to_the_expected_themes() {
    let files = newsroom();
    let made = json(&files, "themes then -n 12 --save t.alsolike --quiet");
    let own = json(&files, "themes then --load t.alsolike --quiet");
    let (made_theme, own_theme) = (theme_of(&made), theme_of(&own));
    let same = made_theme.iter().filter(|&(id, theme)| own_theme.get(id) == Some(theme)).count();
    assert!(same * 100 >= made_theme.len() * 95, "{same} of {}", made_theme.len());
    assert_eq!(own["drift"]["refit"], false, "{}", own["drift"]);

    let placed = json(&files, "themes later --load t.alsolike --quiet");
    assert_eq!(theme_ids(&placed), theme_ids(&made));
    let sizes =
        placed["themes"].as_array().unwrap().iter().map(|theme| theme["size"].as_u64().unwrap());
    assert_eq!(sizes.sum::<u64>(), theme_of(&placed).len() as u64);
    let page = files.run("themes later --load t.alsolike --format html --quiet");
    assert_eq!((page.status, page.stderr.as_str()), (0, ""));
    // Matches the themes fitted to the whole archive with the saved themes, by the articles that both contain.
    let whole = theme_of(&json(&files, "themes now -n 12 --quiet"));
    let mut common: BTreeMap<u64, BTreeMap<u64, usize>> = BTreeMap::new();
    for (id, theme) in &made_theme {
        *common.entry(whole[id]).or_default().entry(*theme).or_default() += 1;
    }
    let expected = |id: &String| {
        common.get(&whole[id])?.iter().max_by_key(|&(_, n)| n).map(|(&theme, _)| theme)
    };
    let placed = theme_of(&placed);
    let right = placed.iter().filter(|&(id, theme)| expected(id) == Some(*theme)).count();
    assert!(right * 100 >= placed.len() * 80, "{right} of {}", placed.len());
}

#[test]
fn refitted_themes_keep_ids_and_names_and_reuse_no_id() {
    let files = newsroom();
    fs::write(files.path().join("names.toml"), "0 = \"Our own name\"\n").unwrap();
    json(&files, "themes then -n 12 --save t.alsolike --quiet");
    let named =
        json(&files, "themes --load t.alsolike --names names.toml --save t.alsolike --quiet");
    assert_eq!(named["themes"][0]["label"], "Our own name");

    let grown = json(&files, "themes now -n 12 --refit t.alsolike --save t.alsolike --quiet");
    let changes = &grown["changes"];
    let (kept, new, gone) = (ids(&changes["kept"]), ids(&changes["new"]), ids(&changes["gone"]));
    assert!(kept.len() >= 9, "{changes}");
    assert_eq!(&kept | &new, theme_ids(&grown));
    assert_eq!(&kept | &gone, (0..12).collect());
    assert!(new.iter().all(|&id| id >= 12));
    let first = grown["themes"].as_array().unwrap().iter().find(|theme| theme["id"] == 0).unwrap();
    assert_eq!((&first["label"], &first["naming"]), (&"Our own name".into(), &"given".into()));

    let mut all_gone = gone;
    for n in [4, 12, 3, 12] {
        let again = json(
            &files,
            &format!("themes now -n {n} --refit t.alsolike --save t.alsolike --quiet"),
        );
        all_gone.extend(ids(&again["changes"]["gone"]));
        assert!(theme_ids(&again).is_disjoint(&all_gone), "an id came back: {again}");
        assert_eq!(theme_ids(&again).len(), n);
    }
    assert!(!all_gone.is_empty());
    let message = files.run("themes now -n 4 --refit t.alsolike");
    assert!(message.stderr.contains("note: themes fitted again"), "{}", message.stderr);
    assert!(message.stderr.contains("note: gone: "), "{}", message.stderr);
    assert!(message.stderr.contains("note: merged: "), "{}", message.stderr);
}

#[test]
fn does_not_replace_themes_when_none_continues() {
    let files = newsroom();
    let recipe = |at: usize| {
        let (herb, pan) = (at % 7, at % 5);
        format!(r#"{{"id":"leek{at}","text":"Braise the leeks with herb{herb} in pan{pan}."}}"#)
    };
    let recipes = |n: usize| (0..n).map(recipe).collect::<Vec<_>>().join("\n");
    // An archive that was cut short, and another archive of the same size.
    fs::write(files.path().join("cut.jsonl"), recipes(1)).unwrap();
    fs::write(files.path().join("other.jsonl"), recipes(132)).unwrap();
    json(&files, "themes then -n 12 --save t.alsolike --quiet");
    let before = fs::read(files.path().join("t.alsolike")).unwrap();
    for source in ["cut", "other"] {
        let command = format!("themes {source}.jsonl --refit t.alsolike --save t.alsolike -q");
        let refused = files.run(&command);
        assert!(
            refused.stderr.contains("none of the 12 themes of `t.alsolike` continues"),
            "{}",
            refused.stderr
        );
        assert_eq!(fs::read(files.path().join("t.alsolike")).unwrap(), before);
    }
    let beside = files.run("themes cut.jsonl --refit t.alsolike --save u.alsolike -q");
    assert_eq!(beside.stderr, "");
}

#[test]
fn does_not_overwrite_inputs() {
    let files = newsroom();
    let archive = r#"{"id":"leeks","text":"Braise the leeks in butter."}"#;
    fs::write(files.path().join("a.jsonl"), archive).unwrap();
    let file = "[themes]\nn = \"2\"\n";
    fs::write(files.path().join("f"), file).unwrap();
    let commands = [
        "related a.jsonl -o a.jsonl",
        "themes a.jsonl --save ./a.jsonl",
        "themes a.jsonl --refit f -o f",
        "themes a.jsonl --load f -o f",
        "themes a.jsonl --named f --save ./f",
        "themes a.jsonl --lexicon f -o f",
        "themes a.jsonl --names f -o f",
        "themes a.jsonl --config f -o f",
        "related a.jsonl --rules f -o ./f",
        "related a.jsonl --text f -o f",
        "evaluate a.jsonl --truth f -o f",
        "evaluate a.jsonl --pairs f -o f",
        "compare f f a.jsonl -o f",
    ];
    for command in commands {
        let answer = files.run(command);
        let message =
            answer.stderr.contains("is an input of this command\nhint: write to another file");
        assert!(answer.status == 1 && message, "{command}: {}", answer.stderr);
    }
    assert_eq!(fs::read_to_string(files.path().join("a.jsonl")).unwrap(), archive);
    assert_eq!(fs::read_to_string(files.path().join("f")).unwrap(), file);
    let same = files.run("themes --load f --names n --save x -o ./x");
    assert!(
        same.stderr.contains("two outputs of this command are the same file"),
        "{}",
        same.stderr
    );
}

#[test]
fn does_not_write_articles_into_source_folders() {
    let files = newsroom();
    fs::create_dir_all(files.path().join("site/posts")).unwrap();
    for name in ["leeks", "beans"] {
        let file = files.path().join(format!("site/posts/{name}.md"));
        fs::write(file, format!("Braise the {name} in butter.")).unwrap();
    }
    let refused = [
        ("related site -o site/related.jsonl", "site/related.jsonl"),
        ("related site/posts -o site/../site/posts/r.md", "site/../site/posts/r.md"),
        ("themes site --save site/posts/t.txt", "site/posts/t.txt"),
        ("vectors site -o site/new", "site/new/terms.txt"),
        ("vectors site -o site/posts", "site/posts/terms.txt"),
    ];
    for (command, file) in refused {
        let answer = files.run(command);
        let message = format!("error: `{file}` is in `site");
        assert!(
            answer.status == 1 && answer.stderr.starts_with(&message),
            "{command}: {}",
            answer.stderr
        );
        assert!(
            answer.stderr.ends_with(
                "the next run would read it as articles\nhint: write to another folder\n"
            )
        );
    }
    for command in [
        "related site -o site/related.json --format json -q",
        "related site/posts -o site/related.jsonl --format jsonl -q",
        "related site -o site/.related.jsonl --format jsonl -q",
        "vectors site -o vectors -q",
    ] {
        let answer = files.run(command);
        assert_eq!((answer.status, answer.stderr.as_str()), (0, ""), "{command}");
    }
}

#[test]
fn a_foreign_archive_drifts() {
    let files = newsroom();
    let recipes: String = ["leeks", "beans", "soup"]
        .map(|dish| format!("{{\"id\":\"{dish}\",\"text\":\"Simmer the {dish} in stock and stir in butter.\"}}\n"))
        .concat();
    fs::write(files.path().join("recipes.jsonl"), recipes).unwrap();
    json(&files, "themes then -n 12 --save t.alsolike --quiet");
    let drift = |source: &str| {
        json(&files, &format!("themes {source} --load t.alsolike --quiet"))["drift"].clone()
    };
    let (later, foreign) = (drift("later"), drift("recipes.jsonl"));
    assert_eq!(
        (&later["refit"], &foreign["refit"]),
        (&false.into(), &true.into()),
        "{later} {foreign}"
    );
    let message = files.run("themes recipes.jsonl --load t.alsolike").stderr;
    assert!(message.contains("fit the themes again with --refit"), "{message}");
    let message = files.run("themes later --load t.alsolike --refit-at 0").stderr;
    let high = later["value"].as_f64().unwrap() >= 0.0;
    assert_eq!(message.contains("fit the themes again"), high, "{message}");
    let message = files.run("themes recipes.jsonl --load t.alsolike --refit-at 1").stderr;
    assert!(message.contains("limit 1.00: the themes still fit"), "{message}");
}

#[test]
fn rejects_invalid_uses_of_saved_themes() {
    let archive = r#"{"id":"a","text":"The presidents met in Geneva about arms control."}
{"id":"b","text":"Arms control talks go on in Geneva, the presidents say."}
"#;
    let files = Files::new(&[
        ("news.jsonl", archive.as_bytes()),
        ("unknown.toml", b"0 = \"Life\"\n\n7 = \"Sport\"\n"),
    ]);
    assert_eq!(
        files.run("themes news.jsonl -n 1 --max-df 1 --focus topic --save t.alsolike").status,
        0
    );
    let errors = |words: &str| {
        let answer = files.run(words);
        format!("{}= {}", answer.stderr, answer.status)
    };
    assert_snapshot!(errors("themes --load t.alsolike --names unknown.toml"), @r"
    error: unknown.toml:3: no theme has the id 7
    = 1
    ");
    assert_snapshot!(errors("themes --load t.alsolike --save u.alsolike"), @r"
    error: --load changes nothing that --save could keep
    hint: give names with --names, or fit the themes again with --refit
    = 2
    ");
    assert_snapshot!(errors("themes news.jsonl --load t.alsolike"), @r"
    error: the themes of `t.alsolike` were fitted with another --focus
    hint: give the same value, or fit the themes again with --refit t.alsolike
    = 1
    ");
    assert_snapshot!(errors("themes news.jsonl --load news.jsonl"), @r"
    error: `news.jsonl` is not a file of saved themes
    hint: make such a file with `alsolike themes SOURCE --save FILE`
    = 1
    ");
    assert_snapshot!(errors("themes news.jsonl --load gone.alsolike"), @r"
    error: cannot read `gone.alsolike`: No such file or directory (os error 2)
    = 1
    ");
    assert_snapshot!(errors("themes news.jsonl --load t.alsolike -n 3"), @r"
    error: the argument '--load <FILE>' cannot be used with '-n <N>'

    Usage: alsolike themes --load <FILE> <SOURCE>...
    hint: run `alsolike themes --help`
    = 2
    ");
    assert_snapshot!(errors("themes --refit t.alsolike"), @r"
    error: the following required arguments were not provided:
      <SOURCE>...

    Usage: alsolike themes --refit <FILE> <SOURCE>...
    hint: run `alsolike themes --help`
    = 2
    ");
    assert_eq!(files.names(), ["news.jsonl", "t.alsolike", "unknown.toml"]);
}
