//! One file to read, or standard input.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{SourceFormat, file_name::FileName, site::SiteRoot};

/// One file to read, or standard input.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// `None` for standard input.
    path: Option<PathBuf>,
    /// Path below the source, or below the folder that holds all sources, with `/` between folders.
    below: String,
    /// Whether the file was found in a folder, not named by the caller.
    is_found: bool,
    /// The site that the file belongs to, with its path below the root of the site.
    site: Option<(Arc<SiteRoot>, String)>,
    /// Language by the path, with the path without that language, which all translations share.
    pub by_path: Option<(String, String)>,
}

impl Input {
    pub(super) fn stdin() -> Self {
        let below = "stdin".to_owned();
        Self { path: None, below, is_found: false, site: None, by_path: None }
    }

    /// A file that the caller named.
    pub(super) fn named(path: PathBuf, below: String) -> Self {
        Self { path: Some(path), below, is_found: false, site: None, by_path: None }
    }

    /// A file in a folder that the caller named.
    pub(super) fn found(
        path: PathBuf,
        below: String,
        site: Option<(Arc<SiteRoot>, String)>,
    ) -> Self {
        Self { path: Some(path), below, is_found: true, site, by_path: None }
    }

    /// The name for messages.
    pub(super) fn name(&self) -> Cow<'_, str> {
        self.path.as_deref().map_or(Cow::Borrowed("stdin"), Path::to_string_lossy)
    }

    /// The path; `None` for standard input.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Path below the source, with `/` between folders.
    pub(super) fn below(&self) -> &str {
        &self.below
    }

    /// The site of the file, with its path below the root of the site.
    pub(super) fn site(&self) -> Option<&(Arc<SiteRoot>, String)> {
        self.site.as_ref()
    }

    /// Whether the file was found in a folder, not named by the caller.
    pub(super) fn is_found(&self) -> bool {
        self.is_found
    }

    /// Whether the file lies in a folder of drafts, as Jekyll and Hexo have it, and no generator decides.
    pub(super) fn is_in_drafts(&self) -> bool {
        let mut folders = self.below.split('/').rev().skip(1);
        self.site.is_none() && folders.any(|folder| folder == "_drafts")
    }

    /// The format by extension.
    pub(super) fn format(&self) -> Option<SourceFormat> {
        FileName::from_path(self.path()?).format
    }

    /// Whether the input has no extension, as standard input and pipes.
    pub(super) fn has_no_extension(&self) -> bool {
        self.path().is_none_or(|path| FileName::from_path(path).extension.is_empty())
    }

    /// The file name without extensions; for `index` files, the name of their folder.
    pub(super) fn stem(&self) -> String {
        let Some(path) = self.path() else { return "stdin".to_owned() };
        let stem = FileName::from_path(path).stem;
        let folder = || Some(path.parent()?.file_name()?.to_string_lossy().into_owned());
        match stem.as_str() {
            "index" | "_index" => folder().unwrap_or(stem),
            _ => stem,
        }
    }

    /// The id of an article that has none: the path below the source, without extensions.
    pub(super) fn id(&self) -> String {
        let Some(path) = self.path() else { return "stdin".to_owned() };
        let stem = FileName::from_path(path).stem;
        match self.below.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{stem}"),
            None => stem,
        }
    }
}
