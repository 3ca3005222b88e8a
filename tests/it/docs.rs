//! The paths in the documents exist.

use std::{fs, path::Path};

/// Returns the paths of the repository between the backticks of a document.
fn named_paths(document: &str) -> Vec<&str> {
    let folders = ["src/", "tests/", "benches/", "examples/", "datasets/"];
    let spans = document.split('`').skip(1).step_by(2);
    spans.filter(|span| folders.iter().any(|folder| span.starts_with(folder))).collect()
}

#[test]
fn paths_in_the_documents_exist() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    for document in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        // Fenced blocks are left out: their marks would exchange the inside and the outside of backticks.
        let prose: String = text.split("```").step_by(2).collect();
        for path in named_paths(&prose) {
            assert!(root.join(path).exists(), "{document} names `{path}`, which does not exist");
        }
    }
}

#[test]
fn finds_paths_between_backticks() {
    assert_eq!(
        named_paths("a `src/lib.rs`, `not a path` and `tests/run`"),
        ["src/lib.rs", "tests/run"]
    );
}
