//! Measures time and memory of each stage, for `--timings`.

use std::io::Write;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde::Serialize;

use crate::io::error::Result;

/// How `--timings` writes its figures.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TimingsFormat {
    /// One JSON object on one line
    Json,
}

/// The clocks of the stages, in the order in which they first ran. A stage may run in many pieces.
#[derive(Debug)]
pub(crate) struct Stages {
    format: Option<TimingsFormat>,
    stages: Vec<(&'static str, Stage)>,
    articles: usize,
    text_bytes: u64,
    nonzeros: usize,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Stage {
    seconds: f64,
    cpu_seconds: f64,
    /// Peak memory of the process while the stage ran; `None` where the system does not report it.
    peak_bytes: Option<u64>,
}

#[derive(Serialize)]
struct Line {
    articles: usize,
    text_bytes: u64,
    nonzeros: usize,
    stages: serde_json::Map<String, serde_json::Value>,
}

impl Stages {
    /// Starts without stages. Nothing is measured when `format` is `None`.
    pub(crate) fn new(format: Option<TimingsFormat>) -> Self {
        Self { format, stages: Vec::new(), articles: 0, text_bytes: 0, nonzeros: 0 }
    }

    /// Records the size of the archive.
    pub(crate) fn count(&mut self, articles: usize, text_bytes: u64, nonzeros: usize) {
        (self.articles, self.text_bytes, self.nonzeros) = (articles, text_bytes, nonzeros);
    }

    /// Runs a piece of a stage and adds its time to the stage.
    pub(crate) fn run<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        if self.format.is_none() {
            return work();
        }
        reset_peak();
        let (start, cpu_start) = (Instant::now(), cpu_time());
        let result = work();
        let piece = Stage {
            seconds: start.elapsed().as_secs_f64(),
            cpu_seconds: cpu_time().saturating_sub(cpu_start).as_secs_f64(),
            peak_bytes: peak_bytes(),
        };
        let known = self.stages.iter().position(|&(known, _)| known == name);
        let at = known.unwrap_or_else(|| {
            self.stages.push((name, Stage::default()));
            self.stages.len() - 1
        });
        let stage = &mut self.stages[at].1;
        stage.seconds += piece.seconds;
        stage.cpu_seconds += piece.cpu_seconds;
        stage.peak_bytes = stage.peak_bytes.max(piece.peak_bytes);
        result
    }

    /// Writes the figures as one line to standard error, if `--timings` is given.
    pub(crate) fn report(&self) -> Result {
        if self.format.is_some() {
            let stage = |&(name, stage): &(&'static str, Stage)| {
                Ok((name.to_owned(), serde_json::to_value(stage)?))
            };
            let line = Line {
                articles: self.articles,
                text_bytes: self.text_bytes,
                nonzeros: self.nonzeros,
                stages: self.stages.iter().map(stage).collect::<Result<_>>()?,
            };
            let line = serde_json::to_string(&line)?;
            // A closed standard error does not undo the work.
            let _ = writeln!(std::io::stderr(), "{line}");
        }
        Ok(())
    }
}

/// Returns the processor time of the whole process.
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Resets the system's record of peak memory, where it can.
fn reset_peak() {
    // Works on Linux alone. Elsewhere the reported peak is that of the whole run so far.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Returns the peak memory since the last reset; `None` on systems without `/proc`.
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}
