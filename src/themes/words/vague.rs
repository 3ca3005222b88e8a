//! Words that never name a theme.

use hashbrown::{HashMap, HashSet};

use crate::{text::all_stop_words, vectorize::Vocabulary};

/// The words: how they are written down is said there.
const WORDS: &str = include_str!("vague.txt");

/// From this share of the stop words of a language among the terms on, it is one of the archive's that it was
/// not read in: where articles are read in their language its stop words are no terms.
const FOREIGN: f64 = 0.3;

/// How little a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vagueness {
    /// It may name a theme.
    Never,
    /// It says nothing alone or beside others such, but may be a part of a name.
    Alone,
    /// No name has it.
    Always,
}

/// Which words of an archive say little.
pub(super) struct Vague {
    words: HashMap<&'static str, Vagueness, foldhash::fast::FixedState>,
}

impl Vague {
    /// Reads the list, and adds the stop words of languages that the archive has unsaid. O(n_terms).
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut words = HashMap::default();
        words.extend(listed());
        let n_terms = u32::try_from(vocabulary.n_terms()).unwrap_or(u32::MAX);
        let of_words = (0..n_terms).filter(|&term| vocabulary.words(term).len() == 1);
        let known: HashSet<String, foldhash::fast::FixedState> =
            of_words.map(|term| vocabulary.surface(term).to_lowercase()).collect();
        for stop_words in all_stop_words() {
            let n_known = stop_words.iter().filter(|&&word| known.contains(word)).count();
            if n_known as f64 >= FOREIGN * stop_words.len() as f64 {
                words.extend(stop_words.iter().map(|&word| (word, Vagueness::Always)));
            }
        }
        Self { words }
    }

    /// How little a word says, as it is shown. A few capitals are a name: "VA" is no French "va".
    pub(super) fn of(&self, word: &str) -> Vagueness {
        let is_acronym =
            matches!(word.chars().count(), 2..=3) && word.chars().all(char::is_uppercase);
        let known = if is_acronym { None } else { self.words.get(&*word.to_lowercase()) };
        known.or_else(|| self.words.get(word)).copied().unwrap_or(Vagueness::Never)
    }
}

/// The words of the list.
fn listed() -> impl Iterator<Item = (&'static str, Vagueness)> {
    WORDS.lines().flat_map(|line| {
        let (kind, words) = line.split_once(' ').unwrap_or_default();
        let vagueness = match kind {
            "always" => Some(Vagueness::Always),
            "alone" => Some(Vagueness::Alone),
            _ => None,
        };
        vagueness
            .into_iter()
            .flat_map(|vagueness| words.split(' ').map(move |word| (word, vagueness)))
    })
}

#[cfg(test)]
mod tests {
    use super::{Vague, Vagueness, WORDS, listed};
    use crate::{text::all_stop_words, vectorize::Vocabulary};

    #[test]
    fn every_word_is_listed_once() {
        let kinds = ["always ", "alone ", "# "];
        assert!(
            WORDS
                .lines()
                .all(|line| line.is_empty() || kinds.iter().any(|kind| line.starts_with(kind)))
        );
        let mut words: Vec<&str> = listed().map(|(word, _)| word).collect();
        assert!(words.iter().all(|word| !word.is_empty()));
        words.sort_unstable();
        let twice: Vec<_> = words.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn words_are_judged_as_they_are_shown() {
        let vague = Vague::new(&Vocabulary::for_tests(&[], &[]));
        assert_eq!(vague.of("Something"), Vagueness::Always);
        assert_eq!(vague.of("six"), Vagueness::Alone);
        assert_eq!(vague.of("treaty"), Vagueness::Never);
        assert_eq!((vague.of("va"), vague.of("VA")), (Vagueness::Always, Vagueness::Never));
        assert_eq!(vague.of("against"), Vagueness::Never);
    }

    #[test]
    fn stop_words_that_are_terms_belong_to_a_language_that_was_not_told() {
        let english = all_stop_words().find(|words| words.contains(&"against")).unwrap();
        let terms: Vec<[&str; 1]> = english.iter().map(|&word| [word]).collect();
        let check = |share: usize, expected: Vagueness| {
            let terms: Vec<&[&str]> = terms.iter().step_by(share).map(|term| &term[..]).collect();
            let vague = Vague::new(&Vocabulary::for_tests(&terms, &vec![1; terms.len()]));
            assert_eq!(vague.of("against"), expected);
        };
        check(2, Vagueness::Always);
        check(5, Vagueness::Never);
    }
}
