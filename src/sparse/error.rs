//! Why arrays are no [`SparseRows`](super::SparseRows).

use thiserror::Error;

/// Why arrays are no [`SparseRows`](super::SparseRows).
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SparseError {
    /// `offsets` does not start at 0, falls somewhere, or does not end at the number of terms.
    #[error("row offsets must rise from 0 to the number of entries, {n_entries}")]
    Offsets {
        /// Number of stored entries.
        n_entries: usize,
    },
    /// There is not one weight for each term.
    #[error("{n_terms} terms but {n_weights} weights")]
    Lengths {
        /// Number of term ids given.
        n_terms: usize,
        /// Number of weights given.
        n_weights: usize,
    },
    /// A row holds a term id twice or out of order, or one that is not below the number of columns.
    #[error("row {doc}: term {term} is out of order or not below {n_columns}")]
    Term {
        /// The row at fault.
        doc: usize,
        /// The term at fault.
        term: u32,
        /// Number of columns.
        n_columns: usize,
    },
    /// A weight is negative, infinite or not a number.
    #[error("row {doc}: weight {weight} of term {term} is not a finite number from 0 up")]
    Weight {
        /// The row at fault.
        doc: usize,
        /// The term at fault.
        term: u32,
        /// The weight at fault.
        weight: f32,
    },
    /// More rows or columns than row and term numbers can count.
    #[error("{count} rows or columns are more than a u32 can number")]
    TooLarge {
        /// The count that does not fit.
        count: usize,
    },
}
