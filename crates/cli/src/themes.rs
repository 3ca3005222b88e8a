//! `alsolike themes`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::archive::{ArchiveArgs, SharedArgs, open_text};
use super::fault::Fault;
use super::output::Output;
use super::policy::NowArg;
use super::progress::ticks;
use super::saved_themes;
use alsolike::article::Lang;
use alsolike::engine::{Engine, NeighborGraph, REFIT_DRIFT, ThemeModel};
use alsolike::index::Progress;
use alsolike::themes::{NThemes, NamedReport, SeedTheme, ThemeDiff, ThemeParams, Themes};
use alsolike_formats::config::{starter_lexicon, theme_list};
use alsolike_formats::write::themes::{Extras, Format};

/// Group the archive into themes and name them
///
/// Articles that may stand in no list (hidden, retracted, legal, under embargo or expired at --now) are left out.
#[derive(Debug, clap::Args)]
#[command(mut_arg("sources", |sources| sources.required(false).required_unless_present("load")))]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) archive: ArchiveArgs,
    /// Number of themes; `auto` takes as few as hold nearly as well together as any number does, `fewer` and
    /// `more` are the numbers beside it; beside --named further themes are counted, and `none` finds none
    #[arg(short, default_value = "auto", value_name = "auto|fewer|more|none|N", value_parser = number)]
    n: Number,
    /// Levels: 1 for themes alone, 2 for themes and their parts
    #[arg(long, default_value_t = 1, value_name = "1|2", value_parser = clap::value_parser!(u8).range(1..=2))]
    levels: u8,
    /// Least articles of a part of a theme
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    least_subtheme: u32,
    /// Name this share of the articles as outliers: those that fit their theme worst
    #[arg(long, default_value_t = 0.0, value_name = "SHARE", value_parser = share)]
    outliers: f64,
    /// Name this share of the articles as ambiguous: those most between two themes
    #[arg(long, default_value_t = 0.0, value_name = "SHARE", value_parser = share)]
    ambiguous: f64,
    /// Themes by name: a TOML file with [[theme]] entries of name, seeds (words and phrases) and perhaps
    /// parent; others are found beside them, as many as -n says
    #[arg(long, value_name = "FILE")]
    named: Option<PathBuf>,
    /// Names for themes that are found, in the format of --named, in place of the English lexicon built in
    #[arg(long, value_name = "FILE", conflicts_with = "no_lexicon")]
    lexicon: Option<PathBuf>,
    /// Call themes that are found by their own words alone
    #[arg(long)]
    no_lexicon: bool,
    /// Save the themes, with all that placing later articles and making them again takes
    #[arg(long, value_name = "FILE", help_heading = "Saved themes")]
    pub(super) save: Option<PathBuf>,
    /// Place the articles of SOURCE in saved themes, which stay as they are; without SOURCE, show these.
    /// Parts, outliers, ambiguous articles and the map are of the articles that themes are made of: placed ones
    /// have none, and of saved ones there is no map
    #[arg(long, value_name = "FILE", help_heading = "Saved themes", conflicts_with_all = MAKING)]
    pub(super) load: Option<PathBuf>,
    /// Drift from which on --load says that the themes should be made again; 0 is none, 1 nothing in common
    #[arg(long, default_value_t = REFIT_DRIFT, value_name = "X", value_parser = share, requires = "load", help_heading = "Saved themes")]
    pub(super) refit_at: f64,
    /// Make the themes of SOURCE starting from saved ones: ids and given names go on where most articles do;
    /// with --named the themes start from the names, and ids go on
    #[arg(long, value_name = "FILE", help_heading = "Saved themes")]
    pub(super) refit: Option<PathBuf>,
    /// Give names to themes by their ids: a TOML file of lines such as 3 = "Arms control"
    #[arg(long, value_name = "FILE", help_heading = "Saved themes")]
    pub(super) names: Option<PathBuf>,
    #[command(flatten)]
    pub(super) now: NowArg,
    /// How themes are written
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: FormatArg,
    /// Seed of the random choices; the same seed gives the same themes
    #[arg(long, default_value_t = 42, value_name = "N")]
    seed: u64,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// Flags that say how themes are made, which saved ones are already.
const MAKING: [&str; 10] = [
    "n",
    "levels",
    "least_subtheme",
    "outliers",
    "ambiguous",
    "named",
    "lexicon",
    "no_lexicon",
    "seed",
    "refit",
];

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatArg {
    /// Each theme with its keywords and most typical articles
    Text,
    /// One JSON object: themes and articles
    Json,
    /// One JSON object an article, a line each
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

/// How many themes are asked for: a number, or the share of the greatest modularity that the number must reach.
#[derive(Clone, Copy, Debug)]
enum Number {
    Exactly(usize),
    Reaching(f64),
}

/// `auto` is the library's own share, which is not to be repeated here.
fn number(text: &str) -> Result<Number, String> {
    match text.parse() {
        _ if text == "auto" => Ok(Number::Reaching(ThemeParams::default().auto_share)),
        _ if text == "fewer" => Ok(Number::Reaching(FEWER)),
        _ if text == "more" => Ok(Number::Reaching(1.0)),
        _ if text == "none" => Ok(Number::Exactly(0)),
        Ok(0) | Err(_) => Err("write auto, fewer, more, or a number from 1 up".to_owned()),
        Ok(n) => Ok(Number::Exactly(n)),
    }
}

/// Share of the greatest modularity that is enough for those who want fewer themes.
const FEWER: f64 = 0.95;

fn share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("write a share from 0 to 1, as .05".to_owned()),
    }
}

pub(super) fn run(args: &Args) -> super::Result {
    if let Some(file) = &args.load {
        return saved_themes::show(args, file);
    }
    let shared = &args.archive.shared;
    let earlier = args.refit.as_deref().map(saved_themes::read).transpose()?;
    let names = saved_themes::names(args)?;
    let named = args.named.as_deref().map(read_theme_list).transpose()?;
    let lexicon_file = args.lexicon.as_deref().map(read_theme_list).transpose()?;
    if named.is_none() && matches!(args.n, Number::Exactly(0)) {
        return Err(Fault("-n none finds no themes: name some with --named".to_owned()).into());
    }
    let mut stages = shared.start()?;
    let engine = args.archive.engine_without_held_back(&mut stages, args.now.moment())?;
    let bar = shared.progress().bar("searching", engine.corpus().n_docs());
    let graph = stages.run("search", || engine.neighbor_graph(Progress::new(&ticks(&bar))))?;
    bar.finish_and_clear();
    let mut params = shared.settings().themes;
    match args.n {
        Number::Exactly(n) => params.n_themes = NThemes::Exactly(n),
        Number::Reaching(share) => (params.n_themes, params.auto_share) = (NThemes::Auto, share),
    }
    params.levels = args.levels.into();
    (params.outliers, params.ambiguous) = (args.outliers, args.ambiguous);
    params.least_subtheme = args.least_subtheme as usize;
    (params.seed, params.lsa.seed) = (args.seed, args.seed);
    let bar = shared.progress().count("clustering");
    let (mut themes, changes) = stages.run("themes", || {
        make(&engine, &graph, &params, named.as_deref(), earlier.as_ref(), shared)
    })?;
    bar.finish_and_clear();
    engine.name_themes(&mut themes, &lexicon(&lexicon_file, args, &engine));
    names.give(|id, name| themes.give_name(id, name))?;
    if let (Some(earlier), Some(changes)) = (&earlier, &changes) {
        saved_themes::report_changes(shared, earlier.themes(), &themes, changes);
        saved_themes::check_goes_on(args, earlier.themes(), &themes, changes)?;
    }
    let format = Format::from(args.format);
    let map = if format.has_map() {
        stages.run("map", || engine.map(&graph, &themes))?
    } else {
        Vec::new()
    };
    let extras = Extras::default().with_map(&map).with_changes(changes.as_ref());
    let mut out = Output::open(args.output.as_deref())?;
    stages.run("write", || {
        out.write_all(format.themes(&themes, engine.corpus(), extras).as_bytes())
    })?;
    out.finish()?;
    if let Some(file) = &args.save {
        let model = ThemeModel::new(&engine, themes);
        stages.run("save", || saved_themes::save(&model, file))?;
    }
    stages.report()?;
    Ok(())
}

/// Themes round those that are named, again from earlier ones, or from nothing.
fn make(
    engine: &Engine,
    graph: &NeighborGraph,
    params: &ThemeParams,
    named: Option<&[SeedTheme]>,
    earlier: Option<&ThemeModel>,
    shared: &SharedArgs,
) -> anyhow::Result<(Themes, Option<ThemeDiff>)> {
    Ok(match (named, earlier) {
        (Some(named), earlier) => {
            let (mut themes, report) = engine.named_themes(graph, params, named)?;
            report_named(shared, &report);
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

/// The lexicon asked for: that of a file, the English one for an English archive, or none.
fn lexicon(file: &Option<Vec<SeedTheme>>, args: &Args, engine: &Engine) -> Vec<SeedTheme> {
    let lang = engine.corpus().main_lang();
    match file {
        Some(lexicon) => lexicon.clone(),
        None if args.no_lexicon => Vec::new(),
        None if lang == Lang::ENGLISH => starter_lexicon(),
        None => {
            let what = format!(
                "the lexicon of theme names is English and the commonest language is `{lang}`: themes are called by \
                 their own words (--lexicon FILE)"
            );
            args.archive.shared.note("note", &what);
            Vec::new()
        }
    }
}

/// Reads a list of named themes or a lexicon.
pub(super) fn read_theme_list(path: &Path) -> anyhow::Result<Vec<SeedTheme>> {
    Ok(theme_list(&open_text(path)?, &path.display().to_string())?)
}

/// Says which seeds and names found nothing.
pub(super) fn report_named(shared: &SharedArgs, report: &NamedReport) {
    for (name, seeds) in &report.unknown_seeds {
        let seeds: Vec<String> = seeds.iter().map(|seed| format!("`{seed}`")).collect();
        shared.note(
            "warning",
            &format!(
                "theme `{name}`: not in the archive, or in too few articles: {}",
                seeds.join(", ")
            ),
        );
    }
    for name in &report.unmatched {
        shared.note("warning", &format!("theme `{name}`: no article has more of its seeds than of the others'; it is left out"));
    }
}
