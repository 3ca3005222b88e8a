//! The floors of the library: a module imports from lower floors and from itself.
//!
//! Cargo cannot check that inside one package, so this reads the sources. It knows the tokens of Rust
//! and no more: what a macro makes up is out of its sight.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders of `src`, each with its floor.
const FLOORS: [(&str, u32); 16] = [
    ("article", 0),
    ("cpu", 0),
    ("sparse", 0),
    ("generate", 1),
    ("text", 1),
    ("vectorize", 2),
    ("index", 3),
    ("reduce", 3),
    ("themes", 4),
    ("recommend", 5),
    ("engine", 6),
    ("evaluate", 7),
    ("export", 7),
    ("ingest", 7),
    ("store", 7),
    ("cli", 9),
];

/// Up to here no files, no environment, no clock and no output.
const PURE: u32 = 6;
/// What no pure module may name; `Duration` is no clock.
const IMPURE: [&str; 6] = [
    "std::env",
    "std::fs",
    "std::io::stdin",
    "std::net",
    "std::time::Instant",
    "std::time::SystemTime",
];
const PRINTS: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];
/// Who may name the clustering library.
const LINFA: [&str; 2] = ["reduce", "themes"];
/// The only folders with unsafe code.
const UNSAFE: [&str; 3] = ["src/cpu/", "src/index/kernels/", "src/text/scan/"];

fn floor(module: &str) -> Option<u32> {
    FLOORS.iter().find(|&&(name, _)| name == module).map(|&(_, floor)| floor)
}

#[derive(Clone, Debug, PartialEq)]
struct Token {
    text: String,
    line: usize,
}

/// Words and marks without comments, strings and white space; `::` is one mark.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let starts =
        |at: usize, what: &str| what.chars().eq(chars[at..].iter().copied().take(what.len()));
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        let start = at;
        let mut word = String::new();
        if starts(at, "//") {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "/*") {
            let mut depth = 0;
            while at < chars.len() {
                match (starts(at, "/*"), starts(at, "*/")) {
                    (true, _) => depth += 1,
                    (_, true) => depth -= 1,
                    _ => {
                        at += 1;
                        continue;
                    }
                }
                at += 2;
                if depth == 0 {
                    break;
                }
            }
        } else if let Some(n_hashes) = raw_string(&chars[at..]) {
            let end: String = format!("\"{}", "#".repeat(n_hashes));
            at += 2 + n_hashes;
            while at < chars.len() && !starts(at, &end) {
                at += 1;
            }
            at += end.len();
        } else if chars[at] == '"' {
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if chars[at] == '\'' {
            // A character, else a lifetime, whose name is a word that harms nobody.
            at += match (chars.get(at + 1), chars.get(at + 2)) {
                (Some('\\'), _) => {
                    3 + chars[at + 3..].iter().take_while(|&&c| c != '\'').count() + 1
                }
                (Some(_), Some('\'')) => 3,
                _ => 1,
            };
        } else if chars[at].is_alphanumeric() || chars[at] == '_' {
            while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '_') {
                word.push(chars[at]);
                at += 1;
            }
        } else if starts(at, "::") {
            word.push_str("::");
            at += 2;
        } else {
            if !chars[at].is_whitespace() {
                word.push(chars[at]);
            }
            at += 1;
        }
        if !word.is_empty() {
            tokens.push(Token { text: word, line });
        }
        line += chars[start..at.min(chars.len())].iter().filter(|&&c| c == '\n').count();
    }
    tokens
}

/// The number of `#` of a raw string that starts here.
fn raw_string(chars: &[char]) -> Option<usize> {
    let rest = chars.strip_prefix(&['r'])?;
    let n_hashes = rest.iter().take_while(|&&c| c == '#').count();
    (rest.get(n_hashes) == Some(&'"')).then_some(n_hashes)
}

/// A path that starts with `crate`, `super` or an outer crate, with its groups taken apart.
#[derive(Clone, Debug, PartialEq)]
struct Named {
    path: Vec<String>,
    line: usize,
    /// Number of inline modules around it.
    depth: usize,
}

fn paths(tokens: &[Token]) -> Vec<Named> {
    let mut named = Vec::new();
    let (mut braces, mut inline_modules) = (0_usize, Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |before| tokens[before].text.as_str());
        let after = |n: usize| tokens.get(at + n).map_or("", |token| token.text.as_str());
        match token.text.as_str() {
            "{" => braces += 1,
            "}" => {
                braces -= 1;
                if inline_modules.last() == Some(&braces) {
                    inline_modules.pop();
                }
            }
            "mod" if after(2) == "{" => inline_modules.push(braces),
            word if word.starts_with(char::is_alphabetic) && after(1) == "::" && before != "::" => {
                let mut found = Vec::new();
                expand(tokens, at, &[], &mut found);
                named.extend(found.into_iter().map(|(path, line)| Named {
                    path,
                    line,
                    depth: inline_modules.len(),
                }));
            }
            _ => {}
        }
    }
    named
}

/// Reads the path or tree of paths at `at`, and returns where it ends.
fn expand(
    tokens: &[Token],
    mut at: usize,
    prefix: &[String],
    found: &mut Vec<(Vec<String>, usize)>,
) -> usize {
    let mut path = prefix.to_vec();
    let line = tokens[at].line;
    loop {
        let text = tokens.get(at).map_or("", |token| token.text.as_str());
        if text == "{" {
            at += 1;
            while tokens.get(at).is_some_and(|token| token.text != "}") {
                at = expand(tokens, at, &path, found);
                while tokens.get(at).is_some_and(|token| token.text != "," && token.text != "}") {
                    at += 1; // `as name`
                }
                if tokens.get(at).is_some_and(|token| token.text == ",") {
                    at += 1;
                }
            }
            return at + 1;
        }
        path.push(text.to_owned());
        if tokens.get(at + 1).is_none_or(|token| token.text != "::") {
            found.push((path, line));
            return at + 1;
        }
        at += 2;
    }
}

/// What is wrong with a file, a line each.
fn violations(file: &str, source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let parts: Vec<&str> = file.trim_end_matches(".rs").split('/').skip(1).collect();
    let module = if parts.len() > 1 { parts[0] } else { "" };
    // `lib.rs` and `main.rs` stand above everything.
    let own = floor(module).unwrap_or(u32::MAX);
    let file_depth = parts.len() - usize::from(parts.ends_with(&["mod"]));
    let mut wrong = Vec::new();
    let mut tell = |line: usize, what: String| wrong.push(format!("{file}:{line}: {what}"));
    for Named { path, line, depth } in paths(&tokens) {
        let n_super = path.iter().take_while(|part| *part == "super").count();
        let from_root = match path[0].as_str() {
            "crate" => path.get(1),
            "super" if n_super == file_depth + depth => path.get(n_super),
            _ => None,
        };
        if let Some(other) = from_root.filter(|other| !module.is_empty() && *other != module) {
            match floor(other) {
                Some(floor) if floor < own => {}
                Some(floor) => tell(
                    line,
                    format!("`{module}` (floor {own}) imports `{other}` (floor {floor})"),
                ),
                None => tell(line, format!("`{other}` is no folder on the list of floors")),
            }
        }
        let path = path.join("::");
        let is_impure =
            |impure: &&&str| path == **impure || path.starts_with(&format!("{impure}::"));
        if own <= PURE && (path == "std::time" || path == "std::time::*") {
            tell(line, format!("`{module}` is pure but names `{path}`"));
        }
        if let Some(impure) = IMPURE.iter().find(is_impure).filter(|_| own <= PURE) {
            tell(line, format!("`{module}` is pure but names `{impure}`"));
        }
        let is_linfa = path.split("::").any(|part| part.starts_with("linfa"));
        if is_linfa && !LINFA.contains(&module) {
            tell(line, format!("`{path}` outside {}", LINFA.join(" and ")));
        }
    }
    for pair in tokens.windows(2) {
        let (word, next) = (pair[0].text.as_str(), pair[1].text.as_str());
        if word == "unsafe" && !UNSAFE.iter().any(|folder| file.starts_with(folder)) {
            tell(pair[0].line, format!("unsafe code outside {}", UNSAFE.join(", ")));
        }
        if own <= PURE && next == "!" && PRINTS.contains(&word) {
            tell(pair[0].line, format!("`{module}` is pure but prints"));
        }
        if word == "crate" && next == "as" {
            tell(pair[0].line, "the crate under another name hides arrows".to_owned());
        }
    }
    wrong
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_arrow_points_up() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    files.sort();
    let wrong: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            violations(&name, &fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_has_a_floor() {
    let src = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("src");
    let mut folders = BTreeSet::new();
    for entry in fs::read_dir(src).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            folders.insert(name);
        } else {
            assert!(
                ["lib.rs", "main.rs"].contains(&name.as_str()),
                "src/{name} belongs into a folder"
            );
        }
    }
    assert_eq!(folders, FLOORS.iter().map(|&(name, _)| name.to_owned()).collect());
}

#[test]
fn planted_violations_are_seen() {
    let check = |file: &str, source: &str, expected: &[&str]| {
        assert_eq!(violations(file, source), expected, "{source}");
    };
    let up = "src/text/stem.rs:1: `text` (floor 1) imports `engine` (floor 6)";
    check("src/text/stem.rs", "use crate::engine::Engine;", &[up]);
    check("src/text/stem.rs", "use crate::{article::{Lang, Date}, engine::Engine};", &[up]);
    check("src/text/stem.rs", "fn f() { crate::engine::f() }", &[up]);
    check("src/text/stem.rs", "use super::super::engine::Engine;", &[up]);
    check(
        "src/text/mod.rs",
        "use super::engine;",
        &["src/text/mod.rs:1: `text` (floor 1) imports `engine` (floor 6)"],
    );
    check(
        "src/text/mod.rs",
        "mod tests {\n    use super::super::engine;\n}",
        &["src/text/mod.rs:2: `text` (floor 1) imports `engine` (floor 6)"],
    );
    check("src/text/mod.rs", "mod tests { use super::engine; }", &[]);
    check(
        "src/export/html.rs",
        "use crate::{\n    sparse::DocId,\n    ingest as read,\n};",
        &["src/export/html.rs:3: `export` (floor 7) imports `ingest` (floor 7)"],
    );
    check(
        "src/index/mod.rs",
        "use crate::Article;",
        &["src/index/mod.rs:1: `Article` is no folder on the list of floors"],
    );
    check(
        "src/index/mod.rs",
        "use crate as us;",
        &["src/index/mod.rs:1: the crate under another name hides arrows"],
    );
    let words = "// crate::cli\n/* crate::cli /* */ crate::cli */ fn f<'a>() -> char { f(\"crate::cli \\\" println!\", r#\"\"unsafe\"#, '\"', '\\''); 'x' }";
    check("src/index/mod.rs", words, &[]);
    check(
        "src/engine/mod.rs",
        "use std::{env, fs, time::Duration};",
        &[
            "src/engine/mod.rs:1: `engine` is pure but names `std::env`",
            "src/engine/mod.rs:1: `engine` is pure but names `std::fs`",
        ],
    );
    check(
        "src/engine/mod.rs",
        "let now = std::time::Instant::now();",
        &["src/engine/mod.rs:1: `engine` is pure but names `std::time::Instant`"],
    );
    check("src/engine/mod.rs", "println!()", &["src/engine/mod.rs:1: `engine` is pure but prints"]);
    check(
        "src/cli/mod.rs",
        "use std::{env, fs, time::Instant}; use crate::ingest::Reader; println!()",
        &[],
    );
    check(
        "src/cli/mod.rs",
        "unsafe {}",
        &["src/cli/mod.rs:1: unsafe code outside src/cpu/, src/index/kernels/, src/text/scan/"],
    );
    check("src/index/kernels/avx2.rs", "unsafe {}", &[]);
    check(
        "src/index/mod.rs",
        "use linfa_clustering::KMeans;",
        &["src/index/mod.rs:1: `linfa_clustering::KMeans` outside reduce and themes"],
    );
    check("src/themes/kmeans.rs", "use linfa_clustering::KMeans;", &[]);
}
