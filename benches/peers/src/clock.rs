//! Times a closure in CPU and wall seconds.

use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

/// Elapsed time in seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time {
    /// CPU seconds of all threads of the process.
    pub(crate) cpu: f64,
    /// Wall-clock seconds.
    pub(crate) wall: f64,
}

/// Runs `work` and returns its result and time.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Time) {
    let (start, cpu_start) = (Instant::now(), cpu_seconds());
    let result = work();
    (result, Time { cpu: cpu_seconds() - cpu_start, wall: start.elapsed().as_secs_f64() })
}

fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}
