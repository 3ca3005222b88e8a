//! `alsolike related`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rayon::prelude::*;

use super::Run;
use crate::args::archive::ArchiveArgs;
use crate::args::command_line::CommandLine;
use crate::args::lists::{ListLengthArg, PolicyArgs};
use crate::args::output::OutputArg;
use crate::args::publish::PublishArgs;
use crate::args::reading::SourceFormatArg;
use crate::args::values::share;
use crate::io::error::{Fault, Result};
use crate::io::guard::{Input, Target};
use crate::io::output::Output;
use crate::io::progress::ticks;
use crate::report::shortfalls::report_short_lists;
use crate::report::suggest::with_similar_id;
use crate::session::Session;
use crate::session::archive::build_engine;
use crate::session::draft::read_draft;
use crate::session::lookup::find_article;
use crate::session::publish::publish;
use crate::session::rank_weights::{note_unused_weights, ranker};
use crate::session::rules::{recommend_options, warn_of_rules};
use alsolike::article::{Article, ArticleId};
use alsolike::engine::{Corpus, Recommender};
use alsolike::index::Progress;
use alsolike::index::Scratch;
use alsolike::recommend::{Recommendation, RelatedList, Shortfall, teaser};
use alsolike::sparse::DocId;
use alsolike_formats::write::publish::Consumer;
use alsolike_formats::write::related::{Format, Subject};

/// Characters of a draft from which on its language can be detected.
const MIN_DETECTABLE_CHARS: usize = 100;
/// Lists rendered together, in parallel.
const BLOCK: usize = 2_048;
/// Examples, which the tests run.
const EXAMPLES: &str = "Examples, with the sample archive of the repository:
  alsolike related datasets/newsroom --for biden-putin-geneva-summit --because 3
  alsolike related datasets/newsroom --format jsonl -o related.jsonl
  alsolike related datasets/newsroom --text draft.md";

/// List the articles that readers of each article may also like
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    length: ListLengthArg,
    /// Only the list of this article: its id, path, address or title; repeatable
    #[arg(long = "for", value_name = "ARTICLE", conflicts_with = "text")]
    only: Vec<String>,
    /// The list of a draft: a file, or `-` for standard input
    ///
    /// Reads the draft like SOURCE. The list leaves out an article of the archive with the id, the address or the
    /// text of the draft. A draft below 100 characters, without a language of its own, counts as written in the most
    /// frequent language of the archive.
    #[arg(long, value_name = "FILE|-")]
    text: Option<PathBuf>,
    /// Format of --text [default: by file name, then content, then plain text]
    #[arg(long, value_enum, value_name = "FORMAT", requires = "text", hide_short_help = true)]
    text_format: Option<SourceFormatArg>,
    /// Number of terms that explain each item [default: 5 in JSON, else 0]
    #[arg(long, value_name = "N")]
    because: Option<usize>,
    /// Format of the lists
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    #[command(flatten)]
    output: OutputArg,
    #[command(flatten)]
    publish: PublishArgs,
    #[command(flatten)]
    reader: ReaderArgs,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    archive: ArchiveArgs,
}

/// What a reader liked and read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reader")]
struct ReaderArgs {
    /// The list of a reader who liked the article with this id; repeatable
    #[arg(long = "like", value_name = "ID", conflicts_with_all = ["text", "only"])]
    likes: Vec<ArticleId>,
    /// The reader disliked this article; repeatable
    #[arg(long = "dislike", value_name = "ID", requires = "likes", hide_short_help = true)]
    dislikes: Vec<ArticleId>,
    /// The reader knows this article, liked or not; repeatable
    #[arg(long, value_name = "ID", requires = "likes", hide_short_help = true)]
    read: Vec<ArticleId>,
    /// Weight of all dislikes relative to all likes, 0 to 1; 0 ignores the dislikes [default: 0.75]
    #[arg(long, value_name = "X", requires = "dislikes", value_parser = share, hide_short_help = true)]
    dislike_weight: Option<f32>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    /// The block as a reader of the page sees it
    Text,
    /// One JSON array
    Json,
    /// One JSON object an article, one a line
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

impl Args {
    fn format(&self) -> Format {
        self.format.into()
    }

    /// Returns the number of terms that explain an item.
    fn n_because(&self) -> usize {
        self.because.unwrap_or(match self.format {
            FormatArg::Json | FormatArg::Jsonl => 5,
            FormatArg::Text | FormatArg::Html | FormatArg::Md => 0,
        })
    }

    /// Whether formats for people show the terms; JSON always does.
    fn shows_reasons(&self) -> bool {
        self.because.is_some_and(|n| n > 0)
    }

    /// Prints what to paste into the site of `--into`.
    fn write_snippet(&self) -> Result {
        let Some(snippet) = self.publish.consumer().and_then(Consumer::snippet) else {
            let fault = Fault::usage("there is nothing to paste for this NAME");
            return Err(fault.hint("programs read its files as they are").into());
        };
        Output::write_whole(self.output.path(), snippet)
    }

    /// Reads the draft of `--text`.
    fn read_draft(&self, session: &Session) -> Result<Option<Article>> {
        let Some(path) = self.text.as_deref() else { return Ok(None) };
        if is_stdin(path) && self.archive.sources.iter().any(is_stdin) {
            let fault = Fault::usage("`-` is both SOURCE and --text");
            return Err(fault.hint("give a file for one of them").into());
        }
        read_draft(session, path, self.text_format).map(Some)
    }
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        let files = self.archive.inputs().into_iter().chain(self.policy.inputs());
        files.chain(self.text.iter().map(|path| Input::File(path))).collect()
    }

    fn outputs(&self) -> Vec<Target> {
        self.output.outputs()
    }

    fn run(&self, _: &CommandLine) -> Result {
        if self.publish.snippet {
            return self.write_snippet();
        }
        let mut session = Session::start(&self.archive.shared);
        // Learned weights need features that only articles of the archive have.
        let is_for_articles = self.text.is_none() && self.reader.likes.is_empty();
        let ranker = if is_for_articles { ranker(&session)? } else { None };
        // Report wrong flags before reading the archive.
        let mut options = recommend_options(&session, &self.policy, self.length.k, ranker)?;
        if let Some(weight) = self.reader.dislike_weight {
            options.policy.dislike = weight.into();
        }
        let draft = self.read_draft(&session)?;
        let engine = build_engine(&mut session, &self.archive.sources)?;
        let recommender = session.stages.run("rules", || engine.recommender(&options))?;
        warn_of_rules(&session, &self.policy, &recommender);
        if let Some(consumer) = self.publish.consumer() {
            publish_lists(self, &mut session, &recommender, consumer)?;
            return session.stages.report();
        }
        let mut out = Output::open(self.output.path())?;
        match draft {
            Some(draft) => write_list_of_draft(self, &mut session, &recommender, draft, &mut out)?,
            None if !self.reader.likes.is_empty() => {
                write_list_of_reader(self, &mut session, &recommender, &mut out)?;
            }
            None => write_lists(self, &mut session, &recommender, &mut out)?,
        }
        out.finish()?;
        session.stages.report()
    }
}

/// Writes the lists of all articles for a site or a program.
fn publish_lists(
    args: &Args,
    session: &mut Session,
    recommender: &Recommender,
    consumer: Consumer,
) -> Result {
    let docs: Vec<DocId> = recommender.engine().index().rows().docs().collect();
    let bar = session.bars().bar("searching", docs.len());
    let lists = session
        .stages
        .run("search", || recommender.recommend(&docs, Progress::new(&ticks(&bar))))?;
    bar.finish_and_clear();
    let lists: Vec<_> = docs.into_iter().zip(&lists).collect();
    let n_because = args.because.unwrap_or(3);
    publish(session, &args.publish, consumer, recommender, &lists, n_because)
}

/// Writes the lists of the articles of `--for`, or of all articles.
fn write_lists(
    args: &Args,
    session: &mut Session,
    recommender: &Recommender,
    out: &mut Output,
) -> Result {
    let (engine, format) = (recommender.engine(), args.format());
    let docs: Vec<DocId> = if args.only.is_empty() {
        engine.index().rows().docs().collect()
    } else {
        args.only.iter().map(|name| find_article(engine.corpus(), name)).collect::<Result<_>>()?
    };
    let bar = session.bars().bar("searching", docs.len());
    let lists = session
        .stages
        .run("search", || recommender.recommend(&docs, Progress::new(&ticks(&bar))))?;
    bar.finish_and_clear();
    let lists: Vec<_> = docs.iter().copied().zip(&lists).collect();
    let render = |&(doc, items): &(DocId, &Vec<Recommendation>)| {
        let list = recommender.list(doc, items, args.n_because());
        let subject = Subject::from(engine.corpus().article(doc));
        format.list(subject, &list, engine.corpus(), args.shows_reasons())
    };
    session.stages.run("write", || -> Result {
        out.write_all(format.opening().as_bytes())?;
        for (number, block) in lists.chunks(BLOCK).enumerate() {
            let rendered: Vec<String> = block.par_iter().map(render).collect();
            if number > 0 {
                out.write_all(format.separator().as_bytes())?;
            }
            out.write_all(rendered.join(format.separator()).as_bytes())?;
        }
        Ok(out.write_all(format.closing().as_bytes())?)
    })?;
    let k = args.length.k;
    let short: Vec<_> = lists.iter().filter(|(_, items)| items.len() < k as usize).collect();
    report_short_lists(session.notes(), k, short.len(), || {
        let &&(doc, items) = &short[0];
        Shortfall::new(recommender.selector(), doc, items, &mut Scratch::default()).describe()
    });
    Ok(())
}

/// Writes the list of `--text`.
fn write_list_of_draft(
    args: &Args,
    session: &mut Session,
    recommender: &Recommender,
    mut draft: Article,
    out: &mut Output,
) -> Result {
    let corpus = recommender.engine().corpus();
    if draft.lang.is_none() && draft.text.chars().count() < MIN_DETECTABLE_CHARS {
        draft.lang = Some(corpus.main_lang());
    }
    note_unused_weights(session, "the list of --text")?;
    let list =
        session.stages.run("search", || recommender.related_to_unseen(&draft, args.n_because()));
    if let Some((&first, others)) = recommender.published(&draft).split_first() {
        let more = match others.len() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let id = &corpus.article(first).id;
        let note = format!("the archive holds the draft already: its list leaves out `{id}`{more}");
        session.notes().note(&note);
    }
    let teaser = teaser(&draft.title, draft.summary.as_deref(), &draft.text);
    let id = Some(draft.id.as_str()).filter(|id| !id.is_empty());
    let subject = Subject { id, title: &draft.title, teaser: &teaser, url: draft.url.as_deref() };
    write_list(args, session, subject, &list, corpus, out)
}

/// Writes the list of the reader that the flags describe.
fn write_list_of_reader(
    args: &Args,
    session: &mut Session,
    recommender: &Recommender,
    out: &mut Output,
) -> Result {
    let (engine, reader) = (recommender.engine(), &args.reader);
    note_unused_weights(session, "a reader's list")?;
    let history = engine.history(&reader.likes, &reader.dislikes, &reader.read);
    let history = history.map_err(|error| with_similar_id(error, engine.corpus()))?;
    let list =
        session.stages.run("search", || recommender.for_reader(&history, args.n_because()))?;
    let first = engine.corpus().article(history.likes[0]);
    let name = if first.title.is_empty() { first.id.as_str() } else { &first.title };
    let mut unique = history.likes.clone();
    unique.sort_unstable();
    unique.dedup();
    let title = match unique.len() - 1 {
        0 => format!("For a reader of {name}"),
        more => format!("For a reader of {name} and {more} more"),
    };
    let subject = Subject { id: None, title: &title, teaser: "", url: None };
    write_list(args, session, subject, &list, engine.corpus(), out)
}

/// Writes one list whose subject is no article of the archive.
fn write_list(
    args: &Args,
    session: &Session,
    subject: Subject<'_>,
    list: &RelatedList<'_>,
    corpus: &Corpus,
    out: &mut Output,
) -> Result {
    let format = args.format();
    let block = format.list(subject, list, corpus, args.shows_reasons());
    write!(out, "{}{block}{}", format.opening(), format.closing())?;
    if let Some(short) = &list.short {
        report_short_lists(session.notes(), args.length.k, 1, || short.describe());
    }
    Ok(())
}

fn is_stdin(path: impl AsRef<Path>) -> bool {
    path.as_ref().as_os_str() == "-"
}
