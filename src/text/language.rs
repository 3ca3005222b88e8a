//! The stemmer, stop words and connectives of each language.

use frostem::{Algorithm, Stemmer};

use crate::article::Lang;

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
    use super::{connectives, stop_words};
    use crate::article::Lang;

    #[test]
    fn languages_with_connectives_have_stop_words_and_at_most_14_connectives() {
        for code in ["en", "fr", "de", "es", "it", "pt", "nl"] {
            let lang = Lang::parse(code).unwrap();
            assert!(connectives(lang).len() <= 14, "{code}");
            assert!(!stop_words(lang).is_empty(), "{code}");
        }
    }
}
