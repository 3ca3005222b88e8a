//! `alsolike doctor`

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;

use super::archive::ArchiveArgs;
use super::output::Output;
use super::progress::watch;
use crate::engine::{DoctorParams, Eligible, ListSettings};
use crate::export::doctor::Format;

/// Say what to fix in the archive and its lists, the gravest first
///
/// The lists looked at are the exact neighbours by words, those of `related --preset text`: other presets, rules
/// and learned weights have no part in them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,
    /// Length of a list
    #[arg(short, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    k: u32,
    /// Least score of an item, 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "X", value_parser = share)]
    min_score: f32,
    /// Only articles of the same language in a list
    #[arg(long)]
    same_language: bool,
    /// Only articles published at most this many days before or after; those without a date have no list
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
    days_apart: Option<u32>,
    /// Score from which on two articles are nearly the same, above 0 and up to 1
    #[arg(long, default_value_t = DoctorParams::default().near_copy, value_name = "X", value_parser = positive_share, help_heading = "Thresholds")]
    near_copy: f32,
    /// Best score below which a list is weak, 0 to 1
    #[arg(long, default_value_t = DoctorParams::default().weak_score, value_name = "X", value_parser = share, help_heading = "Thresholds")]
    weak_score: f32,
    /// Number of different terms below which an article says too little
    #[arg(long, default_value_t = DoctorParams::default().few_terms, value_name = "N", help_heading = "Thresholds")]
    few_terms: usize,
    /// Times the mean number of lists, above which an article is in too many; 1 or more
    #[arg(long, default_value_t = DoctorParams::default().over_linked, value_name = "TIMES", value_parser = times, help_heading = "Thresholds")]
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

fn share(text: &str) -> Result<f32, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a number from 0 to 1".to_owned())
}

fn positive_share(text: &str) -> Result<f32, String> {
    share(text)
        .ok()
        .filter(|&share| share > 0.0)
        .ok_or_else(|| "write a number above 0 and up to 1".to_owned())
}

fn times(text: &str) -> Result<f64, String> {
    let times = text.parse().ok().filter(|times: &f64| *times >= 1.0 && times.is_finite());
    times.ok_or_else(|| "write a number from 1 up".to_owned())
}

pub(super) fn run(args: &Args) -> super::Result {
    let shared = &args.archive.shared;
    let lists = ListSettings { k: args.k as usize, min_score: args.min_score };
    let Args { same_language, days_apart, near_copy, weak_score, few_terms, over_linked, .. } =
        *args;
    let eligible = Eligible { same_language, days_apart, listed: None };
    let params = DoctorParams { near_copy, weak_score, few_terms, over_linked };
    if shared.weights()?.is_some() {
        let text = "lists are examined by words alone, without the weights that --config names";
        shared.note("note", text);
    }
    let mut stages = shared.start()?;
    let engine = args.archive.engine(&mut stages)?;
    let bar = shared.progress().bar("searching", engine.corpus().n_docs());
    let found =
        stages.run("examine", || engine.examine(lists, &eligible, &params, &watch(&bar)))?;
    bar.finish_and_clear();
    let mut out = Output::open(args.output.as_deref())?;
    stages.run("write", || {
        let report = Format::from(args.format).report(&found, engine.corpus(), args.examples);
        out.write_all(report.as_bytes())
    })?;
    out.finish()?;
    stages.report()?;
    Ok(())
}
