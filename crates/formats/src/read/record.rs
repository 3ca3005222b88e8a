//! Input and output of the parsers of records.

use super::{ReadOptions, Warning};
use crate::links::RecordLinks;
use alsolike::article::Article;

/// Choices of a parser.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ParseOptions {
    /// Collect the names and links of the record, and leave the words of links out of its text.
    pub own_links: bool,
    /// Accept records that are marked as drafts, and records without an id.
    pub draft: bool,
}

impl From<&ReadOptions> for ParseOptions {
    fn from(options: &ReadOptions) -> Self {
        Self { own_links: options.own_links, draft: options.draft }
    }
}

/// The defaults that a file name gives to the one article in the file.
#[derive(Debug, Default)]
pub(super) struct FileId {
    /// Path below the folder, without extensions.
    pub id: String,
    /// File name without extensions.
    pub stem: String,
}

/// An article, the warnings about its fields, and its links.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ParsedRecord {
    pub article: Article,
    pub warnings: Vec<Warning>,
    /// Empty unless [`ParseOptions::own_links`] is set.
    pub links: RecordLinks,
}
