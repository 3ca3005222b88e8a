//! `alsolike compare`

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use clap::FromArgMatches;
use serde::Serialize;

use super::Run;
use crate::args::answer::{AnswerFormatArg, SeedArg};
use crate::args::archive::{SharedArgs, source_inputs};
use crate::args::command_line::CommandLine;
use crate::args::lists::{CutOffArg, PolicyArgs};
use crate::args::output::OutputArg;
use crate::args::truth::{Truth, truth};
use crate::io::error::{Fault, Result};
use crate::io::guard::{Input, Target};
use crate::io::output::Output;
use crate::session::Session;
use crate::session::archive::build_engine;
use crate::session::judgments::Links;
use crate::session::lists::all_lists;
use crate::session::rank_weights::ranker;
use crate::session::rules::recommend_options;
use alsolike::engine::{Corpus, Engine};
use alsolike::evaluate::{
    ListMetrics, Metric, QueryScores, RelevanceJudgments, changed_lists, list_metrics,
    score_queries,
};
use alsolike::sparse::DocId;

/// Changed lists that are shown, those with the most changes.
const N_SHOWN: usize = 50;
/// Examples, which the tests run.
const EXAMPLES: &str = "Example, with the sample archive of the repository:
  alsolike compare a.toml b.toml datasets/newsroom --truth own";

/// Show how another configuration changes the lists of an archive
///
/// Makes all lists twice and reports the differences: measures against links, with 95 % intervals and the gain
/// article by article; coverage, diversity, copies, age; and the lists with the most changes. The vectors of A
/// measure both.
#[derive(Debug, clap::Args)]
#[command(override_usage = "alsolike compare [OPTIONS] <A.toml> <B.toml> <SOURCE>...", after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Two settings files, then files or folders of articles
    #[arg(required = true, num_args = 1.., value_name = "A.toml B.toml SOURCE")]
    configs_and_sources: Vec<OsString>,
    /// Links: a file, or `own` for the links in the sources
    ///
    /// A line of the file holds two ids separated by a tab.
    #[arg(long, value_name = "FILE|own", value_parser = truth())]
    truth: Option<Truth>,
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
    shared: SharedArgs,
}

#[derive(Serialize)]
struct Report<'c> {
    articles: usize,
    k: usize,
    /// Measures against links: of A, of B, and the gain of B.
    links: Vec<Row>,
    a: ListMetrics,
    b: ListMetrics,
    /// Lists whose first k items differ, or differ in order.
    n_changed: usize,
    /// Lists with a new item.
    n_changed_items: usize,
    /// The lists with the most changes.
    changes: Vec<Changed<'c>>,
}

#[derive(Serialize)]
struct Row {
    measure: &'static str,
    a: Metric,
    b: Metric,
    gain: Metric,
}

#[derive(Serialize)]
struct Changed<'c> {
    id: &'c str,
    title: &'c str,
    gone: Vec<&'c str>,
    new: Vec<&'c str>,
}

/// The lists of one configuration.
struct Side {
    engine: Engine,
    judgments: Option<RelevanceJudgments>,
    lists: Vec<Vec<DocId>>,
}

impl Args {
    /// Splits the words into the two settings files and the sources.
    fn split(&self) -> Result<([&Path; 2], &[OsString]), Fault> {
        match self.configs_and_sources.split_first_chunk() {
            Some(([a, b], sources)) if !sources.is_empty() => Ok(([a, b].map(Path::new), sources)),
            _ => {
                let fault = Fault::usage("`compare` takes two settings files and SOURCE");
                Err(fault.hint("run `alsolike compare --help`"))
            }
        }
    }
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        let Ok((configs, sources)) = self.split() else { return Vec::new() };
        let files = source_inputs(sources).chain(configs.into_iter().map(Input::File));
        let truth = self.truth.iter().flat_map(Truth::inputs);
        files.chain(truth).chain(self.shared.inputs()).chain(self.policy.inputs()).collect()
    }

    fn outputs(&self) -> Vec<Target> {
        self.output.outputs()
    }

    fn run(&self, line: &CommandLine) -> Result {
        let ([a, b], sources) = self.split()?;
        let mut session = Session::start(&self.shared);
        let a = make_side(line, a, sources, &mut session)?;
        let b = make_side(line, b, sources, &mut session)?;
        let ids = |side: &Side| -> Vec<_> {
            side.engine.corpus().articles().iter().map(|entry| entry.id.clone()).collect()
        };
        if ids(&a) != ids(&b) {
            let fault = Fault::new("the two configurations do not read the same articles");
            return Err(fault.hint("write the same [reading] in both files").into());
        }
        let lists_of_b = b.lists;
        drop(b.engine);
        let report = report(&a, &lists_of_b, self.cut_off.k as usize, self.seed.seed);
        let text = self.format.render(&report, |report| Ok(text(report)))?;
        Output::write_whole(self.output.path(), text)?;
        session.stages.report()
    }
}

/// Makes the lists of one settings file. The words are parsed again, because the file changes their defaults.
fn make_side(
    line: &CommandLine,
    config: &Path,
    sources: &[OsString],
    session: &mut Session,
) -> Result<Side> {
    let matches = line.parse_with_file(config)?;
    let (_, matches) = matches.subcommand().context("the words name no command")?;
    let mut args = Args::from_arg_matches(matches)?;
    args.shared.set_config(config);
    session.shared = args.shared;
    let (engine, judgments) = match args.truth.as_ref().map(Links::read).transpose()? {
        Some(links) => {
            let (engine, judgments) = links.build_engine(session, sources)?;
            (engine, Some(judgments))
        }
        None => (build_engine(session, sources)?, None),
    };
    let options = recommend_options(session, &args.policy, args.cut_off.k, ranker(session)?)?;
    let lists = all_lists(session, &args.policy, &engine, &options)?;
    Ok(Side { engine, judgments, lists })
}

fn report<'a>(a: &'a Side, lists_of_b: &[Vec<DocId>], k: usize, seed: u64) -> Report<'a> {
    let corpus = a.engine.corpus();
    let seconds: Vec<Option<i64>> =
        corpus.articles().iter().map(|e| e.date.map(|date| date.unix_seconds())).collect();
    let rows = a.engine.index().rows();
    let figures = |lists: &[Vec<DocId>]| list_metrics(lists, k, rows, &seconds);
    let changes = changed_lists(&a.lists, lists_of_b, k);
    Report {
        articles: corpus.n_docs(),
        k,
        links: a.judgments.as_ref().map_or(Vec::new(), |judgments| {
            let score = |lists| score_queries(lists, judgments, k);
            measures(&score(&a.lists), &score(lists_of_b), seed)
        }),
        a: figures(&a.lists),
        b: figures(lists_of_b),
        n_changed: changes.len(),
        n_changed_items: changes.iter().filter(|change| change.n_new > 0).count(),
        changes: changes
            .iter()
            .take(N_SHOWN)
            .map(|change| changed(change.doc, &a.lists, lists_of_b, corpus))
            .collect(),
    }
}

fn measures(a: &QueryScores, b: &QueryScores, seed: u64) -> Vec<Row> {
    let all = [
        ("hit", &a.hit, &b.hit),
        ("recall", &a.recall, &b.recall),
        ("MRR", &a.reciprocal_rank, &b.reciprocal_rank),
        ("nDCG", &a.ndcg, &b.ndcg),
    ];
    let row = |(measure, a, b): (&'static str, &Vec<f64>, &Vec<f64>)| {
        let (of_a, of_b) = (Metric::from_values(a, seed)?, Metric::from_values(b, seed)?);
        Some(Row { measure, a: of_a, b: of_b, gain: Metric::gain(a, b, seed)? })
    };
    all.into_iter().filter_map(row).collect()
}

fn changed<'c>(doc: DocId, a: &[Vec<DocId>], b: &[Vec<DocId>], corpus: &'c Corpus) -> Changed<'c> {
    let (a, b) = (&a[doc.index()], &b[doc.index()]);
    let name = |doc: &DocId| {
        let entry = corpus.article(*doc);
        if entry.title.is_empty() { entry.id.as_str() } else { &entry.title }
    };
    let entry = corpus.article(doc);
    Changed {
        id: entry.id.as_str(),
        title: &entry.title,
        gone: a.iter().filter(|item| !b.contains(item)).map(name).collect(),
        new: b.iter().filter(|item| !a.contains(item)).map(name).collect(),
    }
}

fn text(report: &Report<'_>) -> String {
    let mut text = format!("articles {}, first {} items\n\n", report.articles, report.k);
    // Writing to a string cannot fail.
    let mut line = |line: String| {
        let _ = writeln!(text, "{}", line.trim_end());
    };
    if !report.links.is_empty() {
        line(format!("{:<10}{:<28}{:<28}gain of B", "", "A", "B"));
        let metric = |m: &Metric| format!("{:.4} [{:.4}, {:.4}]", m.mean, m.low, m.high);
        for Row { measure, a, b, gain } in &report.links {
            let gain = format!("{:+.4} [{:+.4}, {:+.4}]", gain.mean, gain.low, gain.high);
            let name = format!("{measure}@{}", report.k);
            line(format!("{name:<10}{:<28}{:<28}{gain}", metric(a), metric(b)));
        }
        line(String::new());
    }
    let days = |figures: &ListMetrics| {
        figures.median_days_apart.map_or("no dates".to_owned(), |days| format!("{days:.1}"))
    };
    let (a, b) = (&report.a, &report.b);
    let share = |share: f64| format!("{share:.4}");
    line(format!("{:<28}{:<12}{:<12}", "", "A", "B"));
    for (name, a, b) in [
        ("full lists (share)", share(a.coverage), share(b.coverage)),
        ("empty lists", a.n_empty.to_string(), b.n_empty.to_string()),
        ("articles in no list", a.n_orphans.to_string(), b.n_orphans.to_string()),
        ("diversity in a list", share(a.diversity), share(b.diversity)),
        ("copies (share of items)", share(a.duplicate_rate), share(b.duplicate_rate)),
        ("median days apart", days(a), days(b)),
        ("Gini of inbound links", share(a.gini), share(b.gini)),
    ] {
        line(format!("{name:<28}{a:<12}{b:<12}"));
    }
    line(format!(
        "\n{} lists change, {} of them in their items",
        report.n_changed, report.n_changed_items
    ));
    for Changed { id, title, gone, new } in &report.changes {
        line(format!("\n{title}\n[{id}]"));
        gone.iter().for_each(|title| line(format!("  - {title}")));
        new.iter().for_each(|title| line(format!("  + {title}")));
    }
    text
}
