//! Decompresses gzip and Zstandard files while they are read.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use super::decode::{to_utf8, utf16};

/// A stream of decompressed bytes.
pub(super) type Bytes = Box<dyn BufRead + Send>;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstd,
}

/// Size of the buffer on each side of a decoder.
const BUFFER_BYTES: usize = 64 << 10;

/// Maximal number of bytes that decide the format of a file.
const HEAD_BYTES: usize = 8 << 10;

/// A stream of decompressed bytes.
pub(super) struct Unpacked {
    /// How the file is compressed.
    pub packing: Packing,
    /// The first bytes of `stream`, at most 8 KiB.
    pub head: Vec<u8>,
    /// All bytes except a byte order mark; UTF-16 as UTF-8.
    pub stream: Bytes,
}

/// Decompresses a stream if its first bytes show gzip or Zstandard. Joins several gzip members or Zstandard frames.
///
/// Memory: two buffers and the window of the decoder.
///
/// # Errors
/// The error of the stream or of the decoder, with the compression if it is known by then.
pub(super) fn unpack(
    mut packed: impl Read + Send + 'static,
) -> Result<Unpacked, (Packing, io::Error)> {
    let magic = first_bytes(&mut packed, 4).map_err(|error| (Packing::None, error))?;
    let packing = match magic.as_slice() {
        [0x1f, 0x8b, ..] => Packing::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Packing::Zstd,
        _ => Packing::None,
    };
    let packed = BufReader::with_capacity(BUFFER_BYTES, Cursor::new(magic).chain(packed));
    let mut stream: Bytes = match packing {
        Packing::None => Box::new(packed),
        Packing::Gzip => buffered(MultiGzDecoder::new(packed)),
        Packing::Zstd => {
            let decoder = zstd::stream::read::Decoder::with_buffer(packed);
            buffered(decoder.map_err(|error| (packing, error))?)
        }
    };
    let mut head = first_bytes(&mut stream, HEAD_BYTES).map_err(|error| (packing, error))?;
    if let Some(encoding) = utf16(&head) {
        stream = to_utf8(Box::new(Cursor::new(head).chain(stream)), Some(encoding));
        head = first_bytes(&mut stream, HEAD_BYTES).map_err(|error| (packing, error))?;
    }
    if head.starts_with(b"\xef\xbb\xbf") {
        head.drain(..3);
    }
    let stream = Box::new(Cursor::new(head.clone()).chain(stream));
    Ok(Unpacked { packing, head, stream })
}

fn first_bytes(stream: &mut impl Read, max_bytes: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(max_bytes as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn buffered(decoder: impl Read + Send + 'static) -> Bytes {
    Box::new(BufReader::with_capacity(BUFFER_BYTES, decoder))
}

#[cfg(test)]
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::read::GzEncoder::new(bytes, flate2::Compression::fast());
    let mut packed = Vec::new();
    encoder.read_to_end(&mut packed).unwrap();
    packed
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::{HEAD_BYTES, Packing, Unpacked, gzip, unpack};

    fn read(packed: &[u8]) -> std::io::Result<(Packing, Vec<u8>)> {
        let unpacked = unpack(Cursor::new(packed.to_vec())).map_err(|(_, error)| error)?;
        let Unpacked { packing, head, mut stream } = unpacked;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        assert_eq!(head, bytes[..head.len()]);
        assert!(head.len() == bytes.len() || head.len() == HEAD_BYTES);
        Ok((packing, bytes))
    }

    fn check(packed: &[u8], expected: Option<(Packing, &[u8])>) {
        let found = read(packed).ok();
        assert_eq!(found.as_ref().map(|(packing, bytes)| (*packing, bytes.as_slice())), expected);
    }

    #[test]
    fn first_bytes_show_the_compression() {
        check(b"", Some((Packing::None, b"")));
        check(b"ab", Some((Packing::None, b"ab")));
        check(b"plain text", Some((Packing::None, b"plain text")));
        check(b"\xef\xbb\xbfmarked", Some((Packing::None, b"marked")));
        check(&[b'x'; 100_000], Some((Packing::None, &[b'x'; 100_000])));
        check(&gzip(b"\xef\xbb\xbfmarked"), Some((Packing::Gzip, b"marked")));
        let members = [gzip(b"one "), gzip(b"two")].concat();
        check(&members, Some((Packing::Gzip, b"one two")));
        let frames = ["one ", "two"].map(|text| zstd::encode_all(text.as_bytes(), 3).unwrap());
        check(&frames.concat(), Some((Packing::Zstd, b"one two")));
    }

    #[test]
    fn a_stream_cut_at_any_byte_is_an_error() {
        let packed = gzip(b"some words to pack");
        (2..packed.len()).for_each(|end| check(&packed[..end], None));
        let packed = zstd::encode_all(&b"some words to pack"[..], 3).unwrap();
        (4..packed.len()).for_each(|end| check(&packed[..end], None));
    }
}
