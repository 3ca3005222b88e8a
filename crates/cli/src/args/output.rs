//! The flag that names the output.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::io::guard::Target;

/// Where the answer of a command goes.
#[derive(Clone, Debug, Args)]
pub(crate) struct OutputArg {
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl OutputArg {
    /// Returns the file; `None` for standard output.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// Returns the file that is written, if there is one.
    pub(crate) fn outputs(&self) -> Vec<Target> {
        self.output.iter().cloned().map(Target::Output).collect()
    }
}
