//! Writes files whose bytes differ, and removes those of an earlier run.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::io::error::{Fault, Result};
use crate::io::output::Output;

/// What was done with some files, or has to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Files with other bytes, and new ones.
    pub(crate) written: Vec<PathBuf>,
    /// Files of an earlier run that are gone.
    pub(crate) removed: Vec<PathBuf>,
    /// Number of files that are up to date.
    pub(crate) n_unchanged: usize,
}

impl Changes {
    /// Whether all files are up to date.
    pub(crate) fn is_empty(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }
}

/// Finds what differs between the files of a folder and these, given as paths below the folder with bytes. `earlier`
/// names the files of an earlier run.
///
/// # Errors
/// A [`Fault`] for a file that cannot be read.
pub(crate) fn find_changes<'f>(
    folder: &Path,
    files: impl IntoIterator<Item = (&'f Path, &'f [u8])>,
    earlier: &[PathBuf],
) -> Result<Changes> {
    let mut changes = Changes::default();
    let mut names = std::collections::HashSet::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        names.insert(name);
        match fs::read(&path) {
            Ok(known) if known == bytes => changes.n_unchanged += 1,
            Ok(_) => changes.written.push(path),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                changes.written.push(path);
            }
            Err(error) => return Err(Fault::file("read", &path, error).into()),
        }
    }
    let is_inside =
        |name: &Path| name.components().all(|part| matches!(part, Component::Normal(_)));
    let gone = earlier.iter().filter(|name| is_inside(name) && !names.contains(name.as_path()));
    changes.removed = gone.map(|name| folder.join(name)).filter(|path| path.is_file()).collect();
    Ok(changes)
}

/// Writes the changed files and removes the others. A file appears whole or not at all.
///
/// # Errors
/// A [`Fault`] that names the file or folder.
pub(crate) fn apply<'f>(
    changes: &Changes,
    folder: &Path,
    files: impl IntoIterator<Item = (&'f Path, &'f [u8])>,
) -> Result {
    let changed: std::collections::HashSet<&Path> =
        changes.written.iter().map(PathBuf::as_path).collect();
    for (name, bytes) in files {
        let path = folder.join(name);
        if changed.contains(path.as_path()) {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(|error| Fault::file("create", parent, error))?;
            }
            Output::write_whole(Some(&path), bytes)?;
        }
    }
    for path in &changes.removed {
        fs::remove_file(path).map_err(|error| Fault::file("remove", path, error))?;
        // Empty folders go, too.
        let mut above = path.parent();
        while let Some(parent) = above.filter(|&parent| parent != folder) {
            if fs::remove_dir(parent).is_err() {
                break;
            }
            above = parent.parent();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{apply, find_changes};

    #[test]
    fn writes_what_differs_and_removes_what_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let write = |files: &[(&str, &str)], earlier: &[&str]| {
            let files: Vec<(&Path, &[u8])> =
                files.iter().map(|(name, text)| (Path::new(*name), text.as_bytes())).collect();
            let earlier: Vec<PathBuf> = earlier.iter().map(PathBuf::from).collect();
            let changes = find_changes(root, files.iter().copied(), &earlier).unwrap();
            apply(&changes, root, files).unwrap();
            (changes.written.len(), changes.removed.len(), changes.n_unchanged)
        };
        assert_eq!(write(&[("a/b.html", "1"), ("c", "2")], &[]), (2, 0, 0));
        assert_eq!(write(&[("a/b.html", "1"), ("c", "3")], &["a/b.html", "c"]), (1, 0, 1));
        fs::write(root.join("own"), "x").unwrap();
        assert_eq!(write(&[("c", "3")], &["a/b.html", "c", "../own", "gone"]), (0, 1, 1));
        assert!(!root.join("a").exists() && root.join("own").exists());
    }
}
