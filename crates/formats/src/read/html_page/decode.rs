//! Bytes of a page to text.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far the declaration of an encoding may be from the start, in bytes. Browsers look at 1,024.
const HEAD_BYTES: usize = 4096;

/// Returns the text of a page by its byte order mark, else as UTF-8 if it is valid, else by the `charset` that the page
/// declares, else as Windows-1252. Bytes that the encoding lacks become `U+FFFD`.
///
/// Pages that declare another encoding than UTF-8 and are valid UTF-8 were mostly converted without their declaration.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0;
    }
    // ISO-2022-JP and UTF-7 have no byte above 127.
    let declared = declared(&bytes[..bytes.len().min(HEAD_BYTES)]);
    let is_ascii_based = declared.is_none_or(Encoding::is_ascii_compatible);
    match std::str::from_utf8(bytes) {
        Ok(text) if is_ascii_based => Cow::Borrowed(text),
        // A page of which one byte is wrong is still UTF-8 if it says so.
        _ if declared == Some(UTF_8) => String::from_utf8_lossy(bytes),
        _ => declared.unwrap_or(WINDOWS_1252).decode_without_bom_handling(bytes).0,
    }
}

/// Returns the encoding in `charset=…` of a `meta` element or of an XML declaration.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let label = |start: &str| {
        let mut ends = head.match_indices(start).map(|(at, _)| at + start.len());
        ends.find_map(|at| {
            let label = head[at..].trim_start_matches([' ', '"', '\'']);
            let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c))?;
            Encoding::for_label(&label.as_bytes()[..end])
        })
    };
    label("charset=").or_else(|| label("encoding="))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn decodes_by_mark_by_validity_and_by_declaration() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(decode(bytes), expected);
        check(b"\xef\xbb\xbfcaf\xc3\xa9", "café");
        check(b"\xff\xfea\0\xe9\0", "aé");
        check("<meta charset=iso-8859-1>café".as_bytes(), "<meta charset=iso-8859-1>café");
        check(b"<meta charset=\"windows-1251\">\xcc\xe8\xf0", "<meta charset=\"windows-1251\">Мир");
        check(
            b"<meta content='text/html; charset=Shift_JIS'>\x93\xfa",
            "<meta content='text/html; charset=Shift_JIS'>日",
        );
        check(
            b"<?xml version='1.0' encoding='GBK'?>\xc4\xe3",
            "<?xml version='1.0' encoding='GBK'?>你",
        );
        check(b"<meta charset=utf-8>a\xffb", "<meta charset=utf-8>a\u{fffd}b");
        check(b"caf\xe9", "café");
        check(b"<meta charset=nonsense>\xe9", "<meta charset=nonsense>é");
        check(b"", "");
    }
}
