//! The help of the commands, its examples, and the names of flags.

use std::fs;
use std::path::Path;

use crate::news::files;
use crate::run::{Answer, Files, alsolike};

const COMMANDS: [&str; 13] = [
    "related",
    "themes",
    "explain",
    "duplicates",
    "rules check",
    "similarity",
    "evaluate",
    "compare",
    "tune",
    "doctor",
    "vectors",
    "completions",
    "man",
];

/// Most flags that the short help of a command shows, with `-h` and `-V`.
const MAX_SHORT_FLAGS: usize = 15;

fn help(command: &str, flag: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().chain([flag]).collect();
    let answer = Answer::new(&mut alsolike(&words));
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""), "{command}");
    answer.stdout
}

#[test]
fn the_examples_of_the_help_run() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let rule = "[[pin]]\narticle = \"biden-putin-geneva-summit\"\nitems = [\"brussels-satellite-network\"]\n";
    let files = Files::new(&[
        ("draft.md", b"---\ntitle: Talks in Geneva\n---\nThe presidents met about arms control.\n"),
        ("pairs.tsv", b"biden-putin-geneva-summit\tturkey-online-control\n"),
        ("rules.toml", rule.as_bytes()),
        ("a.toml", b""),
        ("b.toml", b"[vectors]\nfocus = \"story\"\n"),
    ]);
    let sample = files.path().join("datasets/newsroom");
    fs::create_dir_all(&sample).unwrap();
    for entry in fs::read_dir(root.join("datasets/newsroom")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, sample.join(path.file_name().unwrap())).unwrap();
    }
    for command in COMMANDS.into_iter().chain([""]) {
        let help = help(command, "-h");
        let examples: Vec<&str> =
            help.lines().filter_map(|line| line.strip_prefix("  alsolike ")).collect();
        assert!(!examples.is_empty(), "`{command} -h` has no example");
        for example in examples {
            let answer = files.run(example);
            assert_eq!(answer.status, 0, "{example}: {}", answer.stderr);
        }
    }
}

#[test]
fn the_short_help_shows_few_flags_on_one_line_each() {
    for command in COMMANDS {
        let help = help(command, "-h");
        let flags = help.lines().filter(|line| line.trim_start().starts_with('-')).count();
        assert!(flags <= MAX_SHORT_FLAGS, "{command}: {flags} flags");
        for line in help.lines() {
            assert!(line.chars().count() <= 100, "{command}: {line}");
            assert!(!line.starts_with("            "), "{command}: a second line: {line}");
        }
    }
}

#[test]
fn the_expert_flags_stand_last_in_the_long_help() {
    for command in COMMANDS.into_iter().filter(|name| !["completions", "man"].contains(name)) {
        let help = help(command, "--help");
        let headings: Vec<&str> = help
            .lines()
            .filter(|line| line.ends_with(':') && !line.starts_with([' ', 'E']))
            .collect();
        assert_eq!(headings.last(), Some(&"Vectors:"), "{command}: {headings:?}");
    }
}

#[test]
fn the_file_of_rules_check_is_no_flag() {
    assert!(!help("rules check", "--help").contains("--rules"));
    let answer = files().run("rules check rules.toml news.jsonl --rules other.toml");
    assert!(answer.status == 2 && answer.stderr.contains("cannot be used with"), "{answer:?}");
}

#[test]
fn old_names_of_flags_keep_working() {
    let line = "Sign up for our weekly letter and never miss a story again.";
    let article =
        |n: usize| format!("{{\"id\":\"{n}\",\"text\":\"Leek{n} soup {}.\\n\\n{line}\"}}\n", n % 7);
    let archive: String = (0..60).map(article).collect();
    let files = Files::new(&[
        ("news.jsonl", archive.as_bytes()),
        ("old.toml", b"[vectors]\nkeep_furniture = true\n"),
        ("new.toml", b"[vectors]\nkeep_boilerplate = true\n"),
    ]);
    let related = "related news.jsonl --preset text --format jsonl";
    let default = files.run(related);
    assert!(
        default.stderr.contains("boilerplate: left out of 60 articles: Sign up"),
        "{}",
        default.stderr
    );
    let kept = files.run(&format!("{related} --keep-boilerplate"));
    assert!(!kept.stderr.contains("boilerplate:"), "{}", kept.stderr);
    for flags in ["--keep-furniture", "--config old.toml", "--config new.toml"] {
        assert_eq!(files.run(&format!("{related} {flags}")), kept, "{flags}");
    }
    for name in ["ALSOLIKE_KEEP_FURNITURE", "ALSOLIKE_KEEP_BOILERPLATE"] {
        assert_eq!(Answer::new(files.command(related).env(name, "true")), kept, "{name}");
        assert_eq!(Answer::new(files.command(related).env(name, "false")), default, "{name}");
        let wrong = Answer::new(files.command(related).env(name, "banana"));
        assert!(wrong.status == 2 && wrong.stderr.contains(name), "{}", wrong.stderr);
    }
}

#[test]
fn flags_may_stand_between_the_words_of_a_command() {
    let files = files();
    let plain = files.run("explain news.jsonl summit treaty --focus story -q");
    assert_eq!(plain.status, 0, "{}", plain.stderr);
    assert_eq!(files.run("explain news.jsonl --focus story summit -q treaty"), plain);
}

#[test]
fn the_environment_cannot_start_thousands_of_threads() {
    let files = files();
    let related = "related news.jsonl --format jsonl";
    let mut command = files.command(related);
    assert_eq!(Answer::new(command.env("RAYON_NUM_THREADS", "100000")), files.run(related));
}
