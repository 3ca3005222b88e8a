//! Prints the links that authors set between the articles of some sources, one pair of ids on each line.
//!
//! ```sh
//! cargo run --release -p alsolike-dev --bin own_links -- content/ > links.tsv
//! ```

use std::io::Write;

use alsolike_formats::read::{ReadOptions, Reader, Source};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sources: Vec<Source> = std::env::args_os().skip(1).map(Source::from).collect();
    let mut options = ReadOptions::default();
    options.own_links = true;
    let mut reader = Reader::open(&sources, options)?;
    while !reader.next_batch(4_096)?.is_empty() {}
    let found = reader.own_links().resolve();
    let mut out = std::io::stdout().lock();
    for (from, to) in &found.links {
        writeln!(out, "{from}\t{to}")?;
    }
    for (from, target) in &found.unresolved {
        eprintln!("unresolved\t{from}\t{target}");
    }
    eprintln!(
        "{} links, {} unresolved, {} to other sites, {} to the article itself",
        found.links.len(),
        found.unresolved.len(),
        found.n_external,
        found.n_self
    );
    Ok(())
}
