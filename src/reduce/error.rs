//! Errors of the reduction.

use thiserror::Error;

/// Why rows could not be reduced.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReduceError {
    /// The number of components is 0.
    #[error("`n_components` is 0: it must be at least 1")]
    NoComponents,
    /// The products of the weights overflow.
    #[error("the weights of the rows are too large to multiply: scale every row to length 1 first")]
    Overflow,
}
