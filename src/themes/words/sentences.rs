//! Phrases from the middle of a sentence that articles repeat: "ask in the USWDS public Slack channel".

use crate::{
    sparse::{DocId, SparseRows},
    vectorize::Vocabulary,
};

/// From this share of the articles with a phrase on, a word that stands beside it is bound to it.
const BOUND: f64 = 0.7;

/// Up to this share of the theme's other articles: else the word is bound to something that the theme has anyway.
const UNBOUND: f64 = 0.33;

/// So many words, each bound to the next, are a sentence and no name.
const SENTENCE_WORDS: usize = 5;

/// Fewer articles may be of one event, and their sentences one writer's.
const LEAST_ARTICLES: usize = 4;

/// Articles that are looked at, spread evenly over those with the phrase, and over those without.
const MOST_ARTICLES: usize = 64;

/// The articles of a theme with a phrase, and those without.
pub(super) struct Sentences<'a> {
    with: Vec<DocId>,
    without: Vec<DocId>,
    rows: &'a SparseRows,
    vocabulary: &'a Vocabulary,
}

impl<'a> Sentences<'a> {
    pub(super) fn new(
        (with, without): (&[DocId], &[DocId]),
        rows: &'a SparseRows,
        vocabulary: &'a Vocabulary,
    ) -> Self {
        Self { with: some(with), without: some(without), rows, vocabulary }
    }

    /// Whether the phrase of these words is the middle of a sentence: wherever it stands the same word goes
    /// before it and the same one after it, or so many on one side that no name is as long. A phrase that says
    /// something by itself comes in many sentences.
    ///
    /// O(terms of at most 128 articles), at most [`SENTENCE_WORDS`] times on either side.
    pub(super) fn have_inside(&self, words: &[u32]) -> bool {
        let &[first, .., last] = words else { return false };
        if self.with.len() < LEAST_ARTICLES {
            return false;
        }
        let room = SENTENCE_WORDS.saturating_sub(words.len()).max(1);
        let chain = |from: u32, side: Side| {
            let line = std::iter::successors(Some(from), |&word| self.bound(word, side));
            line.skip(1).take(room).count()
        };
        let (before, after) = (chain(first, Side::Before), chain(last, Side::After));
        before > 0 && after > 0 || before.max(after) == room
    }

    /// The word that stands beside another in most articles with the phrase and in few others; of several the
    /// commonest, and of those the first by number.
    fn bound(&self, word: u32, side: Side) -> Option<u32> {
        let mut beside: Vec<u32> = self.beside(word, side, &self.with).collect();
        beside.sort_unstable();
        let runs = beside.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0]));
        let (n_with, found) = runs.max_by_key(|&(n, found)| (n, std::cmp::Reverse(found)))?;
        let n_without = || self.beside(word, side, &self.without).filter(|&other| other == found);
        let is_bound = n_with as f64 >= BOUND * self.with.len() as f64
            && n_without().count() as f64 <= UNBOUND * self.without.len() as f64;
        is_bound.then_some(found)
    }

    /// The words that stand on that side of a word, once for each of the articles.
    fn beside(&self, word: u32, side: Side, docs: &[DocId]) -> impl Iterator<Item = u32> {
        let terms = docs.iter().flat_map(|&doc| self.rows.row(doc).terms());
        terms.filter_map(move |&term| match (self.vocabulary.words(term), side) {
            (&[before, own], Side::Before) if own == word => Some(before),
            (&[own, after], Side::After) if own == word => Some(after),
            _ => None,
        })
    }
}

/// Where a word stands beside another.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// At most [`MOST_ARTICLES`] of the articles, spread evenly.
fn some(docs: &[DocId]) -> Vec<DocId> {
    let step = docs.len().div_ceil(MOST_ARTICLES).max(1);
    docs.iter().copied().step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::Sentences;
    use crate::{
        sparse::{DocId, SparseRows},
        vectorize::Vocabulary,
    };

    /// Whether "public slack", terms 0, is the middle of a sentence in the first of the `docs`, of which
    /// `n_with` have it.
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
        Sentences::new(docs.split_at(n_with), &rows, &vocabulary).have_inside(vocabulary.words(0))
    }

    #[test]
    fn what_goes_on_the_same_way_on_both_sides_is_of_a_sentence() {
        let (same, left, other): (&[u32], &[u32], &[u32]) = (&[0, 1, 2], &[0, 1], &[6]);
        assert!(is_inside(&[same, same, same, same, other], 4));
        assert!(!is_inside(&[left, left, left, left, other], 4));
        // Three articles may be of one event.
        assert!(!is_inside(&[same, same, same, other], 3));
        // Less than seven in ten.
        assert!(!is_inside(&[same, same, left, left, other], 4));
    }

    #[test]
    fn five_words_in_line_are_a_sentence_and_four_may_be_a_name() {
        let (five, four): (&[u32], &[u32]) = (&[0, 1, 3, 4], &[0, 1, 3]);
        assert!(is_inside(&[five, five, five, five], 4));
        assert!(!is_inside(&[four, four, four, four], 4));
    }

    #[test]
    fn what_the_theme_has_anyway_is_not_bound_to_the_phrase() {
        let (same, other): (&[u32], &[u32]) = (&[0, 1, 2], &[2]);
        assert!(!is_inside(&[same, same, same, same, other], 4));
    }
}
