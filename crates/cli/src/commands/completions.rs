//! `alsolike completions`

use super::Run;
use crate::args::command_line::CommandLine;
use crate::io::error::Result;
use crate::io::output::Output;

/// Write the completions of a shell to standard output
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  alsolike completions bash")]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

impl Run for Args {
    fn run(&self, line: &CommandLine) -> Result {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut line.grammar().clone(), "alsolike", &mut script);
        Output::write_whole(None, &script)
    }
}
