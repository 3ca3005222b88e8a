//! Exact top-k of one query.

use super::walk::{SearchStats, WalkScratch, walk};
use super::{Index, Neighbour, ScoreModifier, Search, TopK};
use crate::sparse::{DocId, Row};

/// Reusable working memory of one thread.
///
/// Memory: 2 bytes for each row of the index, 256 KB for common terms, and some 100 bytes for each term of the longest
/// query.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(super) walk: WalkScratch,
}

impl Scratch {
    /// Returns the work counters of all searches that used this memory.
    ///
    /// Only the timing programs of this workspace read them; they follow the algorithm and change with it.
    #[doc(hidden)]
    #[must_use]
    pub fn stats(&self) -> SearchStats {
        self.walk.stats
    }
}

impl Index {
    /// Returns the exact k rows most similar to `query` among those that `eligible` admits: score descending, then row
    /// ascending.
    ///
    /// # Panics
    /// When `query` has a term that is not below the index's number of terms.
    ///
    /// # Performance
    /// O(postings of the query's terms + n_docs) at most. Most searches skip the postings of the most common terms.
    pub fn search(
        &self,
        query: Row<'_>,
        search: Search,
        eligible: impl Fn(DocId) -> bool,
        scratch: &mut Scratch,
    ) -> Vec<Neighbour> {
        let modifier = ScoreModifier { eligible, factor: |_| 1.0, block_max: |_| 1.0 };
        self.weighted_search(query, search, modifier, scratch)
    }

    /// Returns the exact k eligible rows with the largest product of score and factor: product descending, then row
    /// ascending.
    ///
    /// `min_score` applies to the score before the factor. [`Neighbour::score`] is the product.
    /// The search skips a row only when its score times the `block_max` of its block cannot reach the k-th product, so
    /// the result equals that of multiplying the score of every row.
    ///
    /// # Panics
    /// As [`Index::search`].
    pub(crate) fn weighted_search(
        &self,
        query: Row<'_>,
        search: Search,
        modifier: ScoreModifier<
            impl Fn(DocId) -> bool,
            impl Fn(DocId) -> f64,
            impl Fn(usize) -> f64,
        >,
        scratch: &mut Scratch,
    ) -> Vec<Neighbour> {
        let top = TopK::new(search.k);
        walk(self, query, search, top, modifier, |_| {}, &mut scratch.walk).into_sorted()
    }
}
