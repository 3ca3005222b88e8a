//! Removes control characters.

use std::borrow::Cow;

/// Converts line ends to `\n`, and replaces every other control character (NUL, form feed, C1 …) by a space. Keeps
/// tabs.
///
/// # Performance
/// Borrows a text without control characters after one scan over its bytes.
pub(crate) fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    if may_have_controls(text.as_bytes()) && text.chars().any(is_unwanted) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        Cow::Owned(text.replace(is_unwanted, " "))
    } else {
        text
    }
}

/// Cleans like [`clean`], and returns one line: line breaks and tabs become spaces, white space at the ends is cut.
pub(crate) fn clean_line(text: Cow<'_, str>) -> String {
    let mut line = clean(text).into_owned();
    if line.contains(['\n', '\t']) {
        line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    match line.trim() {
        trimmed if trimmed.len() == line.len() => line,
        trimmed => trimmed.to_owned(),
    }
}

// No early exit inside a chunk, so that the compiler can use vector instructions.
fn may_have_controls(bytes: &[u8]) -> bool {
    let found = |chunk: &[u8]| chunk.iter().fold(false, |found, &b| found | maybe_control(b));
    bytes.chunks(256).any(found)
}

fn maybe_control(byte: u8) -> bool {
    // 0xC2 is the first of the two bytes of U+0080 to U+00BF; the lower half of them are control characters.
    (byte < 0x20 && byte != b'\n' && byte != b'\t') || byte == 0x7f || byte == 0xc2
}

fn is_unwanted(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_line};

    #[test]
    fn replaces_control_characters_and_line_ends() {
        let check = |text: &str, expected: &str| assert_eq!(clean(text.into()), expected);
        check("a\r\nb\rc\n\td", "a\nb\nc\n\td");
        check("a\0b\u{c}c\u{85}d\u{7f}", "a b c d ");
        check("« é »\u{a0}", "« é »\u{a0}");
        check("", "");
    }

    #[test]
    fn joins_lines_with_spaces() {
        let check = |text: &str, expected: &str| assert_eq!(clean_line(text.into()), expected);
        check(" a  b ", "a  b");
        check("a\r\n  b\tc\0", "a b c");
        check("\n", "");
    }
}
