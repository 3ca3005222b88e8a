//! A stream of bytes to the rows of a table.

use std::{io, ops::Range, sync::Arc};

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::columns::Columns;
use crate::read::{FieldNames, Skip, decompress::Bytes, field::Field, fields::utf8, lines::Taken};

/// Reads a table row by row.
pub(in crate::read) struct Table {
    stream: Bytes,
    names: FieldNames,
    rows: csv_core::Reader,
    /// Number of line breaks between rows, which `rows` does not count because it never reads them.
    skipped_lines: u64,
    /// `None` until the header is read.
    columns: Option<Arc<Columns>>,
    output: Vec<u8>,
    output_ends: Vec<usize>,
}

/// A row in two shared buffers.
#[derive(Clone, Debug)]
pub(in crate::read) struct Row {
    /// The fields of the row, one after another without separators.
    pub bytes: Range<usize>,
    /// The end of each field, counted from the start of the row.
    pub ends: Range<usize>,
    pub columns: Arc<Columns>,
}

impl Table {
    /// Returns a reader at the header. `delimiter` separates fields; `"` encloses fields with delimiters or line
    /// breaks in them. `names` are names of fields beside the usual ones.
    pub(in crate::read) fn new(stream: Bytes, delimiter: u8, names: &FieldNames) -> Self {
        Self {
            stream,
            names: names.clone(),
            rows: ReaderBuilder::new().delimiter(delimiter).build(),
            skipped_lines: 0,
            columns: None,
            output: vec![0; 16 << 10],
            output_ends: vec![0; 64],
        }
    }

    /// Appends the next row to the buffers. Returns the number of its first line, with the row or the reason to
    /// skip it.
    ///
    /// Returns `None` after the last row. A header without the needed columns is a skipped record, and the table
    /// then has no rows.
    ///
    /// # Errors
    /// The error of the stream.
    pub(in crate::read) fn next_row(
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
                    self.columns = Some(Arc::new(Columns::none()));
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
                let (found, expected) = (ends.len() - ends_start, columns.n_columns());
                let (bytes, ends) = (bytes_start..bytes.len(), ends_start..ends.len());
                if found == expected {
                    Ok(Row { bytes, ends, columns })
                } else {
                    Err(Skip::Malformed(format!(
                        "the row has {found} field{}, the header {expected}: \
                         is a quote missing, or a delimiter not quoted?",
                        if found == 1 { "" } else { "s" }
                    )))
                }
            }
        };
        Ok(Some((line, row)))
    }

    fn header(&mut self, limit: usize) -> io::Result<Result<Option<Arc<Columns>>, Skip>> {
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        self.skip_line_breaks()?;
        let mut taken = self.record(limit, &mut bytes, &mut ends)?;
        if bytes.starts_with(b"sep=") && bytes.len() <= 5 {
            // Excel's line about the delimiter.
            (bytes, ends) = (Vec::new(), Vec::new());
            self.skip_line_breaks()?;
            taken = self.record(limit, &mut bytes, &mut ends)?;
        }
        Ok(match taken {
            Taken::End => Ok(None),
            Taken::TooLong => Err(Skip::TooLong { limit }),
            Taken::Whole => utf8(&bytes).and_then(|text| {
                let names: Option<Vec<&str>> = spans(&ends).map(|span| text.get(span)).collect();
                // `None` when a field ends inside a UTF-8 character; no known name can match then.
                let columns =
                    Arc::new(Columns::from_header(&names.unwrap_or_default(), &self.names)?);
                self.columns = Some(Arc::clone(&columns));
                Ok(Some(columns))
            }),
        })
    }

    /// Skips line breaks between rows. The line of a row is then the line of its first byte.
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

    /// Appends one record, or nothing when it is longer than `limit` bytes.
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

/// The range of each field in the bytes of a row.
fn spans(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, &end)| start..end)
}

/// Characters that separate fields, the likelier ones first.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// Returns the delimiter of a CSV file: the one that Excel's line `sep=` names, else the one that gives the header the
/// most names of fields, else the first of a comma, a semicolon, a tab and a bar that the header has.
pub(in crate::read) fn delimiter(head: &[u8], names: &FieldNames) -> u8 {
    let header = first_line(head);
    if let Some(&[delimiter]) = header.strip_prefix(b"sep=") {
        return delimiter;
    }
    let found = DELIMITERS.iter().filter(|delimiter| header.contains(delimiter));
    let known = |delimiter: &u8| fields_of_header(header, *delimiter, names).len();
    found.rev().max_by_key(|delimiter| known(delimiter)).copied().unwrap_or(b',')
}

/// Returns the delimiter when the first line is the header of a table of articles: it names a title or a text, and
/// another field.
pub(in crate::read) fn table_delimiter(head: &[u8], names: &FieldNames) -> Option<u8> {
    let delimiter = delimiter(head, names);
    let mut lines = head.split(|&b| b == b'\n').map(<[u8]>::trim_ascii);
    let header = lines.find(|line| !line.is_empty() && !line.starts_with(b"sep="))?;
    let fields = fields_of_header(header, delimiter, names);
    let has_words = [Field::Title, Field::Text].iter().any(|field| fields.contains(field));
    (has_words && fields.len() >= 2).then_some(delimiter)
}

/// Returns the fields that the names of a header exactly or nearly name, without repetition.
fn fields_of_header(header: &[u8], delimiter: u8, names: &FieldNames) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for name in header.split(|&b| b == delimiter) {
        let name = std::str::from_utf8(name).unwrap_or_default().trim().trim_matches('"').trim();
        let best = names.matches(name).into_iter().min_by_key(|found| found.rank);
        fields.extend(best.map(|found| found.field).filter(|field| !fields.contains(field)));
    }
    fields
}

fn first_line(head: &[u8]) -> &[u8] {
    let head = head.trim_ascii_start();
    head.split(|&b| b == b'\n').next().unwrap_or_default().trim_ascii_end()
}
