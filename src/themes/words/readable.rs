//! Which terms people can read.

use crate::vectorize::Vocabulary;

/// Returns whether every word of a term is a whole word, the term skips no word, and no word occurs in it twice.
pub(super) fn is_readable(term: u32, vocabulary: &Vocabulary) -> bool {
    let (surface, words) = (vocabulary.surface(term), vocabulary.words(term));
    // The display form of a phrase shows a skipped word as "…".
    surface.starts_with(char::is_alphabetic)
        && surface.split([' ', '-']).all(|word| word != "…" && !is_abbreviation(word))
        && words.iter().all(|&word| is_whole_word(vocabulary.stem(word)))
        && (1..words.len()).all(|at| !words[..at].contains(&words[at]))
}

/// Returns whether a term of one word is a number or an abbreviation.
pub(super) fn is_number_or_abbreviation(term: u32, vocabulary: &Vocabulary) -> bool {
    let stem = |&word: &u32| vocabulary.stem(word);
    is_abbreviation(&vocabulary.surface(term))
        || !vocabulary.words(term).iter().map(stem).all(is_whole_word)
}

/// Returns whether a stem is a word: it starts with a letter, has at least two characters, is not a piece of a web
/// address, and has digits only at the end and at most two, as in "G20".
fn is_whole_word(stem: &str) -> bool {
    let name = stem.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let mut letters = name.chars();
    // A single character is a whole word in scripts such as Chinese; these start at U+2E80.
    let is_long = letters.clone().nth(1).is_some()
        || name.len() < stem.len()
        || letters.clone().next().is_some_and(|sign| sign >= '\u{2e80}');
    is_long
        && stem.len() - name.len() <= 2
        && letters.next().is_some_and(char::is_alphabetic)
        && !name.contains(|sign: char| sign.is_ascii_digit() || sign == ':')
        && !name.starts_with("www.")
}

/// Returns whether a word is an abbreviation like "mln", "qtr" or "Mr": only Latin consonants, and not all of them
/// capitals as in "NHS". This also excludes the few words of Slavic languages that have no vowel.
fn is_abbreviation(word: &str) -> bool {
    let is_consonant =
        |sign: char| sign.is_ascii_alphabetic() && !"aeiouy".contains(sign.to_ascii_lowercase());
    word.chars().all(is_consonant) && word.contains(|sign: char| sign.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{is_abbreviation, is_whole_word};

    #[test]
    fn abbreviations_and_numbers_are_no_words() {
        assert!(["mln", "qtr", "Mr", "vs"].into_iter().all(is_abbreviation));
        assert!(!["NHS", "Net", "sky", "Öl", "банк"].into_iter().any(is_abbreviation));
        assert!(["bank", "g20", "mp3", "öl", "水"].into_iter().all(is_whole_word));
        assert!(
            !["x", "2004", "n3jxp", "abc123", "3g", "url:https", "www.a"]
                .into_iter()
                .any(is_whole_word)
        );
    }
}
