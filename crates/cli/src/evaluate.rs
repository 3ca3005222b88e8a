//! `alsolike evaluate`

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use clap::{ArgGroup, ValueEnum};
use serde::Serialize;

use super::archive::{ArchiveArgs, open};
use super::fault::Fault;
use super::lists::all_lists;
use super::output::Output;
use super::policy::PolicyArgs;
use super::stages::Stages;
use super::themes::{read_theme_list, report_named};
use super::truth::Truth;
use alsolike::article::Date;
use alsolike::engine::Engine;
use alsolike::evaluate::{
    ClusteringScores, ListMetrics, Metric, RankingReport, SameLabel, compare_labelings,
    list_metrics, number_labels, pearson, same_label_share, score_queries, spearman,
};
use alsolike::index::Progress;
use alsolike::themes::{Membership, NThemes, SeedTheme, Themes};
use alsolike_formats::config::rated_pairs;

/// Measure lists and themes against links, labels or ratings
#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("measures").args(["truth", "labels", "pairs"]).required(true).multiple(true))]
pub(super) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,
    /// Links, a line each: two ids separated by a tab, the first one linking to the second; or `own`, the
    /// links that authors set in the sources, whose words are left out of the vectors for this run
    #[arg(long, value_name = "FILE|own")]
    truth: Option<PathBuf>,
    /// Use the articles' `label` as truth: for the neighbours, and for as many themes as labels
    #[arg(long)]
    labels: bool,
    /// With --labels: themes by name as in `themes --named`, and the share of articles whose theme has the
    /// name that their label says; none are found beside them
    #[arg(long, value_name = "FILE", requires = "labels")]
    named: Option<PathBuf>,
    /// Rated pairs, a line each: two ids and a number, separated by tabs
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
    /// Places of a list that are looked at
    #[arg(short, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    k: u32,
    /// Seed of themes and of the bootstrap
    #[arg(long, default_value_t = 42, value_name = "N")]
    seed: u64,
    /// How the figures are written
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
    /// A table
    Text,
    /// One JSON object
    Json,
}

#[derive(Serialize)]
struct Report {
    articles: usize,
    links: Option<RankingReport>,
    same_label: Option<SameLabel>,
    /// What the lists are like, with links or labels.
    lists: Option<ListMetrics>,
    themes: Option<ClusteringScores>,
    /// Share of the labelled articles whose theme is named as their label.
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

pub(super) fn run(args: &Args) -> super::Result {
    let shared = &args.archive.shared;
    let read = |path: &PathBuf| -> anyhow::Result<_> {
        Ok(rated_pairs(open(path)?, &path.display().to_string())?)
    };
    let truth = args.truth.as_deref().map(Truth::read).transpose()?;
    let pairs = args.pairs.as_ref().map(read).transpose()?;
    let named = args.named.as_deref().map(read_theme_list).transpose()?;
    let ask = args.policy.ask(args.k, shared.ranker()?)?;
    let mut stages = shared.start()?;
    let (engine, links) = match truth {
        Some(truth) => {
            let (engine, links) = truth.engine(&args.archive, &mut stages)?;
            (engine, Some(links))
        }
        None => (args.archive.engine(&mut stages)?, None),
    };

    let mut report = Report {
        articles: engine.corpus().n_docs(),
        links: None,
        same_label: None,
        lists: None,
        themes: None,
        named: None,
        ratings: None,
    };
    let lists = if links.is_some() || args.labels {
        all_lists(&args.policy, shared, &engine, &ask, &mut stages)?
    } else {
        Vec::new()
    };
    if links.is_some() || args.labels {
        let entries = engine.corpus().articles();
        let seconds: Vec<Option<i64>> =
            entries.iter().map(|entry| entry.date.map(Date::unix_seconds)).collect();
        let rows = engine.index().rows();
        report.lists = Some(list_metrics(&lists, args.k as usize, rows, &seconds));
    }
    if let Some(links) = links {
        report.links = score_queries(&lists, &links, args.k as usize).report(args.seed);
    }
    if args.labels {
        let labels =
            number_labels(engine.corpus().articles().iter().map(|entry| entry.label.as_deref()));
        let Some(n_labels) = labels.iter().flatten().max().map(|&most| most as usize + 1) else {
            return Err(Fault("no article has a label".to_owned()).into());
        };
        report.same_label = same_label_share(&lists, &labels, args.k as usize, args.seed);
        let themes = themes(args, &engine, n_labels, named.as_deref(), &mut stages)?;
        let place = |membership: &Option<Membership>| membership.map(|m| m.theme as u32);
        let clusters: Vec<Option<u32>> = themes.memberships.iter().map(place).collect();
        report.themes = compare_labelings(&labels, &clusters);
        report.named = named.as_ref().map(|_| named_accuracy(&engine, &themes));
    }
    if let Some(pairs) = pairs {
        let scored = pairs.iter().filter_map(|pair| {
            let score = engine.similarity(pair.a.as_str(), pair.b.as_str()).ok()?;
            Some((f64::from(score), pair.rating.unwrap_or(1.0)))
        });
        let (scores, ratings): (Vec<f64>, Vec<f64>) = scored.unzip();
        report.ratings = Some(Ratings {
            n_pairs: scores.len(),
            n_unknown: pairs.len() - scores.len(),
            pearson: pearson(&scores, &ratings),
            spearman: spearman(&scores, &ratings),
        });
    }
    let mut out = Output::open(args.output.as_deref())?;
    if args.format == FormatArg::Json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        out.write_all(table(&report).as_bytes())?;
    }
    out.finish()?;
    stages.report()?;
    Ok(())
}

/// The named themes alone, or as many themes as there are labels.
fn themes(
    args: &Args,
    engine: &Engine,
    n_labels: usize,
    named: Option<&[SeedTheme]>,
    stages: &mut Stages,
) -> anyhow::Result<Themes> {
    let shared = &args.archive.shared;
    let graph = stages.run("search", || engine.neighbor_graph(Progress::none()))?;
    let mut params = shared.settings().themes;
    params.n_themes = NThemes::Exactly(if named.is_some() { 0 } else { n_labels });
    (params.seed, params.lsa.seed) = (args.seed, args.seed);
    stages.run("themes", || match named {
        Some(named) => {
            let (themes, report) = engine.named_themes(&graph, &params, named)?;
            report_named(shared, &report);
            Ok(themes)
        }
        None => Ok(engine.themes(&graph, &params)?),
    })
}

/// Share of the labelled articles whose theme is named as their label, whatever the case, from 0 to 1.
fn named_accuracy(engine: &Engine, themes: &Themes) -> f64 {
    let (mut n_labelled, mut n_right) = (0usize, 0usize);
    for (entry, membership) in engine.corpus().articles().iter().zip(&themes.memberships) {
        if let Some(label) = &entry.label {
            n_labelled += 1;
            let is_its =
                |m: Membership| themes.themes[m.theme].label.to_lowercase() == label.to_lowercase();
            n_right += usize::from(membership.is_some_and(is_its));
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
