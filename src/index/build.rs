//! The index: rows, their postings, and the residual norms that bound scores.

use super::kernels::prefetch;
use super::postings::Postings;
use super::residual_norms::ResidualNorms;
use crate::sparse::{DocId, SparseRows};

/// Entries of a row in one 64-byte cache line.
pub(super) const ENTRIES_PER_LINE: usize = 16;
/// Entries of a row to prefetch. Beyond them the hardware prefetcher follows the sequential reads.
const MAX_PREFETCHED: usize = 128;

/// An inverted index: the postings of every term, beside the rows they come from.
///
/// Memory beside the rows: 4 bytes for each posting, 18 for each row, and at most 4 for each term.
#[derive(Clone, Debug)]
pub struct Index {
    rows: SparseRows,
    pub(super) postings: Postings,
    pub(super) residual_norms: ResidualNorms,
}

impl Index {
    /// Builds the postings of `rows`. O(nnz); the result does not depend on the number of threads.
    ///
    /// # Panics
    /// When there are more than [`MAX_DOCS`](super::MAX_DOCS) rows or
    /// [`MAX_ENTRIES`](super::MAX_ENTRIES) entries.
    #[must_use]
    pub fn build(rows: SparseRows) -> Self {
        let (postings, residual_norms) =
            rayon::join(|| Postings::new(&rows), || ResidualNorms::new(&rows));
        Self { rows, postings, residual_norms }
    }

    /// Returns the rows of the index.
    #[must_use]
    pub fn rows(&self) -> &SparseRows {
        &self.rows
    }

    /// Returns the memory of the index beside its rows, in bytes.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.postings.n_bytes() + self.residual_norms.n_bytes()
    }

    /// Prefetches the offsets of a row.
    pub(super) fn prefetch_offsets(&self, doc: DocId) {
        prefetch(self.rows.offsets(), doc.index());
    }

    /// Prefetches the first entries of a row; the hardware prefetcher then fetches the others.
    pub(super) fn prefetch_row(&self, doc: DocId) {
        self.prefetch_entries(doc, MAX_PREFETCHED);
    }

    /// Prefetches at most `n_terms` entries of a row, those of its most common terms.
    pub(super) fn prefetch_entries(&self, doc: DocId, n_terms: usize) {
        let row = self.rows.row(doc);
        let n_prefetched = row.len().min(n_terms).min(MAX_PREFETCHED);
        for at in (0..n_prefetched).step_by(ENTRIES_PER_LINE) {
            prefetch(row.terms(), at);
            prefetch(row.weights(), at);
        }
    }

    /// Returns the rows and drops the postings.
    #[must_use]
    pub fn into_rows(self) -> SparseRows {
        self.rows
    }
}
