//! No command writes over a file that it reads, nor two things to one file.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::fault::Fault;

/// The flags whose files are written.
const WRITTEN: [&str; 2] = ["output", "save"];
/// The flags whose saved themes may be replaced by what goes on from them.
const GOING_ON: [&str; 2] = ["refit", "load"];

/// Refuses a command that would write over a file that it reads, whichever flag names it; before anything is read.
pub(super) fn check(matches: &ArgMatches) -> Result<(), Fault> {
    let file = |flag| matches.try_get_one::<PathBuf>(flag).ok().flatten().and_then(|at| real(at));
    let [output, save] = WRITTEN.map(file);
    if output.is_some() && output == save {
        return Err(Fault("--save and --output name the same file: write to two".to_owned()));
    }
    for flag in matches.ids().map(clap::Id::as_str).filter(|flag| !WRITTEN.contains(flag)) {
        // Flags name files by paths, sources stand as words that may be `-`; other values are no files.
        let paths = matches.try_get_many::<PathBuf>(flag).ok().flatten().into_iter().flatten();
        let words = matches.try_get_many::<OsString>(flag).ok().flatten().into_iter().flatten();
        for path in paths.map(PathBuf::as_path).chain(words.map(Path::new)) {
            let read = real(path);
            let is_lost = read == output || read == save && !GOING_ON.contains(&flag);
            if read.is_some() && is_lost {
                let path = path.display();
                let what = format!("`{path}` is read by this command: write to another file");
                return Err(Fault(what));
            }
        }
    }
    Ok(())
}

/// The file that a path leads to, be it there or still to be written; `None` for folders, pipes and devices.
fn real(path: &Path) -> Option<PathBuf> {
    if let Ok(there) = fs::canonicalize(path) {
        return there.is_file().then_some(there);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Some(fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?.join(path.file_name()?))
}
