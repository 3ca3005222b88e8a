//! Limits and choices of a reading.

use super::SourceFormat;

/// Limits and choices of a reading; the defaults suit archives of news and blogs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Format of standard input and of files named one by one, whatever they are called. Files
    /// found in a folder always go by their extension. Default: none, so extension or first bytes.
    pub format: Option<SourceFormat>,
    /// Longest record in bytes (unpacked): a line, a row or a file beyond it is skipped and
    /// reported, and never held. Default: 256 MiB, some fifty times the Bible.
    pub max_record_bytes: usize,
    /// How many skips, and how many warnings, are kept with their place; all are counted.
    /// Default: 20, about a screen.
    pub max_details: usize,
    /// Whether the links between articles are gathered, and their words left out of the texts: for
    /// measuring alone. Default: no.
    pub own_links: bool,
    /// Whether this is a draft that is no part of an archive yet: it may say so and needs no id, and the name of its
    /// file says nothing of it; of no known kind it is plain text. Default: no.
    pub draft: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            max_record_bytes: 256 << 20,
            max_details: 20,
            own_links: false,
            draft: false,
        }
    }
}
