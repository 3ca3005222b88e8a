//! Why lists cannot be made.

use thiserror::Error;

/// Why lists cannot be made.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RecommendError {
    /// A list of no articles was asked for.
    #[error("k is 0: ask for one article or more")]
    NoArticlesAsked,
    /// A setting is out of its range.
    #[error("{name} is {value}: write a number from {least} to {most}")]
    Setting {
        /// The setting.
        name: &'static str,
        /// Its value.
        value: f64,
        /// The least it may be.
        least: f64,
        /// The most it may be.
        most: f64,
    },
}
