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
    if is_nfc_quick(text.chars()) != IsNormalized::Yes {
        return Cow::Owned(text.nfc().filter_map(fold_char).collect());
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| !b.is_ascii()) {
        folded.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        folded.extend(chars.next().and_then(fold_char));
        rest = chars.as_str();
    }
    folded.push_str(rest);
    Cow::Owned(folded)
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
    if matches!(lang.code(), "tr" | "az") {
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

/// Words that lose their last vowel before another, in French, Italian and Catalan.
const ELIDED: [&str; 28] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu",
    "un", "all", "dall", "dell", "nell", "sull", "coll", "quell", "quest", "bell", "sant", "anch",
    "dov", "com",
];

#[cfg(test)]
mod tests {
    use super::{Lang, fold, lower_case, without_clitics};

    #[test]
    fn typography_is_folded_and_letters_stay() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected);
        check("plain", "plain");
        check("Biden–Putin’s “talks”\u{a0}…", "Biden-Putin's \"talks\" …");
        check("cafe\u{301} na\u{ad}ïve", "café naïve");
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
