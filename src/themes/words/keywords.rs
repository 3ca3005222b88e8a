//! From candidates to keywords: whole phrases, no two of which share a word.

use std::collections::VecDeque;

use super::{candidates::Candidate, cooccurrence::Company, sentences::Sentences};
use crate::{
    sparse::{DocId, SparseRows},
    vectorize::Vocabulary,
};

/// Keywords of a theme that are looked at when the first are all taken by other labels.
pub(super) const N_CANDIDATES: usize = 40;

/// Stems that agree in so many letters are taken for forms of one word.
const SAME_WORD_LETTERS: usize = 4;

/// From this share, of the articles with a term, that have it in a longer phrase, the phrase is the term.
const MOSTLY_LONGER: f64 = 0.7;

/// Other words that a term comes with wherever it stands: so many are a repeated sentence.
const SENTENCE_WORDS: usize = 3;

/// Most words of a name that is put together from pairs.
const NAME_WORDS: usize = 4;

/// What a theme is about, in a word or a phrase.
#[derive(Clone, Debug)]
pub(super) struct Keyword {
    /// As a reader knows it.
    pub(super) text: String,
    /// The words it is made of.
    pub(super) words: Vec<u32>,
    pub(super) f1: f64,
    pub(super) lift: f64,
}

/// The candidates of a theme, the best first, and where they stand.
pub(super) struct Ranked<'a> {
    pub(super) candidates: &'a [Candidate],
    pub(super) company: &'a Company,
    /// The articles of the theme, and all rows.
    pub(super) docs: &'a [DocId],
    pub(super) rows: &'a SparseRows,
    pub(super) vocabulary: &'a Vocabulary,
}

impl Ranked<'_> {
    /// The best candidates of which no two share a word. Those that only stand where a better one stands come
    /// last, so that a signature gives one keyword and not all of them, and behind them what is said once and
    /// the words of repeated sentences. A term that mostly stands in a longer phrase is that phrase:
    /// "Programming Interface" is "Application Programming Interface".
    pub(super) fn keywords(&self) -> Vec<Keyword> {
        let mut kept: Vec<(usize, Keyword)> = Vec::new();
        let mut is_boilerplate = vec![None; self.candidates.len()];
        for (with_company, with_boilerplate) in [(false, false), (true, false), (true, true)] {
            for at in 0..self.candidates.len() {
                if kept.len() == N_CANDIDATES {
                    break;
                }
                let at = self.longer(at);
                let here = self.keyword(at);
                let clashes = |(before, keyword): &(usize, Keyword)| {
                    share_a_word(&keyword.words, &here.words, self.vocabulary)
                        || !with_company && self.company.inseparable(*before, at)
                };
                if kept.iter().any(clashes) {
                    continue;
                }
                let is_boilerplate = is_boilerplate[at].get_or_insert_with(|| {
                    self.candidates[at].is_said_once
                        || self.is_of_a_sentence(at)
                        || self.is_inside_a_sentence(at, &here.words)
                });
                if with_boilerplate || !*is_boilerplate {
                    kept.push((at, here));
                }
            }
        }
        kept.into_iter().map(|(_, keyword)| keyword).collect()
    }

    fn words(&self, at: usize) -> &[u32] {
        self.vocabulary.words(self.candidates[at].term)
    }

    /// Whether a phrase, with what was joined to it, is the middle of a sentence that articles repeat.
    fn is_inside_a_sentence(&self, at: usize, words: &[u32]) -> bool {
        let (with, without) = self.company.divided(at, self.docs);
        Sentences::new((&with, &without), self.rows, self.vocabulary).have_inside(words)
    }

    /// The candidate that most articles with a candidate have around it, or itself.
    fn longer(&self, at: usize) -> usize {
        let (here, words) = (self.candidates[at], self.words(at));
        let around = |&other: &usize| {
            let candidate = self.candidates[other];
            let others = self.words(other);
            candidate.is_unit
                && others.len() > words.len()
                && f64::from(candidate.inside) >= MOSTLY_LONGER * f64::from(here.inside)
                && others.windows(words.len()).any(|part| part == words)
        };
        let longest = (0..self.candidates.len()).filter(around);
        longest.max_by_key(|&other| self.candidates[other].inside).unwrap_or(at)
    }

    /// A candidate with the pairs that go on from it wherever it stands: "General Services" and "Services
    /// Administration" are one name. What goes on for more than [`NAME_WORDS`] is a sentence, and not put
    /// together.
    fn keyword(&self, at: usize) -> Keyword {
        let mut pairs = VecDeque::from([at]);
        let (mut first, mut last) = (Some(at), Some(at));
        while pairs.len() < NAME_WORDS && (first.is_some() || last.is_some()) {
            last = last.and_then(|at| self.beside(at, |here, next| here[1] == next[0]));
            pairs.extend(last);
            first = first.and_then(|at| self.beside(at, |here, before| before[1] == here[0]));
            first.into_iter().for_each(|before| pairs.push_front(before));
        }
        if pairs.len() >= NAME_WORDS {
            pairs = VecDeque::from([at]);
        }
        let Candidate { f1, lift, .. } = self.candidates[at];
        let mut keyword = Keyword { text: String::new(), words: Vec::new(), f1, lift };
        for at in pairs {
            let surface = self.vocabulary.surface(self.candidates[at].term);
            // The first word of all pairs but the first is the last of the pair before.
            let n_known = usize::from(!keyword.words.is_empty());
            let known = match n_known {
                0 => 0,
                _ => surface.find([' ', '-']).unwrap_or_else(|| overlap(&keyword.text, &surface)),
            };
            keyword.text.push_str(&surface[known..]);
            keyword.words.extend(&self.words(at)[n_known..]);
        }
        keyword
    }

    /// The best pair of words that stands wherever a pair does and joins it.
    fn beside(&self, at: usize, joins: impl Fn(&[u32], &[u32]) -> bool) -> Option<usize> {
        let is_part = |at: usize| {
            let Candidate { is_unit, is_said_once, .. } = self.candidates[at];
            self.words(at).len() == 2 && is_unit && !is_said_once
        };
        let fits = |&other: &usize| {
            other != at
                && is_part(other)
                && joins(self.words(at), self.words(other))
                && self.company.together(at, other)
        };
        is_part(at).then(|| (0..self.candidates.len()).find(fits))?
    }

    /// Whether a candidate comes with so many other words that they are one sentence, or one signature.
    fn is_of_a_sentence(&self, at: usize) -> bool {
        let own = self.words(at);
        let mut words: Vec<u32> = Vec::new();
        for other in 0..self.candidates.len() {
            if other != at && self.company.inseparable(at, other) {
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

/// The most bytes of a text's beginning that end another, all of it excepted: in scripts without spaces the word that
/// two pairs share.
fn overlap(before: &str, text: &str) -> usize {
    let mut ends = text.char_indices().rev().map(|(at, _)| at);
    ends.find(|&at| before.ends_with(&text[..at])).unwrap_or(0)
}

/// Whether a word of one list is, by its stem, a form of one of the other.
pub(super) fn share_a_word(a: &[u32], b: &[u32], vocabulary: &Vocabulary) -> bool {
    let same = |&a: &u32| b.iter().any(|&b| same_word(vocabulary.stem(a), vocabulary.stem(b)));
    a.iter().any(same)
}

fn same_word(a: &str, b: &str) -> bool {
    let start = |stem: &str| stem.char_indices().nth(SAME_WORD_LETTERS - 1).map(|(at, _)| at);
    a == b || start(a).is_some_and(|at| start(b) == Some(at) && starts_alike(a, b))
}

fn starts_alike(a: &str, b: &str) -> bool {
    a.chars().take(SAME_WORD_LETTERS).eq(b.chars().take(SAME_WORD_LETTERS))
}

#[cfg(test)]
mod tests {
    use super::{overlap, same_word};

    #[test]
    fn names_of_scripts_without_spaces_go_on_behind_the_word_they_share() {
        assert_eq!(["気予", "予報", "報"].map(|text| overlap("天気", text)), ["気".len(), 0, 0]);
    }

    #[test]
    fn four_letters_make_the_same_word() {
        assert!(same_word("bank", "banker") && same_word("a", "a") && same_word("élève", "élèv"));
        assert!(!same_word("ban", "band") && !same_word("game", "gamma"));
    }
}
