//! Protects inputs: a command writes over no file that it reads, and writes nothing where its next run would
//! read it as an article.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::io::error::{Fault, Result};
use crate::io::output::Output;
use alsolike_formats::read::Source;

/// A file that a command reads.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Input<'a> {
    /// A file or folder of articles, or `-`.
    Source(&'a OsStr),
    /// Any other file.
    File(&'a Path),
    /// Saved themes, which `--save` may replace by their continuation.
    SavedThemes(&'a Path),
}

/// A file that a command writes.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// The answer of the command.
    Output(PathBuf),
    /// The saved themes of `--save`.
    Save(PathBuf),
    /// A file in a folder that the command creates.
    InNewFolder(PathBuf),
}

impl Input<'_> {
    fn path(&self) -> &Path {
        match self {
            Self::Source(source) => Path::new(source),
            Self::File(path) | Self::SavedThemes(path) => path,
        }
    }
}

impl Target {
    fn path(&self) -> &Path {
        let (Self::Output(path) | Self::Save(path) | Self::InNewFolder(path)) = self;
        path
    }

    /// Checks that the target can be written, so that a command fails before its work and not after it.
    ///
    /// # Errors
    /// As [`Output::open`].
    pub(crate) fn check_writable(&self) -> Result<()> {
        match self {
            Self::Output(path) | Self::Save(path) => Output::check(path),
            // The folder may be missing still.
            Self::InNewFolder(_) => Ok(()),
        }
    }

    /// Whether this target may replace an input at the same place.
    fn may_replace(&self, input: &Input<'_>) -> bool {
        matches!((self, input), (Self::Save(_), Input::SavedThemes(_)))
    }
}

/// Checks the files of a command before anything is read.
///
/// # Errors
/// A [`Fault`] when two targets are one file, when a target is an input, or when a target lies in a source
/// folder and would be read as articles by the next run.
pub(crate) fn check(inputs: &[Input<'_>], targets: &[Target]) -> Result<(), Fault> {
    let targets: Vec<(&Target, PathBuf)> =
        targets.iter().filter_map(|target| Some((target, real(target.path())?))).collect();
    let is_written_twice =
        |at: &usize| targets[..*at].iter().any(|(_, path)| *path == targets[*at].1);
    if let Some(twice) = (1..targets.len()).find(is_written_twice) {
        let path = targets[twice].0.path().display();
        let fault =
            Fault::usage(format!("two outputs of this command are the same file, `{path}`"));
        return Err(fault.hint("give each output a file of its own"));
    }
    for input in inputs {
        let Some(read) = real(input.path()) else { continue };
        if targets.iter().any(|(target, path)| *path == read && !target.may_replace(input)) {
            let path = input.path().display();
            let fault = Fault::new(format!("`{path}` is an input of this command"));
            return Err(fault.hint("write to another file"));
        }
    }
    targets.iter().try_for_each(|(target, path)| check_folders(target.path(), path, inputs))
}

/// Refuses a target that lies in a source folder and has the name of an article file.
fn check_folders(path: &Path, real: &Path, inputs: &[Input<'_>]) -> Result<(), Fault> {
    for input in inputs {
        if let Input::Source(source) = *input
            && Source::from(source).lists(real)
        {
            let (path, source) = (path.display(), source.display());
            let what = format!("`{path}` is in `{source}`: the next run would read it as articles");
            return Err(Fault::new(what).hint("write to another folder"));
        }
    }
    Ok(())
}

/// Returns the file that a path leads to, whether it exists or not; `None` for folders, pipes and devices.
fn real(path: &Path) -> Option<PathBuf> {
    if let Ok(existing) = fs::canonicalize(path) {
        return existing.is_file().then_some(existing);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Some(real_folder(folder.unwrap_or(Path::new(".")))?.join(path.file_name()?))
}

/// Resolves a folder. It may be missing, as the folder that `vectors` creates, if its parent exists.
fn real_folder(folder: &Path) -> Option<PathBuf> {
    let existing = |folder: &Path| fs::canonicalize(folder).ok();
    existing(folder).or_else(|| {
        let parent = folder.parent()?;
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        Some(existing(parent)?.join(folder.file_name()?))
    })
}
