//! `alsolike doctor`

use clap::ValueEnum;

use super::Run;
use crate::args::archive::ArchiveArgs;
use crate::args::command_line::CommandLine;
use crate::args::lists::{ListLengthArg, PolicyArgs};
use crate::args::output::OutputArg;
use crate::args::values::{factor, share};
use crate::io::error::Result;
use crate::io::guard::{Input, Target};
use crate::io::output::Output;
use crate::io::progress::ticks;
use crate::report::advice::CommandAdvice;
use crate::session::Session;
use crate::session::archive::build_engine;
use crate::session::rank_weights::ranker;
use crate::session::rules::recommend_options;
use alsolike::audit::{AuditParams, AuditReport};
use alsolike::index::Progress;
use alsolike_formats::write::audit::Format;

/// Examples, which the tests run.
const EXAMPLES: &str = "Examples, with the sample archive of the repository:
  alsolike doctor datasets/newsroom
  alsolike doctor datasets/newsroom --format html -o doctor.html";

/// Report what to fix in the archive and its lists, the most severe problems first
///
/// The report is about the lists that `related` makes with the same flags.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    length: ListLengthArg,
    /// Examples of each problem in text and HTML
    ///
    /// JSON holds every case.
    #[arg(long, default_value_t = 5, value_name = "N")]
    examples: usize,
    /// Format of the report
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    #[command(flatten)]
    output: OutputArg,
    #[command(flatten)]
    policy: PolicyArgs,
    /// A list is weak if its best cosine is below this number, 0 to 1
    #[arg(long, default_value_t = AuditParams::default().weak_score, value_name = "X", value_parser = share, help_heading = "Thresholds", hide_short_help = true)]
    weak_score: f32,
    /// An article is too short if it has fewer different terms
    #[arg(long, default_value_t = AuditParams::default().few_terms, value_name = "N", help_heading = "Thresholds", hide_short_help = true)]
    few_terms: usize,
    /// An article is listed too often if it is in this many times the mean number of lists; 1 or more
    #[arg(long, default_value_t = AuditParams::default().over_linked, value_name = "TIMES", value_parser = factor, help_heading = "Thresholds", hide_short_help = true)]
    over_linked: f64,
    #[command(flatten)]
    archive: ArchiveArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    /// For a terminal, with examples
    Text,
    /// One JSON object with every case
    Json,
    /// One page for people
    Html,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Text => Self::Text,
            FormatArg::Json => Self::Json,
            FormatArg::Html => Self::Html,
        }
    }
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        self.archive.inputs().into_iter().chain(self.policy.inputs()).collect()
    }

    fn outputs(&self) -> Vec<Target> {
        self.output.outputs()
    }

    fn run(&self, _: &CommandLine) -> Result {
        let mut session = Session::start(&self.archive.shared);
        let mut params = AuditParams::default();
        params.weak_score = self.weak_score;
        params.few_terms = self.few_terms;
        params.over_linked = self.over_linked;
        let options = recommend_options(&session, &self.policy, self.length.k, ranker(&session)?)?;
        let engine = build_engine(&mut session, &self.archive.sources)?;
        // Problems of rules are findings of the report, so there is no warning.
        let recommender = session.stages.run("rules", || engine.recommender(&options))?;
        let bar = session.bars().bar("searching", engine.corpus().n_docs());
        let report = session.stages.run("examine", || {
            AuditReport::new(&recommender, &params, Progress::new(&ticks(&bar)))
        })?;
        bar.finish_and_clear();
        let format = Format::from(self.format);
        session.stages.run("write", || {
            let corpus = engine.corpus();
            let text =
                format.report(&report, &session.reading, corpus, self.examples, &CommandAdvice);
            Output::write_whole(self.output.path(), text)
        })?;
        session.stages.report()
    }
}
