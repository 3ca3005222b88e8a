//! Exact top-k of many rows.

use rayon::prelude::*;

use super::search::weighted;
use super::shared_lists::SharedLists;
use super::walk::walk;
use super::{Cancelled, Index, Neighbour, Neighbours, Progress, ScoreModifier, Scratch, Search};
use crate::sparse::DocId;

/// Longest list that shares scores between rows. Each offer scans the other row's list, so long lists would cost more
/// than they save.
const MAX_SHARED_K: usize = 256;

impl Index {
    /// Returns the exact k rows most similar to each of `docs`, in the order of `docs`, among the rows that
    /// `eligible(doc, other)` admits. A row is never in its own list.
    ///
    /// The result does not depend on the number of threads.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` cancelled the search.
    ///
    /// # Panics
    /// When a row of `docs` is not below the number of rows.
    ///
    /// # Performance
    /// Rows run in parallel. A thread searches one row at a time, so all threads stay busy until the end. Cosine is
    /// symmetric, so a score computed for one row of `docs` is offered to the other row's list as well.
    /// Memory: 8 bytes for each neighbour, about 80 for each row of `docs`, 4 for each row of the index, and one
    /// [`Scratch`] for each thread.
    pub fn pairs(
        &self,
        docs: &[DocId],
        search: Search,
        eligible: impl Fn(DocId, DocId) -> bool + Sync,
        progress: Progress<'_>,
    ) -> Result<Neighbours, Cancelled> {
        let modifier = ScoreModifier { eligible, factor: |_, _| 1.0, block_max: |_, _| 1.0 };
        self.weighted_pairs(docs, search, modifier, progress)
    }

    /// Like [`Index::pairs`], but ranks by the product of score and factor, as `Index::weighted_search` does.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` cancelled the search.
    ///
    /// # Panics
    /// As [`Index::pairs`].
    pub(crate) fn weighted_pairs(
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
        let ScoreModifier { eligible, factor, block_max } = &modifier;
        let lists = SharedLists::new(docs, self.rows().n_docs(), search.k);
        let is_shared = search.k <= MAX_SHARED_K;
        let search_row = |scratch: &mut Scratch, &doc: &DocId| {
            let share_score = |Neighbour { doc: other, score }: Neighbour| {
                if is_shared {
                    let score = weighted(score, factor(other, doc));
                    // Most scores are below the other list's threshold, so test that first.
                    if lists.may_take(other, score) && eligible(other, doc) {
                        lists.offer(other, Neighbour { doc, score });
                    }
                }
            };
            let modifier = ScoreModifier {
                eligible: |other: DocId| other != doc && eligible(doc, other),
                factor: |other: DocId| factor(doc, other),
                block_max: |row_block| block_max(doc, row_block),
            };
            let (row, so_far) = (self.rows().row(doc), lists.snapshot(doc));
            let list = walk(self, row, search, so_far, modifier, share_score, &mut scratch.walk);
            lists.merge(doc, list);
            progress.advance(1)
        };
        docs.par_iter().try_for_each_init(Scratch::default, search_row)?;
        Ok(lists.into_neighbours(docs))
    }

    /// Returns the lists of all rows, as [`Index::pairs`].
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
