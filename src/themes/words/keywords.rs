//! From candidates to keywords: whole phrases that share no words.

use std::collections::VecDeque;

use super::{candidates::Candidate, cooccurrence::Cooccurrence, sentences::PhraseContext};
use crate::{
    sparse::{DocId, SparseRows},
    vectorize::Vocabulary,
};

/// Largest number of keywords of a theme. It exceeds the number shown, because other labels may take the first ones.
pub(super) const MAX_KEYWORDS: usize = 40;

/// Two stems with this many equal first letters count as forms of one word.
const SAME_WORD_LETTERS: usize = 4;

/// A term is replaced by a longer phrase that has at least this share of the articles with the term.
const MOSTLY_LONGER: f64 = 0.7;

/// A term belongs to a repeated sentence when this many other words are inseparable from it.
const SENTENCE_WORDS: usize = 3;

/// A chain of this many overlapping pairs is a sentence; a shorter chain is joined to one name.
const SENTENCE_PAIRS: usize = 4;

/// A word or phrase that describes a theme.
#[derive(Clone, Debug)]
pub(super) struct Keyword {
    /// The display form.
    pub(super) text: String,
    /// The words of the phrase.
    pub(super) words: Vec<u32>,
    /// F1 of the candidate.
    pub(super) f1: f64,
    /// Lift of the candidate.
    pub(super) lift: f64,
}

/// The candidates of a theme, best first, and where they occur.
pub(super) struct RankedCandidates<'a> {
    pub(super) candidates: &'a [Candidate],
    /// The articles of each candidate.
    pub(super) cooccurrence: &'a Cooccurrence,
    /// The articles of the theme.
    pub(super) docs: &'a [DocId],
    /// The rows of the archive.
    pub(super) rows: &'a SparseRows,
    pub(super) vocabulary: &'a Vocabulary,
}

impl RankedCandidates<'_> {
    /// Returns the best candidates as keywords. No two of them share a word.
    ///
    /// A term that mostly occurs in a longer phrase is replaced by it: "Programming Interface" becomes "Application
    /// Programming Interface". The first round leaves out terms that are inseparable from a better keyword, so a
    /// signature gives one keyword only, and it leaves out boilerplate: terms that are rarely repeated or belong to a
    /// repeated sentence. The second round adds inseparable terms, the third one boilerplate.
    pub(super) fn keywords(&self) -> Vec<Keyword> {
        let mut kept: Vec<(usize, Keyword)> = Vec::new();
        let mut is_boilerplate = vec![None; self.candidates.len()];
        for (with_inseparable, with_boilerplate) in [(false, false), (true, false), (true, true)] {
            for at in 0..self.candidates.len() {
                if kept.len() == MAX_KEYWORDS {
                    break;
                }
                let at = self.longer_phrase(at);
                let keyword = self.joined_keyword(at);
                let clashes = |(other_at, other): &(usize, Keyword)| {
                    share_a_word(&other.words, &keyword.words, self.vocabulary)
                        || !with_inseparable && self.cooccurrence.are_inseparable(*other_at, at)
                };
                if kept.iter().any(clashes) {
                    continue;
                }
                let is_boilerplate = is_boilerplate[at].get_or_insert_with(|| {
                    self.candidates[at].is_rarely_repeated
                        || self.has_sentence_words(at)
                        || self.is_inside_a_sentence(at, &keyword.words)
                });
                if with_boilerplate || !*is_boilerplate {
                    kept.push((at, keyword));
                }
            }
        }
        kept.into_iter().map(|(_, keyword)| keyword).collect()
    }

    fn words(&self, at: usize) -> &[u32] {
        self.vocabulary.words(self.candidates[at].term)
    }

    /// Returns whether a candidate, joined to the phrase of `words`, is from the middle of a repeated sentence.
    fn is_inside_a_sentence(&self, at: usize, words: &[u32]) -> bool {
        let (with, without) = self.cooccurrence.partition(at, self.docs);
        let context = PhraseContext::new((&with, &without), self.rows, self.vocabulary);
        context.is_inside_a_sentence(words)
    }

    /// Returns the most common longer phrase that contains a candidate in most of its articles, or the candidate
    /// itself.
    fn longer_phrase(&self, at: usize) -> usize {
        let (short, words) = (self.candidates[at], self.words(at));
        let contains_it = |&other: &usize| {
            let long = self.candidates[other];
            let long_words = self.words(other);
            long.is_phrase
                && long_words.len() > words.len()
                && f64::from(long.n_inside) >= MOSTLY_LONGER * f64::from(short.n_inside)
                && long_words.windows(words.len()).any(|part| part == words)
        };
        let longer = (0..self.candidates.len()).filter(contains_it);
        longer.max_by_key(|&other| self.candidates[other].n_inside).unwrap_or(at)
    }

    /// Returns a candidate joined with the pairs that overlap with it and mostly occur together with it: "General
    /// Services" and "Services Administration" are one name.
    ///
    /// A chain of [`SENTENCE_PAIRS`] pairs is a sentence; then the candidate stays alone.
    fn joined_keyword(&self, at: usize) -> Keyword {
        let mut pairs = VecDeque::from([at]);
        let (mut first, mut last) = (Some(at), Some(at));
        while pairs.len() < SENTENCE_PAIRS && (first.is_some() || last.is_some()) {
            last = last.and_then(|at| self.adjacent_pair(at, |own, next| own[1] == next[0]));
            pairs.extend(last);
            first = first.and_then(|at| self.adjacent_pair(at, |own, before| before[1] == own[0]));
            first.into_iter().for_each(|before| pairs.push_front(before));
        }
        if pairs.len() >= SENTENCE_PAIRS {
            pairs = VecDeque::from([at]);
        }
        let Candidate { f1, lift, .. } = self.candidates[at];
        let mut keyword = Keyword { text: String::new(), words: Vec::new(), f1, lift };
        for at in pairs {
            let surface = self.vocabulary.surface(self.candidates[at].term);
            // Each pair but the first starts with the last word of the pair before it.
            let n_known = usize::from(!keyword.words.is_empty());
            let known_bytes = match n_known {
                0 => 0,
                _ => surface.find([' ', '-']).unwrap_or_else(|| overlap(&keyword.text, &surface)),
            };
            keyword.text.push_str(&surface[known_bytes..]);
            keyword.words.extend(&self.words(at)[n_known..]);
        }
        keyword
    }

    /// Returns the best pair that satisfies `joins` and mostly occurs together with a pair; `None` if the candidate is
    /// no pair.
    fn adjacent_pair(&self, at: usize, joins: impl Fn(&[u32], &[u32]) -> bool) -> Option<usize> {
        let is_pair = |at: usize| {
            let Candidate { is_phrase, is_rarely_repeated, .. } = self.candidates[at];
            self.words(at).len() == 2 && is_phrase && !is_rarely_repeated
        };
        let fits = |&other: &usize| {
            other != at
                && is_pair(other)
                && joins(self.words(at), self.words(other))
                && self.cooccurrence.are_one_name(at, other)
        };
        is_pair(at).then(|| (0..self.candidates.len()).find(fits))?
    }

    /// Returns whether [`SENTENCE_WORDS`] other words or more are inseparable from a candidate. These come from one
    /// sentence or signature.
    fn has_sentence_words(&self, at: usize) -> bool {
        let own = self.words(at);
        let mut words: Vec<u32> = Vec::new();
        for other in 0..self.candidates.len() {
            if other != at && self.cooccurrence.are_inseparable(at, other) {
                for word in self.words(other) {
                    if !own.contains(word) && !words.contains(word) {
                        words.push(*word);
                    }
                }
                if words.len() >= SENTENCE_WORDS {
                    return true;
                }
            }
        }
        false
    }
}

/// Returns the length in bytes of the longest proper prefix of `text` that ends `before`. In scripts without spaces it
/// is the word that two pairs share.
fn overlap(before: &str, text: &str) -> usize {
    let mut ends = text.char_indices().rev().map(|(at, _)| at);
    ends.find(|&at| before.ends_with(&text[..at])).unwrap_or(0)
}

/// Returns whether a word of one list is a form of a word of the other.
pub(super) fn share_a_word(a: &[u32], b: &[u32], vocabulary: &Vocabulary) -> bool {
    let is_in_b =
        |&a: &u32| b.iter().any(|&b| are_one_word(vocabulary.stem(a), vocabulary.stem(b)));
    a.iter().any(is_in_b)
}

/// Returns whether two stems are equal or have the same first four letters.
fn are_one_word(a: &str, b: &str) -> bool {
    let prefix = |stem: &str| stem.char_indices().nth(SAME_WORD_LETTERS - 1).map(|(at, _)| at);
    a == b || prefix(a).is_some_and(|at| prefix(b) == Some(at) && start_alike(a, b))
}

fn start_alike(a: &str, b: &str) -> bool {
    a.chars().take(SAME_WORD_LETTERS).eq(b.chars().take(SAME_WORD_LETTERS))
}

#[cfg(test)]
mod tests {
    use super::{are_one_word, overlap};

    #[test]
    fn overlap_is_the_shared_word_in_scripts_without_spaces() {
        assert_eq!(["気予", "予報", "報"].map(|text| overlap("天気", text)), ["気".len(), 0, 0]);
    }

    #[test]
    fn stems_with_four_equal_letters_are_one_word() {
        assert!(
            are_one_word("bank", "banker")
                && are_one_word("a", "a")
                && are_one_word("élève", "élèv")
        );
        assert!(!are_one_word("ban", "band") && !are_one_word("game", "gamma"));
    }
}
