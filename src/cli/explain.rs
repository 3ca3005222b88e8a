//! `alsolike explain`

use std::ffi::OsString;
use std::io::Write;

use clap::ValueEnum;
use serde::Serialize;

use super::archive::{ArchiveArgs, SharedArgs};
use super::fault::Fault;
use super::output::Output;
use crate::engine::{Eligible, RankPart};
use crate::index::unwatched;
use crate::recommend::Because;

/// Say why two articles are near, term by term
#[derive(Debug, clap::Args)]
#[command(override_usage = "alsolike explain [OPTIONS] <SOURCE>... <A> <B>")]
pub(super) struct Args {
    /// Files or folders of articles, `-` for standard input, then the ids of the two articles
    #[arg(required = true, num_args = 3.., value_names = ["SOURCE", "A", "B"])]
    sources_and_ids: Vec<OsString>,
    #[command(flatten)]
    shared: SharedArgs,
    /// How the answer is written
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// A table of terms
    Text,
    /// One JSON object
    Json,
}

#[derive(Serialize)]
struct Answer<'a> {
    a: &'a str,
    b: &'a str,
    score: f32,
    because: &'a [Because<'a>],
    /// What each feature adds, where weights were learned; `null` for an article that is no candidate.
    #[serde(skip_serializing_if = "Option::is_none")]
    ranked: Option<Option<&'a [RankPart]>>,
}

pub(super) fn run(args: &Args) -> super::Result {
    let (sources, ids) = args.sources_and_ids.split_at(args.sources_and_ids.len() - 2);
    let id = |id: &OsString| {
        id.to_str()
            .map(str::to_owned)
            .ok_or_else(|| Fault(format!("`{}` is not UTF-8", id.display())))
    };
    let (a, b) = (id(&ids[0])?, id(&ids[1])?);
    let archive = ArchiveArgs { sources: sources.to_vec(), shared: args.shared.clone() };
    let mut stages = args.shared.start()?;
    let engine = archive.engine(&mut stages)?;
    let explanation = stages.run("search", || engine.explain(&a, &b))?;
    let ranked = match args.shared.ranker()? {
        Some(ranker) => Some(stages.run("search", || {
            let (doc, other) = (engine.corpus().doc(&a)?, engine.corpus().doc(&b)?);
            let view = engine.rank_view(&unwatched)?;
            view.explain(&ranker, doc, other, &Eligible::default())
        })?),
        None => None,
    };
    let mut out = Output::open(None)?;
    if args.format == FormatArg::Json {
        let answer = Answer {
            a: &a,
            b: &b,
            score: explanation.score,
            because: &explanation.because,
            ranked: ranked.as_ref().map(|parts| parts.as_deref()),
        };
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
    } else {
        for id in [&a, &b] {
            let entry = engine.corpus().entry(engine.corpus().doc(id)?);
            writeln!(out, "{id}\n    {}", entry.title)?;
        }
        writeln!(
            out,
            "score {:.6}, {} shared terms",
            explanation.score,
            explanation.because.len()
        )?;
        for because in &explanation.because {
            writeln!(out, "{:>6.2} %  {}", 100.0 * because.share, because.term)?;
        }
        match &ranked {
            None => {}
            Some(None) => writeln!(out, "{b} is no candidate: too many others are nearer to {a}")?,
            Some(Some(parts)) => {
                let score: f64 = parts.iter().map(|part| part.part).sum();
                writeln!(out, "rank score {score:.4}, the sum of")?;
                for part in parts {
                    let (name, value) = (part.feature.name(), part.value);
                    writeln!(out, "{:>+9.4}  {name} ({value:.4})", part.part)?;
                }
            }
        }
    }
    out.finish()?;
    stages.report()?;
    Ok(())
}
