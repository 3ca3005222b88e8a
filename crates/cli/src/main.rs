//! The command line: one command, one file. Faces on `engine` that hold no logic of their own.

mod archive;
mod compare;
mod completions;
mod config;
mod doctor;
mod doctor_advice;
mod duplicates;
mod evaluate;
mod explain;
mod fault;
mod held_back;
mod lists;
mod near_id;
mod output;
mod policy;
mod progress;
mod related;
mod rules;
mod saved_themes;
mod similarity;
mod stages;
mod themes;
mod truth;
mod tune;
mod vectors;
mod written;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::config::NoCommand;

/// Related-article lists and themes for archives of articles: exact, explained, the same bytes every
/// time
///
/// SOURCE is a file, a folder or `-`: JSON lines (id, title, text, summary, url, date, lang, section,
/// tags, label, links), CSV or TSV with a header of the same names, Markdown with YAML or TOML front matter,
/// plain text; .gz and .zst are read as they are.
///
/// A setting is its flag's, else its environment variable's, else that of the file that --config names, else
/// the default. In the file, a flag's heading is its table and its name the key: [vectors] min_df = 3. No
/// file is looked for.
///
/// Exit status: 0 done; 1 the input or the question is at fault; 2 wrong usage or an unexpected failure.
#[derive(Debug, Parser)]
#[command(name = "alsolike", version, propagate_version = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Related(related::Args),
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
    Completions(completions::CompletionsArgs),
    Man(completions::ManArgs),
}

/// Runs the command that the process was started with.
fn main() -> ExitCode {
    let cli = match config::command() {
        Ok(cli) => cli,
        Err(NoCommand::File(error)) => return fault::exit(Err(error)),
        Err(NoCommand::Usage(error)) => {
            // Help and version are answers, anything else is wrong usage; either way clap knows the stream.
            let wrong = error.use_stderr();
            let failed = error.print().is_err_and(|error| !fault::is_closed_pipe(&error));
            if let Some(note) = config::from_environment(&error) {
                fault::message("note", &note);
            }
            return ExitCode::from(if wrong || failed { 2 } else { 0 });
        }
    };
    let result = match cli.command {
        Command::Related(args) => related::run(&args),
        Command::Themes(args) => themes::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Duplicates(args) => duplicates::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Similarity(args) => similarity::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Tune(args) => tune::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Vectors(args) => vectors::run(&args),
        Command::Completions(args) => completions::completions(&args),
        Command::Man(args) => completions::man(&args),
    };
    fault::exit(result)
}

/// What every command returns.
type Result = anyhow::Result<()>;
