//! `alsolike compare`

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::archive::{ArchiveArgs, SharedArgs};
use super::config;
use super::fault::Fault;
use super::lists::all_lists;
use super::output::Output;
use super::policy::PolicyArgs;
use super::stages::Stages;
use super::truth::Truth;
use super::{Cli, Command};
use alsolike::engine::{Corpus, Engine};
use alsolike::evaluate::{
    ListMetrics, Metric, QueryScores, RelevanceJudgments, changed_lists, list_metrics,
    score_queries,
};
use alsolike::sparse::DocId;

/// Lists shown of those that change most.
const SHOWN: usize = 50;

/// Show what another configuration changes in the lists of an archive
///
/// Makes all lists twice and says how they differ: figures against links where there are any, with 95 %
/// intervals and the gain article by article; coverage, diversity, copies, age; and the lists that change
/// most. Both are measured by the vectors of A.
#[derive(Debug, clap::Args)]
#[command(override_usage = "alsolike compare [OPTIONS] <A.toml> <B.toml> <SOURCE>...")]
pub(super) struct Args {
    /// Two files of settings, then files or folders of articles
    #[arg(required = true, num_args = 3.., value_names = ["A.toml", "B.toml", "SOURCE"])]
    configs_and_sources: Vec<OsString>,
    #[command(flatten)]
    shared: SharedArgs,
    /// Links, a line each: two ids separated by a tab; or `own`, the links that authors set
    #[arg(long, value_name = "FILE|own")]
    truth: Option<PathBuf>,
    /// Places of a list that are looked at
    #[arg(short, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    k: u32,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 42, value_name = "N")]
    seed: u64,
    /// How the answer is written
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    policy: PolicyArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// Tables
    Text,
    /// One JSON object
    Json,
}

#[derive(Serialize)]
struct Report<'c> {
    articles: usize,
    k: usize,
    /// Measures against links: of A, of B, and the gain of B.
    links: Vec<Row>,
    a: ListMetrics,
    b: ListMetrics,
    /// Lists whose first k items are not the same in the same order.
    n_changed: usize,
    /// Lists with another item.
    n_changed_items: usize,
    /// Those that change most.
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

/// What one configuration makes of the archive.
struct Side {
    engine: Engine,
    links: Option<RelevanceJudgments>,
    lists: Vec<Vec<DocId>>,
}

pub(super) fn run(args: &Args) -> super::Result {
    let mut stages = args.shared.start()?;
    let a = side(args, 0, &mut stages)?;
    let b = side(args, 1, &mut stages)?;
    let ids = |side: &Side| -> Vec<_> {
        side.engine.corpus().articles().iter().map(|entry| entry.id.clone()).collect()
    };
    if ids(&a) != ids(&b) {
        return Err(Fault(
            "the two configurations do not read the same articles: compare their [reading]"
                .to_owned(),
        )
        .into());
    }
    let lists_of_b = b.lists;
    drop(b.engine);
    let (corpus, k) = (a.engine.corpus(), args.k as usize);
    let seconds: Vec<Option<i64>> =
        corpus.articles().iter().map(|e| e.date.map(|date| date.unix_seconds())).collect();
    let rows = a.engine.index().rows();
    let figures = |lists: &[Vec<DocId>]| list_metrics(lists, k, rows, &seconds);
    let changes = changed_lists(&a.lists, &lists_of_b, k);
    let report = Report {
        articles: corpus.n_docs(),
        k,
        links: a.links.as_ref().map_or(Vec::new(), |links| {
            let score = |lists| score_queries(lists, links, k);
            measures(&score(&a.lists), &score(&lists_of_b), args.seed)
        }),
        a: figures(&a.lists),
        b: figures(&lists_of_b),
        n_changed: changes.len(),
        n_changed_items: changes.iter().filter(|change| change.n_new > 0).count(),
        changes: changes
            .iter()
            .take(SHOWN)
            .map(|change| changed(change.doc, &a.lists, &lists_of_b, corpus))
            .collect(),
    };
    let mut out = Output::open(args.output.as_deref())?;
    if args.format == FormatArg::Json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        out.write_all(text(&report).as_bytes())?;
    }
    out.finish()?;
    stages.report()?;
    Ok(())
}

fn side(args: &Args, number: usize, stages: &mut Stages) -> anyhow::Result<Side> {
    let path = PathBuf::from(&args.configs_and_sources[number]);
    let Cli { command: Command::Compare(with_file) } = config::command_with(&path)? else {
        return Err(anyhow::anyhow!("the command changed while it was read again"));
    };
    let mut shared = with_file.shared;
    shared.set_config(path);
    let archive = ArchiveArgs { sources: args.configs_and_sources[2..].to_vec(), shared };
    let (engine, links) = match args.truth.as_deref().map(Truth::read).transpose()? {
        Some(truth) => {
            let (engine, links) = truth.engine(&archive, stages)?;
            (engine, Some(links))
        }
        None => (archive.engine(stages)?, None),
    };
    let (policy, shared) = (&with_file.policy, &archive.shared);
    let lists = all_lists(policy, shared, &engine, &policy.ask(args.k, shared.ranker()?)?, stages)?;
    Ok(Side { engine, links, lists })
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
