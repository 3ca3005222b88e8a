//! A stream of JSON to the bytes of its values, without decoding them.

use std::io::{self, BufRead};

use crate::read::{decompress::Bytes, lines::Taken};

/// Maximal length of a name that is looked at, in bytes.
const MAX_NAME: usize = 100;

/// A position in a stream of JSON. Memory: that of the stream.
pub(super) struct Scanner {
    stream: Bytes,
    /// Line of the position, from 1.
    pub line: u64,
}

/// Where bytes of a value go.
pub(super) struct Sink<'b> {
    bytes: &'b mut Vec<u8>,
    start: usize,
    limit: usize,
    is_full: bool,
}

impl<'b> Sink<'b> {
    /// Returns a sink that appends at most `limit` bytes.
    pub(super) fn new(bytes: &'b mut Vec<u8>, limit: usize) -> Self {
        Self { start: bytes.len(), bytes, limit, is_full: false }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.is_full || self.bytes.len() - self.start + bytes.len() > self.limit {
            self.clear();
            self.is_full = true;
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Takes back everything.
    pub(super) fn clear(&mut self) {
        self.bytes.truncate(self.start);
    }

    /// Whether the value fitted.
    pub(super) fn taken(&self) -> Taken {
        if self.is_full { Taken::TooLong } else { Taken::Whole }
    }
}

impl Scanner {
    pub(super) fn new(stream: Bytes) -> Self {
        Self { stream, line: 1 }
    }

    /// Skips white space, and returns the next byte without taking it; `None` at the end.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let chunk = self.stream.fill_buf()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            // Record separators of RFC 7464 are white space, too.
            let is_space = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | 0x1e);
            let spaces = chunk.iter().take_while(|b| is_space(b)).count();
            self.line += count_lines(&chunk[..spaces]);
            let next = chunk.get(spaces).copied();
            self.stream.consume(spaces);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Takes the byte that [`Scanner::peek`] returned.
    pub(super) fn take(&mut self) {
        self.stream.consume(1);
    }

    /// Takes a string, and returns its content as it is written, or an empty one for a long string.
    pub(super) fn name(&mut self, sink: &mut Sink<'_>) -> io::Result<Option<Vec<u8>>> {
        let mut name = Vec::new();
        let is_whole = self.string(|part| {
            sink.push(part);
            if name.len() <= MAX_NAME {
                name.extend_from_slice(&part[..part.len().min(MAX_NAME + 3)]);
            }
        })?;
        let inside = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""));
        Ok(is_whole.then(|| inside.unwrap_or_default().to_vec()))
    }

    /// Takes a string with its quotes. Returns `false` when the stream ends before it does.
    fn string(&mut self, mut part: impl FnMut(&[u8])) -> io::Result<bool> {
        self.take();
        part(b"\"");
        let mut is_escaped = false;
        loop {
            let chunk = self.stream.fill_buf()?;
            if chunk.is_empty() {
                return Ok(false);
            }
            let mut end = None;
            for (at, &b) in chunk.iter().enumerate() {
                if is_escaped {
                    is_escaped = false;
                } else if b == b'\\' {
                    is_escaped = true;
                } else if b == b'"' {
                    end = Some(at + 1);
                    break;
                }
            }
            let length = end.unwrap_or(chunk.len());
            part(&chunk[..length]);
            self.line += count_lines(&chunk[..length]);
            self.stream.consume(length);
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// Takes a value, of which `depth` brackets are taken already. Returns `false` when the stream ends before it
    /// does.
    pub(super) fn value(&mut self, mut depth: usize, sink: &mut Sink<'_>) -> io::Result<bool> {
        if depth == 0 {
            match self.peek()? {
                None => return Ok(false),
                Some(b'"') => return self.string(|part| sink.push(part)),
                Some(b'{' | b'[') => {}
                Some(_) => return self.scalar(sink),
            }
        }
        let (mut is_string, mut is_escaped) = (false, false);
        loop {
            let chunk = self.stream.fill_buf()?;
            if chunk.is_empty() {
                return Ok(false);
            }
            let mut end = None;
            for (at, &b) in chunk.iter().enumerate() {
                if is_string {
                    match b {
                        _ if is_escaped => is_escaped = false,
                        b'\\' => is_escaped = true,
                        b'"' => is_string = false,
                        _ => {}
                    }
                    continue;
                }
                match b {
                    b'"' => is_string = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth = depth.saturating_sub(1);
                        if depth == 0 {
                            end = Some(at + 1);
                            break;
                        }
                    }
                    _ => {}
                }
            }
            let length = end.unwrap_or(chunk.len());
            sink.push(&chunk[..length]);
            self.line += count_lines(&chunk[..length]);
            self.stream.consume(length);
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// Takes a number, a flag or `null`, or any bytes up to the next mark.
    fn scalar(&mut self, sink: &mut Sink<'_>) -> io::Result<bool> {
        let mut is_empty = true;
        loop {
            let chunk = self.stream.fill_buf()?;
            if chunk.is_empty() {
                return Ok(true);
            }
            let is_mark =
                |b: &u8| b.is_ascii_whitespace() || matches!(b, b',' | b']' | b'}' | b':');
            let end = chunk.iter().position(is_mark);
            let length = end.unwrap_or(chunk.len());
            sink.push(&chunk[..length]);
            self.stream.consume(length);
            is_empty &= length == 0;
            if end.is_some() {
                // A mark where a value should be must not stop the scan.
                if is_empty {
                    self.take();
                }
                return Ok(true);
            }
        }
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&b| b == b'\n').count() as u64
}
