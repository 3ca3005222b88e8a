//! Lists the files of the sources in a fixed order.

use std::{
    collections::HashSet,
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use super::{ReadReport, Source, file_name::FileName, input::Input};
use crate::ReadError;

/// Lists the files of the sources: sources in the given order, the entries of a folder by name. Skips hidden files,
/// and counts ignored ones in the report.
///
/// A symbolic link is followed unless it leads to a file or folder that is listed anyway. This excludes loops.
///
/// # Errors
/// [`ReadError::NotFound`] and [`ReadError::Io`].
pub(super) fn list_inputs(
    sources: &[Source],
    report: &mut ReadReport,
) -> Result<Vec<Input>, ReadError> {
    let mut inputs = Vec::new();
    for source in sources {
        let Source::Path(path) = source else {
            inputs.push(Input::stdin());
            continue;
        };
        let metadata = fs::metadata(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => ReadError::NotFound { path: path.clone() },
            _ => cannot_read(path, source),
        })?;
        if metadata.is_dir() {
            let root = fs::canonicalize(path).map_err(|source| cannot_read(path, source))?;
            let depth = path.components().count();
            let mut walk = Walk { root, depth, linked: HashSet::new(), inputs, report };
            walk.folder(path)?;
            inputs = walk.inputs;
        } else {
            inputs.push(Input::named(path.clone()));
        }
    }
    Ok(inputs)
}

impl Source {
    /// Whether reading this folder would read `file`, which need not exist yet. `false` when the source is not a
    /// folder.
    ///
    /// `file` must be a path without symbolic links. Files behind links that leave the folder are not found.
    #[must_use]
    pub fn lists(&self, file: &Path) -> bool {
        let Self::Path(folder) = self else { return false };
        let root = fs::canonicalize(folder).ok().filter(|root| root.is_dir());
        let Some(inside) = root.as_deref().and_then(|root| file.strip_prefix(root).ok()) else {
            return false;
        };
        let name = FileName::from_path(file);
        !inside.iter().any(is_hidden) && name.format.is_some() && !name.is_repository_file()
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// The listing of one folder.
struct Walk<'r> {
    /// The folder, with all symbolic links resolved.
    root: PathBuf,
    /// Number of components of the path that the caller gave.
    depth: usize,
    /// Targets of the links that were followed.
    linked: HashSet<PathBuf>,
    inputs: Vec<Input>,
    report: &'r mut ReadReport,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path) -> Result<(), ReadError> {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = entries.map_err(|source| cannot_read(folder, source))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            if is_hidden(&entry.file_name()) {
                continue;
            }
            let path = entry.path();
            let kind = entry.file_type().map_err(|source| cannot_read(&path, source))?;
            if kind.is_symlink() && !self.leads_to_new_files(&path) {
                self.report.ignored_links += 1;
            } else if path.is_dir() {
                self.folder(&path)?;
            } else if path.is_file() {
                self.file(path);
            } else {
                self.report.ignored_special += 1;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: PathBuf) {
        let name = FileName::from_path(&path);
        if name.format.is_some() && name.is_repository_file() {
            self.report.ignored_repository_files.push(path);
        } else if name.format.is_some() {
            self.inputs.push(Input::found(path, self.depth));
        } else {
            *self.report.ignored.entry(name.extension).or_default() += 1;
        }
    }

    /// Whether a link leads to a file or folder that would not be listed without it.
    fn leads_to_new_files(&mut self, link: &Path) -> bool {
        let Ok(target) = fs::canonicalize(link) else { return false };
        let listed = target.starts_with(&self.root) || self.root.starts_with(&target);
        let linked = target.ancestors().any(|above| self.linked.contains(above));
        !listed && !linked && self.linked.insert(target)
    }
}

fn cannot_read(path: &Path, source: io::Error) -> ReadError {
    ReadError::Io { name: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Input, list_inputs};
    use crate::{
        ReadError,
        read::{ReadReport, Source},
    };

    #[test]
    fn lists_a_folder_by_name_without_hidden_and_unknown_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/c")).unwrap();
        fs::create_dir(root.join(".git")).unwrap();
        for name in
            ["b/c/index.md", "b/2.md.gz", "b/1.txt", "a.jsonl", ".git/x.md", ".x.md", "i.PNG", "J"]
        {
            fs::write(root.join(name), "x").unwrap();
        }
        let mut report = ReadReport::default();
        let inputs = list_inputs(&[Source::Path(root.into())], &mut report).unwrap();
        let ids: Vec<_> = inputs.iter().map(Input::id).collect();
        assert_eq!(ids, ["a", "b/1", "b/2", "b/c/index"]);
        assert_eq!(inputs[3].stem(), "c");
        let ignored = [(String::new(), 1), ("png".to_owned(), 1)];
        assert_eq!(report.ignored.into_iter().collect::<Vec<_>>(), ignored);
    }

    #[test]
    fn ignores_repository_files_unless_they_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in [
            "LICENSE.md",
            "LICENSE-MIT.txt",
            "404.md",
            "CHANGELOG.md",
            "LICENSED.md",
            "README.md",
            "changelog.md",
        ] {
            fs::write(root.join(name), "x").unwrap();
        }
        let mut report = ReadReport::default();
        let sources = [Source::Path(root.into()), Source::Path(root.join("LICENSE.md"))];
        let inputs = list_inputs(&sources, &mut report).unwrap();
        let ids: Vec<_> = inputs.iter().map(Input::id).collect();
        assert_eq!(ids, ["LICENSED", "README", "changelog", "LICENSE"]);
        let ignored = ["404.md", "CHANGELOG.md", "LICENSE-MIT.txt", "LICENSE.md"];
        assert_eq!(report.ignored_repository_files, ignored.map(|name| root.join(name)));
    }

    #[test]
    fn a_folder_lists_the_files_that_the_reader_would_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::write(root.join("a.md"), "x").unwrap();
        let check = |source: &Source, name: &str, lists: bool| {
            assert_eq!(source.lists(&root.join(name)), lists, "{name}");
        };
        let source = Source::Path(folder.path().into());
        check(&source, "a.md", true);
        check(&source, "new/lists.jsonl.gz", true);
        check(&source, "lists.json", false);
        check(&source, ".new/lists.jsonl", false);
        check(&source, ".lists.jsonl", false);
        check(&source, "/elsewhere/lists.jsonl", false);
        check(&Source::Path(root.join("a.md")), "a.md", false);
        check(&Source::Stdin, "a.md", false);
    }

    #[cfg(unix)]
    #[test]
    fn follows_only_links_that_leave_the_folder() {
        use std::os::unix::fs::symlink;
        let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(inside.path().join("a.md"), "x").unwrap();
        fs::write(outside.path().join("b.md"), "x").unwrap();
        symlink(inside.path(), inside.path().join("loop")).unwrap();
        symlink(inside.path().join("a.md"), inside.path().join("again.md")).unwrap();
        symlink(inside.path().join("gone"), inside.path().join("gone.md")).unwrap();
        symlink(outside.path(), inside.path().join("out")).unwrap();
        symlink(outside.path(), inside.path().join("out-again")).unwrap();
        symlink(inside.path(), outside.path().join("back")).unwrap();
        let mut report = ReadReport::default();
        let inputs = list_inputs(&[Source::Path(inside.path().into())], &mut report).unwrap();
        assert_eq!(inputs.iter().map(Input::id).collect::<Vec<_>>(), ["a", "out/b"]);
        assert_eq!(report.ignored_links, 5);
    }

    #[test]
    fn the_id_of_a_named_file_is_its_stem() {
        let file = tempfile::Builder::new().suffix(".x.md").tempfile().unwrap();
        let source = Source::Path(file.path().into());
        let inputs = list_inputs(&[source, Source::Stdin], &mut ReadReport::default()).unwrap();
        assert!(inputs[0].id().ends_with(".x") && !inputs[0].id().contains('/'));
        assert_eq!((inputs[1].id().as_str(), &*inputs[1].name()), ("stdin", "stdin"));
    }

    #[test]
    fn a_missing_path_is_an_error_that_names_it() {
        let error = list_inputs(&["no/such".into()], &mut ReadReport::default()).unwrap_err();
        assert!(matches!(error, ReadError::NotFound { .. }));
        assert_eq!(error.to_string(), "`no/such` does not exist");
    }
}
