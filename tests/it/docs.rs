//! Checks the documents: paths and links exist, commands run, and short documents stay short.
//!
//! In `README.md` and `docs/guide`, a page is a session in a folder that holds a copy of `datasets`:
//!
//! - a block ```` ```sh ```` that calls `alsolike` runs, and so does one that calls `cargo run --release --`;
//!   ```` ```sh status=1 ```` expects that exit status, and all others expect 0;
//! - a block ```` ```text ```` or ```` ```json ```` right after it is its standard output, where `...` stands for any
//!   text without a line break, and on a line of its own for any lines;
//! - a block with a file name, such as ```` ```toml rules.toml ````, is written to that file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// Folders whose paths a document names.
const FOLDERS: [&str; 7] =
    ["src/", "crates/", "tests/", "benches/", "examples/", "datasets/", "docs/"];
/// Stands for the built binary at the head of a command.
const CARGO_RUN: &str = "cargo run --release -- ";

/// Every document, with its path from the root of the repository.
fn documents() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "BENCHMARKS.md", "CHANGELOG.md"]
            .map(PathBuf::from)
            .into();
    for folder in ["docs/guide", "docs/design", "docs/lab", "datasets", "benches/peers"] {
        let entries = fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        paths.extend(
            names.filter(|name| name.ends_with(".md")).map(|name| Path::new(folder).join(name)),
        );
    }
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(Path::new(ROOT).join(&path)).unwrap();
        (path.into_os_string().into_string().unwrap(), text)
    };
    paths.into_iter().map(read).collect()
}

/// A fenced block: the text after its first fence, its lines, and whether only blank lines separate it from the block
/// before.
#[derive(Debug, PartialEq)]
struct Block<'a> {
    info: &'a str,
    content: String,
    follows: bool,
}

/// Takes a document apart into prose and fenced blocks.
fn take_apart(document: &str) -> (String, Vec<Block<'_>>) {
    let (mut prose, mut blocks) = (String::new(), Vec::<Block<'_>>::new());
    let (mut open, mut follows) = (false, false);
    for line in document.lines() {
        let fence = line.strip_prefix("```");
        match (open, fence, blocks.last_mut()) {
            (true, Some(_), _) => (open, follows) = (false, true),
            (true, None, Some(block)) => block.content.extend([line, "\n"]),
            (false, Some(info), _) => {
                blocks.push(Block { info, content: String::new(), follows });
                open = true;
            }
            _ => {
                follows &= line.trim().is_empty();
                prose.extend([line, "\n"]);
            }
        }
    }
    assert!(!open, "a block has no end");
    (prose, blocks)
}

/// Paths of the repository in the backticks of prose, without arguments behind them.
fn named_paths(prose: &str) -> Vec<&str> {
    let spans = prose.split('`').skip(1).step_by(2);
    let first_words = spans.filter_map(|span| span.split_whitespace().next());
    first_words
        .filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder)))
        .filter(|word| !word.contains(['{', '*', '…']))
        .collect()
}

/// Returns the programs that a document runs with `--bin`.
fn named_programs(text: &str) -> Vec<&str> {
    let after = text.split("--bin ").skip(1);
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-');
    after.map(|rest| rest.split(is_end).next().unwrap_or_default()).collect()
}

/// Targets of links and pictures, without those of other sites.
fn targets(prose: &str) -> Vec<&str> {
    let ends = prose.split("](").skip(1);
    let targets = ends.filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    targets.filter(|target| !target.contains("://")).collect()
}

/// The anchors of a document's headings, as forges make them.
fn anchors(prose: &str) -> Vec<String> {
    let headings = prose.lines().filter_map(|line| line.strip_prefix('#'));
    let anchor = |heading: &str| {
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter(|&c| c.is_alphanumeric() || " -_".contains(c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn named_paths_exist() {
    for (document, text) in documents() {
        for path in named_paths(&take_apart(&text).0) {
            let exists = Path::new(ROOT).join(path).exists();
            assert!(exists, "{document} names `{path}`, which does not exist");
        }
    }
}

#[test]
fn named_programs_exist() {
    for (document, text) in documents() {
        for program in named_programs(&text) {
            let path = format!("crates/dev/src/bin/{program}.rs");
            let exists = Path::new(ROOT).join(&path).is_file();
            assert!(exists, "{document} runs `--bin {program}`, but there is no {path}");
        }
    }
}

#[test]
fn relative_links_resolve() {
    for (document, text) in documents() {
        let prose = take_apart(&text).0;
        for target in targets(&prose) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let folder = Path::new(ROOT).join(&document).parent().unwrap().to_owned();
            let linked = match path {
                "" => Path::new(ROOT).join(&document),
                _ => folder.join(path),
            };
            assert!(linked.exists(), "{document} links to {target}, which does not exist");
            if !anchor.is_empty() {
                let text = fs::read_to_string(&linked).unwrap();
                let found = anchors(&take_apart(&text).0).iter().any(|known| known == anchor);
                assert!(found, "{document} links to {target}, which has no such heading");
            }
        }
    }
}

#[test]
fn short_documents_stay_short() {
    let size = |path: &str| fs::metadata(Path::new(ROOT).join(path)).unwrap().len();
    assert!(size("README.md") <= 6 << 10, "README.md has {} bytes", size("README.md"));
    assert!(size("ARCHITECTURE.md") <= 9 << 10, "{} bytes", size("ARCHITECTURE.md"));
    assert!(size("docs/themes.png") <= 200 << 10, "{} bytes", size("docs/themes.png"));
    let benchmarks = fs::read_to_string(Path::new(ROOT).join("BENCHMARKS.md")).unwrap();
    assert!(benchmarks.lines().count() <= 120, "{} lines", benchmarks.lines().count());
}

/// Whether `text` matches `pattern`. `...` stands for any text without a line break, and on a line of its own for any
/// lines.
fn matches(pattern: &str, text: &str) -> bool {
    let (patterns, lines): (Vec<&str>, Vec<&str>) =
        (pattern.trim_end().lines().collect(), text.trim_end().lines().collect());
    // `reached[i]`: whether the lines so far may be the first `i` lines of the pattern.
    let skips = |reached: &mut [bool]| {
        for (i, pattern) in patterns.iter().enumerate() {
            reached[i + 1] |= reached[i] && pattern.trim() == "...";
        }
    };
    let mut reached = vec![false; patterns.len() + 1];
    reached[0] = true;
    skips(&mut reached);
    for line in lines {
        let mut next = vec![false; patterns.len() + 1];
        for (i, pattern) in patterns.iter().enumerate() {
            next[i] |= reached[i] && pattern.trim() == "...";
            next[i + 1] |= reached[i] && matches_line(pattern, line);
        }
        skips(&mut next);
        reached = next;
    }
    reached[patterns.len()]
}

/// Whether `line` has the parts of `pattern` around `...` in their order, the first and the last at its ends.
fn matches_line(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split("...");
    let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Returns a shell that runs `script`. `alsolike` at the head of a command is the built binary.
fn shell(script: &str, folder: &Path) -> Command {
    let binary = Path::new(env!("CARGO_BIN_EXE_alsolike"));
    let path = std::env::var_os("PATH").unwrap();
    let paths =
        [binary.parent().unwrap().to_owned()].into_iter().chain(std::env::split_paths(&path));
    let mut command = Command::new("sh");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ALSOLIKE_") {
            command.env_remove(name);
        }
    }
    command.env("PATH", std::env::join_paths(paths).unwrap());
    command.env("NO_COLOR", "1").env("COLUMNS", "100").current_dir(folder);
    command.args(["-e", "-c", &script.replace(CARGO_RUN, "alsolike ")]);
    command
}

/// Runs the blocks of one page in their order. Returns what went wrong.
fn run_page(document: &str, text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(ROOT).join("datasets"), &folder.path().join("datasets"));
    let (mut wrong, mut printed) = (Vec::new(), None::<String>);
    for block in take_apart(text).1 {
        let (language, argument) = block.info.split_once(' ').unwrap_or((block.info, ""));
        match language {
            "sh" => {
                let is_ours =
                    |line: &str| line.starts_with("alsolike ") || line.contains(CARGO_RUN);
                printed = None;
                if !block.content.lines().any(is_ours) {
                    continue;
                }
                let status = argument.strip_prefix("status=").map_or(0, |n| n.parse().unwrap());
                let output = shell(&block.content, folder.path()).output().unwrap();
                if output.status.code() != Some(status) {
                    let messages = String::from_utf8_lossy(&output.stderr);
                    let status = output.status;
                    wrong.push(format!("{document}: {status}\n{}{messages}", block.content));
                }
                printed = Some(String::from_utf8(output.stdout).unwrap());
            }
            _ if !argument.is_empty() => {
                let file = folder.path().join(argument);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, block.content).unwrap();
            }
            "text" | "json" if block.follows => {
                if let Some(printed) = printed.take().filter(|text| !matches(&block.content, text))
                {
                    wrong.push(format!("{document} shows\n{}\nnot\n{printed}", block.content));
                }
            }
            _ => {}
        }
    }
    wrong
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

#[test]
#[cfg_attr(not(unix), ignore = "needs sh")]
fn commands_of_readme_and_guide_run() {
    let pages = documents().into_iter().filter(|(document, _)| {
        document == "README.md" || Path::new(document).starts_with("docs/guide")
    });
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for (document, text) in pages {
            let wrong = &wrong;
            scope.spawn(move || {
                let found = run_page(&document, &text);
                wrong.lock().unwrap().extend(found);
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn finds_paths_targets_and_anchors() {
    let prose =
        "a `src/lib.rs`, `not a path`, `tests/run --long`, [b](c.md#d-e) ![p](q.png)\n## D, `e`\n";
    assert_eq!(named_paths(prose), ["src/lib.rs", "tests/run"]);
    assert_eq!(targets(prose), ["c.md#d-e", "q.png"]);
    assert_eq!(anchors(prose), ["d-e"]);
    assert_eq!(named_programs("`run --bin a_b`, run --bin c -- --d"), ["a_b", "c"]);
}

#[test]
fn takes_documents_apart() {
    let (prose, blocks) = take_apart("a\n```sh\nb\n```\n\n```text\nc\nd\n```\ne\n```f g\n```\n");
    assert_eq!(prose, "a\n\ne\n");
    let block = |info, content: &str, follows| Block { info, content: content.into(), follows };
    let expected =
        [block("sh", "b\n", false), block("text", "c\nd\n", true), block("f g", "", false)];
    assert_eq!(blocks, expected);
}

#[test]
fn three_dots_stand_for_anything() {
    let check = |pattern, text, expected| assert_eq!(matches(pattern, text), expected, "{pattern}");
    check("a\nb", "a\nb\n", true);
    check("a\n...\nd", "a\nb\nc\nd", true);
    check("a\n...\nd", "a\nd", true);
    check("a\n...", "a\nb\nc", true);
    check("a\n...\nd", "a\nb", false);
    check("a...c...e", "abcde", true);
    check("a...c", "abd", false);
    check("...", "", true);
    check("a", "a\nb", false);
}
