//! Language detection, and the stemmer, stop words and connectives of each language.

use frostem::{Algorithm, Stemmer};
use whichlang::Lang as Detected;

use crate::article::Lang;

/// Minimum length in bytes for detection. On fewer words detection is no better than a guess.
const MIN_DETECTABLE_BYTES: usize = 24;
/// Number of bytes that detection reads.
const DETECTED_BYTES: usize = 400;

/// Detects the language of a text from its first 400 bytes.
///
/// Returns one of sixteen languages: ar, zh, de, en, fr, hi, it, ja, ko, nl, pt, ru, es, sv, tr, vi. A text
/// below 24 bytes counts as English.
#[must_use]
pub fn detect(text: &str) -> Lang {
    let head = &text[..text.floor_char_boundary(DETECTED_BYTES)];
    if head.trim().len() < MIN_DETECTABLE_BYTES {
        return Lang::ENGLISH;
    }
    let code = match whichlang::detect_language(head) {
        Detected::Ara => "ar",
        Detected::Cmn => "zh",
        Detected::Deu => "de",
        Detected::Eng => "en",
        Detected::Fra => "fr",
        Detected::Hin => "hi",
        Detected::Ita => "it",
        Detected::Jpn => "ja",
        Detected::Kor => "ko",
        Detected::Nld => "nl",
        Detected::Por => "pt",
        Detected::Rus => "ru",
        Detected::Spa => "es",
        Detected::Swe => "sv",
        Detected::Tur => "tr",
        Detected::Vie => "vi",
    };
    Lang::parse(code).unwrap_or(Lang::ENGLISH)
}

/// Returns the Snowball stemmer of a language, if there is one.
pub(super) fn stemmer(lang: Lang) -> Option<Stemmer> {
    let algorithm = match lang.code() {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "sv" => Algorithm::Swedish,
        "tr" => Algorithm::Turkish,
        "uk" => Algorithm::Ukrainian,
        _ => return None,
    };
    Some(Stemmer::new(algorithm))
}

/// Returns the stop words of a language in lower case. Empty when the language has no list.
pub(super) fn stop_words(lang: Lang) -> &'static [&'static str] {
    let code = if matches!(lang.code(), "nb" | "nn") { "no" } else { lang.code() };
    stop_words::lookup(code).unwrap_or_default()
}

/// Yields the stop-word list of every language that has one.
pub(crate) fn all_stop_words() -> impl Iterator<Item = &'static [&'static str]> {
    // Longer codes name mixed and constructed languages.
    let codes = stop_words::available_languages().iter().filter(|code| code.len() == 2);
    codes.filter_map(stop_words::lookup)
}

/// Returns the stop words that are displayed inside a phrase, as in "Bank of England". At most 14.
#[must_use]
pub fn connectives(lang: Lang) -> &'static [&'static str] {
    match lang.code() {
        "en" => &[
            "of", "the", "and", "for", "in", "to", "on", "at", "a", "by", "with", "from", "over",
            "against",
        ],
        "fr" => {
            &["de", "la", "le", "les", "du", "des", "et", "à", "en", "au", "aux", "d", "l", "pour"]
        }
        "de" => &[
            "der", "die", "das", "des", "dem", "den", "und", "für", "von", "zu", "im", "in", "am",
            "zur",
        ],
        "es" => {
            &["de", "la", "el", "los", "las", "del", "y", "en", "a", "para", "por", "con", "al"]
        }
        "it" => &[
            "di", "la", "il", "i", "le", "del", "della", "dei", "e", "in", "a", "per", "con", "al",
        ],
        "pt" => {
            &["de", "a", "o", "da", "do", "das", "dos", "e", "em", "para", "por", "com", "na", "no"]
        }
        "nl" => &["van", "de", "het", "der", "en", "in", "voor", "op", "aan", "met", "te"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::{connectives, detect, stop_words};
    use crate::article::Lang;

    #[test]
    fn detects_the_language_of_a_sentence() {
        let check =
            |text: &str, expected: &str| assert_eq!(detect(text).code(), expected, "{text}");
        check("The two presidents met in a villa by the lake and agreed on little.", "en");
        check("Les deux présidents se sont rencontrés dans une villa au bord du lac.", "fr");
        check("Die beiden Präsidenten trafen sich in einer Villa am See.", "de");
        check("Los dos presidentes se reunieron en una villa junto al lago.", "es");
        check("Kurz", "en");
        check("", "en");
    }

    #[test]
    fn languages_with_connectives_have_stop_words_and_at_most_14_connectives() {
        for code in ["en", "fr", "de", "es", "it", "pt", "nl"] {
            let lang = Lang::parse(code).unwrap();
            assert!(connectives(lang).len() <= 14, "{code}");
            assert!(!stop_words(lang).is_empty(), "{code}");
        }
    }
}
