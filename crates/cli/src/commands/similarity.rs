//! `alsolike similarity`

use std::io::Write;
use std::path::PathBuf;

use crate::session::archive::{ArchiveArgs, counted, open};
use crate::io::error::Fault;
use crate::io::output::Output;
use alsolike_formats::config::rated_pairs;

/// Score given pairs of articles
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,
    /// Pairs, a line each: two ids separated by a tab
    #[arg(long, value_name = "FILE")]
    pairs: PathBuf,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> crate::Result {
    let shared = &args.archive.shared;
    let pairs = rated_pairs(open(&args.pairs)?, &args.pairs.display().to_string())?;
    let mut stages = shared.start()?;
    let engine = args.archive.engine(&mut stages)?;
    let mut out = Output::open(args.output.as_deref())?;
    let mut n_unknown = 0;
    for pair in &pairs {
        match engine.similarity(pair.a.as_str(), pair.b.as_str()) {
            Ok(score) => writeln!(out, "{}\t{}\t{score}", pair.a, pair.b)?,
            Err(error) => {
                shared.note("skipped", &format!("pair `{}`, `{}`: {error}", pair.a, pair.b));
                n_unknown += 1;
            }
        }
    }
    out.finish()?;
    stages.report()?;
    if n_unknown > 0 {
        let pairs = counted(pairs.len() as u64, "pair");
        return Err(Fault(format!("{n_unknown} of {pairs} with an id that no article has")).into());
    }
    Ok(())
}
