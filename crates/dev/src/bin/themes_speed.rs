//! How much an invented archive's themes cost, its related lists given.
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

/// Print what an invented archive's themes cost: CPU and wall time, and the greatest memory of the process
#[derive(Debug, Parser)]
struct Args {
    /// Articles of the archive
    #[arg(long, default_value_t = 100_000)]
    articles: u32,
    /// Mean number of different words of an article
    #[arg(long, default_value_t = 100)]
    terms: u32,
    /// Number of themes; 0 to have it found
    #[arg(short, default_value_t = 50)]
    n: usize,
    /// Threads to use
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Times that the themes are made
    #[arg(long, default_value_t = 1)]
    rounds: u32,
    /// Seed of the archive
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global()?;
    let engine = engine(&args)?;
    println!("| job | CPU s | wall s | peak MB so far |\n|---|---|---|---|");
    let graph = timed("related lists", || engine.neighbor_graph(Progress::none()))?;
    let mut params = Settings::default().themes;
    params.n_themes = if args.n == 0 { NThemes::Auto } else { NThemes::Exactly(args.n) };
    // The memory of the lists' making is not that of the themes.
    println!("| archive and lists, held | | | {:.0} |", reset_peak() as f64 / 1e6);
    for _ in 0..args.rounds {
        let themes = timed("themes", || engine.themes(&graph, &params))?;
        println!("\n{} themes, modularity {:.4}\n", themes.themes.len(), themes.modularity);
    }
    Ok(())
}

fn engine(args: &Args) -> anyhow::Result<Engine> {
    let (n_articles, mean_terms) = (args.articles, args.terms);
    let params = GeneratorParams { n_articles, mean_terms, seed: args.seed };
    Ok(Engine::new(alsolike_dev::measure::invented(params, &Settings::default())?))
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
