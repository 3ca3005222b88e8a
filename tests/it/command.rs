//! The properties that all commands share: streams, exit status, threads, environment, help.

use std::io::Read;
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::news::{files, keys, transcript};
use crate::run::{Answer, Files, alsolike};

#[test]
fn output_does_not_depend_on_the_number_of_threads() {
    let files = files();
    let newsroom = concat!(env!("CARGO_MANIFEST_DIR"), "/../../datasets/newsroom");
    for command in
        ["related --format jsonl --because 9", "related", "themes --format json", "themes"]
    {
        let run = |threads: &str| files.run(&format!("{command} {newsroom} --threads {threads}"));
        let one = run("1");
        assert_eq!(one.status, 0, "{command}: {}", one.stderr);
        assert!(one == run("2") && one == run("0"), "{command}");
    }
    for threads in ["1", "2"] {
        let answer = files.run(&format!("vectors {newsroom} -o v{threads} --threads {threads}"));
        assert_eq!(answer.status, 0, "{}", answer.stderr);
    }
    for name in ["rows.npz", "terms.txt", "ids.txt"] {
        let bytes = |folder: &str| std::fs::read(files.path().join(folder).join(name)).unwrap();
        assert!(bytes("v1") == bytes("v2"), "{name}");
    }
}

#[test]
fn timings_are_one_line_of_json() {
    let stages = |words: &str| {
        let answer = files().run(&format!("{words} --timings json --quiet"));
        assert_eq!(
            (answer.status, answer.stderr.lines().count()),
            (0, 1),
            "{words}: {}",
            answer.stderr
        );
        let line: Value = serde_json::from_str(&answer.stderr).unwrap();
        assert_eq!(keys(&line), ["articles", "text_bytes", "nonzeros", "stages"]);
        assert_eq!(line["articles"], 8);
        assert!(
            line["text_bytes"].as_u64() > Some(700) && line["nonzeros"].as_u64() > Some(40),
            "{line}"
        );
        for (name, stage) in line["stages"].as_object().unwrap() {
            assert_eq!(keys(stage), ["seconds", "cpu_seconds", "peak_bytes"], "{name}");
            assert!(
                stage["seconds"].as_f64() >= Some(0.0)
                    && stage["cpu_seconds"].as_f64() >= Some(0.0)
            );
            if cfg!(target_os = "linux") {
                assert!(stage["peak_bytes"].as_u64() > Some(100_000), "{line}");
            }
        }
        keys(&line["stages"]).join(" ")
    };
    assert_eq!(stages("related news.jsonl"), "read vectorize index rules search write");
    assert_eq!(stages("themes news.jsonl"), "read vectorize index search themes write");
    assert_eq!(stages("explain news.jsonl summit treaty"), "read vectorize index rules search");
    assert_eq!(stages("similarity news.jsonl --pairs rated.tsv"), "read vectorize index");
    assert_eq!(
        stages("evaluate news.jsonl --truth links.tsv"),
        "read vectorize index rules search"
    );
    assert_eq!(stages("vectors news.jsonl -o out"), "read vectorize write");
}

#[test]
fn an_output_file_appears_whole_or_not_at_all() {
    let files = files();
    let before = files.names();
    for command in [
        "related news.jsonl",
        "themes news.jsonl",
        "similarity news.jsonl --pairs rated.tsv",
        "evaluate news.jsonl --labels",
    ] {
        let to_stdout = files.run(command);
        let to_file = files.run(&format!("{command} -o out"));
        assert_eq!(
            (to_file.status, to_file.stdout.as_str()),
            (0, ""),
            "{command}: {}",
            to_file.stderr
        );
        assert_eq!(files.read("out"), to_stdout.stdout, "{command}");
        std::fs::remove_file(files.path().join("out")).unwrap();
    }
    std::fs::write(files.path().join("out"), "old").unwrap();
    let unknown = files.run("related news.jsonl --for nobody -o out");
    assert_eq!((unknown.status, files.read("out").as_str()), (1, "old"));
    let pairs = files.run("similarity news.jsonl --pairs links.tsv -o out --quiet");
    assert_eq!(pairs.status, 1, "{}", pairs.stderr);
    let nowhere = files.transcript("related news.jsonl -o no/such/out --quiet");
    assert_snapshot!(nowhere, @r"
    $ alsolike related news.jsonl -o no/such/out --quiet
    ! error: cannot write `no/such/out`: there is no folder `no/such`
    = 1
    ");
    std::fs::remove_file(files.path().join("out")).unwrap();
    assert_eq!(files.names(), before, "no temporary file stays");
}

#[test]
fn a_pipe_closed_early_is_no_failure() {
    // The output is larger than the buffer of a pipe, so the command still writes when the pipe is closed.
    let newsroom = concat!(env!("CARGO_MANIFEST_DIR"), "/../../datasets/newsroom");
    for format in ["text", "jsonl", "html"] {
        let args =
            ["related", newsroom, "-k", "60", "--because", "60", "--format", format, "--quiet"];
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_alsolike"))
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0; 16]).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
            (Some(0), ""),
            "{format}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    let files = files();
    for words in
        ["--help", "--version", "related -h", "man", "completions bash", "themes news.jsonl"]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_alsolike"))
            .args(words.split(' '))
            .current_dir(files.path())
            .stdout(writer)
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{words}: {stderr}");
        assert!(!stderr.contains("error"), "{words}: {stderr}");
    }
}

#[test]
fn quiet_silences_everything_but_errors() {
    let files = files();
    let loud = files.run("related news.jsonl -k 2");
    let quiet = files.run("related news.jsonl -k 2 --quiet");
    assert_eq!((loud.stdout, quiet.stderr.as_str()), (quiet.stdout, ""));
    assert!(!loud.stderr.is_empty());
    for (value, is_quiet) in [("1", true), ("true", true), ("0", false), ("", false)] {
        let mut command = files.command("related news.jsonl -k 2");
        let answer = Answer::new(command.env("ALSOLIKE_QUIET", value));
        assert_eq!((answer.status, answer.stderr.is_empty()), (0, is_quiet), "{value}");
    }
    let error = files.run("related news.jsonl --for nobody --quiet");
    assert_eq!(
        (error.status, error.stderr.as_str()),
        (1, "error: no article has the id `nobody`\n")
    );
}

#[test]
fn reports_wrong_settings_and_repeated_sources() {
    let files = files();
    let ask = |name: &str, value: &str| {
        Answer::new(files.command("related news.jsonl -k 2").env(name, value))
    };
    let wrong = ask("ALSOLIKE_NO_STEMMING", "banana");
    assert_eq!(wrong.status, 2);
    for message in [
        "write true or false",
        "hint: `ALSOLIKE_NO_STEMMING` in the environment is `banana`: correct or unset it",
    ] {
        assert!(wrong.stderr.contains(message), "{}", wrong.stderr);
    }
    let misspelt = ask("ALSOLIKE_FOCSU", "story");
    let message = "warning: `ALSOLIKE_FOCSU` in the environment is no setting; did you mean `ALSOLIKE_FOCUS`?";
    assert!(misspelt.status == 0 && misspelt.stderr.contains(message), "{}", misspelt.stderr);
    let both = files.run("related news.jsonl --same-language --any-language");
    assert!(both.status == 2 && both.stderr.contains("cannot be used with"), "{}", both.stderr);
    let least = files.run("related news.jsonl --min 9");
    let message = "--min is 9, and a list has 4 items";
    assert!(least.status == 2 && least.stderr.contains(message), "{}", least.stderr);
    let same = files.run("themes news.jsonl --save x -o x");
    assert!(same.status == 2 && same.stderr.contains("are the same file, `x`"), "{}", same.stderr);
    let again = files.run("related news.jsonl news.jsonl --strict --format jsonl");
    let message = "`news.jsonl` is given twice and read once";
    assert!(again.status == 0 && again.stderr.contains(message), "{}", again.stderr);
    let twice = files.run("related news.jsonl --like summit --like summit --format jsonl -q");
    assert_eq!(twice.json_lines()[0]["title"], json!("For a reader of Presidents meet in Geneva"));
}

#[cfg(unix)]
#[test]
fn reports_a_pipe_in_a_source_folder() {
    let files = Files::new(&[("site/a.md", b"Words about Geneva.")]);
    let pipe = files.path().join("site/b.md");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let answer = files.run("related site");
    assert!(
        answer.stderr.contains("passed over: files: 1 pipe, socket or device"),
        "{}",
        answer.stderr
    );
}

#[test]
fn a_flag_overrides_the_environment() {
    let files = files();
    let score = |command: &mut assert_cmd::Command| {
        Answer::new(command).json_lines()[0]["related"][0]["score"].clone()
    };
    let words = "related news.jsonl --for summit --format jsonl";
    let default = score(&mut files.command(words));
    let story = score(&mut files.command(&format!("{words} --focus story")));
    assert_ne!(default, story);
    assert_eq!(score(files.command(words).env("ALSOLIKE_FOCUS", "story")), story);
    let both =
        score(files.command(&format!("{words} --focus balanced")).env("ALSOLIKE_FOCUS", "story"));
    assert_eq!(both, default);
}

#[test]
fn help_names_every_command_and_the_formats() {
    let help = Answer::new(&mut alsolike(&["--help"]));
    assert_eq!((help.status, help.stderr.as_str()), (0, ""));
    for word in [
        "related",
        "themes",
        "explain",
        "similarity",
        "evaluate",
        "vectors",
        "completions",
        "man",
        "SOURCE",
        "JSON lines",
        "Exit status",
    ] {
        assert!(help.stdout.contains(word), "{word}");
    }
    for command in ["related", "themes", "explain", "similarity", "evaluate", "vectors"] {
        let help = Answer::new(&mut alsolike(&[command, "--help"]));
        assert_eq!((help.status, help.stderr.as_str()), (0, ""));
        for word in [
            "--focus",
            "--ngrams",
            "--threads",
            "--strict",
            "--quiet",
            "--timings",
            "ALSOLIKE_THREADS",
        ] {
            assert!(help.stdout.contains(word), "{command}: {word}");
        }
        for line in help.stdout.lines() {
            assert!(line.chars().count() <= 100, "{command}: {line}");
        }
        let short = Answer::new(&mut alsolike(&[command, "-h"]));
        assert_eq!(short.status, 0);
    }
    let version = Answer::new(&mut alsolike(&["--version"]));
    assert_eq!(version.stdout, format!("alsolike {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_has_exit_status_2() {
    for args in [
        &[][..],
        &["related"],
        &["relate", "x"],
        &["related", "x", "--frobnicate"],
        &["related", "x", "-k", "0"],
        &["completions", "cmd"],
        &["explain", "a", "b"],
        &["vectors", "x"],
    ] {
        let answer = Answer::new(&mut alsolike(args));
        assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{args:?}");
        assert!(
            answer.stderr.contains("--help") || answer.stderr.contains("possible values"),
            "{}",
            answer.stderr
        );
    }
}

#[test]
fn writes_completions_and_manual_pages() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let answer = Answer::new(&mut alsolike(&["completions", shell]));
        assert_eq!((answer.status, answer.stderr.as_str()), (0, ""), "{shell}");
        assert!(
            answer.stdout.contains("similarity") && answer.stdout.contains("min-score"),
            "{shell}"
        );
    }
    let page = Answer::new(&mut alsolike(&["man"]));
    assert_eq!((page.status, page.stderr.as_str()), (0, ""));
    assert!(
        page.stdout.contains(".TH alsolike 1") && page.stdout.contains("related"),
        "{}",
        page.stdout
    );
    let related = Answer::new(&mut alsolike(&["man", "related"]));
    let footer = format!("\"alsolike {}\"", env!("CARGO_PKG_VERSION"));
    assert!(related.stdout.contains(&footer), "{}", related.stdout);
    assert!(related.status == 0 && related.stdout.contains("min\\-score"), "{}", related.stdout);
    assert_snapshot!(transcript("man relate"), @r"
    $ alsolike man relate
    ! error: no command `relate`
    ! hint: the commands are related, inspect, themes, explain, duplicates, rules, similarity, evaluate, compare, tune, doctor, vectors, completions, man, help
    = 2
    ");
}
