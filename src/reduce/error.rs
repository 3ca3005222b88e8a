//! Why rows cannot be reduced.

use thiserror::Error;

/// Why rows cannot be reduced.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReduceError {
    /// No components are asked for.
    #[error("`n_components` is 0: at least 1 is needed")]
    NoComponents,
    /// The weights are so large that their products are no finite numbers.
    #[error("the weights of the rows are too large to multiply: scale every row to length 1 first")]
    Overflow,
}
