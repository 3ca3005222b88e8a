//! `alsolike completions` and `alsolike man`

use std::io::Write;

use clap::CommandFactory;

use crate::Cli;
use crate::io::output::Output;

/// Write the completions of a shell to standard output
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Write the manual page to standard output
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// The command to describe; all in short when none is named
    command: Option<String>,
}

pub(crate) fn completions(args: &CompletionsArgs) -> crate::Result {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "alsolike", &mut script);
    write(&script)
}

pub(crate) fn man(args: &ManArgs) -> crate::Result {
    let mut command = Cli::command();
    command.build();
    if let Some(name) = &args.command {
        let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let found = command.find_subcommand(name).cloned();
        let unknown =
            || crate::io::error::Fault(format!("no command `{name}`: there are {}", known.join(", ")));
        command = found.ok_or_else(unknown)?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    write(&page)
}

fn write(bytes: &[u8]) -> crate::Result {
    let mut out = Output::open(None)?;
    out.write_all(bytes)?;
    out.finish()?;
    Ok(())
}
