//! How much an invented archive's themes cost, its related lists given.
//!
//! `cargo run --release --example themes_speed -- --articles 100000`

#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::fs;
use std::time::Instant;

use alsolike::engine::{Collector, Engine, Settings};
use alsolike::generate::{Generator, GeneratorParams};
use alsolike::index::unwatched;
use alsolike::themes::NThemes;
use clap::Parser;
use rustix::time::{ClockId, clock_gettime};

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
    let graph = timed("related lists", || engine.topic_graph(&unwatched))?;
    let mut params = Settings::default().themes;
    params.n_themes = if args.n == 0 { NThemes::Auto } else { NThemes::Exactly(args.n) };
    // The memory of the lists' making is not that of the themes.
    fs::write("/proc/self/clear_refs", "5").ok();
    for _ in 0..args.rounds {
        let themes = timed("themes", || engine.themes(&graph, &params))?;
        println!("\n{} themes, modularity {:.4}\n", themes.themes.len(), themes.modularity);
    }
    Ok(())
}

fn engine(args: &Args) -> anyhow::Result<Engine> {
    let mut collector = Collector::new(&Settings::default())?;
    let (n_articles, mean_terms) = (args.articles, args.terms);
    let generator = Generator::new(GeneratorParams { n_articles, mean_terms, seed: args.seed });
    let mut articles = generator.articles();
    loop {
        let batch: Vec<_> = articles.by_ref().take(4_096).collect();
        if batch.is_empty() {
            return Ok(Engine::new(collector.finish()?));
        }
        collector.add(batch)?;
    }
}

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn timed<T>(job: &str, run: impl FnOnce() -> T) -> T {
    let (before, started) = (cpu(), Instant::now());
    let result = run();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("?").trim();
    let wall = started.elapsed().as_secs_f64();
    println!("| {job} | {:.2} | {wall:.2} | {peak} |", cpu() - before);
    result
}
