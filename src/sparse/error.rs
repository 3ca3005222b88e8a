//! Why arrays are not valid [`SparseRows`](super::SparseRows).

use thiserror::Error;

/// Why arrays are not valid [`SparseRows`](super::SparseRows).
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SparseError {
    /// `offsets` does not start at 0, decreases, or does not end at the number of entries.
    #[error("row offsets must ascend from 0 to {n_entries}, the number of entries")]
    Offsets {
        /// Number of stored entries.
        n_entries: usize,
    },
    /// The number of weights differs from the number of terms.
    #[error("{n_terms} terms have {n_weights} weights: expected one for each term")]
    Lengths {
        /// Number of term ids given.
        n_terms: usize,
        /// Number of weights given.
        n_weights: usize,
    },
    /// The term ids of a row do not ascend, or one is not below the number of columns.
    #[error("row {doc}: term {term} does not ascend or is not below {n_columns}")]
    Term {
        /// The invalid row.
        doc: usize,
        /// The invalid term.
        term: u32,
        /// Number of columns.
        n_columns: usize,
    },
    /// A weight is negative, infinite or not a number.
    #[error("row {doc}: term {term} has weight {weight}: expected a finite number of at least 0")]
    Weight {
        /// The row of the weight.
        doc: usize,
        /// The term of the weight.
        term: u32,
        /// The invalid weight.
        weight: f32,
    },
    /// There are more rows or columns than a `u32` can number.
    #[error("{count} rows or columns are more than the limit of 4294967295")]
    TooLarge {
        /// Number of rows or columns.
        count: usize,
    },
}
