//! `alsolike themes`

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::Run;
use crate::args::answer::SeedArg;
use crate::args::archive::ArchiveArgs;
use crate::args::command_line::CommandLine;
use crate::args::output::OutputArg;
use crate::args::themes::SavedThemesArgs;
use crate::args::values::{count, precise_share};
use crate::io::error::{Fault, Result};
use crate::io::guard::{Input, Target};
use crate::io::output::Output;
use crate::io::progress::ticks;
use crate::report::notes::Notes;
use crate::report::themes::{report_changes, report_drift, report_missing, report_named};
use crate::session::Session;
use crate::session::archive::{build_visible_engine, read_batches};
use crate::session::saved_themes::{check_continuation, check_settings, read_model, write_model};
use crate::session::theme_files::{ThemeNames, read_theme_list};
use crate::session::visible::VisibleArticles;
use alsolike::article::Lang;
use alsolike::engine::{Assignments, Engine, NeighborGraph, ThemeModel};
use alsolike::index::Progress;
use alsolike::themes::{NThemes, SeedTheme, ThemeDiff, ThemeParams, Themes};
use alsolike_formats::config::starter_lexicon;
use alsolike_formats::write::themes::{Drift, Extras, Format};

/// Share of the greatest modularity that `-n fewer` must reach: picked by eye, so that a reader sees a difference.
const FEWER: f64 = 0.95;
/// Examples, which the tests run.
const EXAMPLES: &str = "Examples, with the sample archive of the repository:
  alsolike themes datasets/newsroom
  alsolike themes datasets/newsroom --format html -o themes.html
  alsolike themes datasets/newsroom -n 12 --save themes.alsolike";

/// Group the archive into themes and name them
///
/// Leaves out articles that no list may show: hidden, retracted, legal, under embargo or expired at --now.
#[derive(Debug, clap::Args)]
#[command(mut_arg("sources", |sources| sources.required(false).required_unless_present("load")))]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Number of themes, or auto, fewer, more, none
    ///
    /// Modularity measures how well themes keep similar articles together. `more` takes the number of themes with the
    /// highest modularity, `auto` the smallest number that reaches 97 % of it, `fewer` the smallest that reaches 95 %.
    /// With --named, N is the number of further themes, and `none` finds no further ones.
    #[arg(short, default_value = "auto", value_name = "N", value_parser = number)]
    n: Number,
    /// 1 for themes alone, 2 for their parts, too
    #[arg(long, default_value_t = 1, value_name = "1|2", value_parser = clap::value_parser!(u8).range(1..=2))]
    levels: u8,
    /// Smallest number of articles of a part of a theme
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = count, hide_short_help = true)]
    least_subtheme: u32,
    /// Share of the articles to list as outliers, those that fit their theme worst
    #[arg(long, default_value_t = 0.0, value_name = "SHARE", value_parser = precise_share, hide_short_help = true)]
    outliers: f64,
    /// Share of the articles to list as ambiguous, those between two themes
    #[arg(long, default_value_t = 0.0, value_name = "SHARE", value_parser = precise_share, hide_short_help = true)]
    ambiguous: f64,
    /// Themes with names and seeds, TOML; -n counts the others
    ///
    /// The file has `[[theme]]` entries of name, seeds (words and phrases) and an optional parent.
    #[arg(long, value_name = "FILE")]
    named: Option<PathBuf>,
    /// Names for themes that are found, in the format of --named, instead of the built-in English lexicon
    #[arg(long, value_name = "FILE", conflicts_with = "no_lexicon", hide_short_help = true)]
    lexicon: Option<PathBuf>,
    /// Name themes that are found by their own words alone
    #[arg(long, hide_short_help = true)]
    no_lexicon: bool,
    /// Format of the themes
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    #[command(flatten)]
    seed: SeedArg,
    #[command(flatten)]
    output: OutputArg,
    #[command(flatten)]
    saved: SavedThemesArgs,
    #[command(flatten)]
    archive: ArchiveArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    /// Each theme with its keywords and most typical articles
    Text,
    /// One JSON object: themes and articles
    Json,
    /// One JSON object an article, one a line
    Jsonl,
    /// One page for people: a map of the articles, themes over time, search
    Html,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Text => Self::Text,
            FormatArg::Json => Self::Json,
            FormatArg::Jsonl => Self::Jsonl,
            FormatArg::Html => Self::Html,
        }
    }
}

/// A number of themes, or the share of the greatest modularity that the number must reach.
#[derive(Clone, Copy, Debug)]
enum Number {
    Exactly(usize),
    Reaching(f64),
}

fn number(text: &str) -> Result<Number, String> {
    match text.parse() {
        _ if text == "auto" => Ok(Number::Reaching(ThemeParams::default().auto_share)),
        _ if text == "fewer" => Ok(Number::Reaching(FEWER)),
        _ if text == "more" => Ok(Number::Reaching(1.0)),
        _ if text == "none" => Ok(Number::Exactly(0)),
        Ok(0) | Err(_) => Err("write auto, fewer, more, none, or a number from 1 up".to_owned()),
        Ok(n) => Ok(Number::Exactly(n)),
    }
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        let files = self.named.iter().chain(&self.lexicon).map(|path| Input::File(path));
        self.archive.inputs().into_iter().chain(files).chain(self.saved.inputs()).collect()
    }

    fn outputs(&self) -> Vec<Target> {
        self.output.outputs().into_iter().chain(self.saved.outputs()).collect()
    }

    fn run(&self, _: &CommandLine) -> Result {
        match &self.saved.load {
            Some(file) => show_saved(self, file),
            None => fit(self),
        }
    }
}

/// Fits the themes of SOURCE and writes them.
fn fit(args: &Args) -> Result {
    let earlier = args.saved.refit.as_deref().map(read_model).transpose()?;
    let names = ThemeNames::read(args.saved.names.as_deref())?;
    let named = args.named.as_deref().map(read_theme_list).transpose()?;
    let lexicon = args.lexicon.as_deref().map(read_theme_list).transpose()?;
    if named.is_none() && matches!(args.n, Number::Exactly(0)) {
        let fault = Fault::usage("-n none finds no themes, and none are named");
        return Err(fault.hint("name some with --named FILE, or leave out -n").into());
    }
    let mut session = Session::start(&args.archive.shared);
    let engine = build_visible_engine(&mut session, &args.archive.sources)?;
    let notes = session.notes();
    let bar = session.bars().bar("searching", engine.corpus().n_docs());
    let graph =
        session.stages.run("search", || engine.neighbor_graph(Progress::new(&ticks(&bar))))?;
    bar.finish_and_clear();
    let params = params(args, session.shared.settings().themes);
    let bar = session.bars().count("clustering");
    let (mut themes, changes) = session.stages.run("themes", || {
        fit_themes(&engine, &graph, &params, named.as_deref(), earlier.as_ref(), notes)
    })?;
    bar.finish_and_clear();
    engine.name_themes(&mut themes, &choose_lexicon(lexicon, args.no_lexicon, &engine, notes));
    names.apply(|id, name| themes.give_name(id, name))?;
    if let (Some(earlier), Some(changes)) = (&earlier, &changes) {
        report_changes(notes, earlier.themes(), &themes, changes);
        if let (Some(refit), Some(save)) = (&args.saved.refit, &args.saved.save) {
            check_continuation(refit, save, earlier, engine.corpus(), changes)?;
        }
    }
    let format = Format::from(args.format);
    let map = if format.has_map() {
        session.stages.run("map", || engine.map(&graph, &themes, &params))?
    } else {
        Vec::new()
    };
    let extras = Extras::default().with_map(&map).with_changes(changes.as_ref());
    session.stages.run("write", || {
        let text = format.themes(&themes, engine.corpus(), extras);
        Output::write_whole(args.output.path(), text)
    })?;
    if let Some(file) = &args.saved.save {
        let model = ThemeModel::new(&engine, themes);
        session.stages.run("save", || write_model(&model, file))?;
    }
    session.stages.report()
}

fn params(args: &Args, mut params: ThemeParams) -> ThemeParams {
    match args.n {
        Number::Exactly(n) => params.n_themes = NThemes::Exactly(n),
        Number::Reaching(share) => (params.n_themes, params.auto_share) = (NThemes::Auto, share),
    }
    params.levels = args.levels.into();
    (params.outliers, params.ambiguous) = (args.outliers, args.ambiguous);
    params.min_subtheme_size = args.least_subtheme as usize;
    (params.seed, params.lsa.seed) = (args.seed.seed, args.seed.seed);
    params
}

/// Fits named themes, or continues saved themes, or starts afresh.
fn fit_themes(
    engine: &Engine,
    graph: &NeighborGraph,
    params: &ThemeParams,
    named: Option<&[SeedTheme]>,
    earlier: Option<&ThemeModel>,
    notes: Notes,
) -> Result<(Themes, Option<ThemeDiff>)> {
    Ok(match (named, earlier) {
        (Some(named), earlier) => {
            let (mut themes, report) = engine.named_themes(graph, params, named)?;
            report_named(notes, &report);
            let go_on = |earlier| engine.continue_themes(&mut themes, earlier);
            let changes = earlier.map(go_on).transpose()?;
            (themes, changes)
        }
        (None, Some(earlier)) => {
            let (themes, changes) = engine.refit_themes(graph, params, earlier)?;
            (themes, Some(changes))
        }
        (None, None) => (engine.themes(graph, params)?, None),
    })
}

/// Returns the lexicon of a file, else the English one for an English archive, else none.
fn choose_lexicon(
    file: Option<Vec<SeedTheme>>,
    no_lexicon: bool,
    engine: &Engine,
    notes: Notes,
) -> Vec<SeedTheme> {
    let lang = engine.corpus().main_lang();
    match file {
        Some(lexicon) => lexicon,
        None if no_lexicon => Vec::new(),
        None if lang == Lang::ENGLISH => starter_lexicon(),
        None => {
            notes.note(&format!(
                "themes are named by their own words: the built-in lexicon is English, and most articles are in \
                 `{lang}` (--lexicon FILE gives another one)"
            ));
            Vec::new()
        }
    }
}

/// Shows saved themes, or assigns the articles of SOURCE to them.
fn show_saved(args: &Args, file: &Path) -> Result {
    let saved = &args.saved;
    if saved.save.is_some() && saved.names.is_none() {
        let fault = Fault::usage("--load changes nothing that --save could keep");
        return Err(fault
            .hint("give names with --names, or fit the themes again with --refit")
            .into());
    }
    let mut session = Session::start(&args.archive.shared);
    let mut model = session.stages.run("load", || read_model(file))?;
    let names = ThemeNames::read(saved.names.as_deref())?;
    names.apply(|id, name| model.give_name(id, name))?;
    let format = Format::from(args.format);
    let page = if args.archive.sources.is_empty() {
        format.themes(model.themes(), model.corpus(), Extras::default())
    } else {
        let vectors = session.shared.settings().vectors;
        check_settings(&vectors, model.vectorizer().params(), file)?;
        assign(args, &mut session, &model)?
    };
    session.stages.run("write", || Output::write_whole(args.output.path(), page))?;
    if let Some(to) = &saved.save {
        session.stages.run("save", || write_model(&model, to))?;
    }
    session.stages.report()
}

/// Assigns the articles of SOURCE to saved themes, and returns the page of the assigned articles.
fn assign(args: &Args, session: &mut Session, model: &ThemeModel) -> Result<String> {
    let format = Format::from(args.format);
    let mut assigner = model.assigner();
    let mut visible = VisibleArticles::new(session.now);
    read_batches(session, &args.archive.sources, false, |stages, batch| {
        let batch = visible.filter(batch);
        Ok(stages.run("place", || assigner.add(batch))?)
    })?;
    let notes = session.notes();
    visible.report(notes);
    report_missing(notes, model.themes(), format);
    let Assignments { corpus, themes, drift } = assigner.finish()?;
    let refit_at = args.saved.refit_at;
    let drift = drift.map(|value| Drift { value, refit: value >= refit_at });
    report_drift(notes, drift, refit_at);
    Ok(format.themes(&themes, &corpus, Extras::default().with_drift(drift)))
}
