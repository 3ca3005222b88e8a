//! Measures how much work an archive is for the search: row lengths, document frequencies and similarities.
//!
//! `cargo run --release -p alsolike-dev --bin workload -- --focus topic --ngrams 1 archive.jsonl`

#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::ffi::OsString;
use std::path::Path;

use alsolike::engine::{Engine, EngineBuilder, Focus, Settings};
use alsolike::index::{Progress, Search};
use alsolike::sparse::DocId;
use alsolike_formats::read::{ReadOptions, Reader, Source};
use anyhow::Context;
use clap::Parser;

/// Print the search workload of each source as a Markdown table
#[derive(Debug, Parser)]
struct Args {
    /// Weighting of rare terms: topic, balanced, story, or the exponent of the idf
    #[arg(long, default_value = "balanced", value_parser = focus)]
    focus: Focus,
    /// Longest phrase in words
    #[arg(long, default_value_t = 2)]
    ngrams: usize,
    /// Least document frequency of a term
    #[arg(long, default_value_t = 2)]
    min_df: u32,
    /// Number of articles to search, evenly spread over the archive
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..))]
    sample: u32,
    /// Files or folders of articles; each is one row of the table
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<OsString>,
}

/// Ranks of terms whose document frequency is printed.
const DF_RANKS: [usize; 5] = [0, 64, 256, 1_024, 4_096];
/// Term numbers below which the squared norm is printed.
const NORM_RANKS: [u32; 3] = [256, 1_024, 4_096];
const K: usize = 10;

fn focus(text: &str) -> Result<Focus, String> {
    match text {
        "topic" => Ok(Focus::Topic),
        "balanced" => Ok(Focus::Balanced),
        "story" => Ok(Focus::Story),
        other => match other.parse() {
            Ok(exponent) => Ok(Focus::Exponent(exponent)),
            Err(_) => Err("expected topic, balanced, story or a number".to_owned()),
        },
    }
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let mut settings = Settings::default();
    settings.vectors.idf = args.focus.into();
    settings.vectors.ngrams = (1, args.ngrams);
    settings.vectors.min_df = args.min_df;
    println!(
        "| archive | articles | terms an article | terms | full walk | df/N at rank 0 / 64 / 256 / 1024 / 4096 \
         | sim@1 p50 | sim@10 p10 / p50 / p90 | sim@10 mean | norm² below 256 / 1024 / 4096 |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for source in &args.sources {
        let engine = read_engine(source, &settings)?;
        let name = Path::new(source).file_stem().unwrap_or(source).to_string_lossy();
        let name = name.trim_end_matches(".jsonl");
        println!("| {name} | {} |", table_row(&engine, args.sample as usize).join(" | "));
    }
    Ok(())
}

fn read_engine(source: &OsString, settings: &Settings) -> anyhow::Result<Engine> {
    let mut reader = Reader::open(&[source.clone().into()] as &[Source], ReadOptions::default())?;
    let mut builder = EngineBuilder::new(settings)?;
    loop {
        let batch = reader.next_batch(4_096)?;
        if batch.is_empty() {
            break;
        }
        builder.add(batch)?;
    }
    anyhow::ensure!(reader.report().articles > 0, "`{}` has no articles", source.display());
    Ok(Engine::new(builder.finish().context("cannot vectorize the archive")?))
}

/// Returns the cells of one archive.
fn table_row(engine: &Engine, n_sampled: usize) -> Vec<String> {
    let rows = engine.index().rows();
    let df = engine.vectorizer().vocabulary().df();
    let n = rows.n_docs() as f64;

    // A full walk of a row reads one posting for each of its terms and each article with that term.
    let full_walk: f64 = df.iter().map(|&df| f64::from(df) * f64::from(df)).sum();
    let at_rank =
        |&rank: &usize| df.get(rank).map_or("–".to_owned(), |&df| share(f64::from(df) / n));

    let sampled: Vec<DocId> = spread(rows.n_docs(), n_sampled).map(DocId::from_index).collect();
    let neighbours = engine.index().pairs(
        &sampled,
        Search { k: K, min_score: 0.0 },
        |_, _| true,
        Progress::none(),
    );
    let neighbours = neighbours.expect("without a progress callback a search is not cancelled");
    let scores = |rank: usize| {
        let mut scores: Vec<f32> =
            neighbours.iter().map(|list| list.get(rank).map_or(0.0, |item| item.score)).collect();
        scores.sort_by(f32::total_cmp);
        scores
    };
    let (first, last) = (scores(0), scores(K - 1));
    let mean = last.iter().map(|&score| f64::from(score)).sum::<f64>() / last.len().max(1) as f64;

    let entries = || rows.terms().iter().zip(rows.weights());
    let n_nonempty = rows.docs().filter(|&doc| !rows.row(doc).is_empty()).count() as f64;
    let below = |&rank: &u32| {
        let squares = entries().filter(|&(&term, _)| term < rank);
        share(
            squares.map(|(_, &weight)| f64::from(weight) * f64::from(weight)).sum::<f64>()
                / n_nonempty,
        )
    };
    vec![
        rows.n_docs().to_string(),
        format!("{:.0}", rows.nnz() as f64 / n),
        rows.n_terms().to_string(),
        format!("{:.2} N", full_walk / n / n),
        DF_RANKS.iter().map(at_rank).collect::<Vec<_>>().join(" "),
        format!("{:.3}", quantile(&first, 0.5)),
        [0.1, 0.5, 0.9].map(|q| format!("{:.3}", quantile(&last, q))).join(" "),
        format!("{mean:.3}"),
        NORM_RANKS.iter().map(below).collect::<Vec<_>>().join(" "),
    ]
}

/// Returns at most `n_wanted` evenly spread numbers below `n`.
fn spread(n: usize, n_wanted: usize) -> impl Iterator<Item = usize> {
    let n_wanted = n_wanted.min(n);
    (0..n_wanted).map(move |at| at * n / n_wanted)
}

fn quantile(sorted: &[f32], q: f64) -> f32 {
    let at = (q * sorted.len().saturating_sub(1) as f64).round() as usize;
    sorted.get(at).copied().unwrap_or(0.0)
}

/// Formats a share with two significant digits.
fn share(value: f64) -> String {
    let text = if value >= 0.1 {
        format!("{value:.2}")
    } else if value >= 0.01 {
        format!("{value:.3}")
    } else {
        format!("{value:.4}")
    };
    text.trim_start_matches('0').to_owned()
}
