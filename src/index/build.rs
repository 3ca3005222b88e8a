//! The index: rows, their postings, and what bounds need to know of them.

use super::kernels::prefetch;
use super::postings::Postings;
use super::residual_norms::ResidualNorms;
use crate::sparse::{DocId, SparseRows};

/// Entries of a row in a line of the cache.
pub(super) const ENTRIES_A_LINE: usize = 16;
/// Entries of a row asked for at once.
const MOST_PREFETCHED: usize = 128;

/// The postings of every term beside the rows they come from.
///
/// Memory: 4 bytes a posting, 18 a row, and at most 4 a term, beside the rows.
#[derive(Clone, Debug)]
pub struct Index {
    rows: SparseRows,
    pub(super) postings: Postings,
    pub(super) residual_norms: ResidualNorms,
}

impl Index {
    /// Turns rows into postings. O(nnz) time; the result does not depend on the number of threads.
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

    /// The rows the index was built from.
    #[must_use]
    pub fn rows(&self) -> &SparseRows {
        &self.rows
    }

    /// Bytes that the index keeps beside the rows.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.postings.n_bytes() + self.residual_norms.n_bytes()
    }

    /// Asks for where a row is.
    pub(super) fn prefetch_bounds(&self, doc: DocId) {
        prefetch(self.rows.offsets(), doc.index());
    }

    /// Asks for the entries of a row, or for as many as the processor then foresees the rest.
    pub(super) fn prefetch_row(&self, doc: DocId) {
        self.prefetch_commonest(doc, MOST_PREFETCHED);
    }

    /// The same for no more than its `n_terms` commonest terms.
    pub(super) fn prefetch_commonest(&self, doc: DocId, n_terms: usize) {
        let row = self.rows.row(doc);
        let n_asked = row.len().min(n_terms).min(MOST_PREFETCHED);
        for at in (0..n_asked).step_by(ENTRIES_A_LINE) {
            prefetch(row.terms(), at);
            prefetch(row.weights(), at);
        }
    }

    /// The rows again, the postings dropped.
    #[must_use]
    pub fn into_rows(self) -> SparseRows {
        self.rows
    }
}
