//! `alsolike evaluate`

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::ArgGroup;
use serde::Serialize;

use super::Run;
use crate::args::answer::{AnswerFormatArg, SeedArg};
use crate::args::archive::ArchiveArgs;
use crate::args::command_line::CommandLine;
use crate::args::lists::{CutOffArg, PolicyArgs};
use crate::args::output::OutputArg;
use crate::args::truth::{Truth, truth};
use crate::io::error::{Fault, Result};
use crate::io::files::read_pairs;
use crate::io::guard::{Input, Target};
use crate::io::output::Output;
use crate::report::themes::report_named;
use crate::session::Session;
use crate::session::archive::build_engine;
use crate::session::judgments::Links;
use crate::session::lists::all_lists;
use crate::session::rank_weights::ranker;
use crate::session::rules::recommend_options;
use crate::session::theme_files::read_theme_list;
use alsolike::article::Date;
use alsolike::engine::Engine;
use alsolike::evaluate::{
    ClusteringScores, ListMetrics, Metric, RankingReport, SameLabel, compare_labelings,
    list_metrics, number_labels, pearson, same_label_share, score_queries, spearman,
};
use alsolike::index::Progress;
use alsolike::sparse::DocId;
use alsolike::themes::{Membership, NThemes, SeedTheme, Themes};
use alsolike_formats::config::RatedPair;

/// Examples, which the tests run.
const EXAMPLES: &str = "Examples, with the sample archive of the repository:
  alsolike evaluate datasets/newsroom --truth own
  alsolike evaluate datasets/newsroom --labels --format json";

/// Measure lists and themes against links, labels or ratings
#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("measures").args(["truth", "labels", "pairs"]).required(true).multiple(true))]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Links: a file, or `own` for the links that authors set in the sources
    ///
    /// A line of the file holds two ids separated by a tab: the first article links to the second one. `own` leaves
    /// the words of the links out of the vectors of this run.
    #[arg(long, value_name = "FILE|own", value_parser = truth())]
    truth: Option<Truth>,
    /// Use the `label` of the articles as truth, for lists and themes
    ///
    /// Fits as many themes as there are labels.
    #[arg(long)]
    labels: bool,
    /// Rated pairs, one a line: two ids and a number, separated by tabs
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
    /// With --labels: named themes in the format of `themes --named`, and no others
    ///
    /// Adds the share of the articles whose theme has the name of their label.
    #[arg(long, value_name = "FILE", requires = "labels", hide_short_help = true)]
    named: Option<PathBuf>,
    #[command(flatten)]
    cut_off: CutOffArg,
    #[command(flatten)]
    format: AnswerFormatArg,
    #[command(flatten)]
    seed: SeedArg,
    #[command(flatten)]
    output: OutputArg,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    archive: ArchiveArgs,
}

#[derive(Serialize)]
struct Report {
    articles: usize,
    links: Option<RankingReport>,
    same_label: Option<SameLabel>,
    /// Figures of the lists, with links or labels.
    lists: Option<ListMetrics>,
    themes: Option<ClusteringScores>,
    /// Share of the labelled articles whose theme has the name of their label.
    #[serde(skip_serializing_if = "Option::is_none")]
    named: Option<f64>,
    ratings: Option<Ratings>,
}

#[derive(Serialize)]
struct Ratings {
    n_pairs: usize,
    n_unknown: usize,
    pearson: Option<f64>,
    spearman: Option<f64>,
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        let truth = self.truth.iter().flat_map(Truth::inputs);
        let files = self.named.iter().chain(&self.pairs).map(|path| Input::File(path));
        let archive = self.archive.inputs().into_iter().chain(self.policy.inputs());
        archive.chain(truth).chain(files).collect()
    }

    fn outputs(&self) -> Vec<Target> {
        self.output.outputs()
    }

    fn run(&self, _: &CommandLine) -> Result {
        let links = self.truth.as_ref().map(Links::read).transpose()?;
        let pairs = self.pairs.as_deref().map(read_pairs).transpose()?;
        let named = self.named.as_deref().map(read_theme_list).transpose()?;
        let mut session = Session::start(&self.archive.shared);
        let options = recommend_options(&session, &self.policy, self.cut_off.k, ranker(&session)?)?;
        let sources = &self.archive.sources;
        let (engine, judgments) = match links {
            Some(links) => {
                let (engine, judgments) = links.build_engine(&mut session, sources)?;
                (engine, Some(judgments))
            }
            None => (build_engine(&mut session, sources)?, None),
        };
        let mut report = Report::new(engine.corpus().n_docs());
        if judgments.is_some() || self.labels {
            let lists = all_lists(&mut session, &self.policy, &engine, &options)?;
            let entries = engine.corpus().articles();
            let seconds: Vec<Option<i64>> =
                entries.iter().map(|entry| entry.date.map(Date::unix_seconds)).collect();
            let (k, rows) = (self.cut_off.k as usize, engine.index().rows());
            report.lists = Some(list_metrics(&lists, k, rows, &seconds));
            if let Some(judgments) = judgments {
                report.links = score_queries(&lists, &judgments, k).report(self.seed.seed);
            }
            if self.labels {
                measure_labels(self, &mut session, &engine, &lists, named.as_deref(), &mut report)?;
            }
        }
        report.ratings = pairs.map(|pairs| Ratings::new(&engine, &pairs));
        let text = self.format.render(&report, |report| Ok(table(report)))?;
        Output::write_whole(self.output.path(), text)?;
        session.stages.report()
    }
}

impl Report {
    fn new(articles: usize) -> Self {
        Self {
            articles,
            links: None,
            same_label: None,
            lists: None,
            themes: None,
            named: None,
            ratings: None,
        }
    }
}

impl Ratings {
    /// Correlates the scores of the pairs with their ratings.
    fn new(engine: &Engine, pairs: &[RatedPair]) -> Self {
        let scored = pairs.iter().filter_map(|pair| {
            let score = engine.similarity(pair.a.as_str(), pair.b.as_str()).ok()?;
            Some((f64::from(score), pair.rating.unwrap_or(1.0)))
        });
        let (scores, ratings): (Vec<f64>, Vec<f64>) = scored.unzip();
        Self {
            n_pairs: scores.len(),
            n_unknown: pairs.len() - scores.len(),
            pearson: pearson(&scores, &ratings),
            spearman: spearman(&scores, &ratings),
        }
    }
}

/// Measures lists and themes against the labels of the articles.
fn measure_labels(
    args: &Args,
    session: &mut Session,
    engine: &Engine,
    lists: &[Vec<DocId>],
    named: Option<&[SeedTheme]>,
    report: &mut Report,
) -> Result {
    let labels =
        number_labels(engine.corpus().articles().iter().map(|entry| entry.label.as_deref()));
    let Some(n_labels) = labels.iter().flatten().max().map(|&max| max as usize + 1) else {
        return Err(Fault::new("no article has a label").into());
    };
    report.same_label = same_label_share(lists, &labels, args.cut_off.k as usize, args.seed.seed);
    let themes = fit_themes(args, session, engine, n_labels, named)?;
    let theme = |membership: &Option<Membership>| membership.map(|m| m.theme as u32);
    let clusters: Vec<Option<u32>> = themes.memberships.iter().map(theme).collect();
    report.themes = compare_labelings(&labels, &clusters);
    report.named = named.map(|_| named_accuracy(engine, &themes));
    Ok(())
}

/// Fits the named themes alone, or as many themes as there are labels.
fn fit_themes(
    args: &Args,
    session: &mut Session,
    engine: &Engine,
    n_labels: usize,
    named: Option<&[SeedTheme]>,
) -> Result<Themes> {
    let notes = session.notes();
    let graph = session.stages.run("search", || engine.neighbor_graph(Progress::none()))?;
    let mut params = session.shared.settings().themes;
    params.n_themes = NThemes::Exactly(if named.is_some() { 0 } else { n_labels });
    (params.seed, params.lsa.seed) = (args.seed.seed, args.seed.seed);
    session.stages.run("themes", || match named {
        Some(named) => {
            let (themes, report) = engine.named_themes(&graph, &params, named)?;
            report_named(notes, &report);
            Ok(themes)
        }
        None => Ok(engine.themes(&graph, &params)?),
    })
}

/// Returns the share of the labelled articles whose theme has the name of their label, in any case, from 0 to 1.
fn named_accuracy(engine: &Engine, themes: &Themes) -> f64 {
    let (mut n_labelled, mut n_right) = (0usize, 0usize);
    for (entry, membership) in engine.corpus().articles().iter().zip(&themes.memberships) {
        if let Some(label) = &entry.label {
            n_labelled += 1;
            let is_right =
                |m: Membership| themes.themes[m.theme].label.to_lowercase() == label.to_lowercase();
            n_right += usize::from(membership.is_some_and(is_right));
        }
    }
    n_right as f64 / n_labelled.max(1) as f64
}

fn table(report: &Report) -> String {
    let mut table = format!("articles {}\n", report.articles);
    // Writing to a string cannot fail.
    let mut row = |name: &str, value: String| {
        let _ = writeln!(table, "  {name:<18}{value}");
    };
    let metric = |m: &Metric| format!("{:.4}  [{:.4}, {:.4}]", m.mean, m.low, m.high);
    if let Some(links) = &report.links {
        row("queries", links.n_queries.to_string());
        if links.n_unknown > 0 {
            row("unknown links", links.n_unknown.to_string());
        }
        if links.n_without_list > 0 {
            row("empty lists", links.n_without_list.to_string());
        }
        for (name, value) in
            [("hit", links.hit), ("recall", links.recall), ("MRR", links.mrr), ("nDCG", links.ndcg)]
        {
            row(&format!("{name}@{}", links.k), metric(&value));
        }
    }
    if let Some(same) = &report.same_label {
        row(&format!("same label@{}", same.k), metric(&same.share));
    }
    if let Some(lists) = &report.lists {
        row("full lists", format!("{:.4}", lists.coverage));
        row("in no list", lists.n_orphans.to_string());
        let days = lists.median_days_apart;
        row("median days apart", days.map_or("no dates".to_owned(), |days| format!("{days:.1}")));
    }
    if let Some(themes) = &report.themes {
        row("themes", format!("{} for {} labels", themes.n_clusters, themes.n_labels));
        row("NMI", format!("{:.4}", themes.nmi));
        row("ARI", format!("{:.4}", themes.ari));
        row("accuracy", format!("{:.4}", themes.accuracy));
    }
    if let Some(named) = report.named {
        row("named right", format!("{named:.4}"));
    }
    if let Some(ratings) = &report.ratings {
        let value = |value: Option<f64>| {
            value.map_or("undefined".to_owned(), |value| format!("{value:.4}"))
        };
        row("rated pairs", ratings.n_pairs.to_string());
        row("Pearson", value(ratings.pearson));
        row("Spearman", value(ratings.spearman));
    }
    table
}
