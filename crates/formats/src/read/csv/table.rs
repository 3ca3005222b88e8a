//! A stream of bytes to the rows of a table.

use std::{io, ops::Range, sync::Arc};

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::columns::Columns;
use crate::read::{Skip, decompress::Bytes, fields::utf8, lines::Taken};

/// Reads a table row by row.
pub(in crate::read) struct Table {
    stream: Bytes,
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
    /// breaks in them.
    pub(in crate::read) fn new(stream: Bytes, delimiter: u8) -> Self {
        Self {
            stream,
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
        Ok(match self.record(limit, &mut bytes, &mut ends)? {
            Taken::End => Ok(None),
            Taken::TooLong => Err(Skip::TooLong { limit }),
            Taken::Whole => utf8(&bytes).and_then(|text| {
                let names: Option<Vec<&str>> = spans(&ends).map(|span| text.get(span)).collect();
                // `None` when a field ends inside a UTF-8 character; no known name can match then.
                let columns = Arc::new(Columns::from_header(&names.unwrap_or_default())?);
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

/// Returns the delimiter of a CSV file: a comma, unless the first line has semicolons or tabs and no comma.
pub(in crate::read) fn delimiter(head: &[u8]) -> u8 {
    let header = head.split(|&b| b == b'\n').next().unwrap_or_default();
    *b",;\t".iter().find(|delimiter| header.contains(delimiter)).unwrap_or(&b',')
}
