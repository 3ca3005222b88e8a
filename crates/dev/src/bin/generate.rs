//! Writes a synthetic news archive to standard output, one JSON object on each line.
//!
//! `cargo run --release -p alsolike-dev --bin generate -- --articles 100000 --terms 200 --seed 1 > archive.jsonl`

use std::io::{self, BufWriter, Write};

use alsolike::article::Article;
use alsolike_dev::generate::{Generator, GeneratorParams};
use clap::Parser;
use rayon::prelude::*;
use serde_json::json;

/// Write a synthetic news archive, one JSON object on each line, oldest article first
#[derive(Debug, Parser)]
struct Args {
    /// Number of articles
    #[arg(long, default_value_t = 10_000)]
    articles: u32,
    /// Mean number of distinct words in an article, without function words
    #[arg(long, default_value_t = 200)]
    terms: u32,
    /// Seed of the archive: equal seeds give equal bytes
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// Number of articles in memory at a time.
const BATCH_SIZE: u32 = 4_096;

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let generator = Generator::new(GeneratorParams {
        n_articles: args.articles,
        mean_terms: args.terms,
        seed: args.seed,
    });
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    for first in (0..args.articles).step_by(BATCH_SIZE as usize) {
        let numbers = first..args.articles.min(first.saturating_add(BATCH_SIZE));
        let lines: Vec<String> =
            numbers.into_par_iter().map(|number| line(&generator.article(number))).collect();
        for line in lines {
            match writeln!(out, "{line}") {
                // The reader closed the pipe, which is no error.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
                written => written?,
            }
        }
    }
    match out.flush() {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        flushed => Ok(flushed?),
    }
}

fn line(article: &Article) -> String {
    json!({
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "date": article.date.map(|date| date.to_string()),
        "label": article.label,
    })
    .to_string()
}
