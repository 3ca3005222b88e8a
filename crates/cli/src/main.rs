//! The command `alsolike`: it reads files, asks the library, and writes the answers.

mod args;
mod commands;
mod io;
mod report;
mod session;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::args::command_line::CommandLine;
use crate::commands::{
    Run, compare, completions, doctor, duplicates, evaluate, explain, inspect, man, related, rules,
    similarity, themes, tune, vectors,
};
use crate::io::guard::Target;
use crate::io::{error, guard};

/// Examples, which the tests run.
const EXAMPLES: &str = "Examples, with the sample archive of the repository:
  alsolike related datasets/newsroom --for biden-putin-geneva-summit --because 3
  alsolike themes datasets/newsroom --format html -o themes.html
  alsolike doctor datasets/newsroom

`alsolike COMMAND -h` shows the common flags of a command, `alsolike COMMAND --help` all flags.";

/// Related-article lists and themes for archives of articles: exact, explained, reproducible
///
/// SOURCE is a file, a folder or `-`: JSON lines (id, title, text, summary, url, date, lang, section, tags,
/// label, links), CSV or TSV with a header of the same names, Markdown with YAML or TOML front matter, plain
/// text. Files that end in .gz or .zst are unpacked.
///
/// A setting comes from its flag, else from its environment variable, else from the file of --config, else from
/// the default. No settings file is read without --config. The file is TOML. The heading of a flag in --help, in
/// small letters, is its table, and its name with _ for - is its key: --min-df 3 under "Vectors" is
/// [vectors] min_df = 3. A flag under "Options" belongs to the table of its command: [related] k = 3.
///
/// Exit status: 0 for success; 1 if an input cannot be used, such as a missing file or an unknown id, or if a check
/// fails, such as --strict or `rules check`; 2 for wrong or conflicting flags, and for an unexpected failure such
/// as a full disk.
#[derive(Debug, Parser)]
#[command(name = "alsolike", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Related(related::Args),
    Inspect(inspect::Args),
    Themes(themes::Args),
    Explain(explain::Args),
    Duplicates(duplicates::Args),
    Rules(rules::Args),
    Similarity(similarity::Args),
    Evaluate(evaluate::Args),
    Compare(compare::Args),
    Tune(tune::Args),
    Doctor(doctor::Args),
    Vectors(vectors::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    fn as_run(&self) -> &dyn Run {
        match self {
            Self::Related(args) => args,
            Self::Inspect(args) => args,
            Self::Themes(args) => args,
            Self::Explain(args) => args,
            Self::Duplicates(args) => args,
            Self::Rules(args) => args,
            Self::Similarity(args) => args,
            Self::Evaluate(args) => args,
            Self::Compare(args) => args,
            Self::Tune(args) => args,
            Self::Doctor(args) => args,
            Self::Vectors(args) => args,
            Self::Completions(args) => args,
            Self::Man(args) => args,
        }
    }
}

fn main() -> ExitCode {
    let line = CommandLine::new(Cli::command(), std::env::args_os());
    error::exit(run(&line))
}

/// Parses the command line, protects the inputs, checks the outputs, and runs the command.
fn run(line: &CommandLine) -> error::Result {
    let cli = Cli::from_arg_matches(&line.parse()?)?;
    let command = cli.command.as_run();
    let outputs = command.outputs();
    guard::check(&command.inputs(), &outputs)?;
    outputs.iter().try_for_each(Target::check_writable)?;
    command.run(line)
}
