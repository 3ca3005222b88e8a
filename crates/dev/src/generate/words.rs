//! Invented words, one for each frequency rank.

use super::draw::{Ranks, mix, mix_to_unit};

/// Onsets of syllables. Syllables end in a vowel, so the consonants between two vowels are one onset. Each word
/// therefore splits into syllables in one way, and different numbers give different words.
const ONSETS: [&str; 22] = [
    "b", "br", "c", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "t",
    "tr", "v", "w", "st",
];
const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
/// Codas of words. An English stemmer keeps them and removes -s, -ed and -ing after them.
const CODAS: [&str; 18] = [
    "nd", "rk", "lt", "mp", "nk", "rd", "st", "ft", "ld", "rn", "rm", "ck", "rt", "ct", "sk", "rp",
    "lf", "lk",
];
/// Final letters of names. Names take no endings.
const NAME_ENDS: [&str; 7] = ["a", "o", "en", "on", "an", "el", "in"];

const N_SYLLABLES: usize = ONSETS.len() * VOWELS.len();

/// A prime that scatters the numbers: multiplication by it, modulo the number of words, is one-to-one.
const SCATTER_PRIME: usize = 1_000_003;

/// Returns whether a term is a name; one in eight is.
pub(super) fn is_name(term: u32) -> bool {
    term % 8 == 5
}

/// Appends the word of a term without an ending. Different terms have different words.
pub(super) fn push_word(term: u32, out: &mut String) {
    let (number, n_ends) = if is_name(term) {
        (term as usize / 8, ONSETS.len() * NAME_ENDS.len())
    } else {
        (term as usize, N_SYLLABLES * CODAS.len())
    };
    // The most common words are the shortest.
    let n_short = N_SYLLABLES * n_ends;
    let (number, n_syllables, n_words) = if number < n_short {
        (number, 1, n_short)
    } else {
        (number - n_short, 2, N_SYLLABLES * n_short)
    };
    let mut rest = number * SCATTER_PRIME % n_words;
    for _ in 0..n_syllables {
        push_syllable(take_digit(&mut rest, N_SYLLABLES), out);
    }
    if is_name(term) {
        out.push_str(ONSETS[take_digit(&mut rest, ONSETS.len())]);
        out.push_str(NAME_ENDS[rest]);
    } else {
        push_syllable(take_digit(&mut rest, N_SYLLABLES), out);
        out.push_str(CODAS[rest]);
    }
}

fn push_syllable(number: usize, out: &mut String) {
    out.push_str(ONSETS[number / VOWELS.len()]);
    out.push_str(VOWELS[number % VOWELS.len()]);
}

/// Removes the last digit of a number in a base, and returns it.
fn take_digit(number: &mut usize, base: usize) -> usize {
    let digit = *number % base;
    *number /= base;
    digit
}

/// Chooses the ending of a word by a number in [0, 1). Most words have none; verbs have -ed and -ing.
pub(super) fn ending(term: u32, quantile: f64) -> &'static str {
    let is_verb = mix(u64::from(term)).is_multiple_of(3);
    match quantile {
        _ if is_name(term) => "",
        0.35.. => "",
        0.20.. if is_verb => "ed",
        0.10.. if is_verb => "ing",
        _ => "s",
    }
}

/// Returns the term that follows this one as a fixed pair: a surname for one name in two, the second word of a phrase
/// for one other word in six.
pub(super) fn partner(term: u32, ranks: &Ranks) -> Option<u32> {
    let number = u64::from(term) << 1 | 1;
    if is_name(term) {
        (term / 8).is_multiple_of(2).then(|| (mix(number) % N_SURNAMES) as u32 * 16 + 13)
    } else {
        mix(number).is_multiple_of(6).then(|| ranks.draw(mix_to_unit(!number)))
    }
}

/// Number of surnames. Surnames are names that never come first in a pair.
const N_SURNAMES: u64 = 20_000;

/// Returns the name of a topic: the word of a term that is not a name.
pub(super) fn topic_name(topic: u8) -> String {
    let mut name = String::new();
    push_word(1_000 + 8 * u32::from(topic), &mut name);
    name
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::{Ranks, is_name, partner, push_word, topic_name};

    fn word(term: u32) -> String {
        let mut word = String::new();
        push_word(term, &mut word);
        word
    }

    #[test]
    fn every_form_has_the_stem_of_its_term_alone() {
        let stemmer = frostem::Stemmer::new(frostem::Algorithm::English);
        let mut terms: HashMap<String, u32> = HashMap::new();
        for term in (0..30_000).chain((217_000..2_000_000).step_by(97)) {
            let word = word(term);
            let stem = stemmer.stem(&word).into_owned();
            for ending in if is_name(term) { &[""][..] } else { &["s", "ed", "ing"] } {
                assert_eq!(
                    stemmer.stem(&format!("{word}{ending}")),
                    stem.as_str(),
                    "{word}{ending}"
                );
            }
            let other = terms.insert(stem, term);
            assert_eq!(other, None, "{word}");
        }
    }

    #[test]
    fn all_words_differ() {
        let words: HashSet<String> = (0..300_000).map(word).collect();
        assert_eq!(words.len(), 300_000);
    }

    #[test]
    fn a_name_pairs_with_a_name() {
        let ranks = Ranks::new();
        let pairs: Vec<(u32, u32)> =
            (0..8_000).filter_map(|term| Some((term, partner(term, &ranks)?))).collect();
        assert!(pairs.iter().all(|&(first, second)| !is_name(first) || is_name(second)));
        assert!((1_200..2_400).contains(&pairs.len()), "{}", pairs.len());
    }

    #[test]
    fn topics_have_distinct_names() {
        let names: HashSet<String> = (0..250).map(topic_name).collect();
        assert_eq!(names.len(), 250);
    }
}
