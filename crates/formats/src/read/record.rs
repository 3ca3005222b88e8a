//! Input and output of the parsers of records.

use super::{FieldNames, ReadOptions, Unpublished, Warning};
use crate::links::RecordLinks;
use alsolike::article::{Article, Date};

/// Choices of a parser.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ParseOptions<'o> {
    /// Collect the names and links of the record, and leave the words of links out of its text.
    pub own_links: bool,
    /// Accept records that are marked as drafts, and records without an id.
    pub draft: bool,
    /// Articles dated later are scheduled; `None` schedules none.
    pub now: Option<Date>,
    /// Names of fields beside the usual ones.
    pub names: Option<&'o FieldNames>,
    /// Address of the site.
    pub base: Option<&'o str>,
    /// Types of posts that are read from exports of WordPress and Ghost; none stand for posts alone.
    pub post_types: &'o [String],
}

impl<'o> From<&'o ReadOptions> for ParseOptions<'o> {
    fn from(options: &'o ReadOptions) -> Self {
        Self {
            own_links: options.own_links,
            draft: options.draft,
            now: options.now,
            names: Some(&options.fields),
            base: options.addresses.base.as_deref(),
            post_types: &options.post_types,
        }
    }
}

/// An article, the warnings about its fields, and its links.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ParsedRecord {
    pub article: Article,
    /// Why the site does not publish the article; `None` when it does.
    pub unpublished: Option<Unpublished>,
    pub warnings: Vec<Warning>,
    /// Whether the text was HTML in a field that may hold plain text, too.
    pub is_html: bool,
    /// Empty unless [`ParseOptions::own_links`] is set.
    pub links: RecordLinks,
}
