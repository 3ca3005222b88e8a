//! Exact top-k of many rows.

use rayon::prelude::*;

use super::query::weighted;
use super::shared_lists::SharedLists;
use super::{Cancelled, Index, Neighbour, Neighbours, Progress, ScoreModifier, Scratch, Search};
use crate::sparse::DocId;

/// Longest lists that rows are offered to by each other: an offer looks through the list.
const MOST_SHARED: usize = 256;

impl Index {
    /// The exact k rows most similar to each of `docs`, in the order given, among the others that
    /// `eligible(doc, other)` admits.
    ///
    /// Rows in parallel, each whole on one thread, so that all threads have work to the end; the bits do not
    /// depend on their number. A score found for one row of `docs` is offered to the other as well.
    /// Memory: 8 bytes a neighbour and about 80 a row of `docs`, 4 a row of the index, and a [`Scratch`] a
    /// thread.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` cancelled the search.
    ///
    /// # Panics
    /// When a row asked for is not below the number of rows.
    pub fn pairs(
        &self,
        docs: &[DocId],
        search: Search,
        eligible: impl Fn(DocId, DocId) -> bool + Sync,
        progress: Progress<'_>,
    ) -> Result<Neighbours, Cancelled> {
        let modifier = ScoreModifier { eligible, factor: |_, _| 1.0, most: |_, _| 1.0 };
        self.weighted_pairs(docs, search, modifier, progress)
    }

    /// [`Index::pairs`] by the product of score and factor, as [`Index::weighted_search`] has it.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` cancelled the search.
    ///
    /// # Panics
    /// As [`Index::pairs`].
    pub fn weighted_pairs(
        &self,
        docs: &[DocId],
        search: Search,
        modifier: ScoreModifier<
            impl Fn(DocId, DocId) -> bool + Sync,
            impl Fn(DocId, DocId) -> f64 + Sync,
            impl Fn(DocId, usize) -> f64 + Sync,
        >,
        progress: Progress<'_>,
    ) -> Result<Neighbours, Cancelled> {
        let ScoreModifier { eligible, factor, most } = &modifier;
        let lists = SharedLists::new(docs, self.rows().n_docs(), search.k);
        let is_shared = search.k <= MOST_SHARED;
        let answer = |scratch: &mut Scratch, &doc: &DocId| {
            let found = |Neighbour { doc: other, score }: Neighbour| {
                if is_shared {
                    let score = weighted(score, factor(other, doc));
                    // Most scores are too low for the other's list.
                    if lists.may_take(other, score) && eligible(other, doc) {
                        lists.offer(other, Neighbour { doc, score });
                    }
                }
            };
            let others = ScoreModifier {
                eligible: |other: DocId| other != doc && eligible(doc, other),
                factor: |other: DocId| factor(doc, other),
                most: |row_block| most(doc, row_block),
            };
            let (row, so_far) = (self.rows().row(doc), lists.so_far(doc));
            let list = self.walk(row, search, so_far, others, found, &mut scratch.walk);
            lists.merge(doc, list);
            progress.advance(1)
        };
        docs.par_iter().try_for_each_init(Scratch::default, answer)?;
        Ok(lists.into_neighbours(docs))
    }

    /// [`Index::pairs`] of all rows.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` cancelled the search.
    pub fn all_pairs(
        &self,
        search: Search,
        eligible: impl Fn(DocId, DocId) -> bool + Sync,
        progress: Progress<'_>,
    ) -> Result<Neighbours, Cancelled> {
        let docs: Vec<DocId> = self.rows().docs().collect();
        self.pairs(&docs, search, eligible, progress)
    }
}
