//! `alsolike completions` and `alsolike man`

use std::io::Write;

use clap::CommandFactory;

use super::Cli;
use super::output::Output;

/// Write the completions of a shell to standard output
#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Write the manual page to standard output
#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    /// The command to describe; all in short when none is named
    command: Option<String>,
}

pub(super) fn completions(args: &CompletionsArgs) -> super::Result {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "alsolike", &mut script);
    write(&script)
}

pub(super) fn man(args: &ManArgs) -> super::Result {
    let mut command = Cli::command();
    command.build();
    if let Some(name) = &args.command {
        let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let found = command.find_subcommand(name).cloned();
        let unknown =
            || super::fault::Fault(format!("no command `{name}`: there are {}", known.join(", ")));
        command = found.ok_or_else(unknown)?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    write(&page)
}

fn write(bytes: &[u8]) -> super::Result {
    let mut out = Output::open(None)?;
    out.write_all(bytes)?;
    out.finish()?;
    Ok(())
}
