//! Reads files and prints their themes: label, keywords and most typical articles.
//!
//! `cargo run --release --example themes -- datasets/newsroom`

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::ffi::OsString;

use alsolike::engine::{Engine, EngineBuilder, Settings};
use alsolike::index::Progress;
use alsolike_formats::read::{ReadOptions, Reader, Source};

fn main() -> anyhow::Result<()> {
    let folder = std::env::args_os().nth(1).unwrap_or_else(|| OsString::from("datasets/newsroom"));
    let settings = Settings::default();

    // Read in batches, so that the texts of a large archive are never in memory at once.
    let mut reader = Reader::open(&[Source::from(folder)], ReadOptions::default())?;
    let mut builder = EngineBuilder::new(&settings)?;
    loop {
        let batch = reader.next_batch(4_096)?;
        if batch.is_empty() {
            break;
        }
        builder.add(batch)?;
    }
    let engine = Engine::new(builder.finish()?);
    let themes = engine.themes(&engine.neighbor_graph(Progress::none())?, &settings.themes)?;

    println!("{} articles, {} themes", engine.corpus().n_docs(), themes.themes.len());
    for theme in &themes.themes {
        println!("\n{} ({} articles): {}", theme.label, theme.size, theme.keywords.join(", "));
        for &doc in &theme.representatives {
            println!("  {}", engine.corpus().article(doc).title);
        }
    }
    Ok(())
}
