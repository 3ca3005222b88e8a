//! `alsolike man`

use super::Run;
use crate::args::command_line::CommandLine;
use crate::io::error::{Fault, Result};
use crate::io::output::Output;

/// Write the manual page to standard output
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  alsolike man related")]
pub(crate) struct Args {
    /// The command to describe; without one, the page of all commands
    command: Option<String>,
}

impl Run for Args {
    fn run(&self, line: &CommandLine) -> Result {
        let mut command = line.grammar().clone();
        command.build();
        if let Some(name) = &self.command {
            let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
            let known = known.join(", ");
            let unknown = || {
                Fault::usage(format!("no command `{name}`"))
                    .hint(format!("the commands are {known}"))
            };
            command = command.find_subcommand(name).cloned().ok_or_else(unknown)?;
        }
        let mut page = Vec::new();
        // The footer names the program, also on the page of a command.
        let source = concat!("alsolike ", env!("CARGO_PKG_VERSION"));
        clap_mangen::Man::new(command).source(source).render(&mut page)?;
        Output::write_whole(None, &page)
    }
}
