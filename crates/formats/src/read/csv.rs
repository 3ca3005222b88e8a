//! Rows of a table to the fields of an article.

use std::{borrow::Cow, io, ops::Range, sync::Arc};

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::{
    Skip,
    batch::Wants,
    decompress::Bytes,
    fields::{EditorialFields, Fields, NAMES, Parsed, is_draft, split_tags, utf8},
    lines::Taken,
};
use crate::links::Linked;

/// Which column holds which of [`NAMES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    of_field: [Option<usize>; NAMES.len()],
    n_columns: usize,
}

impl Columns {
    /// Finds the fields in a header, whatever their case; other columns are passed over.
    ///
    /// # Errors
    /// [`Skip::Header`] without `id`, or without both `title` and `text`.
    fn of_header(names: &[&str]) -> Result<Self, Skip> {
        let column =
            |field: &str| names.iter().position(|name| name.trim().eq_ignore_ascii_case(field));
        let of_field = NAMES.map(column);
        match of_field {
            [None, ..] => Err(Skip::Header { missing: "`id`" }),
            [_, None, None, ..] => Err(Skip::Header { missing: "`title` or `text`" }),
            _ => Ok(Self { of_field, n_columns: names.len() }),
        }
    }
}

/// A table that is being read, row after row.
pub(super) struct Table {
    stream: Bytes,
    rows: csv_core::Reader,
    /// Line breaks between rows, which `rows` has not seen.
    skipped_lines: u64,
    columns: Option<Arc<Columns>>,
    output: Vec<u8>,
    output_ends: Vec<usize>,
}

/// A row in a buffer: the bytes of its fields end to end, and where each ends.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub bytes: Range<usize>,
    pub ends: Range<usize>,
    pub columns: Arc<Columns>,
}

impl Table {
    /// Starts with the header; `delimiter` separates fields, `"` encloses those with line breaks.
    pub(super) fn new(stream: Bytes, delimiter: u8) -> Self {
        Self {
            stream,
            rows: ReaderBuilder::new().delimiter(delimiter).build(),
            skipped_lines: 0,
            columns: None,
            output: vec![0; 16 << 10],
            output_ends: vec![0; 64],
        }
    }

    /// Appends the next row to the buffers. Returns its first line with the row, what is wrong
    /// with it, or `None` behind the last one; a header without the needed columns is the last.
    pub(super) fn next_row(
        &mut self,
        limit: usize,
        bytes: &mut Vec<u8>,
        ends: &mut Vec<usize>,
    ) -> io::Result<Option<(u64, Result<Row, Skip>)>> {
        let columns = match &self.columns {
            Some(columns) => Arc::clone(columns),
            None => match self.header(limit)? {
                Ok(Some(columns)) => columns,
                Ok(None) => return Ok(None),
                Err(skip) => {
                    self.stream = Box::new(io::empty());
                    self.columns =
                        Some(Arc::new(Columns { of_field: [None; NAMES.len()], n_columns: 0 }));
                    return Ok(Some((1, Err(skip))));
                }
            },
        };
        self.skip_line_breaks()?;
        let line = self.skipped_lines + self.rows.line();
        let (bytes_start, ends_start) = (bytes.len(), ends.len());
        let row = match self.record(limit, bytes, ends)? {
            Taken::End => return Ok(None),
            Taken::TooLong => Err(Skip::TooLong { limit }),
            Taken::Whole => {
                let found = ends.len() - ends_start;
                let (bytes, ends) = (bytes_start..bytes.len(), ends_start..ends.len());
                if found == columns.n_columns {
                    Ok(Row { bytes, ends, columns })
                } else {
                    let expected = columns.n_columns;
                    Err(Skip::Malformed(format!(
                        "the row has {found} fields, the header {expected}: \
                         is a quote missing, or a delimiter not quoted?"
                    )))
                }
            }
        };
        Ok(Some((line, row)))
    }

    fn header(&mut self, limit: usize) -> io::Result<Result<Option<Arc<Columns>>, Skip>> {
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        self.skip_line_breaks()?;
        Ok(match self.record(limit, &mut bytes, &mut ends)? {
            Taken::End => Ok(None),
            Taken::TooLong => Err(Skip::TooLong { limit }),
            Taken::Whole => utf8(&bytes).and_then(|text| {
                let names: Option<Vec<&str>> = spans(&ends).map(|span| text.get(span)).collect();
                // A field boundary inside a character: no name that is known.
                let columns = Arc::new(Columns::of_header(&names.unwrap_or_default())?);
                self.columns = Some(Arc::clone(&columns));
                Ok(Some(columns))
            }),
        })
    }

    /// Passes over line breaks between rows, so that a row's line is that of its first byte.
    fn skip_line_breaks(&mut self) -> io::Result<()> {
        loop {
            let chunk = self.stream.fill_buf()?;
            let n_breaks = chunk.iter().take_while(|&&b| b == b'\n' || b == b'\r').count();
            self.skipped_lines += chunk[..n_breaks].iter().filter(|&&b| b == b'\n').count() as u64;
            let at_text = n_breaks < chunk.len() || chunk.is_empty();
            self.stream.consume(n_breaks);
            if at_text {
                return Ok(());
            }
        }
    }

    /// Appends one record; of one beyond the limit, nothing stays.
    fn record(
        &mut self,
        limit: usize,
        bytes: &mut Vec<u8>,
        ends: &mut Vec<usize>,
    ) -> io::Result<Taken> {
        let (bytes_start, ends_start) = (bytes.len(), ends.len());
        let mut n_read = 0;
        loop {
            let chunk = self.stream.fill_buf()?;
            let (state, n_in, n_out, n_ends) =
                self.rows.read_record(chunk, &mut self.output, &mut self.output_ends);
            self.stream.consume(n_in);
            n_read += n_in;
            if n_read <= limit {
                bytes.extend_from_slice(&self.output[..n_out]);
                ends.extend_from_slice(&self.output_ends[..n_ends]);
            } else {
                bytes.truncate(bytes_start);
                ends.truncate(ends_start);
            }
            match state {
                ReadRecordResult::Record if n_read > limit => return Ok(Taken::TooLong),
                ReadRecordResult::Record => return Ok(Taken::Whole),
                ReadRecordResult::End => return Ok(Taken::End),
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull => {}
            }
        }
    }
}

fn spans(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, &end)| start..end)
}

/// The delimiter of a table that is said to be CSV: a comma, unless its first line has semicolons
/// or tabs and no comma.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let header = head.split(|&b| b == b'\n').next().unwrap_or_default();
    *b",;\t".iter().find(|delimiter| header.contains(delimiter)).unwrap_or(&b',')
}

/// Reads one row; `bytes` and `ends` are those of the row.
///
/// # Errors
/// [`Skip::InvalidUtf8`], [`Skip::Draft`], [`Skip::NoId`] or [`Skip::Empty`].
pub(super) fn parse(
    bytes: &[u8],
    ends: &[usize],
    columns: &Columns,
    wants: Wants,
) -> Result<Parsed, Skip> {
    let field = |number: usize| match columns.of_field[number] {
        Some(column) => {
            let start = if column == 0 { 0 } else { ends[column - 1] };
            utf8(&bytes[start..ends[column]])
        }
        None => Ok(""),
    };
    if !wants.draft && is_draft(field(22)?, field(23)?, field(24)?) {
        return Err(Skip::Draft);
    }
    let text = |number: usize| field(number).map(Cow::Borrowed);
    let fields = Fields {
        id: text(0)?,
        title: text(1)?,
        text: text(2)?,
        summary: text(3)?,
        url: text(4)?,
        date: text(5)?,
        lang: text(6)?,
        section: text(7)?,
        label: text(8)?,
        tags: split_tags(field(9)?),
        editorial: EditorialFields {
            hidden: text(10)?,
            retracted: text(11)?,
            legal: text(12)?,
            evergreen: text(13)?,
            embargo: text(14)?,
            expires: text(15)?,
            series: text(16)?,
            translation_key: text(17)?,
            canonical_url: text(18)?,
            pinned: split_tags(field(19)?),
            blocked: split_tags(field(20)?),
        },
    };
    let mut parsed = fields.into_article(wants)?;
    if wants.own_links {
        parsed.linked = Linked {
            paths: parsed.article.url.iter().cloned().collect(),
            names: Vec::new(),
            targets: split_tags(field(21)?).into_iter().map(Cow::into_owned).collect(),
        };
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use proptest::prelude::*;

    use super::{Table, delimiter, parse};
    use alsolike::article::Article;

    use crate::read::{Skip, batch::Wants};

    /// Reads through a buffer of three bytes, so that every boundary is met.
    fn rows(table: &[u8], limit: usize) -> Vec<(u64, Result<Article, Skip>)> {
        let stream = BufReader::with_capacity(3, Cursor::new(table.to_vec()));
        let mut table = Table::new(Box::new(stream), delimiter(table));
        let (mut bytes, mut ends, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        while let Some((line, row)) = table.next_row(limit, &mut bytes, &mut ends).unwrap() {
            let article = row.and_then(|row| {
                parse(&bytes[row.bytes], &ends[row.ends], &row.columns, Wants::default())
            });
            rows.push((line, article.map(|parsed| parsed.article)));
        }
        rows
    }

    fn summaries(table: &str) -> Vec<String> {
        let summary = |(line, article): (u64, Result<Article, Skip>)| match article {
            Ok(article) => format!("{line} {} {:?} {:?}", article.id, article.text, article.tags),
            Err(skip) => format!("{line} {skip}"),
        };
        rows(table.as_bytes(), 1000).into_iter().map(summary).collect()
    }

    #[test]
    fn fields_are_found_by_name_and_lines_counted() {
        let lf = "Tags, TEXT ,other,ID\n\na|b,\"x\n\"\"y\"\"\",,1\n,z,,2\n";
        let expected = ["3 1 \"x\\n\\\"y\\\"\" [\"a\", \"b\"]", "5 2 \"z\" []"];
        assert_eq!(summaries(lf), expected);
        assert_eq!(summaries(&lf.replace('\n', "\r\n")), expected);
        assert_eq!(summaries(lf.trim_end()), expected);
    }

    #[test]
    fn drafts_are_skipped() {
        let table = "id,text,Draft,published\n1,a,true,\n2,b,,no\n3,c,no,2021-06-16\n";
        assert_eq!(summaries(table), ["2 a draft", "3 a draft", "4 3 \"c\" []"]);
    }

    #[test]
    fn semicolons_and_tabs_separate_too() {
        assert_eq!(summaries("id;text\n1;a, b\n"), ["2 1 \"a, b\" []"]);
        assert_eq!(summaries("id\ttext\n1\ta, b\n"), ["2 1 \"a, b\" []"]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let columns =
            "the row has 1 fields, the header 2: is a quote missing, or a delimiter not quoted?";
        assert_eq!(
            summaries("id,text\n1\n,x\n"),
            [format!("2 {columns}"), "3 `id` is missing: every record needs its own".to_owned(),]
        );
        assert_eq!(
            summaries("name,text\n1,x\n"),
            ["1 the header has no column `id`: the first row must name the columns"]
        );
        assert_eq!(
            summaries("id,name\n1,x\n"),
            ["1 the header has no column `title` or `text`: the first row must name the columns"]
        );
        assert!(summaries("").is_empty());
        let bad = rows(b"id,text\n1,\xff\n2,x\n", 1000);
        assert_eq!(bad[0], (2, Err(Skip::InvalidUtf8 { at: 0 })));
        assert!(bad[1].1.is_ok());
    }

    #[test]
    fn a_row_beyond_the_limit_is_passed_over() {
        let table = format!("id,text\n1,\"{}\n\"\n2,x\n", "a".repeat(100_000));
        let rows = rows(table.as_bytes(), 50);
        assert_eq!(rows[0], (2, Err(Skip::TooLong { limit: 50 })));
        assert_eq!((rows[1].0, rows[1].1.as_ref().unwrap().text.as_str()), (4, "x"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_rows_or_reasons(table in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = rows(&table, 100);
            let _ = rows(&[b"id,text\n".as_slice(), &table].concat(), 100);
        }
    }
}
