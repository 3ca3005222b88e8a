//! The shape of the sources: no circle of imports between the files of a crate, and in the library no import
//! from a higher floor, no files, no clock, no printing, and unsafe code in three folders alone.
//!
//! The tests parse the sources and do not compile them, so they do not see what a macro generates.

mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use self::paths::{Import, read_crate};

/// Crates of the workspace, by the folder of their sources, with their root files.
const CRATES: [(&str, &str); 5] = [
    ("src", "lib.rs"),
    ("crates/cli/src", "main.rs"),
    ("crates/dev/src", "lib.rs"),
    ("crates/formats/src", "lib.rs"),
    ("crates/store/src", "lib.rs"),
];

/// Folders of the library with their floors: a folder imports from lower floors and from itself.
const FLOORS: [(&str, u32); 14] = [
    ("article", 0),
    ("cpu", 0),
    ("setting", 0),
    ("sparse", 0),
    ("text", 1),
    ("evaluate", 1),
    ("vectorize", 2),
    ("index", 3),
    ("reduce", 3),
    ("themes", 4),
    ("rank", 4),
    ("recommend", 4),
    ("engine", 5),
    ("audit", 6),
];

/// Paths that the library must not name.
const IMPURE: [&str; 9] = [
    "std::env",
    "std::fs",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::net",
    "std::process",
    "std::time::Instant",
    "std::time::SystemTime",
];
/// Functions that read the clock, by their last two segments.
const CLOCKS: [&str; 4] = ["Instant::now", "SystemTime::now", "Timestamp::now", "Zoned::now"];
/// Macros that print.
const PRINTING: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];
/// The only folders of the library that may name the crates of linfa.
const LINFA: [&str; 2] = ["reduce", "themes"];
/// The only folders with unsafe code.
const UNSAFE: [&str; 3] = ["src/cpu/", "src/index/kernels/", "src/text/scan/"];

/// The sources of a crate, by their paths in the repository.
type Sources = BTreeMap<String, String>;

/// Returns the circles of files of a crate, each sorted by name.
fn circles(imports: &[Import]) -> Vec<Vec<&str>> {
    let graph: DiGraphMap<&str, ()> =
        imports.iter().map(|import| (import.file.as_str(), import.target.as_str(), ())).collect();
    let mut circles: Vec<Vec<&str>> =
        tarjan_scc(&graph).into_iter().filter(|files| files.len() > 1).collect();
    circles.iter_mut().for_each(|files| files.sort_unstable());
    circles.sort();
    circles
}

/// Describes a circle with the imports that form it.
fn describe(circle: &[&str], imports: &[Import]) -> String {
    let is_inside = |import: &&Import| {
        circle.contains(&import.file.as_str()) && circle.contains(&import.target.as_str())
    };
    let lines: BTreeSet<String> = imports.iter().filter(is_inside).map(Import::to_string).collect();
    let lines: Vec<String> = lines.into_iter().collect();
    format!("circle of {}:\n  {}", circle.join(", "), lines.join("\n  "))
}

/// Returns the floor of a file of the library, with its folder; `None` for `src/lib.rs`.
fn folder(file: &str) -> Option<&str> {
    Some(file.strip_prefix("src/")?.split_once('/')?.0)
}

fn floor(folder: &str) -> Option<u32> {
    FLOORS.iter().find(|&&(name, _)| name == folder).map(|&(_, floor)| floor)
}

/// Returns the violations of the library, one a line.
fn violations(sources: &Sources) -> Vec<String> {
    let crate_ = read_crate("src", "lib.rs", sources);
    let mut violations = Vec::new();
    for import in &crate_.imports {
        let (Some(from), Some(to)) = (folder(&import.file), folder(&import.target)) else {
            continue;
        };
        let (Some(own), Some(other)) = (floor(from), floor(to)) else { continue };
        if from != to && other >= own {
            let place = import.place();
            violations
                .push(format!("{place}: `{from}` (floor {own}) imports `{to}` (floor {other})"));
        }
    }
    for path in &crate_.paths {
        let (place, name) = (path.place(), path.segments.join("::"));
        let names = |impure: &&str| name == *impure || name.starts_with(&format!("{impure}::"));
        if IMPURE.iter().any(names) || name == "std::time" || name == "std::time::*" {
            violations.push(format!("{place}: the library names `{name}`"));
        }
        let n = path.segments.len();
        if n >= 2 && CLOCKS.contains(&path.segments[n - 2..].join("::").as_str()) {
            violations.push(format!("{place}: the library reads the clock: `{name}`"));
        }
        let is_linfa = path.segments[0].starts_with("linfa");
        if is_linfa && !folder(&path.file).is_some_and(|folder| LINFA.contains(&folder)) {
            violations.push(format!("{place}: `{name}` outside of {}", LINFA.join(" and ")));
        }
    }
    for call in crate_.macros.iter().filter(|call| PRINTING.contains(&call.segments[0].as_str())) {
        violations.push(format!(
            "{}: the library prints with `{}!`",
            call.place(),
            call.segments[0]
        ));
    }
    for place in &crate_.unsafe_code {
        if !UNSAFE.iter().any(|folder| place.starts_with(folder)) {
            violations.push(format!("{place}: unsafe code outside of {}", UNSAFE.join(", ")));
        }
    }
    violations
}

/// Reads the sources below a folder of the repository.
fn read_sources(folder: &str) -> Sources {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let mut sources = Sources::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                sources.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    sources
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut found = Vec::new();
    for (folder, root) in CRATES {
        let imports = read_crate(folder, root, &read_sources(folder)).imports;
        found.extend(circles(&imports).iter().map(|circle| describe(circle, &imports)));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_library_keeps_its_floors_and_stays_pure() {
    let violations = violations(&read_sources("src"));
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn every_folder_of_the_library_has_a_floor() {
    let sources = read_sources("src");
    let outside: Vec<&String> =
        sources.keys().filter(|file| folder(file).is_none() && *file != "src/lib.rs").collect();
    assert!(outside.is_empty(), "move into a folder: {outside:?}");
    let folders: BTreeSet<&str> = sources.keys().filter_map(|file| folder(file)).collect();
    assert_eq!(folders, FLOORS.iter().map(|&(name, _)| name).collect());
}

#[test]
fn every_crate_of_the_workspace_is_checked() {
    let crates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    for entry in fs::read_dir(crates).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let folder = format!("crates/{name}/src");
        assert!(CRATES.iter().any(|(known, _)| *known == folder), "add {folder} to CRATES");
    }
}

fn planted(files: &[(&str, &str)]) -> Sources {
    files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect()
}

#[test]
fn finds_planted_circles() {
    let check = |files: &[(&str, &str)], expected: &[&[&str]]| {
        let imports = read_crate("src", "lib.rs", &planted(files)).imports;
        assert_eq!(circles(&imports), expected, "{files:?}");
    };
    let root = ("src/lib.rs", "mod a; mod b;");
    let circle: &[&str] = &["src/a.rs", "src/b.rs"];
    check(&[root, ("src/a.rs", "use crate::b::B;"), ("src/b.rs", "use super::a::A;")], &[circle]);
    check(
        &[root, ("src/a.rs", "use crate::b::B;"), ("src/b.rs", "fn f(_: crate::a::A) {}")],
        &[circle],
    );
    check(
        &[
            root,
            ("src/a.rs", "fn f() { println!(\"{}\", crate::b::B) }"),
            ("src/b.rs", "use crate::{a::A};"),
        ],
        &[circle],
    );
    check(&[root, ("src/a.rs", "use crate::b::B;"), ("src/b.rs", "struct B;")], &[]);
    // Tests may import what they want.
    let tests = ("src/b.rs", "#[cfg(test)] mod tests { use crate::a::A; }");
    check(&[root, ("src/a.rs", "use crate::b::B;"), tests], &[]);
    // A name that `mod.rs` re-exports belongs to the file that defines it.
    let folder =
        [("src/lib.rs", "mod m;"), ("src/m/mod.rs", "mod x; mod y; pub use x::X; pub use y::Y;")];
    let [lib, module] = folder;
    let circle: &[&str] = &["src/m/x.rs", "src/m/y.rs"];
    check(
        &[lib, module, ("src/m/x.rs", "use super::Y;"), ("src/m/y.rs", "use crate::m::X;")],
        &[circle],
    );
    check(&[lib, module, ("src/m/x.rs", "use super::Y;"), ("src/m/y.rs", "pub struct Y;")], &[]);
    let circle: &[&str] = &["src/m/mod.rs", "src/m/x.rs"];
    let module = ("src/m/mod.rs", "mod x; pub struct M; fn f() { x::f() }");
    check(&[lib, module, ("src/m/x.rs", "use super::M;")], &[circle]);
}

#[test]
fn finds_planted_violations() {
    let root = "pub mod article; pub mod engine; pub mod index; pub mod text; pub mod themes;";
    let check = |file: &str, text: &str, expected: &[&str]| {
        let mut sources = planted(&[("src/lib.rs", root), ("src/index/mod.rs", "mod kernels;")]);
        for name in ["article", "engine", "index", "text", "themes", "index/kernels"] {
            sources.entry(format!("src/{name}/mod.rs")).or_default();
        }
        sources.insert(file.to_owned(), text.to_owned());
        assert_eq!(violations(&sources), expected, "{text}");
    };
    let up = "src/text/mod.rs:1: `text` (floor 1) imports `engine` (floor 5)";
    check("src/text/mod.rs", "use crate::engine::Engine;", &[up]);
    check("src/text/mod.rs", "use crate::{article::{Lang, Date}, engine::Engine};", &[up]);
    check("src/text/mod.rs", "fn f() { crate::engine::f() }", &[up]);
    check("src/text/mod.rs", "use super::engine;", &[up]);
    check("src/text/mod.rs", "mod inner { use super::super::engine::Engine; }", &[up]);
    check("src/text/mod.rs", "use crate as us; fn f() { us::engine::f() }", &[up]);
    check("src/engine/mod.rs", "use crate::text::Analyzer;", &[]);
    check(
        "src/index/mod.rs",
        "// crate::engine\nfn f() -> &'static str { \"crate::engine println!\" }",
        &[],
    );
    check(
        "src/engine/mod.rs",
        "use std::{env, fs::File,\n time::{Duration, Instant}};",
        &[
            "src/engine/mod.rs:1: the library names `std::env`",
            "src/engine/mod.rs:1: the library names `std::fs::File`",
            "src/engine/mod.rs:2: the library names `std::time::Instant`",
        ],
    );
    check(
        "src/engine/mod.rs",
        "fn f() { jiff::Timestamp::now(); }",
        &["src/engine/mod.rs:1: the library reads the clock: `jiff::Timestamp::now`"],
    );
    let prints = "src/engine/mod.rs:1: the library prints with `println!`";
    check("src/engine/mod.rs", "fn f() { println!() }", &[prints]);
    check("src/engine/mod.rs", "fn f() { assert!({ println!(); true }) }", &[prints]);
    let is_unsafe =
        "src/index/mod.rs:1: unsafe code outside of src/cpu/, src/index/kernels/, src/text/scan/";
    check("src/index/mod.rs", "unsafe fn f() {}", &[is_unsafe]);
    check("src/index/mod.rs", "fn f() { unsafe { g() } }", &[is_unsafe]);
    check("src/index/kernels/mod.rs", "fn f() { unsafe { g() } }", &[]);
    let linfa = "src/engine/mod.rs:1: `linfa_clustering::KMeans` outside of reduce and themes";
    check("src/engine/mod.rs", "use linfa_clustering::KMeans;", &[linfa]);
    check("src/themes/mod.rs", "use linfa_clustering::KMeans;", &[]);
}
