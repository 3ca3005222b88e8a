//! `alsolike rules`

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::archive::{ArchiveArgs, SharedArgs, counted};
use super::fault::Fault;
use super::near_id::{did_you_mean, near_name};
use super::output::Output;
use super::policy::PolicyArgs;
use alsolike::engine::Corpus;
use alsolike::recommend::{Origin, Rule, RuleFault, RuleProblem};
use alsolike_formats::config::parse_rules;

/// Check a file of editors' rules
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(CheckArgs),
}

/// Say what is wrong with rules: unknown keys, ids and sections, contradictions, what has expired
///
/// Looks at the file and at the articles' own `pinned` and `blocked`. Exit status 1 when anything is wrong.
#[derive(Debug, clap::Args)]
struct CheckArgs {
    /// The file of rules, TOML
    #[arg(value_name = "RULES")]
    file: PathBuf,
    /// Files or folders of articles, `-` for standard input
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<OsString>,
    #[command(flatten)]
    shared: SharedArgs,
    #[command(flatten)]
    policy: PolicyArgs,
}

pub(super) fn run(args: &Args) -> super::Result {
    let Command::Check(args) = &args.command;
    let rules = read_rules(&args.file)?;
    let n_rules = rules.len() as u64;
    let mut ask = args.policy.ask(4, None)?;
    ask.rules = rules;
    // Copies are no matter of rules, and take time to find.
    ask.policy.duplicates = None;
    let archive = ArchiveArgs { sources: args.sources.clone(), shared: args.shared.clone() };
    let mut stages = args.shared.start()?;
    let engine = archive.engine(&mut stages)?;
    let recommender = stages.run("rules", || engine.recommender(&ask))?;
    let problems = recommender.problems();
    let mut out = Output::open(None)?;
    for problem in &problems {
        writeln!(out, "{}", placed(&args.file, problem, engine.corpus()))?;
    }
    if problems.is_empty() {
        writeln!(out, "{}: {}, nothing wrong", args.file.display(), counted(n_rules, "rule"))?;
    }
    out.finish()?;
    stages.report()?;
    if problems.is_empty() {
        return Ok(());
    }
    Err(Fault(counted(problems.len() as u64, "problem")).into())
}

/// Reads a file of rules; everything wrong with its form is told at once.
pub(super) fn read_rules(path: &Path) -> anyhow::Result<Vec<Rule>> {
    let text = fs::read_to_string(path)
        .map_err(|error| Fault(format!("cannot read `{}`: {error}", path.display())))?;
    parse_rules(&text).map_err(|errors| {
        let line = |error: &alsolike_formats::config::RuleFileError| {
            format!("{}:{}: {}", path.display(), error.line, error.what)
        };
        Fault(errors.iter().map(line).collect::<Vec<_>>().join("\n       ")).into()
    })
}

/// A problem with its place: `rules.toml:7: …`, or the article whose own rule it is.
pub(super) fn placed(path: &Path, problem: &RuleProblem, corpus: &Corpus) -> String {
    let meant = match &problem.fault {
        RuleFault::UnknownId(id) => did_you_mean(id, corpus),
        RuleFault::UnknownSection(section) => near_name(
            section,
            corpus.articles().iter().filter_map(|entry| entry.section.as_deref()),
        ),
        _ => String::new(),
    };
    match &problem.origin {
        Origin::Line(line) => format!("{}:{line}: {}{meant}", path.display(), problem.fault),
        Origin::Article(_) => format!("{problem}{meant}"),
    }
}

/// The rules of `--rules`, if any.
pub(super) fn optional_rules(path: Option<&Path>) -> anyhow::Result<Vec<Rule>> {
    path.map_or(Ok(Vec::new()), |path| read_rules(path).context("rules are not applied"))
}
