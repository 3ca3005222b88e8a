//! Reads sources in batches of articles.

use std::{
    fs::File,
    io::{self, Read},
    ops::Range,
    path::Path,
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Place, ReadOptions, ReadReport, Skip, Source, SourceFormat, Unpublished,
    batch::{Batch, Body},
    csv::{Table, delimiter, table_delimiter},
    decode::to_utf8,
    decompress::{Bytes, Packing, Unpacked, unpack},
    html_page::{PageSample, SiteFacts, sample_page},
    input::Input,
    json::{GhostTables, JsonRecords, holds_articles, is_document, is_ghost},
    lines::{Taken, read_all, read_line},
    page_file::PageFile,
    record::{ParseOptions, ParsedRecord},
    seen::{SeenIds, Spot},
    site::Site,
    split::Split,
    walk::{Listing, list_inputs},
    xml::{Pictures, XmlRecords, is_feed, is_wordpress},
};
use crate::{ReadError, links::OwnLinks, markup::html::is_whole_page};
use alsolike::article::Article;

/// Number of bytes of records that fill a batch.
const BATCH_BYTES: usize = 16 << 20;

/// Reads articles from files, folders and standard input, batch by batch.
///
/// Reads sources in the given order, folders by path, and files from top to bottom. Articles come in that order for
/// any number of threads.
///
/// # Performance
/// Memory: 16 MiB of records and their articles, or one record if it is larger; the paths of all files; the ids of
/// all articles, with about 32 bytes more for each.
pub struct Reader {
    options: ReadOptions,
    inputs: Vec<Input>,
    sites: Vec<Site>,
    /// Index of the next input to open.
    next: usize,
    open: Option<OpenFile>,
    /// What the built pages share, once it is known.
    facts: Option<Arc<SiteFacts>>,
    batch: Batch,
    seen: SeenIds,
    report: ReadReport,
    own_links: OwnLinks,
}

/// A record of a source, read or skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where the record starts.
    pub place: Place,
    /// Path of its file below the source.
    pub path: String,
    /// The article, or why the record has none.
    pub article: Result<Article, Skip>,
    /// Why the site does not publish the article; `None` when it does.
    pub unpublished: Option<Unpublished>,
}

/// A file with many records that is not read to its end yet.
struct OpenFile {
    packing: Packing,
    records: Records,
}

enum Records {
    Lines { stream: Bytes, line: u64 },
    Json(Box<JsonRecords>),
    Ghost(Box<JsonRecords>, Arc<GhostTables>),
    Items(Box<XmlRecords>),
    Rows(Box<Table>),
}

impl Reader {
    /// Lists the files of the sources without reading them.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] for a path that does not exist, [`ReadError::Io`] for a folder that cannot be listed.
    pub fn open(sources: &[Source], options: ReadOptions) -> Result<Self, ReadError> {
        let mut report = ReadReport::default();
        let Listing { inputs, sites } = list_inputs(sources, &options, &mut report)?;
        let mut folders: Vec<&Path> = Vec::new();
        for site in &sites {
            if !folders.contains(&site.folder()) {
                folders.push(site.folder());
                report.sites.push(site.name());
            }
        }
        let (batch, seen, own_links) = (Batch::default(), SeenIds::default(), OwnLinks::default());
        Ok(Self {
            options,
            inputs,
            sites,
            next: 0,
            open: None,
            facts: None,
            batch,
            seen,
            report,
            own_links,
        })
    }

    /// Returns the next articles: at most `max_articles` (0 counts as 1), and fewer when their records fill 16 MiB.
    /// Returns an empty batch when everything is read.
    ///
    /// # Errors
    /// [`ReadError::Io`], [`ReadError::Damaged`] and [`ReadError::UnknownFormat`]; each names the file. The articles of this batch are lost, earlier batches stay valid, and later calls return an
    /// empty batch.
    pub fn next_batch(&mut self, max_articles: usize) -> Result<Vec<Article>, ReadError> {
        let mut articles = Vec::new();
        // An empty batch means the end, so a batch of skipped records is followed by the next one.
        while articles.is_empty() {
            let records = self.next_records(max_articles)?;
            if records.is_empty() && self.is_at_end() {
                break;
            }
            let read = records.into_iter().filter_map(|record| match record.article {
                Ok(article) if record.unpublished.is_none() => Some(article),
                _ => None,
            });
            articles.extend(read);
        }
        Ok(articles)
    }

    /// Returns the next records, those that are skipped or not published included: at most `max_records` (0 counts
    /// as 1), and fewer when they fill 16 MiB. Returns an empty batch when everything is read.
    ///
    /// # Errors
    /// As [`Reader::next_batch`].
    pub fn next_records(&mut self, max_records: usize) -> Result<Vec<Record>, ReadError> {
        self.batch.clear();
        if let Err(error) = self.gather(max_records.max(1)) {
            (self.open, self.next) = (None, self.inputs.len());
            return Err(error);
        }
        let parsed = self.batch.parse(ParseOptions::from(&self.options));
        Ok(parsed.into_iter().map(|(spot, parsed)| self.accept(spot, parsed)).collect())
    }

    /// Whether everything is read.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.open.is_none() && self.next >= self.inputs.len()
    }

    /// Returns the counts of what was read so far, and of what was skipped.
    #[must_use]
    pub fn report(&self) -> &ReadReport {
        &self.report
    }

    /// Returns the sites of the sources.
    #[must_use]
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// Returns the links that were read so far; empty unless [`ReadOptions::own_links`] is set.
    #[must_use]
    pub fn own_links(&self) -> &OwnLinks {
        &self.own_links
    }

    /// Returns the number of inputs, with standard input, and the number of those opened so far.
    #[must_use]
    pub fn n_files(&self) -> (usize, usize) {
        (self.inputs.len(), self.next)
    }

    /// Fills the batch with records.
    fn gather(&mut self, max_records: usize) -> Result<(), ReadError> {
        while self.batch.records.len() < max_records && self.batch.bytes.len() < BATCH_BYTES {
            if self.open.is_some() {
                self.gather_record()?;
            } else if self.next < self.inputs.len() {
                self.next += 1;
                self.open_input(self.next - 1)?;
            } else {
                break;
            }
        }
        Ok(())
    }

    /// Adds the next record of the open file, or closes the file at its end.
    fn gather_record(&mut self) -> Result<(), ReadError> {
        let number = self.next - 1;
        let limit = self.options.max_record_bytes;
        let Some(open) = &mut self.open else { return Ok(()) };
        let batch = &mut self.batch;
        let record = match &mut open.records {
            Records::Lines { stream, line } => next_line(stream, line, limit, &mut batch.bytes),
            Records::Json(records) => {
                let record = records.next_record(limit, &mut batch.bytes);
                record.map(|record| record.map(|(line, split)| (line, body(split, Body::Line))))
            }
            Records::Ghost(records, tables) => {
                let record = records.next_record(limit, &mut batch.bytes);
                let post = |bytes| Body::Ghost(bytes, Arc::clone(tables));
                record.map(|record| record.map(|(line, split)| (line, body(split, post))))
            }
            Records::Items(records) => {
                let record = records.next_record(limit, &mut batch.bytes);
                record.map(|record| {
                    record.map(|(line, split, feed)| {
                        (line, body(split, |bytes| Body::Item(bytes, feed)))
                    })
                })
            }
            Records::Rows(table) => {
                let row = table.next_row(limit, &mut batch.bytes, &mut batch.ends);
                row.map(|row| row.map(|(line, row)| (line, row.map_or_else(Body::Skip, Body::Row))))
            }
        };
        let packing = open.packing;
        match record.map_err(|error| failure(&self.inputs[number], packing, error))? {
            Some((line, body)) => batch.records.push((spot(number, line), body)),
            None => self.open = None,
        }
        Ok(())
    }

    /// Opens an input. A file that is one article is added as a record at once.
    fn open_input(&mut self, number: usize) -> Result<(), ReadError> {
        let input = &self.inputs[number];
        let Unpacked { packing, head, mut stream } = open_stream(input)?;
        let format = match decide_format(input, &head, &self.options) {
            Err(ReadError::UnknownFormat { .. }) if self.options.draft => SourceFormat::Plain,
            format => format?,
        };
        if input.is_found() && !holds_records(format, &head, &self.options) {
            let path = input.path().map(ToOwned::to_owned).unwrap_or_default();
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            self.report.passed_over.add_kind(path, input.below().to_owned(), extension);
            return Ok(());
        }
        let records = match format {
            SourceFormat::Json if is_ghost(&head) => {
                let tables = Arc::new(ghost_tables(input)?);
                Records::Ghost(Box::new(JsonRecords::new(stream)), tables)
            }
            SourceFormat::Json => Records::Json(Box::new(JsonRecords::new(stream))),
            SourceFormat::Feed => {
                let pictures = self.pictures(input, &head)?;
                Records::Items(Box::new(XmlRecords::new(stream, &head, pictures)))
            }
            SourceFormat::Jsonl => Records::Lines { stream, line: 0 },
            SourceFormat::Csv => {
                let names = &self.options.fields;
                let delimiter = delimiter(&head, names);
                Records::Rows(Box::new(Table::new(to_utf8(stream, None), delimiter, names)))
            }
            SourceFormat::Tsv => {
                let stream = to_utf8(stream, None);
                Records::Rows(Box::new(Table::new(stream, b'\t', &self.options.fields)))
            }
            SourceFormat::Markdown
            | SourceFormat::Mdx
            | SourceFormat::Org
            | SourceFormat::AsciiDoc
            | SourceFormat::Rst
            | SourceFormat::Textile
            | SourceFormat::Html
            | SourceFormat::Plain => {
                let facts = match format {
                    SourceFormat::Html if input.site().is_none() => self.facts(),
                    _ => Arc::default(),
                };
                let input = &self.inputs[number];
                let (limit, start) = (self.options.max_record_bytes, self.batch.bytes.len());
                let taken = read_all(&mut stream, limit, &mut self.batch.bytes)
                    .map_err(|error| failure(input, packing, error))?;
                let bytes = start..self.batch.bytes.len();
                let file = match self.options.draft {
                    true => PageFile::default(),
                    false => PageFile {
                        id: input.id(),
                        stem: input.stem(),
                        addresses: Arc::clone(&self.options.addresses),
                        path: input.path().map(|_| input.below().to_owned()),
                        site: input.site().cloned(),
                        is_draft: input.is_in_drafts(),
                        by_path: input.by_path.clone(),
                        facts,
                    },
                };
                let body = match taken {
                    Taken::TooLong => Body::Skip(Skip::TooLong { limit }),
                    _ => Body::Page(bytes, format, file),
                };
                self.batch.records.push((spot(number, 0), body));
                return Ok(());
            }
        };
        self.open = Some(OpenFile { packing, records });
        Ok(())
    }

    /// Returns what the built pages among the inputs share. The first call reads a sample of them.
    fn facts(&mut self) -> Arc<SiteFacts> {
        let limit = self.options.max_record_bytes;
        let inputs = &self.inputs;
        let facts = self.facts.get_or_insert_with(|| Arc::new(site_facts(inputs, limit)));
        Arc::clone(facts)
    }

    /// Returns the pictures of an export of WordPress, which needs one more pass over the file. Standard input cannot
    /// be read twice, and has none.
    fn pictures(&self, input: &Input, head: &[u8]) -> Result<Pictures, ReadError> {
        if input.path().is_none() || !is_wordpress(head) {
            return Ok(Pictures::new());
        }
        let Unpacked { packing, head, stream } = open_stream(input)?;
        let records = XmlRecords::new(stream, &head, Pictures::new());
        let limit = self.options.max_record_bytes;
        records.pictures(limit).map_err(|error| failure(input, packing, error))
    }

    /// Skips the record if its id is a duplicate, and updates the report.
    fn accept(&mut self, spot: Spot, parsed: Result<ParsedRecord, Skip>) -> Record {
        let max_details = self.options.max_details;
        let parsed = parsed.and_then(|parsed| {
            let id = parsed.article.id.as_str();
            // Drafts may have no id, and the id of an unpublished article is free for another.
            if id.is_empty() || parsed.unpublished.is_some() {
                return Ok(parsed);
            }
            let id = id.to_owned();
            let Some(first) = self.seen.insert(&id, spot) else { return Ok(parsed) };
            // A file has other names: its path without extension, and its path.
            let path = parsed.article.path.clone().unwrap_or_default();
            let stem = self.inputs[spot.file as usize].id();
            for name in [stem, path.clone()] {
                if !path.is_empty() && self.seen.insert(&name, spot).is_none() {
                    let article = Article { id: name.into(), ..parsed.article };
                    return Ok(ParsedRecord { article, ..parsed });
                }
            }
            Err(Skip::DuplicateId { id, first: self.place(first) })
        });
        let place = self.place(spot);
        let path = self.inputs[spot.file as usize].below().to_owned();
        match parsed {
            Ok(ParsedRecord { article, unpublished: Some(state), .. }) => {
                self.report.skip(Skip::Unpublished(state), max_details, || place.clone());
                Record { place, path, article: Ok(article), unpublished: Some(state) }
            }
            Ok(ParsedRecord { article, warnings, links, is_html, unpublished: None }) => {
                self.report.html_texts += u64::from(is_html);
                if self.options.own_links {
                    self.own_links.add(article.id.clone(), links);
                }
                self.report.articles += 1;
                self.report.bytes += article.text.len() as u64;
                for warning in warnings {
                    self.report.warn(warning, max_details, || place.clone());
                }
                Record { place, path, article: Ok(article), unpublished: None }
            }
            Err(skip) => {
                self.report.skip(skip.clone(), max_details, || place.clone());
                let unpublished = match skip {
                    Skip::Unpublished(state) => Some(state),
                    _ => None,
                };
                Record { place, path, article: Err(skip), unpublished }
            }
        }
    }

    fn place(&self, spot: Spot) -> Place {
        Place {
            file: Arc::from(&*self.inputs[spot.file as usize].name()),
            line: (spot.line > 0).then_some(spot.line),
        }
    }
}

/// Returns the tables of an export of Ghost, which needs one more pass over the file. Standard input cannot be read
/// twice, and has none.
fn ghost_tables(input: &Input) -> Result<GhostTables, ReadError> {
    if input.path().is_none() {
        return Ok(GhostTables::default());
    }
    let Unpacked { packing, stream, .. } = open_stream(input)?;
    GhostTables::read(stream).map_err(|error| failure(input, packing, error))
}

/// Returns what the built pages among the inputs share. A page that cannot be read is left out here; reading it later
/// says why.
fn site_facts(inputs: &[Input], limit: usize) -> SiteFacts {
    let is_page = |input: &&Input| {
        input.path().is_some()
            && input.format() == Some(SourceFormat::Html)
            && input.site().is_none()
    };
    let pages: Vec<&Input> = inputs.iter().filter(is_page).collect();
    let sample: Vec<usize> = SiteFacts::sample(pages.len()).collect();
    let read = |&at: &usize| {
        let mut bytes = Vec::new();
        let taken = read_all(&mut open_stream(pages[at]).ok()?.stream, limit, &mut bytes).ok()?;
        let is_page =
            !matches!(taken, Taken::TooLong) && is_whole_page(&String::from_utf8_lossy(&bytes));
        is_page.then(|| sample_page(&bytes))
    };
    let samples: Vec<PageSample> = sample.par_iter().filter_map(read).collect();
    SiteFacts::of(samples)
}

/// Opens an input, and decompresses it.
fn open_stream(input: &Input) -> Result<Unpacked, ReadError> {
    let raw: Box<dyn Read + Send> = match input.path() {
        None => Box::new(io::stdin()),
        Some(path) => {
            let file = File::open(path);
            Box::new(file.map_err(|error| failure(input, Packing::None, error))?)
        }
    };
    unpack(raw).map_err(|(packing, error)| failure(input, packing, error))
}

fn spot(number: usize, line: u64) -> Spot {
    // Memory is full long before 2^32 paths.
    Spot { file: u32::try_from(number).unwrap_or(u32::MAX), line }
}

/// Returns the body of a record that was split from its file.
fn body(split: Split, whole: impl FnOnce(Range<usize>) -> Body) -> Body {
    match split {
        Split::Whole(bytes) => whole(bytes),
        Split::Skip(skip) => Body::Skip(skip),
    }
}

/// Returns the next line that is not blank, with its number.
fn next_line(
    stream: &mut Bytes,
    line: &mut u64,
    limit: usize,
    bytes: &mut Vec<u8>,
) -> io::Result<Option<(u64, Body)>> {
    loop {
        let start = bytes.len();
        let taken = read_line(stream, limit, bytes)?;
        *line += 1;
        match taken {
            Taken::End => return Ok(None),
            Taken::TooLong => return Ok(Some((*line, Body::Skip(Skip::TooLong { limit })))),
            Taken::Whole => {}
        }
        if !bytes[start..].trim_ascii().is_empty() {
            return Ok(Some((*line, Body::Line(start..bytes.len()))));
        }
    }
}

/// Decides the format of an input, in this order: the format that the caller chose, unless the file was found in a
/// folder; the extension; the first bytes; plain text for an input without extension, such as standard input. Between
/// JSON lines and a JSON document, the first bytes decide.
fn decide_format(
    input: &Input,
    head: &[u8],
    options: &ReadOptions,
) -> Result<SourceFormat, ReadError> {
    let by_name = options.format.filter(|_| !input.is_found()).or_else(|| input.format());
    let format = by_name.or_else(|| SourceFormat::sniff(head));
    match format {
        Some(SourceFormat::Jsonl) if is_document(head) || is_ghost(head) => Ok(SourceFormat::Json),
        Some(SourceFormat::Json) if !is_document(head) && has_lines(head) => {
            Ok(SourceFormat::Jsonl)
        }
        // Other files in XML hold no articles.
        Some(SourceFormat::Feed) if !is_feed(head) && !input.is_found() => {
            Err(ReadError::UnknownFormat { name: input.name().into_owned() })
        }
        Some(format) => Ok(format),
        None if is_feed(head) => Ok(SourceFormat::Feed),
        None if is_document(head) => Ok(SourceFormat::Json),
        None if table_delimiter(head, &options.fields).is_some() => Ok(SourceFormat::Csv),
        None if input.has_no_extension() => Ok(SourceFormat::Plain),
        None => Err(ReadError::UnknownFormat { name: input.name().into_owned() }),
    }
}

/// Whether the first line is a JSON object, and others follow.
fn has_lines(head: &[u8]) -> bool {
    let mut lines = head.trim_ascii_start().splitn(2, |&b| b == b'\n');
    let first = lines.next().unwrap_or_default();
    let is_object = serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok();
    is_object && lines.next().is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{"))
}

/// Whether a file that was found in a folder holds articles, as far as its first bytes show. Folders hold many JSON
/// files of other kinds.
fn holds_records(format: SourceFormat, head: &[u8], options: &ReadOptions) -> bool {
    match format {
        SourceFormat::Json => is_ghost(head) || holds_articles(head, &options.fields),
        SourceFormat::Feed => is_feed(head),
        _ => true,
    }
}

/// Converts an error of a stream. An error of the system is [`ReadError::Io`]; any other error of a compressed file
/// comes from its decoder and is [`ReadError::Damaged`].
fn failure(input: &Input, packing: Packing, source: io::Error) -> ReadError {
    let name = input.name().into_owned();
    match packing {
        Packing::Gzip if source.raw_os_error().is_none() => {
            ReadError::Damaged { name, kind: "gzip", source }
        }
        Packing::Zstd if source.raw_os_error().is_none() => {
            ReadError::Damaged { name, kind: "zstd", source }
        }
        _ => ReadError::Io { name, source },
    }
}
