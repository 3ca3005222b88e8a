//! Which terms a reader can read.

use crate::vectorize::Vocabulary;

/// Whether every word of a term can be read, none between them is hidden, and none stands there twice.
pub(super) fn readable(term: u32, vocabulary: &Vocabulary) -> bool {
    let (surface, words) = (vocabulary.surface(term), vocabulary.words(term));
    surface.starts_with(char::is_alphabetic)
        && surface.split([' ', '-']).all(|word| word != "…" && !shorthand(word))
        && words.iter().all(|&word| whole(vocabulary.stem(word)))
        && (1..words.len()).all(|at| !words[..at].contains(&words[at]))
}

/// Whether a term that is a word is a number or cut short: nothing to read.
pub(super) fn cut_short(term: u32, vocabulary: &Vocabulary) -> bool {
    let stem = |&word: &u32| vocabulary.stem(word);
    shorthand(&vocabulary.surface(term)) || !vocabulary.words(term).iter().map(stem).all(whole)
}

/// Whether a stem is a word: it starts with a letter, has more than one, no digits but one or two at its end,
/// as in "G20", and is no piece of an address.
fn whole(stem: &str) -> bool {
    let name = stem.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let mut letters = name.chars();
    // One sign is a whole word in scripts that write words with signs.
    let long = letters.clone().nth(1).is_some()
        || name.len() < stem.len()
        || letters.clone().next().is_some_and(|sign| sign >= '\u{2e80}');
    long && stem.len() - name.len() <= 2
        && letters.next().is_some_and(char::is_alphabetic)
        && !name.contains(|sign: char| sign.is_ascii_digit() || sign == ':')
        && !name.starts_with("www.")
}

/// Whether a word is cut short, like "mln", "qtr" and "Mr": Latin consonants alone, not all of them capitals
/// as in "NHS". Costs the few words of Slavic languages that have no vowel.
fn shorthand(word: &str) -> bool {
    let consonant =
        |sign: char| sign.is_ascii_alphabetic() && !"aeiouy".contains(sign.to_ascii_lowercase());
    word.chars().all(consonant) && word.contains(|sign: char| sign.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{shorthand, whole};

    #[test]
    fn words_cut_short_and_numbers_cannot_be_read() {
        assert!(["mln", "qtr", "Mr", "vs"].into_iter().all(shorthand));
        assert!(!["NHS", "Net", "sky", "Öl", "банк"].into_iter().any(shorthand));
        assert!(["bank", "g20", "mp3", "öl", "水"].into_iter().all(whole));
        assert!(
            !["x", "2004", "n3jxp", "abc123", "3g", "url:https", "www.a"].into_iter().any(whole)
        );
    }
}
