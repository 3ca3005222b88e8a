//! Limits and choices of the reader.

use std::sync::Arc;

use super::{Addresses, FieldNames, SiteChoice, SourceFormat};
use alsolike::article::Date;

/// Limits and choices of a [`Reader`](super::Reader). The defaults suit archives of news and blogs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Format of standard input and of named files, whatever their extension. Files found in folders are always read
    /// by extension. Default: `None`, which decides by extension or first bytes.
    pub format: Option<SourceFormat>,
    /// Maximal length of a record in bytes, after decompression. A longer line, row or file is skipped and reported
    /// and never held in memory. Default: 256 MiB, about fifty times the Bible.
    pub max_record_bytes: usize,
    /// Maximal number of skipped records, and of warnings, that the report lists with their place. All are counted.
    /// Default: 20, about a screen.
    pub max_details: usize,
    /// Whether to collect the links between articles and to leave the words of links out of the texts. Only for
    /// evaluation against these links. Default: no.
    pub own_links: bool,
    /// Whether the input is a draft outside the archive. A draft may be marked as one, needs no id, and takes nothing
    /// from its file name; a file of unknown format is plain text. Default: no.
    pub draft: bool,
    /// Which generator makes the site of a folder. Default: the one that its configuration shows.
    pub site: SiteChoice,
    /// Addresses beside those of the site's rules and of the front matter. Default: none.
    pub addresses: Arc<Addresses>,
    /// Names that fields of JSON and tables have in these files. Default: the usual names alone.
    pub fields: FieldNames,
    /// Types of posts that are read from exports of WordPress and Ghost, such as `post` and `page`. Default: none,
    /// which stands for posts alone.
    pub post_types: Vec<String>,
    /// The moment at which articles are published or not: an article dated later is scheduled. Default: `None`,
    /// which takes no date as scheduled.
    pub now: Option<Date>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            max_record_bytes: 256 << 20,
            max_details: 20,
            own_links: false,
            draft: false,
            site: SiteChoice::Detect,
            addresses: Arc::default(),
            fields: FieldNames::default(),
            post_types: Vec::new(),
            now: None,
        }
    }
}
