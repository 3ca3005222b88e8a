//! `alsolike vectors`

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Run;
use crate::args::archive::ArchiveArgs;
use crate::args::command_line::CommandLine;
use crate::io::error::{Fault, Result};
use crate::io::guard::{Input, Target};
use crate::io::output::Output;
use crate::session::Session;
use crate::session::archive::read_corpus;
use alsolike::engine::VectorizedCorpus;
use alsolike_formats::write::npz;

const ROWS: &str = "rows.npz";
const TERMS: &str = "terms.txt";
const IDS: &str = "ids.txt";

/// Write the vectors for further work in Python
///
/// Writes `rows.npz` (compressed sparse rows, for scipy.sparse.load_npz), `terms.txt` (the term of each
/// column, one a line) and `ids.txt` (the article of each row, one a line).
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  alsolike vectors datasets/newsroom -o vectors")]
pub(crate) struct Args {
    /// Folder to write to; it is created if it is missing
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    #[command(flatten)]
    archive: ArchiveArgs,
}

impl Run for Args {
    fn inputs(&self) -> Vec<Input<'_>> {
        self.archive.inputs()
    }

    fn outputs(&self) -> Vec<Target> {
        [TERMS, IDS, ROWS].map(|name| Target::InNewFolder(self.output.join(name))).into()
    }

    fn run(&self, _: &CommandLine) -> Result {
        let mut session = Session::start(&self.archive.shared);
        let corpus = read_corpus(&mut session, &self.archive.sources)?;
        session.stages.run("write", || write(&self.output, &corpus))?;
        session.stages.report()
    }
}

fn write(folder: &Path, corpus: &VectorizedCorpus) -> Result {
    fs::create_dir_all(folder).map_err(|error| Fault::file("write", folder, error))?;
    let open = |name: &str| Output::open(Some(&folder.join(name)));
    let (mut rows, mut terms, mut ids) = (open(ROWS)?, open(TERMS)?, open(IDS)?);
    npz::write_rows(&corpus.rows, &mut rows)?;
    let vocabulary = corpus.vectorizer.vocabulary();
    for term in 0..vocabulary.n_terms() as u32 {
        writeln!(terms, "{}", vocabulary.term(term))?;
    }
    for article in corpus.corpus.articles() {
        writeln!(ids, "{}", article.id.as_str().replace(['\n', '\r'], " "))?;
    }
    // No file gets its name before all three are complete.
    [rows, terms, ids].into_iter().try_for_each(Output::finish)
}
