//! One run of a command.

use crate::args::archive::SharedArgs;
use crate::io::progress::ProgressBars;
use crate::io::stages::Stages;
use crate::report::notes::Notes;
use alsolike::article::Date;
use alsolike_formats::read::{ReadReport, Site};

/// The settings of a run, and the clocks of its stages.
pub(crate) struct Session {
    /// The flags that all commands share.
    pub(crate) shared: SharedArgs,
    /// The moment of the run, for embargoes, expiry, scheduled dates and ages.
    pub(crate) now: Date,
    /// The clocks.
    pub(crate) stages: Stages,
    /// What was read from the sources, and what was not.
    pub(crate) reading: ReadReport,
    /// The sites of the sources.
    pub(crate) sites: Vec<Site>,
}

impl Session {
    /// Starts a run and its threads.
    pub(crate) fn start(shared: &SharedArgs) -> Self {
        let n_threads = shared.running.n_threads();
        // Fails when the process has a pool already, which then stays as it is.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build_global();
        let now = shared.now.moment();
        let (stages, reading) = (Stages::new(shared.running.timings), ReadReport::default());
        Self { shared: shared.clone(), now, stages, reading, sites: Vec::new() }
    }

    /// Returns where notes are written.
    pub(crate) fn notes(&self) -> Notes {
        Notes { quiet: self.shared.running.quiet, verbose: self.shared.running.verbose }
    }

    /// Returns the maker of progress bars.
    pub(crate) fn bars(&self) -> ProgressBars {
        ProgressBars::new(self.shared.running.quiet)
    }
}
