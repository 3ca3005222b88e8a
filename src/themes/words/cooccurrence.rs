//! Co-occurrence of the terms of a theme: which terms are in the same articles.

use hashbrown::HashMap;

use crate::sparse::{DocId, SparseRows};

/// Two terms are inseparable when they share at least this part of the articles that have either. Such terms come from
/// one signature, footer or thread of replies.
const INSEPARABLE: f64 = 0.9;

/// Two pairs of words with a word in common are parts of one name when they share at least this part of the articles
/// that have either.
const ONE_NAME: f64 = 0.7;

/// A term in at least this share of the theme's articles describes the theme itself and never counts as inseparable.
const WHOLE_THEME: f64 = 0.8;

/// The articles of a theme in which each of some terms occurs.
pub(super) struct Cooccurrence {
    n_docs: usize,
    /// One bit set for each term, one bit for each article.
    sets: Vec<Vec<u64>>,
}

impl Cooccurrence {
    /// Reads the articles of a theme.
    ///
    /// # Performance
    /// O(nnz of the articles). Memory: 1 bit for each pair of a term and an article.
    pub(super) fn new(rows: &SparseRows, docs: &[DocId], terms: impl Iterator<Item = u32>) -> Self {
        let set_of: HashMap<u32, usize, foldhash::fast::FixedState> =
            terms.enumerate().map(|(set, term)| (term, set)).collect();
        let mut sets = vec![vec![0u64; docs.len().div_ceil(64)]; set_of.len()];
        for (at, &doc) in docs.iter().enumerate() {
            for set in rows.row(doc).terms().iter().filter_map(|term| set_of.get(term)) {
                sets[*set][at / 64] |= 1 << (at % 64);
            }
        }
        Self { n_docs: docs.len(), sets }
    }

    /// Divides the articles of the theme into those with the term at a position and those without.
    pub(super) fn partition(&self, at: usize, docs: &[DocId]) -> (Vec<DocId>, Vec<DocId>) {
        let has_term = |doc: usize| self.sets[at][doc / 64] >> (doc % 64) & 1 == 1;
        let (with, without): (Vec<_>, Vec<_>) =
            docs.iter().enumerate().partition(|&(doc, _)| has_term(doc));
        let ids = |found: Vec<(usize, &DocId)>| found.into_iter().map(|(_, &doc)| doc).collect();
        (ids(with), ids(without))
    }

    /// Returns whether the terms at two positions are in nearly the same articles, which are only a part of the theme.
    pub(super) fn are_inseparable(&self, a: usize, b: usize) -> bool {
        let (both, either) = self.counts(a, b);
        both >= INSEPARABLE * either && either < WHOLE_THEME * self.n_docs as f64
    }

    /// Returns whether the terms at two positions occur together often enough to be parts of one name.
    pub(super) fn are_one_name(&self, a: usize, b: usize) -> bool {
        let (both, either) = self.counts(a, b);
        both >= ONE_NAME * either
    }

    /// Returns the number of articles with both terms, and with either.
    fn counts(&self, a: usize, b: usize) -> (f64, f64) {
        let (mut both, mut either) = (0, 0);
        for (a, b) in self.sets[a].iter().zip(&self.sets[b]) {
            both += (a & b).count_ones();
            either += (a | b).count_ones();
        }
        (f64::from(both), f64::from(either))
    }
}

#[cfg(test)]
mod tests {
    use super::Cooccurrence;
    use crate::sparse::SparseRows;

    #[test]
    fn terms_of_the_same_few_articles_are_inseparable() {
        // Terms 0 and 1 are in two of three articles, term 2 is in all.
        let rows =
            SparseRows::try_new(vec![0, 3, 6, 7], vec![0, 1, 2, 0, 1, 2, 2], vec![1.0; 7], 3)
                .unwrap();
        let docs: Vec<_> = rows.docs().collect();
        let cooccurrence = Cooccurrence::new(&rows, &docs, [0, 1, 2].into_iter());
        assert!(cooccurrence.are_inseparable(0, 1));
        assert!(!cooccurrence.are_inseparable(0, 2));
        // Here terms 0 and 1 are in all articles, so they describe the theme.
        let cooccurrence = Cooccurrence::new(&rows, &docs[..2], [0, 1, 2].into_iter());
        assert!(!cooccurrence.are_inseparable(0, 1));
    }
}
