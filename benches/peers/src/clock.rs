//! CPU and wall seconds of a piece of work.

use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

/// Seconds that something took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time {
    /// Of all threads of the process together.
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
}

pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Time) {
    let (start, cpu_start) = (Instant::now(), cpu_seconds());
    let result = work();
    (result, Time { cpu: cpu_seconds() - cpu_start, wall: start.elapsed().as_secs_f64() })
}

fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}
