//! Words of a text by Unicode's rules, with a fast path for ASCII.

use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

/// A word and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word as written.
    pub text: &'t str,
    /// Byte offset of its first letter in the text.
    pub start: usize,
}

impl Word<'_> {
    /// Byte offset just behind the word.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Yields the words of `text` in order: the same as [`UnicodeSegmentation::unicode_words`], UAX #29.
///
/// Runs of ASCII are cut by a table of byte classes; a run that holds any other character goes
/// through the full rules. One difference, which no language has: a combining mark behind a space or
/// an ASCII sign counts as a word without that sign. O(bytes of text).
#[must_use]
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, beyond_ascii: None }
}

/// Iterator of [`words`].
pub struct Words<'t> {
    text: &'t str,
    at: usize,
    /// Words of the current run that is not ASCII alone, and the offset of that run.
    beyond_ascii: Option<(usize, UnicodeWordIndices<'t>)>,
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// `_`, which joins letters and digits to either side.
const EXTEND: u8 = 4;
/// `'`, `.` and `:`, which join a letter before to a letter behind.
const MID_LETTER: u8 = 8;
/// `'`, `.`, `,` and `;`, which join a digit before to a digit behind.
const MID_NUMBER: u8 = 16;
const NOT_ASCII: u8 = 32;
/// `"`, which joins Hebrew letters: no end to a run that is not ASCII.
const QUOTE: u8 = 64;
const IN_WORD: u8 = LETTER | DIGIT | EXTEND;

/// Classes of the word-break property that matter inside ASCII.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'_' => EXTEND,
            b'\'' | b'.' => MID_LETTER | MID_NUMBER,
            b':' => MID_LETTER,
            b',' | b';' => MID_NUMBER,
            b'"' => QUOTE,
            0x80.. => NOT_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    class
};

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let bytes = self.text.as_bytes();
        loop {
            if let Some((offset, run)) = &mut self.beyond_ascii {
                if let Some((start, text)) = run.next() {
                    return Some(Word { text, start: *offset + start });
                }
                self.beyond_ascii = None;
            }
            let skipped = bytes[self.at..]
                .iter()
                .position(|&b| CLASS[b as usize] & (IN_WORD | NOT_ASCII) != 0)?;
            let start = self.at + skipped;
            match ascii_word_end(bytes, start) {
                Some((end, has_alphanumeric)) => {
                    self.at = end;
                    if has_alphanumeric {
                        return Some(Word { text: &self.text[start..end], start });
                    }
                }
                None => {
                    let run = bytes[start..].iter().position(|&b| CLASS[b as usize] == 0);
                    self.at = run.map_or(bytes.len(), |length| start + length);
                    self.beyond_ascii =
                        Some((start, self.text[start..self.at].unicode_word_indices()));
                }
            }
        }
    }
}

/// End of the word that starts at `start` and whether it holds a letter or digit; `None` when a
/// character beyond ASCII stands in or against it.
fn ascii_word_end(bytes: &[u8], start: usize) -> Option<(usize, bool)> {
    let class_at = |at: usize| bytes.get(at).map_or(0, |&b| CLASS[b as usize]);
    let (mut at, mut last, mut seen) = (start, 0, 0);
    loop {
        let class = class_at(at);
        if class & IN_WORD != 0 {
            (last, seen) = (class, seen | class);
            at += 1;
            continue;
        }
        let next = if class == 0 { 0 } else { class_at(at + 1) };
        if (class | next) & NOT_ASCII != 0 {
            return None;
        }
        let joins_letters = class & MID_LETTER != 0 && last == LETTER && next == LETTER;
        let joins_digits = class & MID_NUMBER != 0 && last == DIGIT && next == DIGIT;
        if !joins_letters && !joins_digits {
            return Some((at, seen & (LETTER | DIGIT) != 0));
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::words;

    fn check(text: &str) {
        let without_sign = |(start, word): (usize, &str)| {
            let rest = word.trim_start_matches(|c: char| {
                c.is_ascii_punctuation() && c != '_' || c.is_ascii_control() || c == ' '
            });
            (start + word.len() - rest.len(), rest.to_owned())
        };
        let expected: Vec<(usize, String)> =
            text.unicode_word_indices().map(without_sign).collect();
        let found: Vec<(usize, String)> =
            words(text).map(|word| without_sign((word.start, word.text))).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn the_joiners_of_ascii_follow_the_rules() {
        check("U.S. officials' phones: 3,000.5 or a:b, it's foo_bar __ _ 1'2 a'1 end.Next x;y 1;2");
    }

    #[test]
    fn other_scripts_go_through_the_full_rules() {
        check(
            "l’été à Zürich, Москва́ и 東京タワー; caf\u{65}\u{301} naïve.x 3é,5 a\u{ad}b ‘quoted’ עב\"ג",
        );
    }

    proptest! {
        #[test]
        fn words_equal_unicode_words(text in "[a-zA-Z0-9_'.,:;\" \u{301}éß’東カ\u{200d}\n-]{0,60}") {
            check(&text);
        }

        #[test]
        fn words_equal_unicode_words_on_any_text(text in any::<String>()) {
            check(&text);
        }
    }
}
