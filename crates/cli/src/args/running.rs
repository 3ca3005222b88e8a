//! The flags that say how a command runs: settings file, threads, messages.

use std::path::PathBuf;

use clap::{ArgAction, Args};

use super::environment::rayon_threads;
use super::values::{MAX_THREADS, n_threads, switch};
use crate::io::stages::TimingsFormat;

/// The heading is also the table of these keys in a settings file.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Running")]
pub(crate) struct RunningArgs {
    /// Settings file, TOML; flags and environment variables override it
    #[arg(long, value_name = "FILE", env = "ALSOLIKE_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Write nothing but errors to standard error
    #[arg(long, short, action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_QUIET")]
    pub(crate) quiet: bool,
    /// Write every skipped record and every line of boilerplate, not only the first ones
    #[arg(long, short, conflicts_with = "quiet", hide_short_help = true)]
    pub(crate) verbose: bool,
    /// Number of threads, up to 1024; 0 for all cores
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = n_threads, env = "ALSOLIKE_THREADS", hide_short_help = true)]
    threads: usize,
    /// Write one line of JSON with time and memory of each stage to standard error
    #[arg(long, value_enum, value_name = "FORMAT", hide_short_help = true)]
    pub(crate) timings: Option<TimingsFormat>,
}

impl RunningArgs {
    /// Returns the number of threads; 0 for all cores.
    ///
    /// Without `--threads` the number is that of `RAYON_NUM_THREADS`, but no more than [`MAX_THREADS`].
    pub(crate) fn n_threads(&self) -> usize {
        match self.threads {
            0 => rayon_threads().map_or(0, |n| n.min(MAX_THREADS)),
            n => n,
        }
    }
}
