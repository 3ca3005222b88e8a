//! Why articles cannot be vectorized.

use thiserror::Error;

use crate::setting::InvalidSetting;

/// Why articles cannot be vectorized.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum VectorizeError {
    /// A setting is outside its range.
    #[error(transparent)]
    InvalidSetting(#[from] InvalidSetting),
    /// The archive has more articles than a `u32` can number.
    #[error("{0} articles are more than the limit of 4294967295: split the archive")]
    TooManyArticles(usize),
}
