//! The index: rows, their postings, and what bounds need to know of them.

use super::postings::Postings;
use super::rest_norms::RestNorms;
use crate::sparse::SparseRows;

/// The postings of every term beside the rows they come from.
///
/// Memory: 4 bytes a posting, 4 a term and 12 a row, beside the rows.
#[derive(Clone, Debug)]
pub struct Index {
    rows: SparseRows,
    pub(super) postings: Postings,
    pub(super) rest_norms: RestNorms,
}

impl Index {
    /// Turns rows into postings. O(nnz) time; the result does not depend on the number of threads.
    ///
    /// # Panics
    /// When there are more than [`MAX_DOCS`](super::MAX_DOCS) rows or
    /// [`MAX_ENTRIES`](super::MAX_ENTRIES) entries.
    #[must_use]
    pub fn build(rows: SparseRows) -> Self {
        let (postings, rest_norms) =
            rayon::join(|| Postings::new(&rows), || RestNorms::new(&rows));
        Self { rows, postings, rest_norms }
    }

    /// The rows the index was built from.
    #[must_use]
    pub fn rows(&self) -> &SparseRows {
        &self.rows
    }

    /// The rows again, the postings dropped.
    #[must_use]
    pub fn into_rows(self) -> SparseRows {
        self.rows
    }
}
