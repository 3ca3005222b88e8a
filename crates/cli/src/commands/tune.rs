//! `alsolike tune`

use toml_edit::{DocumentMut, Item, Table, value};

use super::Run;
use crate::args::answer::SeedArg;
use crate::args::archive::ArchiveArgs;
use crate::args::command_line::CommandLine;
use crate::args::lists::CUT_OFF;
use crate::args::output::OutputArg;
use crate::args::settings_file::RANKER;
use crate::args::truth::{OWN, Truth, truth};
use crate::io::error::{Fault, Result};
use crate::io::files::read_text;
use crate::io::guard::{Input, Target};
use crate::io::output::Output;
use crate::io::progress::ticks;
use crate::report::wording::counted;
use crate::session::Session;
use crate::session::judgments::Links;
use alsolike::evaluate::Metric;
use alsolike::index::Progress;
use alsolike::rank::{N_FOLDS, TrainedRanker, TrainingSet, describe_importance};

/// Cut-off of the nDCG that measures a ranker.
const K: usize = CUT_OFF as usize;
/// Warns of weights whose gain may be zero.
const UNSURE: &str =
    "the gain may be chance: its interval reaches to 0, and more links would make it certain";

/// Learn from links which articles belong together, and write a settings file
///
/// The weights combine features of two articles (words, time, tags, neighbours) so that linked articles come
/// first. The command measures them on five folds of the articles, and ranks each fold by weights learned from the
/// others. If they are not better than the untuned order, it writes nothing and exits with status 1. If the 95 %
/// interval of the gain reaches to 0, it writes them and warns.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example, with the sample archive of the repository:\n  alsolike tune datasets/newsroom -o tuned.toml"
)]
pub(crate) struct Args {
    /// Links: a file, or `own` for those in the sources
    ///
    /// A line of the file holds two ids separated by a tab. Clicks can serve as links.
    #[arg(long, value_name = "FILE|own", default_value = OWN, value_parser = truth())]
    truth: Truth,
    /// Learn from the direction of time, too: links lead to older articles
    #[arg(long)]
    direction: bool,
    #[command(flatten)]
    seed: SeedArg,
    #[command(flatten)]
    output: OutputArg,
    #[command(flatten)]
    archive: ArchiveArgs,
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        self.archive.inputs().into_iter().chain(self.truth.inputs()).collect()
    }

    fn outputs(&self) -> Vec<Target> {
        self.output.outputs()
    }

    fn run(&self, _: &CommandLine) -> Result {
        let mut session = Session::start(&self.archive.shared);
        let links = Links::read(&self.truth)?;
        let settings = match &self.archive.shared.running.config {
            Some(path) => read_text(path)?,
            None => String::new(),
        };
        let trained = self.train(&mut session, links)?;
        let report = &trained.report;
        Output::write_whole(self.output.path(), with_weights(&settings, self, &trained)?)?;
        session.notes().note(&format!(
            "nDCG@{K} on unseen links: {:.4}, untuned {:.4}, text alone {:.4}",
            report.held_out.mean, report.untuned.mean, report.text.mean
        ));
        if is_unsure(&report.gain) {
            session.notes().warn(UNSURE);
        }
        session.stages.report()
    }
}

impl Args {
    /// Learns the weights.
    ///
    /// # Errors
    /// A [`Fault`] when the weights are not better than the untuned order.
    fn train(&self, session: &mut Session, links: Links) -> Result<TrainedRanker> {
        let (engine, judgments) = links.build_engine(session, &self.archive.sources)?;
        let bar = session.bars().bar("searching", engine.corpus().n_docs());
        let view =
            session.stages.run("search", || engine.rank_view(Progress::new(&ticks(&bar))))?;
        bar.finish_and_clear();
        let training_set =
            session.stages.run("candidates", || TrainingSet::new(&view, &judgments))?;
        let trained =
            session.stages.run("learn", || training_set.train(self.direction, K, self.seed.seed));
        let Some(trained) = trained else {
            return Err(Fault::new("no link leads to a similar article: nothing to learn").into());
        };
        let report = &trained.report;
        let before = report.untuned.mean.max(report.text.mean);
        if report.held_out.mean <= before {
            let (mean, articles) =
                (report.held_out.mean, counted(report.n_queries as u64, "article with links"));
            let what = format!(
                "not better on unseen links: nDCG@{K} {mean:.4}, untuned {before:.4}, on {articles}; nothing was \
                 written"
            );
            return Err(Fault::new(what).into());
        }
        Ok(trained)
    }
}

/// Whether the gain may be zero.
fn is_unsure(gain: &Metric) -> bool {
    gain.low <= 0.0
}

/// Returns the settings with the learned weights in place of older ones.
fn with_weights(settings: &str, args: &Args, trained: &TrainedRanker) -> Result<String> {
    let TrainedRanker { ranker, importance, report } = trained;
    let mut weights = Table::new();
    for (feature, standardised) in importance {
        let mut weight = value(ranker.weights[feature]);
        if let Some(weight) = weight.as_value_mut() {
            weight.decor_mut().set_suffix(format!(" # {standardised:+.2}"));
        }
        weights.insert(feature.name(), weight);
    }
    weights.decor_mut().set_prefix(
        "\n# The score is the sum of weight × feature. The number after a weight is its effect for an ordinary \
         variation of the feature.\n",
    );
    let sources: Vec<String> =
        args.archive.sources.iter().map(|source| source.display().to_string()).collect();
    let links = counted(report.n_links as u64, "link");
    let articles = counted(report.n_queries as u64, "article");
    let mut table = Table::new();
    table.insert("learned_from", value(format!("{}: {links} of {articles}", sources.join(", "))));
    table.insert("weights", Item::Table(weights));
    let (mut document, separator) = without_weights(settings)?;
    table.decor_mut().set_prefix(separator.to_owned() + &comment(args.direction, trained));
    document.insert(RANKER, Item::Table(table));
    Ok(document.to_string())
}

/// Returns the settings without weights, and what separates them from a further table.
fn without_weights(settings: &str) -> Result<(DocumentMut, &'static str)> {
    let mut document: DocumentMut = settings.parse()?;
    document.remove(RANKER);
    let separator = if document.to_string().trim().is_empty() { "" } else { "\n" };
    Ok((document, separator))
}

/// Returns the comment above the weights: what they prefer, and how well they do.
fn comment(direction: bool, TrainedRanker { importance, report, .. }: &TrainedRanker) -> String {
    let metric = |m: &Metric| format!("{:.4} [{:.4}, {:.4}]", m.mean, m.low, m.high);
    let mut lines = vec![
        format!("In words: {}.", describe_importance(importance)),
        format!(
            "Learned {} the direction of time. nDCG@{K} on unseen links, {N_FOLDS} folds by article, with 95 % \
             intervals:",
            if direction { "with" } else { "without" }
        ),
        format!("  tuned       {}", metric(&report.held_out)),
        format!("  untuned     {}", metric(&report.untuned)),
        format!("  text alone  {}", metric(&report.text)),
        format!("  gain        {}", metric(&report.gain)),
    ];
    if is_unsure(&report.gain) {
        lines.push(format!("Note: {UNSURE}."));
    }
    let (n_reachable, n_links) = (report.n_reachable, report.n_links);
    lines.push(format!(
        "{n_reachable} of {n_links} links lead to a candidate; no order can reach more."
    ));
    lines.iter().map(|line| format!("# {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_unsure, without_weights};
    use alsolike::evaluate::Metric;

    #[test]
    fn a_gain_whose_interval_reaches_to_zero_is_unsure() {
        let gain = |low| Metric { mean: 0.03, low, high: 0.06 };
        assert!(is_unsure(&gain(-0.01)) && is_unsure(&gain(0.0)) && !is_unsure(&gain(0.01)));
    }

    #[test]
    fn keeps_the_other_tables_of_a_settings_file() {
        let settings = "# Ours.\n[vectors]\nfocus = 2\n[ranker]\na = 1\n[ranker.weights]\nb = 1\n[lists]\nk = 3\n";
        let (document, separator) = without_weights(settings).unwrap();
        assert_eq!(document.to_string(), "# Ours.\n[vectors]\nfocus = 2\n[lists]\nk = 3\n");
        assert_eq!(separator, "\n");
        let (document, separator) = without_weights("").unwrap();
        assert_eq!((document.to_string().as_str(), separator), ("", ""));
    }
}
