//! Files and folders of a source that hold no article, and why.

use std::{collections::BTreeMap, fmt, path::PathBuf};

/// Why a file or a folder was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PassedOver {
    /// No reader knows files of this kind: pictures, styles, scripts.
    OtherKind,
    /// It belongs to the repository, not to the site: `LICENSE.md`, `AGENTS.md`, `robots.txt`.
    RepositoryFile,
    /// The generator keeps templates, themes or data there, no content.
    NoContent,
    /// It was made from the content: a built site, or packages.
    Built,
    /// `.gitignore` names it.
    GitIgnored,
    /// The configuration of the generator excludes it.
    Excluded,
    /// It is a part of another page, or introduces a section.
    PagePart,
    /// Its name starts with a dot.
    Hidden,
    /// A symbolic link that is broken, or leads to what is read elsewhere.
    Link,
    /// A pipe, a socket or a device.
    Special,
}

impl PassedOver {
    /// The reason in a few words, as tables of files show it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OtherKind => "no article by its kind",
            Self::RepositoryFile => "file of the repository",
            Self::NoContent => "no content of the site",
            Self::Built => "built from other files",
            Self::GitIgnored => "named in .gitignore",
            Self::Excluded => "excluded by the site's configuration",
            Self::PagePart => "part of a page or a section",
            Self::Hidden => "hidden",
            Self::Link => "link to nothing, or to what is read elsewhere",
            Self::Special => "pipe, socket or device",
        }
    }
}

impl fmt::Display for PassedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A file or folder that was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOverPath {
    /// The path.
    pub path: PathBuf,
    /// The path below the source, with `/` between folders.
    pub below: String,
    /// Whether it is a folder; nothing below it was looked at.
    pub is_folder: bool,
    /// Why.
    pub why: PassedOver,
}

/// What was passed over in the sources: all counts, and the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassedOverFiles {
    /// Every path, in the order of reading.
    pub paths: Vec<PassedOverPath>,
    /// Number of files of other kinds, by extension (`""` for none).
    pub kinds: BTreeMap<String, u64>,
}

impl PassedOverFiles {
    pub(super) fn add(&mut self, path: PathBuf, below: String, is_folder: bool, why: PassedOver) {
        self.paths.push(PassedOverPath { path, below, is_folder, why });
    }

    pub(super) fn add_kind(&mut self, path: PathBuf, below: String, extension: String) {
        *self.kinds.entry(extension).or_default() += 1;
        self.add(path, below, false, PassedOver::OtherKind);
    }

    /// Returns the paths that were passed over for this reason.
    pub fn of(&self, why: PassedOver) -> impl Iterator<Item = &PassedOverPath> {
        self.paths.iter().filter(move |path| path.why == why)
    }
}
