//! One spelling for what readers take for the same text.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::article::Lang;

/// Brings a text to composed form (NFC) and typographic punctuation to its ASCII twin.
///
/// Curly quotes and dashes become `'`, `"` and `-`, odd spaces a space; soft hyphens and zero-width
/// marks go. Letters, case and accents stay. ASCII is borrowed as it is. O(bytes of text).
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    fold_composed(text)
        .map_or_else(|| Cow::Owned(text.nfc().filter_map(fold_char).collect()), Cow::Owned)
}

/// The fold of a text that is in composed form; `None` where that is not sure.
fn fold_composed(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    let mut has_marks = false;
    loop {
        let (ascii, behind) = rest.split_at(ascii_prefix(rest.as_bytes()));
        folded.push_str(ascii);
        let mut chars = behind.chars();
        let Some(c) = chars.next() else { break };
        // A character below is as it was composed, and joins none before it.
        has_marks |= c >= FIRST_MARK && !('\u{2010}'..='\u{2027}').contains(&c);
        folded.extend(fold_char(c));
        rest = chars.as_str();
    }
    (!has_marks || is_nfc_quick(text.chars()) == IsNormalized::Yes).then_some(folded)
}

/// The first combining mark.
const FIRST_MARK: char = '\u{300}';

/// Number of bytes before the first that is not ASCII.
fn ascii_prefix(bytes: &[u8]) -> usize {
    let (chunks, tail) = bytes.as_chunks::<16>();
    let whole = chunks.iter().take_while(|chunk| chunk.is_ascii()).count();
    let rest = chunks.get(whole).map_or(tail, |chunk| &chunk[..]);
    16 * whole + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

fn fold_char(c: char) -> Option<char> {
    Some(match c {
        _ if c.is_ascii() => c,
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{02bc}' => '\'',
        '\u{201c}'..='\u{201f}' | '«' | '»' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => return None,
        _ => c,
    })
}

/// Lower case of a word, by the language's own rule where it has one.
#[must_use]
pub(super) fn lower_case(word: &str, lang: Lang) -> Cow<'_, str> {
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
    // Elsewhere a dotted capital I would become two characters that no other word has.
    let word = if word.contains('İ') { &*word.replace('İ', "i") } else { word };
    Cow::Owned(word.to_lowercase())
}

/// Cuts what is written together with a word but is another: the English `'s`, the French `l'`, the
/// Italian `dell'`.
///
/// `word` is in lower case with straight apostrophes.
#[must_use]
pub(super) fn without_clitics(word: &str, lang: Lang) -> &str {
    match lang.code() {
        "en" => word.strip_suffix("'s").unwrap_or(word),
        "fr" | "it" | "ca" => match word.split_once('\'') {
            Some((article, rest)) if !rest.is_empty() && ELIDED.contains(&article) => rest,
            _ => word,
        },
        _ => word,
    }
}

/// Whether a word is what an article or preposition is before a vowel.
#[must_use]
pub(super) fn is_elided(word: &str) -> bool {
    ELIDED.contains(&word)
}

/// Words that lose their last vowel before another, in French, Italian and Catalan.
const ELIDED: [&str; 28] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu",
    "un", "all", "dall", "dell", "nell", "sull", "coll", "quell", "quest", "bell", "sant", "anch",
    "dov", "com",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::{Lang, fold, fold_char, lower_case, without_clitics};

    #[test]
    fn typography_is_folded_and_letters_stay() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected);
        check("plain", "plain");
        check("Biden–Putin’s “talks”\u{a0}…", "Biden-Putin's \"talks\" …");
        check("cafe\u{301} na\u{ad}ïve", "café naïve");
    }

    proptest! {
        #[test]
        fn folds_equal_the_definition(text in "[a-c .é’“…—\u{a0}\u{301}\u{316}\u{ad}éक़가\u{1100}\u{1161}-]{0,80}") {
            let expected: String = text.nfc().filter_map(fold_char).collect();
            prop_assert_eq!(fold(&text), expected);
        }
    }

    #[test]
    fn words_lose_their_clitics() {
        let check = |word: &str, lang: &str, expected: &str| {
            let lang = Lang::parse(lang).unwrap();
            assert_eq!(without_clitics(&lower_case(word, lang), lang), expected);
        };
        check("Biden's", "en", "biden");
        check("L'Élysée", "fr", "élysée");
        check("aujourd'hui", "fr", "aujourd'hui");
        check("dell'Unione", "it", "unione");
        check("l'", "fr", "l'");
        check("İstanbul", "en", "istanbul");
        check("ISPARTA", "tr", "ısparta");
    }
}
