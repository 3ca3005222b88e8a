//! `alsolike vectors`

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::archive::ArchiveArgs;
use super::fault::Fault;
use crate::engine::Archive;
use crate::export::npz;

/// Write the vectors for people who go on in Python
///
/// Makes `rows.npz` (compressed sparse rows, for scipy.sparse.load_npz), `terms.txt` (the term of each
/// column, a line each) and `ids.txt` (the article of each row, a line each).
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    archive: ArchiveArgs,
    /// Folder to write to; made when it is not there
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

pub(super) fn run(args: &Args) -> super::Result {
    let mut stages = args.archive.shared.start()?;
    let archive = args.archive.read(&mut stages)?;
    stages.run("write", || write(&args.output, &archive))?;
    stages.report()?;
    Ok(())
}

fn write(folder: &Path, archive: &Archive) -> anyhow::Result<()> {
    fs::create_dir_all(folder).map_err(|error| fault(folder, &error))?;
    let file = |name: &str| {
        let path = folder.join(name);
        fs::File::create(&path).map(BufWriter::new).map_err(|error| fault(&path, &error))
    };
    npz::write_rows(&archive.rows, file("rows.npz")?)?;
    let vocabulary = archive.vectorizer.vocabulary();
    let mut terms = file("terms.txt")?;
    for term in 0..vocabulary.n_terms() as u32 {
        writeln!(terms, "{}", vocabulary.term(term))?;
    }
    terms.flush()?;
    let mut ids = file("ids.txt")?;
    for entry in archive.corpus.entries() {
        writeln!(ids, "{}", entry.id.as_str().replace(['\n', '\r'], " "))?;
    }
    Ok(ids.flush()?)
}

fn fault(path: &Path, error: &std::io::Error) -> Fault {
    Fault(format!("cannot write `{}`: {error}", path.display()))
}
