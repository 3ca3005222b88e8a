//! What the examples that time something share: clock, memory, and invented archives.

#![allow(dead_code, reason = "each example uses a part")]

use std::fs;

use alsolike::engine::{Archive, Collector, EngineError, Settings};
use alsolike::generate::{Generator, GeneratorParams};
use rustix::time::{ClockId, clock_gettime};

/// CPU seconds of the process.
pub(crate) fn cpu_seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// Starts the record of greatest memory anew and returns what is held, in bytes; Linux alone.
pub(crate) fn reset_peak() -> u64 {
    let _ = fs::write("/proc/self/clear_refs", "5");
    status("VmRSS:")
}

/// The greatest memory of the process since [`reset_peak`], in bytes.
pub(crate) fn peak() -> u64 {
    status("VmHWM:")
}

/// A figure of the process' status, in bytes; 0 where the system does not tell.
fn status(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB"));
    kib.and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// An invented archive as vectors.
pub(crate) fn invented(
    params: GeneratorParams,
    settings: &Settings,
) -> Result<Archive, EngineError> {
    let mut collector = Collector::new(settings)?;
    let generator = Generator::new(params);
    let mut articles = generator.articles();
    loop {
        let batch: Vec<_> = articles.by_ref().take(4_096).collect();
        if batch.is_empty() {
            return collector.finish();
        }
        collector.add(batch)?;
    }
}
