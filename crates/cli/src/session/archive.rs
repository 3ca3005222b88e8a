//! What all commands share: sources, settings of the vectors, and the way from files to an engine.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use clap::builder::RangedU64ValueParser;
use clap::{ArgAction, Args, ValueEnum};

use crate::io::error::{Fault, message};
use crate::session::visible::HeldBack;
use crate::io::progress::ProgressBars;
use crate::io::stages::{Stages, TimingsFormat};
use alsolike::article::{Article, Date, Lang};
use alsolike::engine::{Engine, EngineBuilder, Focus, Settings, VectorizedCorpus};
use alsolike::rank::Ranker;
use alsolike::vectorize::{MAX_NGRAM, MAX_PART_WEIGHT, PartWeights};
use alsolike_formats::links::ResolvedLinks;
use alsolike_formats::read::{ReadOptions, ReadReport, Reader, SkipReason, Source, SourceFormat};

/// Articles read and counted at a time; their texts are in memory together.
const BATCH: usize = 4_096;
/// Most threads anybody may ask for: far more than cores only waste time on starting them.
const MAX_THREADS: u64 = 1_024;
/// Furniture lines named without `--verbose`.
const SHOWN_BOILERPLATE: usize = 5;
/// Files that are no articles named without `--verbose`.
const SHOWN_PAPERS: usize = 5;
/// Unresolved links named without `--verbose`.
const SHOWN_LINKS: usize = 5;

#[derive(Debug, Args)]
pub(crate) struct ArchiveArgs {
    /// Files or folders of articles, `-` for standard input
    #[arg(required = true, value_name = "SOURCE")]
    pub(crate) sources: Vec<OsString>,
    #[command(flatten)]
    pub(crate) shared: SharedArgs,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct SharedArgs {
    /// What near means: the same topic, balanced, or the same story; or the exponent of the idf, 0 to 10
    #[arg(long, default_value = "balanced", value_name = "topic|balanced|story|X", value_parser = focus, env = "ALSOLIKE_FOCUS", help_heading = "Vectors")]
    focus: Focus,
    /// Phrase lengths that count, in words: `1..2` for words and pairs, `1` for words alone
    #[arg(long, default_value = "1..2", value_name = "MIN..MAX", value_parser = ngrams, env = "ALSOLIKE_NGRAMS", help_heading = "Vectors")]
    ngrams: (usize, usize),
    /// Least number of articles a term must stand in
    #[arg(
        long,
        default_value_t = 2,
        value_name = "N",
        env = "ALSOLIKE_MIN_DF",
        help_heading = "Vectors"
    )]
    min_df: u32,
    /// Greatest share of the articles a term may stand in, above 0 and up to 1
    #[arg(
        long,
        default_value_t = 1.0,
        value_name = "SHARE",
        value_parser = max_df,
        env = "ALSOLIKE_MAX_DF",
        help_heading = "Vectors"
    )]
    max_df: f64,
    /// Language of all articles, two letters; `auto` takes the declared one, else detects
    #[arg(long, default_value = "auto", value_name = "auto|CODE", value_parser = language, env = "ALSOLIKE_LANGUAGE", help_heading = "Vectors")]
    language: LanguageArg,
    /// Count words as written, not by their stem
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_NO_STEMMING", help_heading = "Vectors")]
    no_stemming: bool,
    /// Count stop words like any other
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_KEEP_STOP_WORDS", help_heading = "Vectors")]
    keep_stop_words: bool,
    /// How often each word of the title counts; 0 leaves the title out
    #[arg(long, default_value_t = 2, value_name = "N", value_parser = part_weight(), env = "ALSOLIKE_TITLE_WEIGHT", help_heading = "Vectors")]
    title_weight: u32,
    /// How often each word of the tags counts; 0 leaves them out
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = part_weight(), env = "ALSOLIKE_TAG_WEIGHT", help_heading = "Vectors")]
    tag_weight: u32,
    /// How often each word of the summary counts; 0 leaves it out
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = part_weight(), env = "ALSOLIKE_SUMMARY_WEIGHT", help_heading = "Vectors")]
    summary_weight: u32,
    /// Count lines that many articles repeat as if they were text
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_KEEP_FURNITURE", help_heading = "Vectors")]
    keep_boilerplate: bool,
    /// File of settings; those of flags and environment go before
    #[arg(long, value_name = "FILE", env = "ALSOLIKE_CONFIG", help_heading = "Running")]
    config: Option<PathBuf>,
    /// Format of standard input and of files named one by one, whatever they are called
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Reading")]
    source_format: Option<FormatArg>,
    /// Longest record in bytes; longer ones are skipped and reported
    #[arg(long, default_value_t = 256 << 20, value_name = "BYTES", env = "ALSOLIKE_MAX_RECORD_BYTES", help_heading = "Reading")]
    max_record_bytes: usize,
    /// Fail, with exit status 1, when a record cannot be used
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_STRICT", help_heading = "Reading")]
    strict: bool,
    /// Threads to use, up to 1024; 0 for all cores
    #[arg(
        long,
        default_value_t = 0,
        value_name = "N",
        value_parser = RangedU64ValueParser::<usize>::new().range(..=MAX_THREADS),
        env = "ALSOLIKE_THREADS",
        help_heading = "Running"
    )]
    threads: usize,
    /// Write one line of JSON with time and memory of each stage to standard error
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Running")]
    timings: Option<TimingsFormat>,
    /// Say nothing but errors
    #[arg(long, short, action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_QUIET", help_heading = "Running")]
    quiet: bool,
    /// Name every skipped record kept and every furniture line, not only the first
    #[arg(long, short, conflicts_with = "quiet", help_heading = "Running")]
    verbose: bool,
}

#[derive(Clone, Copy, Debug)]
struct LanguageArg(Option<Lang>);

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FormatArg {
    Jsonl,
    Csv,
    Tsv,
    Markdown,
    Text,
}

impl From<FormatArg> for SourceFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Jsonl => Self::Jsonl,
            FormatArg::Csv => Self::Csv,
            FormatArg::Tsv => Self::Tsv,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Text => Self::Plain,
        }
    }
}

/// What a flag that is on or off may be in the environment or in a file of settings.
pub(crate) fn switch(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" | "" => Ok(false),
        _ => Err("write true or false".to_owned()),
    }
}

/// A word that counts a hundred times has said enough.
fn part_weight() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(0..=i64::from(MAX_PART_WEIGHT))
}

fn focus(text: &str) -> Result<Focus, String> {
    match text {
        "topic" => Ok(Focus::Topic),
        "balanced" => Ok(Focus::Balanced),
        "story" => Ok(Focus::Story),
        other => match other.parse::<f64>() {
            Ok(exponent) if (0.0..=10.0).contains(&exponent) => Ok(Focus::Exponent(exponent)),
            _ => Err("write topic, balanced, story or a number from 0 to 10".to_owned()),
        },
    }
}

fn max_df(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| "write a share above 0 and up to 1".to_owned())
}

fn ngrams(text: &str) -> Result<(usize, usize), String> {
    let (min, max) =
        text.split_once("..").map_or((text, text), |(min, max)| (min, max.trim_start_matches('=')));
    match (min.trim().parse(), max.trim().parse()) {
        (Ok(min), Ok(max)) if (1..=max).contains(&min) && max <= MAX_NGRAM => Ok((min, max)),
        _ => Err(format!("write a range of 1 to {MAX_NGRAM} words, such as 1..2")),
    }
}

fn language(text: &str) -> Result<LanguageArg, String> {
    if text == "auto" {
        return Ok(LanguageArg(None));
    }
    let lang = Lang::parse(text).ok_or("write auto or a two-letter code such as en")?;
    Ok(LanguageArg(Some(lang)))
}

impl SharedArgs {
    pub(crate) fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        let vectors = &mut settings.vectors;
        vectors.idf = self.focus.into();
        vectors.ngrams = self.ngrams;
        vectors.min_df = self.min_df;
        vectors.max_df = self.max_df;
        vectors.text.language = self.language.0;
        vectors.text.stemming = !self.no_stemming;
        vectors.text.stop_words = !self.keep_stop_words;
        vectors.weights = PartWeights {
            title: self.title_weight,
            tags: self.tag_weight,
            summary: self.summary_weight,
        };
        vectors.boilerplate.enabled = !self.keep_boilerplate;
        settings
    }

    /// Stages with a clock, and the pool of threads that everything runs in from here on.
    pub(crate) fn start(&self) -> anyhow::Result<Stages> {
        // Built once a process: a second command in the same process keeps the first one's pool.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build_global();
        Ok(Stages::new(self.timings))
    }

    fn read_options(&self) -> ReadOptions {
        let mut options = ReadOptions::default();
        options.format = self.source_format.map(Into::into);
        options.max_record_bytes = self.max_record_bytes;
        if self.verbose {
            options.max_details = usize::MAX;
        }
        options
    }

    /// Reads the one article that a file or standard input holds, as a draft of which no archive knows.
    pub(crate) fn read_draft(
        &self,
        path: &Path,
        format: Option<FormatArg>,
    ) -> anyhow::Result<Article> {
        let mut options = self.read_options();
        options.draft = true;
        options.format = format.map(Into::into);
        let mut reader = Reader::open(&[Source::from(path.as_os_str())], options)?;
        let mut articles = reader.next_batch(1)?;
        let n_more = reader.next_batch(1)?.len();
        let report = reader.report();
        for warned in &report.first_warned {
            self.note("warning", &warned.to_string());
        }
        let fault = |what: &str| Fault(format!("`{}` {what}", path.display()));
        match (articles.pop(), report.first_skipped.first()) {
            (Some(_), _) if n_more > 0 => Err(fault(
                "holds several articles: --text takes one, for those of SOURCE there is --for",
            )
            .into()),
            (Some(article), _) => Ok(article),
            (None, Some(skipped)) => Err(Fault(skipped.to_string()).into()),
            (None, None) => Err(fault("has no text").into()),
        }
    }

    /// The file of settings.
    pub(crate) fn config(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    pub(crate) fn set_config(&mut self, path: PathBuf) {
        self.config = Some(path);
    }

    /// The weights of the file of settings, and says where they were learned.
    pub(crate) fn ranker(&self) -> anyhow::Result<Option<Ranker>> {
        let Some(path) = &self.config else { return Ok(None) };
        let ranker = self.weights()?;
        if let Some(ranker) = &ranker {
            let from = match ranker.learned_from.as_str() {
                "" => "weights of",
                from => &format!("weights learned from {from}, of"),
            };
            self.note("note", &format!("lists are ranked by {from} `{}`", path.display()));
        }
        Ok(ranker)
    }

    /// Says that the weights of the file of settings, if it has any, are not for this list.
    pub(crate) fn pass_over_ranker(&self, list: &str) -> anyhow::Result<()> {
        let Some(path) = &self.config else { return Ok(()) };
        if crate::args::command_line::ranker(path)?.is_some() {
            let path = path.display();
            self.note("note", &format!("{list} is by text alone: the weights of `{path}` are for articles of the archive"));
        }
        Ok(())
    }

    /// The same without a word, for a command that has no use for them.
    pub(crate) fn weights(&self) -> anyhow::Result<Option<Ranker>> {
        Ok(self.config.as_deref().map(crate::args::command_line::ranker).transpose()?.flatten())
    }

    pub(crate) fn progress(&self) -> ProgressBars {
        ProgressBars::new(self.quiet)
    }

    /// Says something that no one asked for, unless `--quiet`.
    pub(crate) fn note(&self, kind: &str, text: &str) {
        if !self.quiet {
            message(kind, text);
        }
    }
}

impl ArchiveArgs {
    /// Reads the sources into vectors, and reports what was not used.
    pub(crate) fn read(&self, stages: &mut Stages) -> anyhow::Result<VectorizedCorpus> {
        Ok(self.read_all(stages, false, None)?.0)
    }

    /// Reads and indexes the sources without the words of links, and finds where these lead.
    pub(crate) fn engine_and_links(
        &self,
        stages: &mut Stages,
    ) -> anyhow::Result<(Engine, ResolvedLinks)> {
        let (archive, links) = self.read_all(stages, true, None)?;
        self.report_links(&links);
        Ok((stages.run("index", || Engine::new(archive)), links))
    }

    fn read_all(
        &self,
        stages: &mut Stages,
        own_links: bool,
        mut held_back: Option<&mut HeldBack>,
    ) -> anyhow::Result<(VectorizedCorpus, ResolvedLinks)> {
        let mut collector = EngineBuilder::new(&self.shared.settings())?;
        let reader = self.read_batches(stages, own_links, |stages, batch| {
            let batch = match &mut held_back {
                Some(held_back) => held_back.rest_of(batch),
                None => batch,
            };
            Ok(stages.run("vectorize", || collector.add(batch))?)
        })?;
        let archive = stages.run("vectorize", || collector.finish())?;
        stages.count(archive.corpus.n_docs(), archive.text_bytes, archive.rows.nnz());
        self.report_vectors(&archive);
        Ok((archive, reader.own_links().resolve()))
    }

    /// Reads the sources batch by batch, and reports what was not used.
    pub(crate) fn read_batches(
        &self,
        stages: &mut Stages,
        own_links: bool,
        mut take: impl FnMut(&mut Stages, Vec<Article>) -> crate::Result,
    ) -> anyhow::Result<Reader> {
        let shared = &self.shared;
        let mut sources: Vec<Source> = Vec::new();
        for name in &self.sources {
            let source = Source::from(name.as_os_str());
            if sources.contains(&source) {
                let name = name.display();
                shared.note("warning", &format!("`{name}` is given twice: it is read once"));
            } else {
                sources.push(source);
            }
        }
        let mut options = shared.read_options();
        options.own_links = own_links;
        let mut reader = Reader::open(&sources, options)?;
        let bar = shared.progress().count("reading");
        loop {
            let batch = stages.run("read", || reader.next_batch(BATCH))?;
            if batch.is_empty() {
                break;
            }
            bar.inc(batch.len() as u64);
            take(stages, batch)?;
        }
        bar.finish_and_clear();
        self.report_reading(reader.report())?;
        Ok(reader)
    }

    /// Reads the sources and indexes them.
    pub(crate) fn engine(&self, stages: &mut Stages) -> anyhow::Result<Engine> {
        let archive = self.read(stages)?;
        Ok(stages.run("index", || Engine::new(archive)))
    }

    /// Reads the sources and indexes what readers may see at a moment; says how many others there are.
    pub(crate) fn engine_without_held_back(
        &self,
        stages: &mut Stages,
        now: Date,
    ) -> anyhow::Result<Engine> {
        let mut held_back = HeldBack::at(now);
        let archive = self.read_all(stages, false, Some(&mut held_back))?.0;
        held_back.report(&self.shared);
        Ok(stages.run("index", || Engine::new(archive)))
    }

    fn report_reading(&self, report: &ReadReport) -> anyhow::Result<()> {
        let shared = &self.shared;
        let (n_skipped, n_warnings) = (report.n_skipped(), report.n_warnings());
        for skipped in &report.first_skipped {
            shared.note("skipped", &skipped.to_string());
        }
        for warned in &report.first_warned {
            shared.note("warning", &warned.to_string());
        }
        if n_skipped > 0 {
            let total = counted(report.articles + n_skipped, "record");
            shared.note("warning", &format!("{n_skipped} of {total} could not be used"));
        }
        if n_warnings > report.first_warned.len() as u64 {
            shared.note("warning", &format!("{n_warnings} fields in all could not be used"));
        }
        if report.skipped.contains_key(&SkipReason::TooLong) {
            shared.note("note", "--max-record-bytes sets the greatest length of a record");
        }
        if report.ignored_special > 0 {
            let files = counted(report.ignored_special, "file");
            shared
                .note("warning", &format!("not read: {files} that are pipes, sockets or devices"));
        }
        if !report.ignored_papers.is_empty() {
            let shown = if shared.verbose { usize::MAX } else { SHOWN_PAPERS };
            let names: Vec<String> = (report.ignored_papers.iter().take(shown))
                .map(|path| format!("`{}`", path.display()))
                .chain((report.ignored_papers.len() > shown).then(|| "…".to_owned()))
                .collect();
            let files = counted(report.ignored_papers.len() as u64, "file");
            let what = format!(
                "passed over, no articles by name: {files}, {} (give one as SOURCE to read it)",
                names.join(", ")
            );
            shared.note("note", &what);
        }
        // Who looks for articles that are not there wants to know what is there.
        if shared.verbose || report.articles == 0 {
            self.report_ignored(report);
        }
        if shared.strict && n_skipped > 0 {
            return Err(Fault(format!(
                "{} could not be used, and --strict was given",
                counted(n_skipped, "record")
            ))
            .into());
        }
        if report.articles == 0 {
            let sources: Vec<String> =
                self.sources.iter().map(|source| format!("`{}`", source.display())).collect();
            let what =
                if n_skipped > 0 { "no record could be used" } else { "there are no articles" };
            return Err(Fault(format!("{what} in {}", sources.join(", "))).into());
        }
        Ok(())
    }

    fn report_links(&self, links: &ResolvedLinks) {
        let shared = &self.shared;
        let shown = if shared.verbose { usize::MAX } else { SHOWN_LINKS };
        for (from, target) in links.unresolved.iter().take(shown) {
            shared.note("unresolved", &format!("link of `{from}` to `{target}`"));
        }
        let n_unresolved = links.unresolved.len();
        if n_unresolved > 0 {
            let links = counted(n_unresolved as u64, "link");
            let rest = if n_unresolved > shown { " (--verbose names all)" } else { "" };
            shared.note(
                "note",
                &format!("{links} to pages of the site that are no articles here{rest}"),
            );
        }
    }

    fn report_ignored(&self, report: &ReadReport) {
        if !report.ignored.is_empty() {
            let kind = |(extension, n): (&String, &u64)| match extension.as_str() {
                "" => format!("{n} without extension"),
                extension => format!("{n} .{extension}"),
            };
            let kinds: Vec<String> = report.ignored.iter().map(kind).collect();
            let kinds = kinds.join(", ");
            self.shared.note("note", &format!("files of other kinds were passed over: {kinds}"));
        }
        if report.ignored_links > 0 {
            let links = counted(report.ignored_links, "link");
            self.shared.note(
                "note",
                &format!(
                    "not followed: {links} to nothing, or to files that are read where they are"
                ),
            );
        }
    }

    fn report_vectors(&self, archive: &VectorizedCorpus) {
        let shared = &self.shared;
        let shown = if shared.verbose { usize::MAX } else { SHOWN_BOILERPLATE };
        for line in archive.boilerplate.iter().take(shown) {
            shared.note(
                "furniture",
                &format!("left out of {} articles: {}", line.n_articles, line.text),
            );
        }
        if archive.boilerplate.len() > shown {
            let rest = archive.boilerplate.len() - shown;
            shared.note(
                "furniture",
                &format!(
                    "and {rest} more such lines (--verbose names all, --keep-furniture counts them)"
                ),
            );
        }
        let n_empty = archive.rows.docs().filter(|&doc| archive.rows.row(doc).is_empty()).count();
        if n_empty > 0 {
            let articles = counted(n_empty as u64, "article");
            shared.note("warning", &format!("{articles} without a telling word, one that some articles have but not all: no lists, no themes"));
        }
    }
}

/// Opens a file for reading, and names it when that fails.
pub(crate) fn open(path: &Path) -> Result<BufReader<File>, Fault> {
    match File::open(path) {
        Ok(file) => Ok(BufReader::new(file)),
        Err(error) => Err(Fault(format!("cannot open `{}`: {error}", path.display()))),
    }
}

/// Reads a file of text whole, and names it when that fails.
pub(crate) fn open_text(path: &Path) -> Result<String, Fault> {
    let mut text = String::new();
    let read = open(path)?.read_to_string(&mut text);
    read.map_err(|error| Fault(format!("cannot read `{}`: {error}", path.display())))?;
    Ok(text)
}

/// `1 record`, `2 records`.
pub(crate) fn counted(n: u64, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}
