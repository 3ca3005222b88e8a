//! Characters that no reader sees.

use std::borrow::Cow;

/// Makes line ends `\n` and replaces every other control character (NUL, form feed, C1 …) by a
/// space; a tab stays.
///
/// Borrows when there is nothing to do, which is decided at the speed of a byte scan.
pub(crate) fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    if may_have_controls(text.as_bytes()) && text.chars().any(is_unwanted) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        Cow::Owned(text.replace(is_unwanted, " "))
    } else {
        text
    }
}

/// Like [`clean`], on one line: line breaks and tabs become spaces, the ends are trimmed.
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

/// By chunks without an early way out inside, which the compiler makes vector code of.
fn may_have_controls(bytes: &[u8]) -> bool {
    let found = |chunk: &[u8]| chunk.iter().fold(false, |found, &b| found | maybe_control(b));
    bytes.chunks(256).any(found)
}

fn maybe_control(byte: u8) -> bool {
    // 0xC2 leads the two bytes of U+0080 to U+00BF, whose first half is controls.
    (byte < 0x20 && byte != b'\n' && byte != b'\t') || byte == 0x7f || byte == 0xc2
}

fn is_unwanted(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_line};

    #[test]
    fn controls_become_spaces_and_line_ends_newlines() {
        let check = |text: &str, expected: &str| assert_eq!(clean(text.into()), expected);
        check("a\r\nb\rc\n\td", "a\nb\nc\n\td");
        check("a\0b\u{c}c\u{85}d\u{7f}", "a b c d ");
        check("« é »\u{a0}", "« é »\u{a0}");
        check("", "");
    }

    #[test]
    fn a_line_has_no_breaks() {
        let check = |text: &str, expected: &str| assert_eq!(clean_line(text.into()), expected);
        check(" a  b ", "a  b");
        check("a\r\n  b\tc\0", "a b c");
        check("\n", "");
    }
}
