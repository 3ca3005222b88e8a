//! CPU time, memory and synthetic archives for the timing programs.

use std::fs;

use crate::generate::{Generator, GeneratorParams};
use alsolike::article::Article;
use alsolike::engine::{EngineBuilder, EngineError, Settings, VectorizedCorpus};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rustix::time::{ClockId, clock_gettime};

/// Returns the CPU seconds of all threads of the process.
pub fn cpu_seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// Resets the peak memory of the process and returns its current memory, in bytes. Works on Linux alone.
pub fn reset_peak() -> u64 {
    let _ = fs::write("/proc/self/clear_refs", "5");
    status_bytes("VmRSS:")
}

/// Returns the peak memory of the process since [`reset_peak`], in bytes.
pub fn peak() -> u64 {
    status_bytes("VmHWM:")
}

/// Returns a field of `/proc/self/status`, in bytes; 0 on other systems.
fn status_bytes(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB"));
    kib.and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// The flags of a program that searches a synthetic archive.
#[derive(Debug, clap::Args)]
pub struct SearchArgs {
    /// Number of articles
    #[arg(long, default_value_t = 70_000)]
    articles: u32,
    /// Mean number of distinct words in an article
    #[arg(long, default_value_t = 200)]
    terms: u32,
    /// Shuffle the articles instead of ordering them by date
    #[arg(long)]
    shuffled: bool,
    /// Number of threads
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    /// Seed of the archive and of the queries
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

impl SearchArgs {
    /// Starts the thread pool, generates the archive and vectorizes it.
    pub fn vectorized_archive(&self, settings: &Settings) -> anyhow::Result<VectorizedCorpus> {
        let &Self { articles: n_articles, terms: mean_terms, seed, .. } = self;
        rayon::ThreadPoolBuilder::new().num_threads(self.threads).build_global()?;
        let mut order: Vec<u32> = (0..n_articles).collect();
        if self.shuffled {
            order.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
        }
        let generator = Generator::new(GeneratorParams { n_articles, mean_terms, seed });
        Ok(vectorize(order.into_iter().map(|number| generator.article(number)), settings)?)
    }
}

/// Generates an archive and vectorizes it.
pub fn vectorized_archive(
    params: GeneratorParams,
    settings: &Settings,
) -> Result<VectorizedCorpus, EngineError> {
    vectorize(Generator::new(params).articles(), settings)
}

fn vectorize(
    mut articles: impl Iterator<Item = Article>,
    settings: &Settings,
) -> Result<VectorizedCorpus, EngineError> {
    let mut builder = EngineBuilder::new(settings)?;
    loop {
        let batch: Vec<_> = articles.by_ref().take(4_096).collect();
        if batch.is_empty() {
            return builder.finish();
        }
        builder.add(batch)?;
    }
}
