//! Phrases from the middle of a repeated sentence, like "public Slack" in "ask in the USWDS public Slack channel".

use crate::{
    sparse::{DocId, SparseRows},
    vectorize::Vocabulary,
};

/// A neighbouring word is bound to a phrase when it follows or precedes it in at least this share of the articles with
/// the phrase. Measured: at .8 "government APIs Briefing" got into a label of digitalgov.
const BOUND: f64 = 0.7;

/// A bound word must also be on that side in at most this share of the other articles of the theme. A word that is more
/// common there does not depend on the phrase. Without this limit "Open Source" and "Data Portal" came last.
const MAX_ELSEWHERE: f64 = 0.33;

/// A chain of this many words, each bound to the next, is a sentence and not a name.
const SENTENCE_WORDS: usize = 5;

/// Least number of articles with the phrase. Fewer articles may report one event in the words of one writer.
const MIN_ARTICLES: usize = 4;

/// Largest number of articles to read, spread evenly, both with and without the phrase.
const MAX_ARTICLES: usize = 64;

/// A sample of the articles of a theme with a phrase, and of those without.
pub(super) struct PhraseContext<'a> {
    with: Vec<DocId>,
    without: Vec<DocId>,
    rows: &'a SparseRows,
    vocabulary: &'a Vocabulary,
}

impl<'a> PhraseContext<'a> {
    /// Samples the articles with and without a phrase.
    pub(super) fn new(
        (with, without): (&[DocId], &[DocId]),
        rows: &'a SparseRows,
        vocabulary: &'a Vocabulary,
    ) -> Self {
        Self { with: evenly_spread(with), without: evenly_spread(without), rows, vocabulary }
    }

    /// Returns whether the phrase of these words is from the middle of a repeated sentence.
    ///
    /// It is if bound words both precede and follow it. It also is if the bound words on one side lengthen it to
    /// [`SENTENCE_WORDS`] words. A phrase with a meaning of its own occurs in many different sentences.
    ///
    /// # Performance
    /// O(terms of at most 128 articles), at most [`SENTENCE_WORDS`] times on each side.
    pub(super) fn is_inside_a_sentence(&self, words: &[u32]) -> bool {
        let &[first, .., last] = words else { return false };
        if self.with.len() < MIN_ARTICLES {
            return false;
        }
        let n_missing = SENTENCE_WORDS.saturating_sub(words.len()).max(1);
        let n_bound = |from: u32, side: Side| {
            let chain = std::iter::successors(Some(from), |&word| self.bound_word(word, side));
            chain.skip(1).take(n_missing).count()
        };
        let (before, after) = (n_bound(first, Side::Before), n_bound(last, Side::After));
        before > 0 && after > 0 || before.max(after) == n_missing
    }

    /// Returns the most common word on one side of a word, if it is bound to the phrase; a tie goes to the lowest
    /// number.
    fn bound_word(&self, word: u32, side: Side) -> Option<u32> {
        let mut next: Vec<u32> = self.adjacent_words(word, side, &self.with).collect();
        next.sort_unstable();
        let runs = next.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0]));
        let (n_with, found) = runs.max_by_key(|&(n, found)| (n, std::cmp::Reverse(found)))?;
        let elsewhere =
            || self.adjacent_words(word, side, &self.without).filter(|&other| other == found);
        let is_bound = n_with as f64 >= BOUND * self.with.len() as f64
            && elsewhere().count() as f64 <= MAX_ELSEWHERE * self.without.len() as f64;
        is_bound.then_some(found)
    }

    /// Returns the words on one side of a word, once for each article that has the pair.
    fn adjacent_words(&self, word: u32, side: Side, docs: &[DocId]) -> impl Iterator<Item = u32> {
        let terms = docs.iter().flat_map(|&doc| self.rows.row(doc).terms());
        terms.filter_map(move |&term| match (self.vocabulary.words(term), side) {
            (&[before, own], Side::Before) if own == word => Some(before),
            (&[own, after], Side::After) if own == word => Some(after),
            _ => None,
        })
    }
}

/// A side of a word.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// Returns at most [`MAX_ARTICLES`] of the articles, spread evenly.
fn evenly_spread(docs: &[DocId]) -> Vec<DocId> {
    let step = docs.len().div_ceil(MAX_ARTICLES).max(1);
    docs.iter().copied().step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::PhraseContext;
    use crate::{
        sparse::{DocId, SparseRows},
        vectorize::Vocabulary,
    };

    /// Returns whether "public slack", term 0, is inside a sentence. The first `n_with` of the `docs` have it.
    fn is_inside(docs: &[&[u32]], n_with: usize) -> bool {
        let terms: [&[&str]; 7] = [
            &["public", "slack"],
            &["our", "public"],
            &["slack", "channel"],
            &["in", "our"],
            &["ask", "in"],
            &["please", "ask"],
            &["slack"],
        ];
        let vocabulary = Vocabulary::for_tests(&terms, &[1; 7]);
        let offsets = (0..=docs.len()).map(|at| docs[..at].concat().len()).collect();
        let n_entries = docs.concat().len();
        let rows =
            SparseRows::try_new(offsets, docs.concat(), vec![1.0; n_entries], terms.len()).unwrap();
        let docs: Vec<DocId> = rows.docs().collect();
        let context = PhraseContext::new(docs.split_at(n_with), &rows, &vocabulary);
        context.is_inside_a_sentence(vocabulary.words(0))
    }

    #[test]
    fn bound_words_on_both_sides_make_a_sentence() {
        let (same, left, other): (&[u32], &[u32], &[u32]) = (&[0, 1, 2], &[0, 1], &[6]);
        assert!(is_inside(&[same, same, same, same, other], 4));
        assert!(!is_inside(&[left, left, left, left, other], 4));
        // Three articles may report one event.
        assert!(!is_inside(&[same, same, same, other], 3));
        // Only two of four articles.
        assert!(!is_inside(&[same, same, left, left, other], 4));
    }

    #[test]
    fn five_bound_words_are_a_sentence_and_four_may_be_a_name() {
        let (five, four): (&[u32], &[u32]) = (&[0, 1, 3, 4], &[0, 1, 3]);
        assert!(is_inside(&[five, five, five, five], 4));
        assert!(!is_inside(&[four, four, four, four], 4));
    }

    #[test]
    fn a_word_that_is_common_elsewhere_is_not_bound() {
        let (same, other): (&[u32], &[u32]) = (&[0, 1, 2], &[2]);
        assert!(!is_inside(&[same, same, same, same, other], 4));
    }
}
