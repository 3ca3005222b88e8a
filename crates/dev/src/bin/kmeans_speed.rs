//! Times the k-means of the themes alone. Writes rows and clusters for `benches/kmeans.py`, which runs scikit-learn on
//! the same rows.
//!
//! `cargo run --release -p alsolike-dev --bin kmeans_speed -- rows.f32 clusters.u32`

#![expect(clippy::print_stdout, reason = "standard output is the result")]

use std::fs;
use std::path::{Path, PathBuf};

use alsolike::engine::Settings;
use alsolike::themes::{DenseClusters, LsaParams};
use alsolike::vectorize::Idf;
use alsolike_dev::generate::GeneratorParams;
use clap::Parser;

use alsolike_dev::measure::cpu_seconds;

/// Cluster the dense rows of a synthetic archive and print the CPU seconds
#[derive(Debug, Parser)]
struct Args {
    /// File for the rows: little-endian f32 values, row by row
    rows: PathBuf,
    /// File for the cluster of each row: little-endian u32 values
    clusters: PathBuf,
    /// Number of articles
    #[arg(long, default_value_t = 100_000)]
    articles: u32,
    /// Number of dense columns
    #[arg(long, default_value_t = 100)]
    columns: usize,
    /// Number of clusters
    #[arg(short, default_value_t = 100)]
    n: usize,
    /// Number of threads
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Seed of the initial centroids
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global()?;
    let params = GeneratorParams { n_articles: args.articles, mean_terms: 100, seed: 1 };
    let archive = alsolike_dev::measure::vectorized_archive(params, &Settings::default())?;
    let topics = archive.vectorizer.reweigh(&archive.rows, Idf::Smooth, 1);
    let mut lsa = LsaParams::default();
    lsa.n_components = args.columns;
    let mut rows = lsa.fit(&topics)?.rows().to_owned();
    for mut row in rows.outer_iter_mut() {
        let length = row.iter().map(|value| value * value).sum::<f32>().sqrt();
        row.mapv_inplace(|value| if length > 0.0 { value / length } else { 0.0 });
    }
    let before = cpu_seconds();
    let found = DenseClusters::fit(rows.view(), args.n, args.seed)?;
    println!("{:.3}", cpu_seconds() - before);
    write(&args.rows, rows.iter().map(|value| value.to_le_bytes()))?;
    write(&args.clusters, found.labels.iter().map(|label| label.to_le_bytes()))
}

fn write(path: &Path, values: impl Iterator<Item = [u8; 4]>) -> anyhow::Result<()> {
    Ok(fs::write(path, values.flatten().collect::<Vec<u8>>())?)
}
