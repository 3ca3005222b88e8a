//! No command writes over a file that it reads, nor where its next run would read it, nor two things to one file.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::io::error::Fault;
use crate::commands::vectors as vectors;
use alsolike_formats::read::Source;

/// The flags whose files are written.
const WRITTEN: [&str; 2] = ["output", "save"];
/// The flags whose saved themes may be replaced by what goes on from them.
const GOING_ON: [&str; 2] = ["refit", "load"];

/// Refuses a command that would write over a file that it reads, whichever flag names it, or into a folder where its
/// next run would take what it wrote for articles; before anything is read.
pub(crate) fn check(command: &str, matches: &ArgMatches) -> Result<(), Fault> {
    let written = WRITTEN.map(|flag| matches.try_get_one::<PathBuf>(flag).ok().flatten());
    let [output, save] = written.map(|path| path.and_then(|path| real(path)));
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
    let written = written.into_iter().flatten().map(|path| match command {
        vectors::NAME => path.join(vectors::TERMS),
        _ => path.clone(),
    });
    written.into_iter().try_for_each(|path| check_folders(&path, matches))
}

/// Refuses to write among the articles of a folder what reads like an article.
fn check_folders(path: &Path, matches: &ArgMatches) -> Result<(), Fault> {
    let Some(file) = real(path) else { return Ok(()) };
    let sources = matches.try_get_many::<OsString>("sources").ok().flatten();
    match sources
        .into_iter()
        .flatten()
        .find(|&source| Source::from(source.as_os_str()).lists(&file))
    {
        None => Ok(()),
        Some(source) => {
            let (path, source) = (path.display(), source.display());
            let what = format!(
                "`{path}` is in `{source}`, whose next reading would take it for articles: write to another folder"
            );
            Err(Fault(what))
        }
    }
}

/// The file that a path leads to, be it there or still to be written; `None` for folders, pipes and devices.
fn real(path: &Path) -> Option<PathBuf> {
    if let Ok(there) = fs::canonicalize(path) {
        return there.is_file().then_some(there);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Some(real_folder(folder.unwrap_or(Path::new(".")))?.join(path.file_name()?))
}

/// A folder without links, be it there or, as the one that `vectors` makes, still to be made in one that is.
fn real_folder(folder: &Path) -> Option<PathBuf> {
    let there = |folder: &Path| fs::canonicalize(folder).ok();
    there(folder).or_else(|| {
        let above = folder.parent()?;
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        Some(there(above)?.join(folder.file_name()?))
    })
}
