//! Normalizes characters, case and clitics, so that equal words have equal bytes.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::letters;
use crate::article::Lang;

/// Converts a text to composed form (NFC) and its punctuation to ASCII.
///
/// Curly quotes and dashes become `'`, `"` and `-`. Special spaces become a space; one between the thousands of a
/// number is removed. Soft hyphens and zero-width marks are removed. Full-width, half-width and ligature forms become
/// the plain letters. Letters, case and accents stay. ASCII text is borrowed unchanged. O(bytes of text).
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(fold_composed(text).unwrap_or_else(|| fold_any(text)))
}

/// Folds a text in any form.
fn fold_any(text: &str) -> String {
    let mut joined = String::new();
    let mut start = 0;
    for (at, space) in text.match_indices(THIN_SPACES) {
        let end = at + space.len();
        if is_between_thousands(&text[..at], &text[end..]) {
            joined.push_str(&text[start..at]);
            start = end;
        }
    }
    joined.push_str(&text[start..]);
    let folded: String =
        joined.chars().flat_map(plain_letters).nfc().filter_map(fold_char).collect();
    if folded.contains(THAI_RING) { folded.replace("\u{e4d}\u{e32}", "\u{e33}") } else { folded }
}

/// Spaces that typesetters put between the thousands of a number.
const THIN_SPACES: [char; 3] = ['\u{a0}', '\u{202f}', '\u{2009}'];

/// Returns whether a space between two texts separates the thousands of a number.
fn is_between_thousands(before: &str, after: &str) -> bool {
    let n_after = after.bytes().take(4).take_while(u8::is_ascii_digit).count();
    before.ends_with(|c: char| c.is_ascii_digit()) && n_after == 3
}

/// The first part of a Thai vowel that is also written as one character.
const THAI_RING: char = '\u{e4d}';

/// Returns the letters that a compatibility character stands for: those of a ligature, of a half-width or full-width
/// form, of a subscript digit, of an Arabic form by position, or of a mathematical letter. Other characters stay.
fn plain_letters(c: char) -> PlainLetters {
    match c {
        _ if is_compatibility_letter(c) => PlainLetters::Several(Box::new([c].into_iter().nfkc())),
        _ => PlainLetters::One(Some(c)),
    }
}

#[inline]
fn is_compatibility_letter(c: char) -> bool {
    c >= '\u{132}'
        && !('\u{2010}'..='\u{2027}').contains(&c)
        && matches!(c,
        '\u{132}' | '\u{133}' | '\u{13f}' | '\u{140}' | '\u{149}' | '\u{1c4}'..='\u{1cc}' | '\u{2080}'..='\u{2089}'
        | '\u{2160}'..='\u{217f}' | '\u{fb00}'..='\u{fb17}' | '\u{fb50}'..='\u{fdfb}' | '\u{fe70}'..='\u{fefc}'
        | '\u{ff01}'..='\u{ff9f}' | '\u{1d400}'..='\u{1d7ff}')
}

/// The plain letters of one character.
enum PlainLetters {
    One(Option<char>),
    Several(Box<dyn Iterator<Item = char>>),
}

impl Iterator for PlainLetters {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::One(c) => c.take(),
            Self::Several(letters) => letters.next(),
        }
    }
}

/// Folds a text that is in composed form. Returns `None` when a quick check cannot confirm that form.
fn fold_composed(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    let mut has_marks = false;
    loop {
        let (ascii, rest_of_text) = rest.split_at(ascii_prefix(rest.as_bytes()));
        folded.push_str(ascii);
        let mut chars = rest_of_text.chars();
        let Some(c) = chars.next() else { break };
        if is_compatibility_letter(c) || c == THAI_RING {
            return None;
        }
        // A character below the first combining mark is composed and never joins the one before it.
        has_marks |= c >= FIRST_MARK && !('\u{2010}'..='\u{2027}').contains(&c);
        rest = chars.as_str();
        if !(THIN_SPACES.contains(&c) && is_between_thousands(&folded, rest)) {
            folded.extend(fold_char(c));
        }
    }
    (!has_marks || is_nfc_quick(text.chars()) == IsNormalized::Yes).then_some(folded)
}

/// The first combining mark of Unicode.
const FIRST_MARK: char = '\u{300}';

/// Returns the length of the ASCII prefix.
fn ascii_prefix(bytes: &[u8]) -> usize {
    let (chunks, tail) = bytes.as_chunks::<16>();
    let whole = chunks.iter().take_while(|chunk| chunk.is_ascii()).count();
    let rest = chunks.get(whole).map_or(tail, |chunk| &chunk[..]);
    16 * whole + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

/// Folds one composed character. Returns `None` for characters that are removed.
fn fold_char(c: char) -> Option<char> {
    Some(match c {
        _ if c.is_ascii() => c,
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bb}' | '\u{2bc}' | '\u{b4}' | '\u{2032}'
        | '\u{5f3}' => '\'',
        '\u{201c}'..='\u{201f}' | '«' | '»' | '\u{5f4}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{5be}' => '-',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => return None,
        _ => c,
    })
}

/// Converts a word to the form in which it is compared: lower case, and one spelling of letters that readers take for
/// the same. The word as written is displayed.
#[must_use]
pub(super) fn normal_form(word: &str, lang: Lang) -> Cow<'_, str> {
    let lower = lower_case(word, lang);
    let same = if lower.is_ascii() { None } else { letters::same_letters(&lower, lang) };
    let same = same.map_or(lower, Cow::Owned);
    match letters::without_separators(&same, lang) {
        Cow::Borrowed(_) => same,
        Cow::Owned(bare) => Cow::Owned(bare),
    }
}

/// Converts a word to lower case, with the rules of Turkish and Azerbaijani for those languages.
#[must_use]
fn lower_case(word: &str, lang: Lang) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    let is_turkic = matches!(lang.code(), "tr" | "az");
    if word.is_ascii() && !is_turkic {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    if is_turkic {
        return Cow::Owned(word.replace('İ', "i").replace('I', "ı").to_lowercase());
    }
    // In other languages Unicode lower-cases `İ` to two characters, which would match no other word.
    let word = if word.contains('İ') { &*word.replace('İ', "i") } else { word };
    Cow::Owned(word.to_lowercase())
}

/// Removes the clitic of a word: the English `'s`, the French `l'`, the Italian `dell'`.
///
/// `word` must be in lower case with straight apostrophes.
#[must_use]
pub(super) fn without_clitics(word: &str, lang: Lang) -> &str {
    match lang.code() {
        "en" => word.strip_suffix("'s").unwrap_or(word),
        // Endings of abbreviations: EU:s, EU:ssa.
        "sv" | "fi" | "da" | "no" | "nn" => match word.split_once(':') {
            Some((bare, ending)) if !bare.is_empty() && is_ending(ending) => bare,
            _ => word,
        },
        "fr" | "it" | "ca" => match word.split_once('\'') {
            Some((article, rest)) if !rest.is_empty() && ELIDED.contains(&article) => rest,
            _ => word,
        },
        _ => word,
    }
}

fn is_ending(ending: &str) -> bool {
    matches!(ending.chars().count(), 1..=5) && ending.chars().all(char::is_alphabetic)
}

/// Returns whether a word is an elided form, such as the "d" of "d'or".
#[must_use]
pub(super) fn is_elided(word: &str) -> bool {
    ELIDED.contains(&word)
}

/// French, Italian and Catalan words that lost their last vowel before another vowel.
const ELIDED: [&str; 28] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu",
    "un", "all", "dall", "dell", "nell", "sull", "coll", "quell", "quest", "bell", "sant", "anch",
    "dov", "com",
];

#[cfg(test)]
mod tests {
    use super::{Lang, fold, fold_any, normal_form, without_clitics};
    use proptest::prelude::*;

    #[test]
    fn folds_typography_and_keeps_letters() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected);
        check("plain", "plain");
        check("Biden–Putin’s “talks”\u{a0}…", "Biden-Putin's \"talks\" …");
        check("cafe\u{301} na\u{ad}ïve", "café naïve");
    }

    proptest! {
        #[test]
        fn folds_equal_the_definition(text in "[a-c .é’“…—1\u{a0}\u{301}\u{316}\u{ad}éक़가\u{1100}\u{1161}-]{0,80}") {
            prop_assert_eq!(fold(&text), fold_any(&text));
        }
    }

    #[test]
    fn removes_clitics() {
        let check = |word: &str, lang: &str, expected: &str| {
            let lang = Lang::parse(lang).unwrap();
            assert_eq!(without_clitics(&normal_form(word, lang), lang), expected);
        };
        check("Biden's", "en", "biden");
        check("L'Élysée", "fr", "élysée");
        check("aujourd'hui", "fr", "aujourd'hui");
        check("dell'Unione", "it", "unione");
        check("l'", "fr", "l'");
        check("EU:s", "sv", "eu");
        check("Linuxin", "fi", "linuxin");
        check("EU:ssa", "fi", "eu");
        check("İstanbul", "en", "istanbul");
        check("ISPARTA", "tr", "ısparta");
    }
}
