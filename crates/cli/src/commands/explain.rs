//! `alsolike explain`

use std::ffi::OsString;

use serde::Serialize;

use super::Run;
use crate::args::answer::AnswerFormatArg;
use crate::args::archive::{SharedArgs, source_inputs};
use crate::args::command_line::CommandLine;
use crate::args::lists::{ListLengthArg, PolicyArgs};
use crate::io::error::{Fault, Result};
use crate::io::guard::Input;
use crate::io::output::Output;
use crate::report::suggest::with_similar_id;
use crate::report::verdict::verdict;
use crate::report::wording::counted;
use crate::session::Session;
use crate::session::archive::build_engine;
use crate::session::lookup::find_article;
use crate::session::rank_weights::ranker;
use crate::session::rules::{recommend_options, warn_of_rules};
use alsolike::engine::{EngineError, PairExplanation};
use alsolike::rank::RankPart;
use alsolike::recommend::{Exclusion, Factors, TermContribution};

/// Examples, which the tests run.
const EXAMPLES: &str = "Example, with the sample archive of the repository:
  alsolike explain datasets/newsroom biden-putin-geneva-summit turkey-online-control";

/// Explain why two articles are similar, and why B is or is not in A's list
#[derive(Debug, clap::Args)]
#[command(override_usage = "alsolike explain [OPTIONS] <SOURCE>... <A> <B>", after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Files or folders of articles, then the ids of the two articles
    #[arg(required = true, num_args = 1.., value_name = "SOURCE... A B")]
    sources_and_ids: Vec<OsString>,
    #[command(flatten)]
    length: ListLengthArg,
    #[command(flatten)]
    format: AnswerFormatArg,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

#[derive(Serialize)]
struct Answer<'a> {
    a: &'a str,
    b: &'a str,
    score: f32,
    because: &'a [TermContribution<'a>],
    /// What each feature adds, with learned weights; `null` for an article that is no candidate.
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

impl Args {
    /// Splits the words into the sources and the two ids.
    fn split(&self) -> Result<(&[OsString], [&str; 2]), Fault> {
        let Some((sources, [a, b])) = self.sources_and_ids.split_last_chunk() else {
            return Err(too_few_words());
        };
        if sources.is_empty() {
            return Err(too_few_words());
        }
        Ok((sources, [id(a)?, id(b)?]))
    }
}

fn id(word: &OsString) -> Result<&str, Fault> {
    word.to_str().ok_or_else(|| Fault::new(format!("`{}` is not UTF-8", word.display())))
}

fn too_few_words() -> Fault {
    let fault = Fault::usage("`explain` takes SOURCE... A B: sources and two ids");
    fault.hint("run `alsolike explain --help`")
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        let sources = self.split().map_or(&[][..], |(sources, _)| sources);
        let files = source_inputs(sources).chain(self.shared.inputs());
        files.chain(self.policy.inputs()).collect()
    }

    fn run(&self, _: &CommandLine) -> Result {
        let (sources, [a, b]) = self.split()?;
        let mut session = Session::start(&self.shared);
        let options = recommend_options(&session, &self.policy, self.length.k, ranker(&session)?)?;
        let engine = build_engine(&mut session, sources)?;
        let [a, b] = [find_article(engine.corpus(), a)?, find_article(engine.corpus(), b)?]
            .map(|doc| engine.corpus().article(doc).id.as_str());
        let recommender = session.stages.run("rules", || engine.recommender(&options))?;
        warn_of_rules(&session, &self.policy, &recommender);
        let answer = session.stages.run("search", || -> Result<_, EngineError> {
            let explanation = engine.explain(a, b)?;
            let pair = recommender.explain_pair(a, b)?;
            Ok((explanation, pair, recommender.rank_parts(a, b)?))
        });
        let (explanation, pair, ranked) =
            answer.map_err(|error| with_similar_id(error, engine.corpus()))?;
        let (score, because) = (explanation.score, &explanation.because);
        let ranked = ranked.as_ref().map(|parts| parts.as_deref());
        let answer = Answer { a, b, score, because, ranked, list: list(&pair) };
        let text = self.format.render(&answer, |_| {
            let title = |id: &str| {
                Ok::<_, EngineError>(&engine.corpus().article(engine.corpus().doc(id)?).title)
            };
            let mut text = format!("{a}\n    {}\n{b}\n    {}\n", title(a)?, title(b)?);
            text += &term_table(score, because);
            text += &score_table(&pair, ranked);
            Ok(text + &verdict(&pair) + "\n")
        })?;
        Output::write_whole(None, text)?;
        session.stages.report()
    }
}

/// The shared terms with their shares of the score, one a line.
fn term_table(score: f32, because: &[TermContribution<'_>]) -> String {
    let terms = counted(because.len() as u64, "shared term");
    let mut table = format!("score {score:.6}, {terms}\n");
    for TermContribution { term, share, .. } in because {
        table += &format!("{:>6.2} %  {term}\n", 100.0 * share);
    }
    table
}

/// The factors of the score, or with learned weights the parts of the rank score; `Some(None)` for an article that
/// is no candidate, which the verdict explains.
fn score_table(pair: &PairExplanation, ranked: Option<Option<&[RankPart]>>) -> String {
    let mut table = String::new();
    match ranked {
        None => {
            for (name, factor) in pair.factors.applied() {
                table += &format!("× {factor:.4}  {name}\n");
            }
            table += &format!("= {:.6}\n", pair.weighted);
        }
        Some(None) => {}
        Some(Some(parts)) => {
            let score: f64 = parts.iter().map(|part| part.part).sum();
            table += &format!("rank score {score:.4}, the sum of\n");
            for part in parts {
                let (name, value) = (part.feature.name(), part.value);
                table += &format!("{:>+9.4}  {name} ({value:.4})\n", part.part);
            }
        }
    }
    table
}

fn list(pair: &PairExplanation) -> List<'_> {
    List {
        place: pair.place,
        reason: pair.reason.map(|reason| reason.name()),
        factors: pair.factors,
        weighted: pair.weighted,
        refused: pair.exclusion,
        rule: pair.rule.as_ref().map(ToString::to_string),
        shown_instead: pair.shown_instead.as_ref().map(|id| id.as_str()),
        rank: pair.rank,
        last_weighted: pair.last,
        verdict: verdict(pair),
    }
}
