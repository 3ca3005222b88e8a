//! The commands, one file each. No command imports another one.

pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod doctor;
pub(crate) mod duplicates;
pub(crate) mod evaluate;
pub(crate) mod explain;
pub(crate) mod inspect;
pub(crate) mod man;
pub(crate) mod related;
pub(crate) mod rules;
pub(crate) mod similarity;
pub(crate) mod themes;
pub(crate) mod tune;
pub(crate) mod vectors;

use crate::args::command_line::CommandLine;
use crate::io::error::Result;
use crate::io::guard::{Input, Target};

/// The methods that `main` calls on the arguments of a command.
pub(crate) trait Run {
    /// Returns the files that the command reads.
    fn inputs(&self) -> Vec<Input<'_>> {
        Vec::new()
    }

    /// Returns the files that the command writes.
    fn outputs(&self) -> Vec<Target> {
        Vec::new()
    }

    /// Runs the command. Data goes to the output, messages go to standard error.
    fn run(&self, line: &CommandLine) -> Result;
}
