//! Records in one buffer, parsed in parallel.

use std::{ops::Range, sync::Arc};

use rayon::prelude::*;

use super::{
    Skip, SourceFormat,
    built::{self, is_built},
    csv::{self, Row},
    json::{GhostTables, parse_ghost},
    jsonl, page,
    page_file::PageFile,
    record::{ParseOptions, ParsedRecord},
    seen::Spot,
    text,
    xml::{self, Feed},
};

/// The bytes of one record in [`Batch::bytes`], by format.
pub(super) enum Body {
    Line(Range<usize>),
    Row(Row),
    /// A row of the posts of Ghost.
    Ghost(Range<usize>, Arc<GhostTables>),
    /// An item of a feed.
    Item(Range<usize>, Arc<Feed>),
    /// A file that is one page.
    Page(Range<usize>, SourceFormat, PageFile),
    /// A record that was skipped before parsing, for example because it is too long.
    Skip(Skip),
}

/// The records of one batch. The next batch reuses the buffers.
#[derive(Default)]
pub(super) struct Batch {
    pub bytes: Vec<u8>,
    /// Ends of the fields of all rows.
    pub ends: Vec<usize>,
    pub records: Vec<(Spot, Body)>,
}

/// Capacity that the buffer keeps between batches, so that one huge record does not hold memory for the whole run.
const KEPT_BYTES: usize = 64 << 20;

impl Batch {
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(KEPT_BYTES);
        self.ends.clear();
        self.records.clear();
    }

    /// Parses all records in parallel. Results keep the order of the records for any number of threads.
    pub(super) fn parse(&self, options: ParseOptions) -> Vec<(Spot, Result<ParsedRecord, Skip>)> {
        let parse = |(spot, body): &(Spot, Body)| (*spot, self.parse_record(body, options));
        self.records.par_iter().map(parse).collect()
    }

    fn parse_record(&self, body: &Body, options: ParseOptions) -> Result<ParsedRecord, Skip> {
        let bytes = |range: &Range<usize>| &self.bytes[range.clone()];
        match body {
            Body::Line(line) => jsonl::parse(bytes(line), options),
            Body::Row(row) => {
                csv::parse(bytes(&row.bytes), &self.ends[row.ends.clone()], &row.columns, options)
            }
            Body::Ghost(post, tables) => parse_ghost(bytes(post), tables, options),
            Body::Item(item, feed) => xml::parse(bytes(item), feed, options),
            Body::Page(page, SourceFormat::Plain, file) => text::parse(bytes(page), file, options),
            Body::Page(page, format, file) if is_built(bytes(page), *format, file) => {
                built::parse(bytes(page), file, options)
            }
            Body::Page(page, format, file) => page::parse(bytes(page), *format, file, options),
            Body::Skip(skip) => Err(skip.clone()),
        }
    }
}
