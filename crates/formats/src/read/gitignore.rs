//! The files that git ignores.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The `.gitignore` files of a folder and of those above it, the nearest last.
#[derive(Debug, Default)]
pub(super) struct GitIgnores(Vec<Gitignore>);

impl GitIgnores {
    /// Reads the files above a folder, up to the root of its repository. They do not hold for a folder that they
    /// name: who gives an ignored folder as a source wants it to be read.
    pub(super) fn above(root: &Path) -> Self {
        let mut above = Vec::new();
        for folder in root.ancestors().skip(1) {
            if root.join(".git").exists() {
                break;
            }
            above.extend(read(folder, folder));
            if folder.join(".git").exists() {
                above.reverse();
                let ignores = Self(above);
                return if ignores.names_or_above(root) { Self::default() } else { ignores };
            }
        }
        Self::default()
    }

    /// Reads the file of a folder, if there is one. `resolved` is the path of the folder by which [`Self::names`]
    /// is asked. Returns the number of files before.
    pub(super) fn enter(&mut self, folder: &Path, resolved: &Path) -> usize {
        let n_before = self.0.len();
        self.0.extend(read(folder, resolved));
        n_before
    }

    /// Forgets the files of a folder.
    pub(super) fn leave(&mut self, n_before: usize) {
        self.0.truncate(n_before);
    }

    /// Whether git ignores a path. The nearest file that names it decides.
    pub(super) fn names(&self, path: &Path, is_folder: bool) -> bool {
        let found = self.0.iter().rev().filter(|ignores| path.starts_with(ignores.path()));
        let matched = found.map(|ignores| ignores.matched(path, is_folder));
        matched
            .into_iter()
            .find(|matched| !matched.is_none())
            .is_some_and(|found| found.is_ignore())
    }

    fn names_or_above(&self, folder: &Path) -> bool {
        folder.ancestors().any(|folder| self.names(folder, true))
    }
}

fn read(folder: &Path, resolved: &Path) -> Option<Gitignore> {
    let file = folder.join(".gitignore");
    if !file.is_file() {
        return None;
    }
    let mut builder = GitignoreBuilder::new(resolved);
    // A line that is no pattern is ignored, as git does.
    let _ = builder.add(file);
    builder.build().ok()
}
