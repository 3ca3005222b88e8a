//! What the examples that time something share: clock, memory, and invented archives.

use std::fs;

use crate::generate::{Generator, GeneratorParams};
use alsolike::article::Article;
use alsolike::engine::{EngineBuilder, EngineError, Settings, VectorizedCorpus};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rustix::time::{ClockId, clock_gettime};

/// CPU seconds of the process.
pub fn cpu_seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// Starts the record of greatest memory anew and returns what is held, in bytes; Linux alone.
pub fn reset_peak() -> u64 {
    let _ = fs::write("/proc/self/clear_refs", "5");
    status("VmRSS:")
}

/// The greatest memory of the process since [`reset_peak`], in bytes.
pub fn peak() -> u64 {
    status("VmHWM:")
}

/// A figure of the process' status, in bytes; 0 where the system does not tell.
fn status(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB"));
    kib.and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// The flags of a search of an invented archive.
#[derive(Debug, clap::Args)]
pub struct SearchArgs {
    /// Articles of the archive
    #[arg(long, default_value_t = 70_000)]
    articles: u32,
    /// Mean number of different words of an article
    #[arg(long, default_value_t = 200)]
    terms: u32,
    /// Articles in no order, not in that of time
    #[arg(long)]
    shuffled: bool,
    /// Threads that search all pairs
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    /// Seed of every choice
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

impl SearchArgs {
    /// Starts the threads and makes the archive.
    pub fn archive(&self, settings: &Settings) -> anyhow::Result<VectorizedCorpus> {
        let &Self { articles: n_articles, terms: mean_terms, seed, .. } = self;
        rayon::ThreadPoolBuilder::new().num_threads(self.threads).build_global()?;
        let mut order: Vec<u32> = (0..n_articles).collect();
        if self.shuffled {
            order.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
        }
        let generator = Generator::new(GeneratorParams { n_articles, mean_terms, seed });
        Ok(vectors(order.into_iter().map(|number| generator.article(number)), settings)?)
    }
}

/// An invented archive as vectors.
pub fn invented(
    params: GeneratorParams,
    settings: &Settings,
) -> Result<VectorizedCorpus, EngineError> {
    vectors(Generator::new(params).articles(), settings)
}

fn vectors(
    mut articles: impl Iterator<Item = Article>,
    settings: &Settings,
) -> Result<VectorizedCorpus, EngineError> {
    let mut collector = EngineBuilder::new(settings)?;
    loop {
        let batch: Vec<_> = articles.by_ref().take(4_096).collect();
        if batch.is_empty() {
            return collector.finish();
        }
        collector.add(batch)?;
    }
}
