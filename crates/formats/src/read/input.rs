//! One file to read, or standard input.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use super::{SourceFormat, file_name::FileName};

/// One file to read, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    /// `None` for standard input.
    path: Option<PathBuf>,
    /// For a file found in a folder, the number of path components that lead to the folder.
    depth: Option<usize>,
}

impl Input {
    pub(super) fn stdin() -> Self {
        Self { path: None, depth: None }
    }

    /// A file that the caller named.
    pub(super) fn named(path: PathBuf) -> Self {
        Self { path: Some(path), depth: None }
    }

    /// A file in a folder whose path has `depth` components.
    pub(super) fn found(path: PathBuf, depth: usize) -> Self {
        Self { path: Some(path), depth: Some(depth) }
    }

    /// The name for messages.
    pub(super) fn name(&self) -> Cow<'_, str> {
        self.path.as_deref().map_or(Cow::Borrowed("stdin"), Path::to_string_lossy)
    }

    /// The path; `None` for standard input.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether the file was found in a folder, not named by the caller.
    pub(super) fn is_found(&self) -> bool {
        self.depth.is_some()
    }

    /// The format by extension.
    pub(super) fn format(&self) -> Option<SourceFormat> {
        FileName::from_path(self.path()?).format
    }

    /// Whether the input has no extension, as standard input and pipes.
    pub(super) fn has_no_extension(&self) -> bool {
        self.path().is_none_or(|path| FileName::from_path(path).extension.is_empty())
    }

    /// The file name without extensions; for `index` files in folders, the name of their folder.
    pub(super) fn stem(&self) -> String {
        let Some(path) = self.path() else { return "stdin".to_owned() };
        let stem = FileName::from_path(path).stem;
        let folder = || Some(path.parent()?.file_name()?.to_string_lossy().into_owned());
        match stem.as_str() {
            "index" | "_index" if self.is_found() => folder().unwrap_or(stem),
            _ => stem,
        }
    }

    /// The id of an article that has none: for a file in a folder, the path below the folder, with `/` between its
    /// parts and without extensions; for a named file, its stem.
    pub(super) fn id(&self) -> String {
        let Some(path) = self.path() else { return "stdin".to_owned() };
        let stem = FileName::from_path(path).stem;
        let Some(depth) = self.depth else { return stem };
        let parts = path.parent().into_iter().flat_map(|folder| folder.components().skip(depth));
        let parts = parts.map(|part| part.as_os_str().to_string_lossy().into_owned());
        parts.chain([stem]).collect::<Vec<_>>().join("/")
    }
}
