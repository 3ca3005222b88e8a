//! `alsolike duplicates`

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::archive::{ArchiveArgs, counted};
use super::output::Output;
use super::policy::{NowArg, share};
use alsolike::engine::{ArticleMeta, RecommendOptions};
use alsolike::recommend::{DuplicateParams, Preset};
use alsolike::sparse::{DocId, dot};

/// List the articles that are nearly the same, each group with the one that stands for it
///
/// The first of a group is one that may stand in lists now and does not say its original is elsewhere, then the
/// earliest, then the longest; lists show it in place of the others.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,
    /// Least cosine of two articles of a group, 0 to 1
    #[arg(long, default_value_t = DuplicateParams::default().min_cosine, value_name = "X", value_parser = share)]
    min_cosine: f32,
    /// Least share of their words and phrases that two articles of a group have in common, 0 to 1
    #[arg(long, default_value_t = DuplicateParams::default().min_jaccard as f32, value_name = "X", value_parser = share)]
    min_jaccard: f32,
    /// Least share of all their words that two texts of a group have in common, also of those that no other article
    /// has, 0 to 1: estimated to about .06
    #[arg(long, default_value_t = DuplicateParams::default().min_words as f32, value_name = "X", value_parser = share)]
    min_words: f32,
    /// Least share of its length that the shorter has of the longer, 0 to 1
    #[arg(long, default_value_t = DuplicateParams::default().min_length_ratio as f32, value_name = "X", value_parser = share)]
    min_length_ratio: f32,
    /// Least number of words and phrases that other articles have too, of each
    #[arg(long, default_value_t = DuplicateParams::default().min_terms as u32, value_name = "N")]
    min_terms: u32,
    #[command(flatten)]
    now: NowArg,
    /// How groups are written
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// Groups for people
    Text,
    /// One JSON object a group, a line each
    Jsonl,
}

#[derive(Serialize)]
struct Group<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<&'a str>,
    also_published_as: Vec<Copy<'a>>,
}

#[derive(Serialize)]
struct Copy<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<&'a str>,
    score: f32,
}

pub(super) fn run(args: &Args) -> super::Result {
    let mut stages = args.archive.shared.start()?;
    let engine = args.archive.engine(&mut stages)?;
    let mut policy = Preset::Text.policy();
    let params = policy.duplicates.insert(DuplicateParams::default());
    params.min_cosine = args.min_cosine;
    params.min_jaccard = args.min_jaccard.into();
    params.min_words = args.min_words.into();
    params.min_length_ratio = args.min_length_ratio.into();
    params.min_terms = args.min_terms as usize;
    let ask = RecommendOptions::new(args.now.moment()).with_policy(policy);
    let recommender = stages.run("duplicates", || engine.recommender(&ask))?;
    let selector = recommender.selector();
    let groups = selector.groups().groups();
    let (rows, entry) = (engine.index().rows(), |doc: DocId| engine.corpus().article(doc));
    let mut out = Output::open(args.output.as_deref())?;
    for group in groups {
        let shown = group.iter().copied().find(|&doc| selector.represents_its_copies(doc));
        let shown = shown.unwrap_or(group[0]);
        let first = entry(shown);
        let copy = |doc: DocId| {
            let ArticleMeta { id, title, url, .. } = entry(doc);
            let score = dot(rows.row(shown), rows.row(doc));
            Copy { id: id.as_str(), title, url: url.as_deref(), score }
        };
        let others = group.iter().copied().filter(|&doc| doc != shown);
        let also_published_as: Vec<Copy<'_>> = others.map(copy).collect();
        let (id, title, url) = (first.id.as_str(), &first.title, first.url.as_deref());
        if args.format == FormatArg::Jsonl {
            let group = Group { id, title, url, also_published_as };
            writeln!(out, "{}", serde_json::to_string(&group)?)?;
            continue;
        }
        writeln!(out, "{title}\n[{id}]")?;
        for Copy { id, title, score, .. } in also_published_as {
            writeln!(out, "  also published as {score:.3}  {title} [{id}]")?;
        }
    }
    out.finish()?;
    let n_copies: usize = groups.iter().map(|group| group.len() - 1).sum();
    let groups = counted(groups.len() as u64, "group");
    args.archive.shared.note(
        "note",
        &format!("{groups}, {n_copies} of {} articles are copies", engine.corpus().n_docs()),
    );
    stages.report()?;
    Ok(())
}
