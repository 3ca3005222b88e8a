//! Sparse rows, and the definition of a score.

mod dot;
mod error;
mod rows;

pub use dot::{dot, shared_terms};
pub use error::SparseError;
pub use rows::{DocId, Row, SparseRows};
