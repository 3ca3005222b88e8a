//! Times the themes of a synthetic archive, after its related lists.
//!
//! `cargo run --release -p alsolike-dev --bin themes_speed -- --articles 100000`

#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::time::Instant;

use alsolike::engine::{Engine, Settings};
use alsolike::index::Progress;
use alsolike::themes::NThemes;
use alsolike_dev::generate::GeneratorParams;
use clap::Parser;

use alsolike_dev::measure::{cpu_seconds, peak, reset_peak};

/// Print the CPU time, wall time and peak memory of the themes of a synthetic archive
#[derive(Debug, Parser)]
struct Args {
    /// Number of articles
    #[arg(long, default_value_t = 100_000)]
    articles: u32,
    /// Mean number of distinct words in an article
    #[arg(long, default_value_t = 100)]
    terms: u32,
    /// Number of themes; 0 chooses it automatically
    #[arg(short, default_value_t = 50)]
    n: usize,
    /// Number of threads
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Number of repetitions
    #[arg(long, default_value_t = 1)]
    rounds: u32,
    /// Seed of the archive
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global()?;
    let engine = build_engine(&args)?;
    println!("| job | CPU s | wall s | peak MB so far |\n|---|---|---|---|");
    let graph = timed("related lists", || engine.neighbor_graph(Progress::none()))?;
    let mut params = Settings::default().themes;
    params.n_themes = if args.n == 0 { NThemes::Auto } else { NThemes::Exactly(args.n) };
    // Reset the peak, so that it does not include the memory of the related lists.
    println!("| archive and lists | | | {:.0} |", reset_peak() as f64 / 1e6);
    for _ in 0..args.rounds {
        let themes = timed("themes", || engine.themes(&graph, &params))?;
        println!("\n{} themes, modularity {:.4}\n", themes.themes.len(), themes.modularity);
    }
    Ok(())
}

fn build_engine(args: &Args) -> anyhow::Result<Engine> {
    let (n_articles, mean_terms) = (args.articles, args.terms);
    let params = GeneratorParams { n_articles, mean_terms, seed: args.seed };
    Ok(Engine::new(alsolike_dev::measure::vectorized_archive(params, &Settings::default())?))
}

fn timed<T>(job: &str, run: impl FnOnce() -> T) -> T {
    let (before, started) = (cpu_seconds(), Instant::now());
    let result = run();
    println!(
        "| {job} | {:.2} | {:.2} | {:.0} |",
        cpu_seconds() - before,
        started.elapsed().as_secs_f64(),
        peak() as f64 / 1e6
    );
    result
}
