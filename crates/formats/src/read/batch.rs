//! Records as their files hold them, gathered to be parsed in parallel.

use std::ops::Range;

use rayon::prelude::*;

use super::{ReadOptions, Skip, csv, csv::Row, fields::Parsed, jsonl, markdown, seen::Spot, text};

/// Where one record's bytes are, and how to read them.
pub(super) enum Body {
    Line(Range<usize>),
    Row(Row),
    Markdown(Range<usize>, FileId),
    Plain(Range<usize>, FileId),
    /// Known to be of no use before it was read.
    Skip(Skip),
}

/// The names that a file gives to its one article.
#[derive(Debug, Default)]
pub(super) struct FileId {
    pub id: String,
    pub stem: String,
}

/// What is wanted of records beside their articles.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wants {
    /// Their names and links.
    pub own_links: bool,
    /// That drafts are read, too, and those without id.
    pub draft: bool,
}

impl From<&ReadOptions> for Wants {
    fn from(options: &ReadOptions) -> Self {
        Self { own_links: options.own_links, draft: options.draft }
    }
}

/// Records of one batch; the buffers are used again for the next.
#[derive(Default)]
pub(super) struct Batch {
    pub bytes: Vec<u8>,
    /// Ends of the fields of rows.
    pub ends: Vec<usize>,
    pub records: Vec<(Spot, Body)>,
}

/// A buffer that one huge record has made larger than this is given back.
const KEPT_BYTES: usize = 64 << 20;

impl Batch {
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(KEPT_BYTES);
        self.ends.clear();
        self.records.clear();
    }

    /// Parses all records in parallel, in their order whatever the number of threads.
    pub(super) fn parse(&self, wants: Wants) -> Vec<(Spot, Result<Parsed, Skip>)> {
        self.records.par_iter().map(|(spot, body)| (*spot, self.parse_one(body, wants))).collect()
    }

    fn parse_one(&self, body: &Body, wants: Wants) -> Result<Parsed, Skip> {
        let bytes = |range: &Range<usize>| &self.bytes[range.clone()];
        match body {
            Body::Line(line) => jsonl::parse(bytes(line), wants),
            Body::Row(row) => {
                csv::parse(bytes(&row.bytes), &self.ends[row.ends.clone()], &row.columns, wants)
            }
            Body::Markdown(file, name) => markdown::parse(bytes(file), &name.id, &name.stem, wants),
            Body::Plain(file, name) => text::parse(bytes(file), &name.id, &name.stem, wants),
            Body::Skip(skip) => Err(skip.clone()),
        }
    }
}
