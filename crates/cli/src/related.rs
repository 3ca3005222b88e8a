//! `alsolike related`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rayon::prelude::*;

use super::archive::{self, ArchiveArgs, counted};
use super::fault::Fault;
use super::near_id::with_near_id;
use super::output::Output;
use super::policy::{PolicyArgs, share};
use super::progress::ticks;
use super::stages::Stages;
use alsolike::article::ArticleId;
use alsolike::engine::{Corpus, Recommender};
use alsolike::index::Progress;
use alsolike::index::Scratch;
use alsolike::recommend::{Recommendation, RelatedList, teaser};
use alsolike::sparse::DocId;
use alsolike_formats::write::related::{Format, Subject};

/// Characters from which on a text tells its language.
const TELLING_CHARS: usize = 100;

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
    /// The list of a draft: a file, or `-` for standard input, read as SOURCE is; what of the archive has its id, address
    /// or text is left out. Below 100 characters it is taken to be in the language of most articles
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,
    /// Format of --text, else told by its name or first bytes, else plain text
    #[arg(long, value_enum, value_name = "FORMAT", requires = "text")]
    text_format: Option<archive::FormatArg>,
    /// The list of a reader who liked the article with this id; can be given again
    #[arg(long = "like", value_name = "ID", conflicts_with_all = ["text", "only"], help_heading = "Reader")]
    likes: Vec<ArticleId>,
    /// The reader disliked this article; can be given again
    #[arg(long = "dislike", value_name = "ID", requires = "likes", help_heading = "Reader")]
    dislikes: Vec<ArticleId>,
    /// The reader knows this article, liked or not; can be given again
    #[arg(long, value_name = "ID", requires = "likes", help_heading = "Reader")]
    read: Vec<ArticleId>,
    /// What dislikes weigh against likes, 0 to 1 [default: 0.75]
    #[arg(long, value_name = "X", requires = "dislikes", value_parser = share, help_heading = "Reader")]
    dislike_weight: Option<f32>,
    /// Reasons shown for each item; 5 in JSON, none elsewhere unless asked for
    #[arg(long, value_name = "N")]
    because: Option<usize>,
    /// How lists are written
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    policy: PolicyArgs,
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

impl Args {
    /// Whether people are told the reasons; programs always are.
    fn shows_reasons(&self) -> bool {
        self.because.is_some_and(|n| n > 0)
    }
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

/// Lists rendered at a time, in parallel.
const BLOCK: usize = 2_048;

pub(super) fn run(args: &Args) -> super::Result {
    let shared = &args.archive.shared;
    let format = Format::from(args.format);
    let n_because = args.because.unwrap_or(match format {
        Format::Json | Format::Jsonl => 5,
        Format::Text | Format::Html | Format::Markdown => 0,
    });
    // Learned weights know features of the archive's articles alone.
    let is_for_articles = args.text.is_none() && args.likes.is_empty();
    let ranker = if is_for_articles { shared.ranker()? } else { None };
    // A question that makes no sense is refused before the archive is read.
    let mut ask = args.policy.ask(args.k, ranker)?;
    ask.policy.dislike = args.dislike_weight.map_or(ask.policy.dislike, f64::from);
    if args.text.as_deref().is_some_and(is_stdin) && args.archive.sources.iter().any(is_stdin) {
        return Err(
            Fault("`-` is both SOURCE and --text: one of them must be a file".to_owned()).into()
        );
    }
    let draft = args.text.as_deref().map(|text| shared.read_draft(text, args.text_format));
    let unseen = draft.transpose()?;
    let mut stages = shared.start()?;
    let engine = args.archive.engine(&mut stages)?;
    let recommender = stages.run("rules", || engine.recommender(&ask))?;
    args.policy.report(&recommender, shared);
    let mut out = Output::open(args.output.as_deref())?;
    match unseen {
        None if !args.likes.is_empty() => {
            reader_list(args, &recommender, n_because, &mut stages, &mut out)?;
        }
        Some(mut article) => {
            if article.lang.is_none() && article.text.chars().count() < TELLING_CHARS {
                article.lang = Some(engine.corpus().main_lang());
            }
            shared.pass_over_ranker("the list of --text")?;
            let list = stages.run("search", || recommender.related_to_unseen(&article, n_because));
            note_published(args, &recommender.published(&article), engine.corpus());
            let teaser = teaser(article.summary.as_deref(), &article.text);
            let id = Some(article.id.as_str()).filter(|id| !id.is_empty());
            let (title, url) = (article.title.as_str(), article.url.as_deref());
            let subject = Subject { id, title, teaser: &teaser, url };
            write_one(args, subject, &list, engine.corpus(), &mut out)?;
            note_one_short(args, &list);
        }
        None => lists(args, &recommender, n_because, format, &mut stages, &mut out)?,
    }
    out.finish()?;
    stages.report()?;
    Ok(())
}

fn lists(
    args: &Args,
    recommender: &Recommender,
    n_because: usize,
    format: Format,
    stages: &mut Stages,
    out: &mut Output,
) -> super::Result {
    let (shared, engine) = (&args.archive.shared, recommender.engine());
    let show_reasons = args.shows_reasons();
    let docs: Vec<DocId> = if args.only.is_empty() {
        engine.index().rows().docs().collect()
    } else {
        let docs = args.only.iter().map(|id| engine.corpus().doc(id)).collect::<Result<_, _>>();
        docs.map_err(|error| with_near_id(error, engine.corpus()))?
    };
    let bar = shared.progress().bar("searching", docs.len());
    let picks =
        stages.run("search", || recommender.recommend(&docs, Progress::new(&ticks(&bar))))?;
    bar.finish_and_clear();
    let lists: Vec<_> = docs.iter().copied().zip(&picks).collect();
    stages.run("write", || -> anyhow::Result<()> {
        out.write_all(format.opening().as_bytes())?;
        for (number, block) in lists.chunks(BLOCK).enumerate() {
            let render = |&(doc, picks): &(DocId, &Vec<Recommendation>)| {
                let list = recommender.list(doc, picks, n_because);
                format.list(
                    Subject::from(engine.corpus().article(doc)),
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
    let short: Vec<_> = lists.iter().filter(|(_, picks)| picks.len() < args.k as usize).collect();
    note_short(args, short.len(), || {
        let &&(doc, picks) = &short[0];
        recommender.selector().shortfall(doc, picks, &mut Scratch::default()).describe()
    });
    Ok(())
}

/// Writes the list of something that is no article of the archive.
fn write_one(
    args: &Args,
    subject: Subject<'_>,
    list: &RelatedList<'_>,
    corpus: &Corpus,
    out: &mut Output,
) -> super::Result {
    let (format, show_reasons) = (Format::from(args.format), args.shows_reasons());
    let block = format.list(subject, list, corpus, show_reasons);
    Ok(write!(out, "{}{block}{}", format.opening(), format.closing())?)
}

/// Says what of the archive is the text itself, and so not in its list.
fn note_published(args: &Args, published: &[DocId], corpus: &Corpus) {
    let Some((&first, others)) = published.split_first() else { return };
    let more = match others.len() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let id = &corpus.article(first).id;
    let note = format!("the text is in the archive already: `{id}`{more} left out of its list");
    args.archive.shared.note("note", &note);
}

/// Says how many lists are shorter than asked, and of a single one `why`.
fn note_short(args: &Args, n_short: usize, why: impl FnOnce() -> String) {
    let why = match n_short {
        0 => return,
        1 => why(),
        _ => "too few articles that may stand there share their words (JSON says why)".to_owned(),
    };
    let lists = counted(n_short as u64, "list");
    args.archive.shared.note("note", &format!("{lists} shorter than {}: {why}", args.k));
}

/// The same of the one list of something that is no article of the archive.
fn note_one_short(args: &Args, list: &RelatedList<'_>) {
    if let Some(short) = &list.short {
        note_short(args, 1, || short.describe());
    }
}

/// The list of the reader that the flags tell of.
fn reader_list(
    args: &Args,
    recommender: &Recommender,
    n_because: usize,
    stages: &mut Stages,
    out: &mut Output,
) -> super::Result {
    let (shared, engine) = (&args.archive.shared, recommender.engine());
    shared.pass_over_ranker("a reader's list")?;
    let history = engine.history(&args.likes, &args.dislikes, &args.read);
    let history = history.map_err(|error| with_near_id(error, engine.corpus()))?;
    let list = stages.run("search", || recommender.for_reader(&history, n_because))?;
    let first = engine.corpus().article(history.likes[0]);
    let name = if first.title.is_empty() { first.id.as_str() } else { &first.title };
    let mut different = history.likes.clone();
    different.sort_unstable();
    different.dedup();
    let title = match different.len() - 1 {
        0 => format!("For a reader of {name}"),
        more => format!("For a reader of {name} and {more} more"),
    };
    let subject = Subject { id: None, title: &title, teaser: "", url: None };
    write_one(args, subject, &list, engine.corpus(), out)?;
    note_one_short(args, &list);
    Ok(())
}

fn is_stdin(path: impl AsRef<Path>) -> bool {
    path.as_ref().as_os_str() == "-"
}
