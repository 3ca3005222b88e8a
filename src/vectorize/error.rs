//! Why articles cannot be vectorized.

use thiserror::Error;

/// Why articles cannot be vectorized.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum VectorizeError {
    /// A setting is outside its range.
    #[error("`{name}` is {value}: expected {expected}")]
    InvalidSetting {
        /// Name of the setting.
        name: &'static str,
        /// The value that was given.
        value: String,
        /// The values that are allowed.
        expected: &'static str,
    },
    /// The archive has more articles than a `u32` can number.
    #[error("{0} articles are more than the limit of 4294967295: split the archive")]
    TooManyArticles(usize),
}
