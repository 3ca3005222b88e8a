//! A stream of XML to the bytes of its records, without building a tree.

use std::io::{self, BufRead};

use crate::read::{decompress::Bytes, lines::Taken};

/// Maximal length of a tag in bytes that is looked at. The rest of a longer one is skipped.
const MAX_TAG: usize = 16 << 10;

/// Elements that are records, by local name in lower case.
const RECORDS: [&[u8]; 2] = [b"item", b"entry"];

/// Splits a document at the elements that are records.
///
/// Memory: that of one record up to the limit, and of one tag.
pub(super) struct Splitter {
    stream: Bytes,
    /// Line of the position, from 1.
    line: u64,
    tag: Vec<u8>,
}

/// A piece of markup.
enum Piece {
    End,
    /// A comment, a processing instruction or a declaration.
    Other,
    Start {
        is_closed: bool,
    },
    EndTag,
}

/// Where the bytes of a record go.
pub(super) struct Sink<'b> {
    bytes: &'b mut Vec<u8>,
    start: usize,
    limit: usize,
    is_full: bool,
    /// Whether a full sink keeps what it has.
    keeps_start: bool,
}

impl<'b> Sink<'b> {
    fn new(bytes: &'b mut Vec<u8>, limit: usize, keeps_start: bool) -> Self {
        Self { start: bytes.len(), bytes, limit, is_full: false, keeps_start }
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.is_full || self.bytes.len() - self.start + bytes.len() > self.limit {
            if !self.keeps_start {
                self.bytes.truncate(self.start);
            }
            self.is_full = true;
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }
}

impl Splitter {
    pub(super) fn new(stream: Bytes) -> Self {
        Self { stream, line: 1, tag: Vec::new() }
    }

    /// Appends what stands before the next record to `before`, up to `max_before` bytes, and the record with its tags
    /// to `bytes`. Returns the line of the record and whether it was taken; [`Taken::End`] at the end.
    ///
    /// A record that is never closed ends with the document.
    ///
    /// # Errors
    /// The error of the stream.
    pub(super) fn next_record(
        &mut self,
        limit: usize,
        bytes: &mut Vec<u8>,
        before: &mut Vec<u8>,
        max_before: usize,
    ) -> io::Result<(u64, Taken)> {
        let mut before = Sink::new(before, max_before.saturating_sub(before.len()), true);
        let name = loop {
            match self.piece(&mut before)? {
                Piece::End => return Ok((self.line, Taken::End)),
                Piece::Start { is_closed: false } => {
                    let name = local_name(&self.tag).to_ascii_lowercase();
                    if RECORDS.contains(&name.as_slice()) {
                        break name;
                    }
                }
                _ => {}
            }
        };
        let line = self.line;
        let mut sink = Sink::new(bytes, limit, false);
        sink.push(b"<");
        sink.push(&self.tag);
        sink.push(b">");
        let mut depth = 1;
        while depth > 0 {
            match self.piece(&mut sink)? {
                Piece::End => break,
                Piece::Other => {}
                _ if !local_name(&self.tag).eq_ignore_ascii_case(&name) => {}
                Piece::Start { is_closed } => depth += usize::from(!is_closed),
                Piece::EndTag => depth -= 1,
            }
        }
        Ok((line, if sink.is_full { Taken::TooLong } else { Taken::Whole }))
    }

    /// Takes everything up to and including the next tag, comment or the like. Bytes go to `sink`; a tag is also in
    /// `self.tag`, without `<` and `>`.
    fn piece(&mut self, sink: &mut Sink<'_>) -> io::Result<Piece> {
        if !self.take_until(b"", b'<', sink)? {
            return Ok(Piece::End);
        }
        self.tag.clear();
        let next = self.stream.fill_buf()?.first().copied();
        match next {
            Some(b'!') => {
                // Two more bytes tell comments from sections.
                let mut start = [0; 3];
                let mut n = 0;
                while n < 3 {
                    let Some(&b) = self.stream.fill_buf()?.first() else { return Ok(Piece::End) };
                    start[n] = b;
                    n += 1;
                    self.line += u64::from(b == b'\n');
                    self.stream.consume(1);
                    if b == b'>' {
                        sink.push(&start[..n]);
                        return Ok(Piece::Other);
                    }
                }
                sink.push(&start);
                match &start {
                    b"!--" => self.take_until(b"--", b'>', sink)?,
                    b"![C" => self.take_until(b"]]", b'>', sink)?,
                    _ => self.declaration(sink)?,
                };
                Ok(Piece::Other)
            }
            Some(b'?') => {
                self.take_until(b"?", b'>', sink)?;
                Ok(Piece::Other)
            }
            Some(_) => {
                if !self.tag(sink)? {
                    return Ok(Piece::End);
                }
                if self.tag.first() == Some(&b'/') {
                    return Ok(Piece::EndTag);
                }
                Ok(Piece::Start { is_closed: self.tag.last() == Some(&b'/') })
            }
            None => Ok(Piece::End),
        }
    }

    /// Takes bytes up to and including an end mark: `start`, which does not hold `last`, and `last`. Returns `false` when
    /// the stream ends before it does.
    fn take_until(&mut self, start: &[u8], last: u8, sink: &mut Sink<'_>) -> io::Result<bool> {
        // The bytes before the chunk that may belong to the mark.
        let mut tail = [0u8; 2];
        loop {
            let chunk = self.stream.fill_buf()?;
            if chunk.is_empty() {
                return Ok(false);
            }
            let before = |at: usize, back: usize| match at.checked_sub(back) {
                Some(at) => chunk[at],
                None => tail[2 + at - back],
            };
            let is_end = |&at: &usize| {
                let backs = 1..=start.len();
                backs.rev().zip(start).all(|(back, &b)| before(at, back) == b)
            };
            let mut ends = chunk.iter().enumerate().filter(|(_, b)| **b == last).map(|(at, _)| at);
            let found = ends.find(is_end);
            let length = found.map_or(chunk.len(), |at| at + 1);
            sink.push(&chunk[..length]);
            self.line += chunk[..length].iter().filter(|&&b| b == b'\n').count() as u64;
            tail = [before(length, 2), before(length, 1)];
            self.stream.consume(length);
            if found.is_some() {
                return Ok(true);
            }
        }
    }

    /// Takes a tag without its `<`. A `>` in quotes belongs to the tag.
    fn tag(&mut self, sink: &mut Sink<'_>) -> io::Result<bool> {
        let mut quote = None;
        loop {
            let chunk = self.stream.fill_buf()?;
            if chunk.is_empty() {
                return Ok(false);
            }
            let mut end = None;
            for (at, &b) in chunk.iter().enumerate() {
                match (quote, b) {
                    (None, b'>') => {
                        end = Some(at);
                        break;
                    }
                    (None, b'"' | b'\'') => quote = Some(b),
                    (Some(open), b) if b == open => quote = None,
                    _ => {}
                }
            }
            let length = end.map_or(chunk.len(), |at| at + 1);
            sink.push(&chunk[..length]);
            let of_tag = &chunk[..end.unwrap_or(chunk.len())];
            let room = MAX_TAG.saturating_sub(self.tag.len()).min(of_tag.len());
            self.tag.extend_from_slice(&of_tag[..room]);
            self.line += chunk[..length].iter().filter(|&&b| b == b'\n').count() as u64;
            self.stream.consume(length);
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// Takes a declaration such as `<!DOCTYPE x [ … ]>`.
    fn declaration(&mut self, sink: &mut Sink<'_>) -> io::Result<bool> {
        let mut depth = 0;
        loop {
            let chunk = self.stream.fill_buf()?;
            if chunk.is_empty() {
                return Ok(false);
            }
            let mut end = None;
            for (at, &b) in chunk.iter().enumerate() {
                match b {
                    b'[' => depth += 1,
                    b']' => depth -= 1,
                    b'>' if depth <= 0 => {
                        end = Some(at);
                        break;
                    }
                    _ => {}
                }
            }
            let length = end.map_or(chunk.len(), |at| at + 1);
            sink.push(&chunk[..length]);
            self.line += chunk[..length].iter().filter(|&&b| b == b'\n').count() as u64;
            self.stream.consume(length);
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

/// Returns the name of a tag without `/` and prefix.
fn local_name(tag: &[u8]) -> &[u8] {
    let tag = tag.strip_prefix(b"/").unwrap_or(tag);
    let end = tag.iter().position(|b| b.is_ascii_whitespace() || *b == b'/').unwrap_or(tag.len());
    let name = &tag[..end];
    name.iter().position(|&b| b == b':').map_or(name, |at| &name[at + 1..])
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use proptest::prelude::*;

    use super::Splitter;
    use crate::read::lines::Taken;

    fn records(xml: &[u8], limit: usize, buffer: usize) -> Vec<String> {
        let stream = BufReader::with_capacity(buffer, Cursor::new(xml.to_vec()));
        let mut splitter = Splitter::new(Box::new(stream));
        let mut found = Vec::new();
        loop {
            let (mut bytes, mut before) = (Vec::new(), Vec::new());
            let (line, taken) = splitter.next_record(limit, &mut bytes, &mut before, 1000).unwrap();
            match taken {
                Taken::End => return found,
                Taken::TooLong => found.push(format!("{line} too long")),
                Taken::Whole => found.push(format!("{line} {}", String::from_utf8_lossy(&bytes))),
            }
        }
    }

    #[test]
    fn splits_at_records() {
        let check = |xml: &str, expected: &[&str]| {
            for buffer in [1, 2, 5, 100] {
                assert_eq!(records(xml.as_bytes(), 1000, buffer), expected, "{xml}");
            }
        };
        check(
            "<rss><a/>\n<item><b>1</b></item><item x='>'>2</item></rss>",
            &["2 <item><b>1</b></item>", "2 <item x='>'>2</item>"],
        );
        check("<f:feed><f:entry>1</f:entry></f:feed>", &["1 <f:entry>1</f:entry>"]);
        check("<r><item><![CDATA[</item>]]]></item></r>", &["1 <item><![CDATA[</item>]]]></item>"]);
        check("<!DOCTYPE r [<!ENTITY a \"<item>\">]><!-- <item> -- > --><r><?p <item>?></r>", &[]);
        check("<item><item>1</item></item>", &["1 <item><item>1</item></item>"]);
        check("<item/><items>x</items><item>never closed", &["1 <item>never closed"]);
        check("<!><item>1</item><!", &["1 <item>1</item>"]);
        check("", &[]);
    }

    #[test]
    fn skips_a_record_beyond_the_limit() {
        let xml = format!("<r><item>{}</item>\n<item>b</item></r>", "a".repeat(5000));
        assert_eq!(records(xml.as_bytes(), 100, 64), ["1 too long", "2 <item>b</item>"]);
    }

    #[test]
    fn unclosed_and_nested_markup_takes_linear_time() {
        for part in [
            "<item>",
            "<item ",
            "<![CDATA[",
            "<!--",
            "<!DOCTYPE [",
            "<",
            "<?",
            "<a b=\"",
            "]]",
            "--",
        ] {
            records(part.repeat(100_000).as_bytes(), 1000, 8192);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(
            xml in "[<>/!?\\[\\]CDATA\\-item \"'=a:\n]{0,80}",
            tail in prop::collection::vec(any::<u8>(), 0..20),
            buffer in 1usize..9,
        ) {
            let bytes = [xml.as_bytes(), &tail].concat();
            let found = records(&bytes, 50, buffer);
            prop_assert_eq!(found, records(&bytes, 50, 1000));
        }
    }
}
