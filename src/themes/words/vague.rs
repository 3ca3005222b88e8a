//! Words that are too vague to name a theme.

use hashbrown::{HashMap, HashSet};

use crate::{text::all_stop_words, vectorize::Vocabulary};

/// The list of vague words. The comment at its top defines its format.
const WORDS: &str = include_str!("vague.txt");

/// When at least this share of the stop words of a language are terms, some articles are in that language but were
/// read as another. In articles that were read in their own language, stop words are no terms.
const MIN_FOREIGN_SHARE: f64 = 0.3;

/// How vague a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vagueness {
    /// The word can name a theme.
    Never,
    /// The word alone, or with other such words, cannot name a theme, but it can be part of a name.
    Alone,
    /// No name contains the word.
    Always,
}

/// The vague words of an archive.
pub(super) struct VagueWords {
    words: HashMap<&'static str, Vagueness, foldhash::fast::FixedState>,
}

impl VagueWords {
    /// Reads the list and adds the stop words of undeclared languages. O(n_terms).
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut words = HashMap::default();
        words.extend(listed_words());
        let n_terms = u32::try_from(vocabulary.n_terms()).expect("terms are `u32` numbers");
        let single_words = (0..n_terms).filter(|&term| vocabulary.words(term).len() == 1);
        let known: HashSet<String, foldhash::fast::FixedState> =
            single_words.map(|term| vocabulary.surface(term).to_lowercase()).collect();
        for stop_words in all_stop_words() {
            let n_known = stop_words.iter().filter(|&&word| known.contains(word)).count();
            if n_known as f64 >= MIN_FOREIGN_SHARE * stop_words.len() as f64 {
                words.extend(stop_words.iter().map(|&word| (word, Vagueness::Always)));
            }
        }
        Self { words }
    }

    /// Returns the vagueness of a word in its display form. Two or three capitals are a name: "VA" is not the French
    /// word "va".
    pub(super) fn vagueness(&self, word: &str) -> Vagueness {
        let is_acronym =
            matches!(word.chars().count(), 2..=3) && word.chars().all(char::is_uppercase);
        let listed = if is_acronym { None } else { self.words.get(&*word.to_lowercase()) };
        listed.or_else(|| self.words.get(word)).copied().unwrap_or(Vagueness::Never)
    }
}

/// Returns the words of the list. Empty lines and comments have none.
fn listed_words() -> impl Iterator<Item = (&'static str, Vagueness)> {
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
    use super::{VagueWords, Vagueness, WORDS, listed_words};
    use crate::{text::all_stop_words, vectorize::Vocabulary};

    #[test]
    fn every_word_is_listed_once() {
        let kinds = ["always ", "alone ", "# "];
        assert!(
            WORDS
                .lines()
                .all(|line| line.is_empty() || kinds.iter().any(|kind| line.starts_with(kind)))
        );
        let mut words: Vec<&str> = listed_words().map(|(word, _)| word).collect();
        assert!(words.iter().all(|word| !word.is_empty()));
        words.sort_unstable();
        let duplicates: Vec<_> = words.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(duplicates.is_empty(), "{duplicates:?}");
    }

    #[test]
    fn vagueness_depends_on_the_display_form() {
        let vague_words = VagueWords::new(&Vocabulary::for_tests(&[], &[]));
        assert_eq!(vague_words.vagueness("Something"), Vagueness::Always);
        assert_eq!(vague_words.vagueness("six"), Vagueness::Alone);
        assert_eq!(vague_words.vagueness("treaty"), Vagueness::Never);
        assert_eq!(
            (vague_words.vagueness("va"), vague_words.vagueness("VA")),
            (Vagueness::Always, Vagueness::Never)
        );
        assert_eq!(vague_words.vagueness("against"), Vagueness::Never);
    }

    #[test]
    fn stop_words_among_the_terms_reveal_an_undeclared_language() {
        let english = all_stop_words().find(|words| words.contains(&"against")).unwrap();
        let terms: Vec<[&str; 1]> = english.iter().map(|&word| [word]).collect();
        let check = |share: usize, expected: Vagueness| {
            let terms: Vec<&[&str]> = terms.iter().step_by(share).map(|term| &term[..]).collect();
            let vague_words =
                VagueWords::new(&Vocabulary::for_tests(&terms, &vec![1; terms.len()]));
            assert_eq!(vague_words.vagueness("against"), expected);
        };
        check(2, Vagueness::Always);
        check(5, Vagueness::Never);
    }
}
