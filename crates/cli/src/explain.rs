//! `alsolike explain`

use std::ffi::OsString;
use std::io::Write;

use clap::ValueEnum;
use serde::Serialize;

use super::archive::{ArchiveArgs, SharedArgs};
use super::fault::Fault;
use super::near_id::with_near_id;
use super::output::Output;
use super::policy::PolicyArgs;
use alsolike::engine::{EngineError, PairExplanation};
use alsolike::rank::RankPart;
use alsolike::recommend::{Exclusion, Factors, TermContribution};

/// Say why two articles are near, term by term, and why B does or does not stand in A's list
#[derive(Debug, clap::Args)]
#[command(override_usage = "alsolike explain [OPTIONS] <SOURCE>... <A> <B>")]
pub(super) struct Args {
    /// Files or folders of articles, `-` for standard input, then the ids of the two articles
    #[arg(required = true, num_args = 3.., value_names = ["SOURCE", "A", "B"])]
    sources_and_ids: Vec<OsString>,
    #[command(flatten)]
    shared: SharedArgs,
    /// Length of the list
    #[arg(short, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    k: u32,
    /// How the answer is written
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    #[command(flatten)]
    policy: PolicyArgs,
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
    because: &'a [TermContribution<'a>],
    /// What each feature adds, where weights were learned; `null` for an article that is no candidate.
    #[serde(skip_serializing_if = "Option::is_none")]
    ranked: Option<Option<&'a [RankPart]>>,
    list: List<'a>,
}

/// B in A's list.
#[derive(Serialize)]
struct List<'a> {
    place: Option<usize>,
    reason: Option<&'static str>,
    factors: Factors,
    weighted: f32,
    refused: Option<Exclusion>,
    rule: Option<String>,
    shown_instead: Option<&'a str>,
    rank: Option<usize>,
    last_weighted: Option<f32>,
    verdict: String,
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
    let ask = args.policy.ask(args.k, args.shared.ranker()?)?;
    let mut stages = args.shared.start()?;
    let engine = archive.engine(&mut stages)?;
    let recommender = stages.run("rules", || engine.recommender(&ask))?;
    args.policy.report(&recommender, &args.shared);
    let answer = stages.run("search", || -> Result<_, EngineError> {
        Ok((
            engine.explain(&a, &b)?,
            recommender.explain_pair(&a, &b)?,
            recommender.rank_parts(&a, &b)?,
        ))
    });
    let (explanation, why, ranked) =
        answer.map_err(|error| with_near_id(error, engine.corpus()))?;
    let mut out = Output::open(None)?;
    if args.format == FormatArg::Json {
        let answer = Answer {
            a: &a,
            b: &b,
            score: explanation.score,
            because: &explanation.because,
            ranked: ranked.as_ref().map(|parts| parts.as_deref()),
            list: list(&why),
        };
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
    } else {
        for id in [&a, &b] {
            let entry = engine.corpus().article(engine.corpus().doc(id)?);
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
            None => {
                for (name, factor) in why.factors.applied() {
                    writeln!(out, "× {factor:.4}  {name}")?;
                }
                writeln!(out, "= {:.6}", why.weighted)?;
            }
            // The verdict says why.
            Some(None) => {}
            Some(Some(parts)) => {
                let score: f64 = parts.iter().map(|part| part.part).sum();
                writeln!(out, "rank score {score:.4}, the sum of")?;
                for part in parts {
                    let (name, value) = (part.feature.name(), part.value);
                    writeln!(out, "{:>+9.4}  {name} ({value:.4})", part.part)?;
                }
            }
        }
        writeln!(out, "{}", verdict(&why))?;
    }
    out.finish()?;
    stages.report()?;
    Ok(())
}

fn list(why: &PairExplanation) -> List<'_> {
    List {
        place: why.place,
        reason: why.reason.map(|reason| reason.name()),
        factors: why.factors,
        weighted: why.weighted,
        refused: why.exclusion,
        rule: why.rule.as_ref().map(ToString::to_string),
        shown_instead: why.shown_instead.as_ref().map(|id| id.as_str()),
        rank: why.rank,
        last_weighted: why.last,
        verdict: verdict(why),
    }
}

/// One sentence on B in A's list.
fn verdict(why: &PairExplanation) -> String {
    if let (Some(place), Some(reason)) = (why.place, why.reason) {
        return format!(
            "B stands in A's list at place {place} of {}: {}",
            why.asked,
            reason.name()
        );
    }
    let mut verdict = "B does not stand in A's list: ".to_owned();
    if let Some(exclusion) = why.exclusion {
        verdict += "it ";
        verdict += exclusion.describe();
        if let Some(rule) = &why.rule {
            verdict += &format!(" ({rule})");
        }
        if let Some(instead) =
            why.shown_instead.as_ref().filter(|_| exclusion == Exclusion::AlsoPublished)
        {
            verdict += &format!(" (`{instead}`)");
        }
        return verdict;
    }
    let Some(rank) = why.rank else {
        return verdict + &unranked(why);
    };
    let last = why.last.map(|last| format!(", and the last one listed has {last:.6}"));
    verdict += &format!(
        "it has rank {rank} of all that may stand there with {:.6}{}",
        why.weighted,
        last.unwrap_or_default()
    );
    if rank <= why.asked {
        verdict += "; a pin stands before it, it is too much like another item, or it stands in lists enough";
    }
    verdict
}

/// Why an article that nothing forbids is not among those that are ranked.
fn unranked(why: &PairExplanation) -> String {
    if why.score <= 0.0 {
        return "the two share no telling word".to_owned();
    }
    if why.score < why.min_score {
        return format!("it scores {:.6}, below the least score {}", why.score, why.min_score);
    }
    "it is no candidate for learned weights, since too many others are nearer".to_owned()
}
