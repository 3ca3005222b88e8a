//! `alsolike similarity`

use std::io::Write;
use std::path::PathBuf;

use super::Run;
use crate::args::archive::ArchiveArgs;
use crate::args::command_line::CommandLine;
use crate::args::output::OutputArg;
use crate::io::error::{Fault, Result};
use crate::io::files::read_pairs;
use crate::io::guard::{Input, Target};
use crate::io::output::Output;
use crate::report::wording::counted;
use crate::session::Session;
use crate::session::archive::build_engine;

/// Score given pairs of articles
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  alsolike similarity datasets/newsroom --pairs pairs.tsv")]
pub(crate) struct Args {
    /// Pairs, one a line: two ids separated by a tab
    #[arg(long, value_name = "FILE")]
    pairs: PathBuf,
    #[command(flatten)]
    output: OutputArg,
    #[command(flatten)]
    archive: ArchiveArgs,
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        let mut inputs = self.archive.inputs();
        inputs.push(Input::File(&self.pairs));
        inputs
    }

    fn outputs(&self) -> Vec<Target> {
        self.output.outputs()
    }

    fn run(&self, _: &CommandLine) -> Result {
        let pairs = read_pairs(&self.pairs)?;
        let mut session = Session::start(&self.archive.shared);
        let engine = build_engine(&mut session, &self.archive.sources)?;
        let mut out = Output::open(self.output.path())?;
        let mut n_unknown = 0;
        for pair in &pairs {
            match engine.similarity(pair.a.as_str(), pair.b.as_str()) {
                Ok(score) => writeln!(out, "{}\t{}\t{score}", pair.a, pair.b)?,
                Err(error) => {
                    let text = format!("pair `{}`, `{}`: {error}", pair.a, pair.b);
                    session.notes().write("skipped", &text);
                    n_unknown += 1;
                }
            }
        }
        out.finish()?;
        session.stages.report()?;
        if n_unknown > 0 {
            let pairs = counted(pairs.len() as u64, "pair");
            let have = if n_unknown == 1 { "has" } else { "have" };
            return Err(Fault::new(format!("{n_unknown} of {pairs} {have} an unknown id")).into());
        }
        Ok(())
    }
}
