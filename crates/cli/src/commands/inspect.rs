//! `alsolike inspect`

use clap::ValueEnum;

use super::Run;
use crate::args::archive::ArchiveArgs;
use crate::args::command_line::CommandLine;
use crate::args::output::OutputArg;
use crate::io::error::Result;
use crate::io::guard::{Input, Target};
use crate::io::output::Output;
use crate::session::Session;
use crate::session::archive::inspect_sources;
use alsolike_formats::write::inspect::{self, InspectedRow};

/// Show what is read from SOURCE: every article with its fields, and what is passed over and why
///
/// The columns are id, path below SOURCE, address, title, day, language, section, tags, number of words, and state:
/// `published`, or why not.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  alsolike inspect datasets/newsroom\n  \
    alsolike inspect SITE --format csv -o articles.csv")]
pub(crate) struct Args {
    /// Format of the table
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Show only this many articles, spread evenly over all
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    #[command(flatten)]
    output: OutputArg,
    #[command(flatten)]
    archive: ArchiveArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A table for people
    Text,
    /// One array with an object for each row
    Json,
    /// For spreadsheets
    Csv,
}

impl From<Format> for inspect::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Json => Self::Json,
            Format::Csv => Self::Csv,
        }
    }
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        self.archive.inputs()
    }

    fn outputs(&self) -> Vec<Target> {
        self.output.outputs()
    }

    fn run(&self, _: &CommandLine) -> Result {
        let mut session = Session::start(&self.archive.shared);
        let rows = inspect_sources(&mut session, &self.archive.sources)?;
        let rows = self.sample.map_or_else(|| rows.clone(), |n| sample(&rows, n));
        let table = inspect::table(&rows, self.format.into());
        session.stages.run("write", || Output::write_whole(self.output.path(), table))?;
        session.stages.report()
    }
}

/// Returns `n` published rows, spread evenly over all.
fn sample(rows: &[InspectedRow], n: usize) -> Vec<InspectedRow> {
    let published: Vec<&InspectedRow> = rows.iter().filter(|row| row.is_published()).collect();
    let n = n.min(published.len());
    (0..n).map(|at| published[at * published.len() / n].clone()).collect()
}
