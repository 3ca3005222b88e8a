//! `alsolike rules`

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::builder::Resettable::Reset;

use super::Run;
use crate::args::archive::{SharedArgs, source_inputs};
use crate::args::command_line::CommandLine;
use crate::args::lists::{LIST_LENGTH, PolicyArgs};
use crate::io::error::{Fault, Result};
use crate::io::guard::Input;
use crate::io::output::Output;
use crate::report::rules::describe_problem;
use crate::report::wording::counted;
use crate::session::Session;
use crate::session::archive::build_engine;
use crate::session::rules::{read_rules, recommend_options};

/// Check a file of editors' rules
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(CheckArgs),
}

/// Report what is wrong with rules: unknown keys, ids and sections, contradictions, expired rules
///
/// Checks the file and the fields `pinned` and `blocked` of the articles. Exit status 1 when anything is wrong.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  alsolike rules check rules.toml datasets/newsroom")]
// The file to check is RULES, so the flag of the other commands is refused.
#[command(mut_arg("rules", |rules| rules.hide(true).env(Reset).conflicts_with("file")))]
struct CheckArgs {
    /// File of rules, TOML
    #[arg(value_name = "RULES")]
    file: PathBuf,
    /// Files or folders of articles, `-` for standard input
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<OsString>,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        let Command::Check(args) = &self.command;
        let files = source_inputs(&args.sources).chain(args.shared.inputs());
        files.chain(args.policy.inputs()).chain([Input::File(&args.file)]).collect()
    }

    fn run(&self, _: &CommandLine) -> Result {
        let Command::Check(args) = &self.command;
        let rules = read_rules(&args.file)?;
        let n_rules = rules.len() as u64;
        let mut session = Session::start(&args.shared);
        let mut options = recommend_options(&session, &args.policy, LIST_LENGTH, None)?;
        options.rules = rules;
        // Rules do not depend on duplicates, and finding these takes time.
        options.policy.duplicates = None;
        let engine = build_engine(&mut session, &args.sources)?;
        let recommender = session.stages.run("rules", || engine.recommender(&options))?;
        let problems = recommender.problems();
        let mut out = Output::open(None)?;
        for problem in &problems {
            writeln!(out, "{}", describe_problem(&args.file, problem, engine.corpus()))?;
        }
        if problems.is_empty() {
            writeln!(out, "{}: {}, nothing wrong", args.file.display(), counted(n_rules, "rule"))?;
        }
        out.finish()?;
        session.stages.report()?;
        if problems.is_empty() {
            return Ok(());
        }
        Err(Fault::new(counted(problems.len() as u64, "problem")).into())
    }
}
