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
/// A flag overrides its environment variable, which overrides the file of --config, which overrides the default.
/// In the file, the heading of a flag is the table and its name is the key: [vectors] min_df = 3. A flag
/// without a heading is in the table of its command: [related] k = 3. No file is read unless --config names it.
///
/// Exit status: 0 done; 1 the input or the question is at fault; 2 wrong usage or an unexpected failure.
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

/// Parses the command line, protects the inputs, and runs the command.
fn run(line: &CommandLine) -> error::Result {
    let cli = Cli::from_arg_matches(&line.parse()?)?;
    let command = cli.command.as_run();
    guard::check(&command.inputs(), &command.outputs())?;
    command.run(line)
}
