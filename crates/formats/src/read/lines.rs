//! Reads lines and whole files up to a limit of memory.

use std::io::{self, BufRead, Read};

/// What a function of this module appended to the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// Nothing, because the stream is at its end.
    End,
    /// The whole record.
    Whole,
    /// Nothing, because the record is longer than the limit. The stream is at the next record.
    TooLong,
}

/// Maximal number of bytes per read: one buffer of the decoders.
const STEP: usize = 64 << 10;

/// Appends the next line without its line end, `\n` or `\r\n`.
///
/// # Errors
/// The error of the stream.
pub(super) fn read_line(
    stream: &mut dyn BufRead,
    limit: usize,
    buffer: &mut Vec<u8>,
) -> io::Result<Taken> {
    let start = buffer.len();
    // Two more bytes for the line end.
    let max_bytes = limit.saturating_add(2);
    loop {
        let step = STEP.min(max_bytes - (buffer.len() - start));
        if step == 0 {
            buffer.truncate(start);
            stream.skip_until(b'\n')?;
            return Ok(Taken::TooLong);
        }
        reserve(buffer, step, start.saturating_add(max_bytes));
        let n_read = stream.take(step as u64).read_until(b'\n', buffer)?;
        if buffer.len() == start {
            return Ok(Taken::End);
        }
        if buffer.ends_with(b"\n") {
            buffer.pop();
            buffer.pop_if(|last| *last == b'\r');
            break;
        }
        if n_read < step {
            break;
        }
    }
    if buffer.len() - start > limit {
        buffer.truncate(start);
        return Ok(Taken::TooLong);
    }
    Ok(Taken::Whole)
}

/// Appends everything up to the end of the stream. An empty stream gives [`Taken::Whole`].
///
/// # Errors
/// The error of the stream.
pub(super) fn read_all(
    stream: &mut dyn BufRead,
    limit: usize,
    buffer: &mut Vec<u8>,
) -> io::Result<Taken> {
    let start = buffer.len();
    // One more byte shows that the file is longer than the limit.
    let max_bytes = limit.saturating_add(1);
    loop {
        let step = STEP.min(max_bytes - (buffer.len() - start));
        if step == 0 {
            buffer.truncate(start);
            return Ok(Taken::TooLong);
        }
        reserve(buffer, step, start.saturating_add(max_bytes));
        if stream.take(step as u64).read_to_end(buffer)? < step {
            return Ok(Taken::Whole);
        }
    }
}

/// Reserves `step` more bytes. Doubles the capacity like a `Vec`, but never beyond `max_capacity`.
fn reserve(buffer: &mut Vec<u8>, step: usize, max_capacity: usize) {
    if buffer.capacity() - buffer.len() < step {
        let doubled = buffer.capacity().saturating_mul(2).min(max_capacity);
        let wanted = doubled.max(buffer.len() + step);
        buffer.reserve_exact(wanted - buffer.len());
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::{Taken, read_all, read_line};

    fn lines(bytes: &[u8], limit: usize) -> Vec<(Taken, String)> {
        let mut stream = BufReader::with_capacity(3, bytes);
        let mut lines = Vec::new();
        loop {
            let mut buffer = Vec::new();
            let taken = read_line(&mut stream, limit, &mut buffer).unwrap();
            if taken == Taken::End {
                return lines;
            }
            lines.push((taken, String::from_utf8(buffer).unwrap()));
        }
    }

    #[test]
    fn cuts_line_ends_with_and_without_a_carriage_return() {
        let whole = |text: &str| (Taken::Whole, text.to_owned());
        assert_eq!(lines(b"ab\r\n\ncd\n", 2), [whole("ab"), whole(""), whole("cd")]);
        assert_eq!(lines(b"ab\ncd", 2), [whole("ab"), whole("cd")]);
        assert!(lines(b"", 2).is_empty());
    }

    #[test]
    fn skips_a_line_beyond_the_limit() {
        let too_long = || (Taken::TooLong, String::new());
        let whole = |text: &str| (Taken::Whole, text.to_owned());
        assert_eq!(lines(b"abc\nd\n", 2), [too_long(), whole("d")]);
        assert_eq!(lines(b"abcd\nd\n", 2), [too_long(), whole("d")]);
        assert_eq!(lines(b"abcdefghi\nd", 2), [too_long(), whole("d")]);
        assert_eq!(lines(b"abc", 2), [too_long()]);
        assert_eq!(lines(b"abcd", 2), [too_long()]);
    }

    #[test]
    fn a_line_of_a_gigabyte_takes_memory_up_to_the_limit() {
        let mut stream = BufReader::new(std::io::repeat(b'a').take(1 << 30));
        let mut buffer = Vec::new();
        assert_eq!(read_line(&mut stream, 1 << 20, &mut buffer).unwrap(), Taken::TooLong);
        assert!(buffer.capacity() <= (1 << 20) + 2, "{}", buffer.capacity());
    }

    #[test]
    fn reads_a_file_whole_or_not_at_all() {
        let check = |length: usize, limit, expected| {
            let bytes = vec![b'a'; length];
            let mut buffer = b"before".to_vec();
            let mut stream = BufReader::with_capacity(100, bytes.as_slice());
            assert_eq!(read_all(&mut stream, limit, &mut buffer).unwrap(), expected);
            let kept = if expected == Taken::Whole { length } else { 0 };
            assert_eq!(buffer.len(), "before".len() + kept);
        };
        check(0, 10, Taken::Whole);
        check(10, 10, Taken::Whole);
        check(11, 10, Taken::TooLong);
        check(200_000, 200_000, Taken::Whole);
        check(200_001, 200_000, Taken::TooLong);
    }
}
