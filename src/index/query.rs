//! Exact top-k of one query.

use super::kernels::BLOCK;
use super::walk::{Ranges, WalkScratch, Work};
use super::{Index, Neighbour, TopK};
use crate::cpu::Isa;
use crate::sparse::{DocId, Row};

/// How many neighbours, and how near at least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Length of a list.
    pub k: usize,
    /// Least score of a neighbour; a score of 0 is never a neighbour.
    pub min_score: f32,
}

/// What counts in a search beside the cosine: who may be found, and by what each score is multiplied.
///
/// All three are asked about the row that searches and another, or about the other alone where there is but one
/// query.
#[derive(Clone, Copy, Debug)]
pub struct ScoreModifier<E, F, M> {
    /// Whether a row may be found.
    pub eligible: E,
    /// What its score is multiplied by: finite, from 0. A product of 0 is never found.
    pub factor: F,
    /// What no factor of a row that may be found is above in a stretch of [`ROW_BLOCK`] rows, asked for by the
    /// number of the stretch; the nearer to the largest factor there, the earlier the search stops.
    pub most: M,
}

/// Rows that share a bound on their factors: whole blocks.
pub const ROW_BLOCK: usize = 8 * BLOCK;

/// A score times a factor: one product in `f64`, rounded once.
pub(super) fn weighted(score: f32, factor: f64) -> f32 {
    (f64::from(score) * factor) as f32
}

/// Reusable working memory of a thread: 2 bytes for each row of the index, and the query's.
#[derive(Clone, Debug)]
pub struct Scratch {
    pub(super) walk: WalkScratch,
}

impl Default for Scratch {
    fn default() -> Self {
        Self { walk: WalkScratch::new(Isa::best(), Ranges::default()) }
    }
}

impl Scratch {
    /// What the searches with this memory have done so far.
    #[must_use]
    pub fn work(&self) -> Work {
        self.walk.work
    }
}

impl Index {
    /// The exact k rows most similar to `query` among those that `eligible` admits: score descending,
    /// then row ascending.
    ///
    /// O(postings of the query's terms + n_docs) at most; mostly the postings of its commonest terms are
    /// not touched.
    ///
    /// # Panics
    /// When `query` has a term that is not below the index's number of terms.
    pub fn search(
        &self,
        query: Row<'_>,
        search: Search,
        eligible: impl Fn(DocId) -> bool,
        scratch: &mut Scratch,
    ) -> Vec<Neighbour> {
        let modifier = ScoreModifier { eligible, factor: |_| 1.0, most: |_| 1.0 };
        self.weighted_search(query, search, modifier, scratch)
    }

    /// The exact k eligible rows with the largest product of score and factor: product descending, then row
    /// ascending. `min_score` is about the score alone; [`Neighbour::score`] is the product.
    ///
    /// A row whose score times `most` of its stretch cannot reach the k-th product is not looked at, and no other is
    /// left out; so this equals weighing every row of the archive.
    ///
    /// # Panics
    /// As [`Index::search`].
    pub fn weighted_search(
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
        self.walk(query, search, top, modifier, |_| {}, &mut scratch.walk).into_sorted()
    }
}
