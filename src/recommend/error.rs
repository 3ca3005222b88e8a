//! Errors of policies.

use thiserror::Error;

/// Why a policy cannot be used.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RecommendError {
    /// `k` is 0.
    #[error("k is 0: ask for one article or more")]
    NoArticlesAsked,
    /// A setting is out of its range.
    #[error("{name} is {value}: write a number from {min} to {max}")]
    Setting {
        /// Name of the setting.
        name: &'static str,
        /// Its value.
        value: f64,
        /// The smallest allowed value.
        min: f64,
        /// The largest allowed value.
        max: f64,
    },
}
