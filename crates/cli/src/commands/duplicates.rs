//! `alsolike duplicates`

use std::io::Write;

use clap::ValueEnum;
use serde::Serialize;

use super::Run;
use crate::args::archive::ArchiveArgs;
use crate::args::command_line::CommandLine;
use crate::args::output::OutputArg;
use crate::args::values::share;
use crate::io::error::Result;
use crate::io::guard::{Input, Target};
use crate::io::output::Output;
use crate::report::wording::counted;
use crate::session::Session;
use crate::session::archive::build_engine;
use alsolike::engine::{ArticleMeta, Engine, RecommendOptions};
use alsolike::recommend::{DuplicateParams, Preset, Selector};
use alsolike::sparse::{DocId, dot};

/// Examples, which the tests run.
const EXAMPLES: &str = "Examples, with the sample archive of the repository:
  alsolike duplicates datasets/newsroom
  alsolike duplicates datasets/newsroom --format jsonl -o duplicates.jsonl";

/// List groups of articles that are nearly the same
///
/// Each group starts with the article that lists show in place of the others: one that lists may show now and
/// whose original is not elsewhere, then the earliest, then the longest.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Format of the groups
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    #[command(flatten)]
    output: OutputArg,
    /// Smallest cosine of two articles of a group, 0 to 1
    #[arg(long, default_value_t = DuplicateParams::default().min_cosine, value_name = "X", value_parser = share, hide_short_help = true)]
    min_cosine: f32,
    /// Smallest share of their terms that two articles of a group have in common, 0 to 1
    #[arg(long, default_value_t = DuplicateParams::default().min_jaccard as f32, value_name = "X", value_parser = share, hide_short_help = true)]
    min_jaccard: f32,
    /// Smallest share of all their words that two articles of a group have in common, 0 to 1
    ///
    /// Counts the words that no other article has, too. The share is estimated with an error of about .06.
    #[arg(long, default_value_t = DuplicateParams::default().min_words as f32, value_name = "X", value_parser = share, hide_short_help = true)]
    min_words: f32,
    /// Smallest length of the shorter article as a share of the longer one, 0 to 1
    #[arg(long, default_value_t = DuplicateParams::default().min_length_ratio as f32, value_name = "X", value_parser = share, hide_short_help = true)]
    min_length_ratio: f32,
    /// Smallest number of indexed terms of an article in a group
    ///
    /// Articles with few indexed terms are easily alike by chance.
    #[arg(long, default_value_t = DuplicateParams::default().min_terms as u32, value_name = "N", hide_short_help = true)]
    min_terms: u32,
    #[command(flatten)]
    archive: ArchiveArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// Groups for people
    Text,
    /// One JSON object a group, one a line
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

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        self.archive.inputs()
    }

    fn outputs(&self) -> Vec<Target> {
        self.output.outputs()
    }

    fn run(&self, _: &CommandLine) -> Result {
        let mut session = Session::start(&self.archive.shared);
        let engine = build_engine(&mut session, &self.archive.sources)?;
        let mut policy = Preset::Text.policy();
        policy.duplicates = Some(self.params());
        let options = RecommendOptions::new(session.now).with_policy(policy);
        let recommender = session.stages.run("duplicates", || engine.recommender(&options))?;
        let selector = recommender.selector();
        let groups = selector.groups().groups();
        let mut out = Output::open(self.output.path())?;
        for docs in groups {
            let group = describe(docs, &engine, selector);
            match self.format {
                FormatArg::Jsonl => writeln!(out, "{}", serde_json::to_string(&group)?)?,
                FormatArg::Text => write_text(&mut out, &group)?,
            }
        }
        out.finish()?;
        let n_copies: usize = groups.iter().map(|group| group.len() - 1).sum();
        let groups = counted(groups.len() as u64, "group");
        let articles = counted(engine.corpus().n_docs() as u64, "article");
        let are = if n_copies == 1 { "is a copy" } else { "are copies" };
        session.notes().note(&format!("{groups}, {n_copies} of {articles} {are}"));
        session.stages.report()
    }
}

impl Args {
    fn params(&self) -> DuplicateParams {
        let mut params = DuplicateParams::default();
        params.min_cosine = self.min_cosine;
        params.min_jaccard = self.min_jaccard.into();
        params.min_words = self.min_words.into();
        params.min_length_ratio = self.min_length_ratio.into();
        params.min_terms = self.min_terms as usize;
        params
    }
}

/// Describes a group, with the article first that lists show.
fn describe<'e>(docs: &[DocId], engine: &'e Engine, selector: &Selector) -> Group<'e> {
    let rows = engine.index().rows();
    let shown = docs.iter().copied().find(|&doc| selector.represents_its_copies(doc));
    let shown = shown.unwrap_or(docs[0]);
    let copy = |doc: DocId| {
        let ArticleMeta { id, title, url, .. } = engine.corpus().article(doc);
        let score = dot(rows.row(shown), rows.row(doc));
        Copy { id: id.as_str(), title, url: url.as_deref(), score }
    };
    let ArticleMeta { id, title, url, .. } = engine.corpus().article(shown);
    let others = docs.iter().copied().filter(|&doc| doc != shown);
    let also_published_as = others.map(copy).collect();
    Group { id: id.as_str(), title, url: url.as_deref(), also_published_as }
}

fn write_text(out: &mut Output, group: &Group<'_>) -> Result {
    writeln!(out, "{}\n[{}]", group.title, group.id)?;
    for Copy { id, title, score, .. } in &group.also_published_as {
        writeln!(out, "  also published as {score:.3}  {title} [{id}]")?;
    }
    Ok(())
}
