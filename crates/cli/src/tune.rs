//! `alsolike tune`

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use super::archive::{ArchiveArgs, counted};
use super::fault::Fault;
use super::output::Output;
use super::progress::ticks;
use super::truth::{OWN, Truth};
use alsolike::evaluate::Metric;
use alsolike::index::Progress;
use alsolike::rank::{N_FOLDS, TrainedRanker, TrainingSet, describe_importance};

/// Places that a ranker is measured by.
const K: usize = 10;

/// Learn from links what belongs together, and write it as a configuration
///
/// Weighs what is known of two articles (words, time, tags, company) so that articles that link come first.
/// Measured by five folds of the articles: each is ranked by what the others taught. Where that is not
/// better than the untuned order, nothing is written, and the exit status is 1; where the gain may be chance,
/// its 95 % interval reaching to 0, it is written with a warning.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,
    /// Links, or clicks, a line each: two ids separated by a tab; or `own`, the links that authors set
    #[arg(long, value_name = "FILE|own", default_value = OWN)]
    truth: PathBuf,
    /// Learn that older articles come first, too: an author can only link to what exists
    #[arg(long)]
    direction: bool,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 42, value_name = "N")]
    seed: u64,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> super::Result {
    let shared = &args.archive.shared;
    let truth = Truth::read(&args.truth)?;
    let kept = match shared.config() {
        Some(path) => without_ranker(&fs::read_to_string(path)?),
        None => String::new(),
    };
    let mut stages = shared.start()?;
    let (engine, links) = truth.engine(&args.archive, &mut stages)?;
    let bar = shared.progress().bar("searching", engine.corpus().n_docs());
    let view = stages.run("search", || engine.rank_view(Progress::new(&ticks(&bar))))?;
    bar.finish_and_clear();
    let training_set = stages.run("candidates", || TrainingSet::new(&view, &links))?;
    let learned = stages.run("learn", || training_set.train(args.direction, K, args.seed));
    let Some(learned) = learned else {
        return Err(Fault("no link leads to a near article: nothing to learn".to_owned()).into());
    };
    let report = learned.report;
    let before = report.untuned.mean.max(report.text.mean);
    if report.held_out.mean <= before {
        return Err(Fault(format!(
            "not better on links it has not seen: nDCG@{K} {:.4}, untuned {before:.4}, on {}; nothing was \
             written",
            report.held_out.mean,
            counted(report.n_queries as u64, "article with links"),
        ))
        .into());
    }
    let mut out = Output::open(args.output.as_deref())?;
    out.write_all(kept.as_bytes())?;
    out.write_all(configuration(args, &learned).as_bytes())?;
    out.finish()?;
    shared.note(
        "note",
        &format!(
            "nDCG@{K} on links not seen: {:.4}, untuned {:.4}, text alone {:.4}",
            report.held_out.mean, report.untuned.mean, report.text.mean
        ),
    );
    if is_unsure(&report.gain) {
        shared.note("warning", UNSURE);
    }
    stages.report()?;
    Ok(())
}

/// What is said of weights whose gain may be none.
const UNSURE: &str = "the gain may be chance, as its interval reaches to 0: more links would tell";

/// Whether a gain may as well be none.
fn is_unsure(gain: &Metric) -> bool {
    gain.low <= 0.0
}

fn configuration(args: &Args, learned: &TrainedRanker) -> String {
    let TrainedRanker { ranker, importance, report } = learned;
    let sources: Vec<String> =
        args.archive.sources.iter().map(|source| source.display().to_string()).collect();
    let from = format!(
        "{}: {} of {}",
        sources.join(", "),
        counted(report.n_links as u64, "link"),
        counted(report.n_queries as u64, "article"),
    );
    let metric = |m: &Metric| format!("{:.4} [{:.4}, {:.4}]", m.mean, m.low, m.high);
    let mut file = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(file, "# In words: {}.", describe_importance(importance));
    let _ = writeln!(
        file,
        "# Learned {} the direction of time. nDCG@{K} on links not seen, {N_FOLDS} folds by article, with 95 % \
         intervals:",
        if args.direction { "with" } else { "without" }
    );
    let _ = writeln!(file, "#   tuned       {}", metric(&report.held_out));
    let _ = writeln!(file, "#   untuned     {}", metric(&report.untuned));
    let _ = writeln!(file, "#   text alone  {}", metric(&report.text));
    let _ = writeln!(file, "#   gain        {}", metric(&report.gain));
    if is_unsure(&report.gain) {
        let _ = writeln!(file, "# {UNSURE}.");
    }
    let _ = writeln!(
        file,
        "# {} of {} links lead to a candidate; no order can reach more.",
        report.n_reachable, report.n_links
    );
    // What JSON escapes in a text is what TOML escapes.
    let from = serde_json::Value::from(from.replace('\u{7f}', " "));
    let _ = writeln!(file, "[ranker]\nlearned_from = {from}\n");
    let _ = writeln!(
        file,
        "# The score is the sum of weight × feature. Behind each: the weight for an ordinary variation of the \
         feature."
    );
    let _ = writeln!(file, "[ranker.weights]");
    for (feature, standardised) in importance {
        let weight = ranker.weights[feature];
        let _ = writeln!(file, "{} = {weight:?} # {standardised:+.2}", feature.name());
    }
    file
}

/// A configuration without the weights that are to be replaced.
fn without_ranker(text: &str) -> String {
    let mut in_ranker = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with('[') {
            in_ranker =
                line.trim_start().trim_start_matches('[').trim_start().starts_with("ranker");
        }
        if !in_ranker {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    if !kept.is_empty() {
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{is_unsure, without_ranker};
    use alsolike::evaluate::Metric;

    #[test]
    fn a_gain_that_may_be_none_is_unsure() {
        let gain = |low| Metric { mean: 0.03, low, high: 0.06 };
        assert!(is_unsure(&gain(-0.01)) && is_unsure(&gain(0.0)) && !is_unsure(&gain(0.01)));
    }

    #[test]
    fn other_tables_are_kept() {
        let text =
            "[vectors]\nfocus = 2\n[ranker]\na = 1\n[ranker.weights]\nb = 1\n[lists]\nk = 3\n";
        assert_eq!(without_ranker(text), "[vectors]\nfocus = 2\n[lists]\nk = 3\n\n");
        assert_eq!(without_ranker(""), "");
    }
}
