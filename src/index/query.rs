//! Exact top-k of one query.

use super::{
    Index, Neighbour, TopK,
    walk::{Ranges, WalkScratch, Work},
};
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
        let top = TopK::new(search.k);
        self.walk(query, search, top, eligible, |_| {}, &mut scratch.walk).into_sorted()
    }
}
