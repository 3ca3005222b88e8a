//! Splits a text into words by the Unicode rules, with a fast path for ASCII.

use std::vec;

use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};
use memchr::memchr2_iter;
use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

use super::scan::{Run, Runs};

/// A word and its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word as written.
    pub text: &'t str,
    /// Byte offset of its first character in the text.
    pub start: usize,
}

/// Yields the words of `text` in order, as defined by UAX #29 ([`UnicodeSegmentation::unicode_words`]).
///
/// Thai, Lao, Khmer and Burmese have no spaces between words, and the rules leave them to a dictionary. They are cut
/// by the dictionaries of ICU.
///
/// Runs of ASCII characters are found by arithmetic on bit masks. Other runs go through the full rules, except
/// plain Latin and Cyrillic words. There is one difference, which occurs in no language: a combining mark after
/// a space or an ASCII sign is a word without that sign. O(bytes of text).
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut segmenter = Segmenter::new(text);
    std::iter::from_fn(move || {
        let mut word = None;
        segmenter.visit(1, |start, end, _| word = Some(Word { text: &text[start..end], start }));
        word
    })
}

/// Finds the words of a text, a batch at a time.
pub(super) struct Segmenter<'t> {
    text: &'t str,
    runs: Runs<'t>,
    /// Offset of the current run and its remaining words, if it goes through the full rules.
    unicode_words: Option<(usize, RunWords<'t>)>,
    /// Whether an irregular run stands before the next word.
    after_irregular: bool,
}

impl<'t> Segmenter<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, runs: Runs::new(text), unicode_words: None, after_irregular: false }
    }

    /// Visits up to `limit` words. `visit` gets the start and the end of the word, and whether a sentence may
    /// end or a quotation begin in the gap before it. If that flag is false, neither happens there.
    #[inline(always)]
    pub(super) fn visit(&mut self, limit: usize, mut visit: impl FnMut(usize, usize, bool)) {
        let mut n_visited = 0;
        while n_visited < limit {
            // One call of `visit`, so that it is inlined.
            let (start, end, after_sign) = if let Some((offset, words)) = &mut self.unicode_words {
                match words.next() {
                    Some((start, end)) => (*offset + start, *offset + end, true),
                    None => {
                        self.unicode_words = None;
                        continue;
                    }
                }
            } else {
                let Some(Run { start, end, after_sign, is_irregular }) = self.runs.next() else {
                    return;
                };
                if is_irregular {
                    self.after_irregular = true;
                    let run = &self.text[start..end];
                    if !is_one_word(run) {
                        self.unicode_words = Some((start, RunWords::of(run)));
                        continue;
                    }
                    (start, end, true)
                } else {
                    let after_sign = after_sign | self.after_irregular;
                    self.after_irregular = false;
                    (start, end, after_sign)
                }
            };
            visit(start, end, after_sign);
            n_visited += 1;
        }
    }
}

/// The words of a run, as ranges of its bytes.
enum RunWords<'t> {
    Rules(UnicodeWordIndices<'t>),
    Dictionary(vec::IntoIter<(usize, usize)>),
}

impl<'t> RunWords<'t> {
    fn of(run: &'t str) -> Self {
        if needs_dictionary(run) {
            Self::Dictionary(dictionary_words(run).into_iter())
        } else {
            Self::Rules(run.unicode_word_indices())
        }
    }

    #[inline]
    fn next(&mut self) -> Option<(usize, usize)> {
        match self {
            Self::Rules(words) => words.next().map(|(start, word)| (start, start + word.len())),
            Self::Dictionary(words) => words.next(),
        }
    }
}

/// Returns whether a run has letters of a script that only a dictionary cuts into words.
fn needs_dictionary(run: &str) -> bool {
    let bytes = run.as_bytes();
    memchr2_iter(0xe0, 0xe1, bytes).any(|at| {
        let second = bytes.get(at + 1).copied().unwrap_or(0);
        match bytes[at] {
            0xe0 => matches!(second, 0xb8..=0xbb),
            _ => matches!(second, 0x80..=0x82 | 0x9e | 0x9f),
        }
    })
}

/// Returns whether a character is Thai, Lao, Burmese or Khmer.
fn is_dictionary_char(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Cuts the Thai, Lao, Khmer and Burmese parts of a run by dictionaries, and the rest by the rules. O(bytes of run).
fn dictionary_words(run: &str) -> Vec<(usize, usize)> {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut words = Vec::new();
    let mut start = 0;
    while let Some(first) = run[start..].chars().next() {
        let by_dictionary = is_dictionary_char(first);
        let rest = &run[start..];
        let length = rest.find(|c| is_dictionary_char(c) != by_dictionary).unwrap_or(rest.len());
        let part = &rest[..length];
        if by_dictionary {
            let mut before = 0;
            for end in segmenter.segment_str(part).filter(|&end| end > 0) {
                if part[before..end].contains(char::is_alphanumeric) {
                    words.push((start + before, start + end));
                }
                before = end;
            }
        } else {
            let ranges = part.unicode_word_indices();
            words.extend(ranges.map(|(at, word)| (start + at, start + at + word.len())));
        }
        start += length;
    }
    words
}

/// Returns whether a run is certainly one word: Latin and Cyrillic letters, ASCII digits, and apostrophes and
/// full stops between letters.
fn is_one_word(run: &str) -> bool {
    let (mut has_alphanumeric, mut after_letter, mut sign) = (false, false, false);
    for c in run.chars() {
        let is_letter = match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
            '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => true,
            _ => false,
        };
        match c {
            _ if is_letter => sign = false,
            '0'..='9' | '_' if !sign => {}
            '\'' | '.' if after_letter => sign = true,
            _ => return false,
        }
        has_alphanumeric |= c != '_';
        after_letter = is_letter;
    }
    has_alphanumeric && !sign
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{Segmenter, needs_dictionary, words};

    fn check(text: &str) {
        if needs_dictionary(text) {
            return;
        }
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
    fn signs_inside_ascii_words_follow_the_unicode_rules() {
        check("U.S. officials' phones: 3,000.5 or a:b, it's foo_bar __ _ 1'2 a'1 end.Next x;y 1;2");
    }

    #[test]
    fn other_scripts_follow_the_unicode_rules() {
        check(
            "l’été à Zürich, Москва́ и 東京タワー; caf\u{65}\u{301} naïve.x 3é,5 a\u{ad}b ‘quoted’ עב\"ג",
        );
    }

    #[test]
    fn dictionaries_cut_scripts_without_spaces() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = words(text).map(|word| word.text).collect();
            assert_eq!(found, expected);
        };
        check("ปลาในทะเล", &["ปลา", "ใน", "ทะเล"]);
        check("ภาษาRuby3รุ่นใหม่", &["ภาษา", "Ruby3", "รุ่น", "ใหม่"]);
        check("ປາໃນທະເລ", &["ປາ", "ໃນ", "ທະເລ"]);
        check("ខ្ញុំទៅសាលា", &["ខ្ញុំ", "ទៅ", "សាលា"]);
    }

    #[test]
    fn words_may_span_two_blocks() {
        for shift in 0..70 {
            let text = format!("{}it's U.S. 3,000 été. ___ end", " x".repeat(shift));
            check(&text);
            check(&format!("{}{text}", "y".repeat(shift)));
            check(&text[..text.len() - 4]);
        }
    }

    /// Returns whether a gap may end a sentence or begin a quotation.
    fn has_sign(gap: &str) -> bool {
        let lines: Vec<&str> = gap.split('\n').collect();
        let mut between = lines.iter().skip(1).take(lines.len().saturating_sub(2));
        let blank_line = between.any(|line| line.trim().is_empty());
        blank_line || gap.contains(['!', '?', '.', '"', ':']) || !gap.is_ascii()
    }

    fn check_signs(text: &str) {
        let (mut before, mut segmenter) = (0, Segmenter::new(text));
        segmenter.visit(usize::MAX, |start, end, after_sign| {
            assert!(after_sign || !has_sign(&text[before..start]), "{text:?} before {start}");
            before = end;
        });
    }

    proptest! {
        #[test]
        fn words_equal_unicode_words(
            text in "[a-zA-Z0-9_'.,:;\"! \u{301}éжß’東カא\u{200d}\n-]{0,60}",
            indent in 0usize..70,
        ) {
            check(&text);
            check(&(" ".repeat(indent) + &text));
        }

        #[test]
        fn words_equal_unicode_words_on_any_text(text in any::<String>()) {
            check(&text);
        }

        #[test]
        fn words_of_any_script_are_in_order(text in "[กาที่ທາကာကျخខ្មែaé1 ๆ。\u{301}\u{200d}]{0,60}") {
            let mut before = 0;
            for word in words(&text) {
                prop_assert!(word.start >= before && !word.text.is_empty());
                before = word.start + word.text.len();
            }
        }

        #[test]
        fn reports_every_sign_between_words(text in "[ab_'.,:;\"!?éж…\n\t -]{0,200}") {
            check_signs(&text);
        }
    }
}
