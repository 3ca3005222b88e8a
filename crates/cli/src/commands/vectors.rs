//! `alsolike vectors`

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::session::archive::ArchiveArgs;
use crate::io::error::Fault;
use crate::io::output::Output;
use alsolike::engine::VectorizedCorpus;
use alsolike_formats::write::npz;

/// The name of this command.
pub(crate) const NAME: &str = "vectors";
/// The file of terms, which a reading of the folder would take for an article.
pub(crate) const TERMS: &str = "terms.txt";

/// Write the vectors for people who go on in Python
///
/// Makes `rows.npz` (compressed sparse rows, for scipy.sparse.load_npz), `terms.txt` (the term of each
/// column, a line each) and `ids.txt` (the article of each row, a line each).
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,
    /// Folder to write to; made when it is not there
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args) -> crate::Result {
    let mut stages = args.archive.shared.start()?;
    let archive = args.archive.read(&mut stages)?;
    stages.run("write", || write(&args.output, &archive))?;
    stages.report()?;
    Ok(())
}

fn write(folder: &Path, archive: &VectorizedCorpus) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .map_err(|error| Fault(format!("cannot write `{}`: {error}", folder.display())))?;
    let file = |name: &str| Output::open(Some(&folder.join(name)));
    let (mut rows, mut terms, mut ids) = (file("rows.npz")?, file(TERMS)?, file("ids.txt")?);
    npz::write_rows(&archive.rows, &mut rows)?;
    let vocabulary = archive.vectorizer.vocabulary();
    for term in 0..vocabulary.n_terms() as u32 {
        writeln!(terms, "{}", vocabulary.term(term))?;
    }
    for entry in archive.corpus.articles() {
        writeln!(ids, "{}", entry.id.as_str().replace(['\n', '\r'], " "))?;
    }
    // None has its name before all are whole.
    [rows, terms, ids].into_iter().try_for_each(Output::finish)
}
