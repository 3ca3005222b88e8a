//! Converts streams in other encodings to UTF-8.

use std::io::{self, BufRead, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding};

/// A stream of bytes.
type Bytes = Box<dyn BufRead + Send>;

/// Minimal number of bytes that decide an encoding.
const MIN_SAMPLE: usize = 4;

/// Returns a stream in UTF-8. Without a stated encoding, the first byte beyond ASCII decides: if it starts a
/// character of UTF-8, the stream stays as it is, else its encoding is detected from the bytes that follow in the
/// buffer. So one damaged byte in a text in UTF-8 stays a fault of its record.
///
/// Memory: one buffer of the stream, and three times as much for its characters.
pub(super) fn to_utf8(stream: Bytes, encoding: Option<&'static Encoding>) -> Bytes {
    let mode = match encoding.map(Encoding::new_decoder) {
        Some(decoder) => Mode::Decode(decoder),
        None => Mode::Undecided,
    };
    Box::new(Utf8Stream { stream, mode, out: Vec::new(), at: 0, is_finished: false })
}

/// Returns the encoding UTF-16 if the first bytes show it: a byte order mark, or ASCII in two bytes.
pub(super) fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xff, 0xfe, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] => Some(encoding_rs::UTF_16BE),
        [1..=127, 0, 1..=127, 0, ..] => Some(encoding_rs::UTF_16LE),
        [0, 1..=127, 0, 1..=127, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

struct Utf8Stream {
    stream: Bytes,
    mode: Mode,
    /// Decoded bytes.
    out: Vec<u8>,
    /// The bytes of `out` before are consumed.
    at: usize,
    /// Whether the decoder has been told the end of the stream.
    is_finished: bool,
}

enum Mode {
    /// Only ASCII was seen.
    Undecided,
    Utf8,
    Decode(Decoder),
}

impl Utf8Stream {
    /// Decides the encoding by the next bytes, the first of which is beyond ASCII, and fills `out` with them.
    fn decide(&mut self) -> io::Result<()> {
        let mut sample = Vec::new();
        while sample.len() < MIN_SAMPLE {
            let chunk = self.stream.fill_buf()?;
            let n = chunk.len();
            sample.extend_from_slice(chunk);
            self.stream.consume(n);
            if n == 0 {
                break;
            }
        }
        let is_utf8 =
            std::str::from_utf8(&sample).map_or_else(|error| error.valid_up_to() > 0, |_| true);
        (self.out, self.at) = (Vec::new(), 0);
        if is_utf8 {
            self.mode = Mode::Utf8;
            self.out = sample;
            return Ok(());
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&sample, false);
        let encoding = detector.guess(None, Utf8Detection::Deny);
        let mut decoder = encoding.new_decoder_without_bom_handling();
        decode(&mut decoder, &sample, false, &mut self.out);
        self.mode = Mode::Decode(decoder);
        Ok(())
    }
}

/// Appends the characters of some bytes.
fn decode(decoder: &mut Decoder, mut bytes: &[u8], is_last: bool, out: &mut Vec<u8>) {
    loop {
        let start = out.len();
        let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3).max(16);
        out.resize(start + room, 0);
        let (result, n_read, n_written, _) =
            decoder.decode_to_utf8(bytes, &mut out[start..], is_last);
        out.truncate(start + n_written);
        bytes = &bytes[n_read..];
        if result == encoding_rs::CoderResult::InputEmpty {
            return;
        }
    }
}

impl Read for Utf8Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let n = chunk.len().min(buffer.len());
        buffer[..n].copy_from_slice(&chunk[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Utf8Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if matches!(self.mode, Mode::Undecided) {
            let chunk = self.stream.fill_buf()?;
            if chunk.first().is_some_and(|b| !b.is_ascii()) {
                self.decide()?;
            }
        }
        while self.at >= self.out.len() && !self.is_finished {
            let Mode::Decode(decoder) = &mut self.mode else { break };
            (self.at, self.is_finished) = (0, self.stream.fill_buf()?.is_empty());
            self.out.clear();
            let chunk = self.stream.fill_buf()?;
            let n = chunk.len();
            decode(decoder, chunk, self.is_finished, &mut self.out);
            self.stream.consume(n);
        }
        if self.at < self.out.len() {
            return Ok(&self.out[self.at..]);
        }
        match self.mode {
            Mode::Decode(_) => Ok(&[]),
            Mode::Utf8 => self.stream.fill_buf(),
            Mode::Undecided => {
                let chunk = self.stream.fill_buf()?;
                let ascii = chunk.iter().position(|b| !b.is_ascii()).unwrap_or(chunk.len());
                Ok(&chunk[..ascii])
            }
        }
    }

    fn consume(&mut self, n: usize) {
        if self.at < self.out.len() {
            self.at += n;
        } else if !matches!(self.mode, Mode::Decode(_)) {
            self.stream.consume(n);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor, Read};

    use proptest::prelude::*;

    use super::{to_utf8, utf16};

    fn read(bytes: &[u8], buffer: usize) -> Vec<u8> {
        let stream = BufReader::with_capacity(buffer, Cursor::new(bytes.to_vec()));
        let mut text = Vec::new();
        to_utf8(Box::new(stream), utf16(bytes)).read_to_end(&mut text).unwrap();
        text
    }

    #[test]
    fn decodes_legacy_encodings_and_keeps_utf8() {
        let check = |bytes: &[u8], expected: &str| {
            for buffer in [1, 3, 100] {
                // Detection needs more than a few bytes.
                let buffer = if bytes.iter().any(|b| *b >= 0x80) { buffer.max(40) } else { buffer };
                assert_eq!(String::from_utf8_lossy(&read(bytes, buffer)), expected);
            }
        };
        check(b"", "");
        check(b"plain", "plain");
        check("id,title\n1,Fähre über\n".as_bytes(), "id,title\n1,Fähre über\n");
        check(
            b"id,title\n1,F\xe4hre \xfcber den Fluss, \x84so\x93\n",
            "id,title\n1,Fähre über den Fluss, „so“\n",
        );
        let utf16 = |text: &str| -> Vec<u8> {
            [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        };
        check(&utf16("id;é\n1;日\n"), "id;é\n1;日\n");
        check(b"i\0d\0,\0", "id,");
    }

    #[test]
    fn a_damaged_byte_in_utf8_stays() {
        assert_eq!(read("é \u{e9}".as_bytes(), 3), "é é".as_bytes());
        assert_eq!(read(b"\xc3\xa9 \xff", 3), b"\xc3\xa9 \xff");
    }

    proptest! {
        #[test]
        fn utf8_passes_through(text in "\\PC{0,80}", buffer in 1usize..20) {
            prop_assume!(utf16(text.as_bytes()).is_none());
            prop_assert_eq!(read(text.as_bytes(), buffer), text.as_bytes());
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), buffer in 1usize..20) {
            let _ = read(&bytes, buffer);
        }
    }
}
