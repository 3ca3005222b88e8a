//! `alsolike doctor`

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;

use super::archive::ArchiveArgs;
use super::doctor_advice::CommandAdvice;
use super::output::Output;
use super::policy::{PolicyArgs, share};
use super::progress::ticks;
use alsolike::audit::{AuditParams, AuditReport};
use alsolike::index::Progress;
use alsolike_formats::write::audit::Format;

/// Say what to fix in the archive and its lists, the gravest first
///
/// The lists looked at are those that `related` makes with the same flags.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,
    /// Length of a list
    #[arg(short, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    k: u32,
    /// Best cosine below which a list is weak, 0 to 1
    #[arg(long, default_value_t = AuditParams::default().weak_score, value_name = "X", value_parser = share, help_heading = "Thresholds")]
    weak_score: f32,
    /// Number of different terms below which an article says too little
    #[arg(long, default_value_t = AuditParams::default().few_terms, value_name = "N", help_heading = "Thresholds")]
    few_terms: usize,
    /// Times the mean number of lists, above which an article is in too many; 1 or more
    #[arg(long, default_value_t = AuditParams::default().over_linked, value_name = "TIMES", value_parser = times, help_heading = "Thresholds")]
    over_linked: f64,
    /// Examples of each problem in text and HTML; JSON names every case
    #[arg(long, default_value_t = 5, value_name = "N")]
    examples: usize,
    /// How the report is written
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    policy: PolicyArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    /// For a terminal, with examples
    Text,
    /// One JSON object with every case
    Json,
    /// One page for people
    Html,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Text => Self::Text,
            FormatArg::Json => Self::Json,
            FormatArg::Html => Self::Html,
        }
    }
}

fn times(text: &str) -> Result<f64, String> {
    let times = text.parse().ok().filter(|times: &f64| *times >= 1.0 && times.is_finite());
    times.ok_or_else(|| "write a number from 1 up".to_owned())
}

pub(super) fn run(args: &Args) -> super::Result {
    let shared = &args.archive.shared;
    let Args { weak_score, few_terms, over_linked, .. } = *args;
    let params = AuditParams { weak_score, few_terms, over_linked };
    let ask = args.policy.ask(args.k, shared.ranker()?)?;
    let mut stages = shared.start()?;
    let engine = args.archive.engine(&mut stages)?;
    // What is wrong with rules is a finding, and no warning.
    let recommender = stages.run("rules", || engine.recommender(&ask))?;
    let bar = shared.progress().bar("searching", engine.corpus().n_docs());
    let found = stages
        .run("examine", || AuditReport::new(&recommender, &params, Progress::new(&ticks(&bar))))?;
    bar.finish_and_clear();
    let mut out = Output::open(args.output.as_deref())?;
    stages.run("write", || {
        let format = Format::from(args.format);
        let report = format.report(&found, engine.corpus(), args.examples, &CommandAdvice);
        out.write_all(report.as_bytes())
    })?;
    out.finish()?;
    stages.report()?;
    Ok(())
}
