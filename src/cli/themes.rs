//! `alsolike themes`

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;

use super::archive::ArchiveArgs;
use super::output::Output;
use super::progress::watch;
use crate::export::themes::Format;
use crate::themes::{NThemes, ThemeParams};

/// Group the archive into themes and name them
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,
    /// Number of themes; `auto` takes as few as hold nearly as well together as any number does, `fewer` and
    /// `more` are the numbers beside it
    #[arg(short, default_value = "auto", value_name = "auto|fewer|more|N", value_parser = number)]
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
    /// How themes are written
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    /// Seed of the random choices; the same seed gives the same themes
    #[arg(long, default_value_t = 42, value_name = "N")]
    seed: u64,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    /// Each theme with its keywords and most typical articles
    Text,
    /// One JSON object: themes and articles
    Json,
    /// One JSON object an article, a line each
    Jsonl,
    /// One page for people
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
    let shared = &args.archive.shared;
    let mut stages = shared.start()?;
    let engine = args.archive.engine(&mut stages)?;
    let bar = shared.progress().bar("searching", engine.corpus().n_docs());
    let graph = stages.run("search", || engine.topic_graph(&watch(&bar)))?;
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
    let themes = stages.run("themes", || engine.themes(&graph, &params))?;
    bar.finish_and_clear();
    let mut out = Output::open(args.output.as_deref())?;
    stages.run("write", || {
        out.write_all(Format::from(args.format).themes(&themes, engine.corpus()).as_bytes())
    })?;
    out.finish()?;
    stages.report()?;
    Ok(())
}
