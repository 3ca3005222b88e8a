//! Which language a text is written in, and what is known of each.

use frostem::{Algorithm, Stemmer};
use whichlang::Lang as Detected;

use crate::article::Lang;

/// Shorter texts, in bytes, are taken for English: detection on a few words is a coin toss.
const MIN_DETECTABLE_BYTES: usize = 24;
/// Bytes of a text that detection looks at.
const DETECTED_BYTES: usize = 400;

/// Language of an undeclared text, from its first 400 bytes.
///
/// One of sixteen: ar, zh, de, en, fr, hi, it, ja, ko, nl, pt, ru, es, sv, tr, vi. A text of a few
/// words counts as English.
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

/// Snowball stemmer of a language, `None` where there is none.
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

/// Stop words of a language in lower case; empty where no list is known.
pub(super) fn stop_words(lang: Lang) -> &'static [&'static str] {
    let code = if matches!(lang.code(), "nb" | "nn") { "no" } else { lang.code() };
    stop_words::lookup(code).unwrap_or_default()
}

/// The stop words of every language that has a list, a list each.
pub(crate) fn all_stop_words() -> impl Iterator<Item = &'static [&'static str]> {
    // Longer codes are of mixtures and of invented languages.
    let codes = stop_words::available_languages().iter().filter(|code| code.len() == 2);
    codes.filter_map(stop_words::lookup)
}

/// Stop words that may stand inside a phrase a reader sees, as in "Bank of England"; at most 14.
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
    fn sentences_are_told_apart() {
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
    fn connectives_are_stop_words_and_fit_their_code() {
        for code in ["en", "fr", "de", "es", "it", "pt", "nl"] {
            let lang = Lang::parse(code).unwrap();
            assert!(connectives(lang).len() <= 14, "{code}");
            assert!(!stop_words(lang).is_empty(), "{code}");
        }
    }
}
