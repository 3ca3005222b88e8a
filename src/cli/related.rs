//! `alsolike related`

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;
use rayon::prelude::*;

use super::archive::{ArchiveArgs, counted, open};
use super::fault::Fault;
use super::output::Output;
use super::progress::watch;
use super::stages::Stages;
use crate::article::Article;
use crate::engine::{Eligible, Engine, ListSettings};
use crate::export::related::{Format, Subject};
use crate::recommend::teaser;
use crate::sparse::DocId;

/// List what readers of each article may also like, nearest first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,
    /// Length of a list
    #[arg(short, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    k: u32,
    /// Only the list of the article with this id; can be given again
    #[arg(long = "for", value_name = "ID", conflicts_with = "text")]
    only: Vec<String>,
    /// The list of a text that is not in the archive: a file, or `-` for standard input
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,
    /// Least score of an item, 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "X", value_parser = min_score)]
    min_score: f32,
    /// Only articles of the same language in a list
    #[arg(long, conflicts_with = "text")]
    same_language: bool,
    /// Only articles published at most this many days before or after; those without a date have no list
    #[arg(long, value_name = "DAYS", conflicts_with = "text", allow_negative_numbers = true)]
    days_apart: Option<u32>,
    /// How lists are made: `text`, the exact neighbours by score and nothing else
    #[arg(long, value_enum, default_value = "text")]
    preset: Preset,
    /// Reasons shown for each item; 5 in JSON, none elsewhere unless asked for
    #[arg(long, value_name = "N")]
    because: Option<usize>,
    /// How lists are written
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Args {
    fn eligible(&self) -> Eligible {
        let Self { same_language, days_apart, .. } = *self;
        Eligible { same_language, days_apart, listed: None }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Preset {
    /// The exact neighbours by score and nothing else
    Text,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    /// The block as a reader of the page would see it
    Text,
    /// One JSON array
    Json,
    /// One JSON object an article, a line each
    Jsonl,
    /// One page for people
    Html,
    /// Markdown
    Md,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Text => Self::Text,
            FormatArg::Json => Self::Json,
            FormatArg::Jsonl => Self::Jsonl,
            FormatArg::Html => Self::Html,
            FormatArg::Md => Self::Markdown,
        }
    }
}

fn min_score(text: &str) -> Result<f32, String> {
    let score = text.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "write a number from 0 to 1".to_owned())
}

/// Lists rendered at a time, in parallel.
const BLOCK: usize = 2_048;

pub(super) fn run(args: &Args) -> super::Result {
    let Preset::Text = args.preset;
    let shared = &args.archive.shared;
    let format = Format::from(args.format);
    let n_because = args.because.unwrap_or(match format {
        Format::Json | Format::Jsonl => 5,
        Format::Text | Format::Html | Format::Markdown => 0,
    });
    let settings = ListSettings { k: args.k as usize, min_score: args.min_score, n_because };
    // A question that makes no sense is refused before the archive is read.
    settings.check()?;
    if args.text.as_deref().is_some_and(is_stdin) && args.archive.sources.iter().any(is_stdin) {
        return Err(
            Fault("`-` is both SOURCE and --text: one of them must be a file".to_owned()).into()
        );
    }
    let unseen = args.text.as_deref().map(read_unseen).transpose()?;
    let mut stages = shared.start()?;
    let engine = args.archive.engine(&mut stages)?;
    let show_reasons = args.because.is_some_and(|n| n > 0);
    let mut out = Output::open(args.output.as_deref())?;
    match unseen {
        Some(article) => {
            shared.pass_over_ranker("the list of --text")?;
            let list = stages.run("search", || engine.related_to_unseen(&article, settings))?;
            let teaser = teaser(None, &article.text);
            let subject = Subject { id: None, title: &article.title, teaser: &teaser, url: None };
            let block = format.list(subject, &list, engine.corpus(), show_reasons);
            write!(out, "{}{block}{}", format.opening(), format.closing())?;
        }
        None => lists(args, &engine, settings, format, show_reasons, &mut stages, &mut out)?,
    };
    out.finish()?;
    stages.report()?;
    Ok(())
}

fn lists(
    args: &Args,
    engine: &Engine,
    settings: ListSettings,
    format: Format,
    show_reasons: bool,
    stages: &mut Stages,
    out: &mut Output,
) -> super::Result {
    let shared = &args.archive.shared;
    let docs: Vec<DocId> = if args.only.is_empty() {
        engine.index().rows().docs().collect()
    } else {
        args.only.iter().map(|id| engine.corpus().doc(id)).collect::<Result<_, _>>()?
    };
    let bar = shared.progress().bar("searching", docs.len());
    let neighbours = match shared.ranker()? {
        None => stages.run("search", || {
            engine.neighbours_of(&docs, settings, &args.eligible(), &watch(&bar))
        })?,
        Some(ranker) => stages.run("search", || {
            let view = engine.rank_view(&watch(&bar))?;
            view.neighbours(&ranker, &docs, settings, &args.eligible())
        })?,
    };
    bar.finish_and_clear();
    let lists: Vec<_> = docs.iter().copied().zip(neighbours.iter()).collect();
    stages.run("write", || -> anyhow::Result<()> {
        out.write_all(format.opening().as_bytes())?;
        for (number, block) in lists.chunks(BLOCK).enumerate() {
            let render = |&(doc, neighbours): &(DocId, _)| {
                let list = engine.list(doc, neighbours, settings.n_because);
                format.list(
                    Subject::from(engine.corpus().entry(doc)),
                    &list,
                    engine.corpus(),
                    show_reasons,
                )
            };
            let rendered: Vec<String> = block.par_iter().map(render).collect();
            if number > 0 {
                out.write_all(format.separator().as_bytes())?;
            }
            out.write_all(rendered.join(format.separator()).as_bytes())?;
        }
        Ok(out.write_all(format.closing().as_bytes())?)
    })?;
    let n_short = lists.iter().filter(|(_, neighbours)| neighbours.len() < settings.k).count();
    if n_short > 0 {
        let why = if args.eligible() == Eligible::default() {
            "no more articles share their words, or none near enough"
        } else {
            "no more eligible articles share their words, or none near enough"
        };
        let lists = counted(n_short as u64, "list");
        shared.note("note", &format!("{lists} shorter than {}: {why}", settings.k));
    }
    Ok(())
}

fn is_stdin(path: impl AsRef<Path>) -> bool {
    path.as_ref().as_os_str() == "-"
}

/// A text to find relatives for: its first line is the title when a blank line follows.
fn read_unseen(path: &Path) -> anyhow::Result<Article> {
    let mut bytes = Vec::new();
    if is_stdin(path) {
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    } else {
        open(path)?
            .read_to_end(&mut bytes)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Fault(format!("`{}` is not UTF-8 text", path.display())))?;
    let (title, body) = match text.trim_start().split_once("\n\n") {
        Some((title, body)) if !title.contains('\n') => (title.trim().to_owned(), body.to_owned()),
        _ => (String::new(), text),
    };
    if title.is_empty() && body.trim().is_empty() {
        return Err(Fault(format!("`{}` has no text", path.display())).into());
    }
    Ok(Article { title, text: body, ..Article::default() })
}
