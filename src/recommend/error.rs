//! Errors of policies.

use thiserror::Error;

use crate::setting::InvalidSetting;

/// Why a policy is invalid.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RecommendError {
    /// `k` is 0.
    #[error("k is 0: ask for one article or more")]
    NoArticlesAsked,
    /// A setting is outside its range.
    #[error(transparent)]
    InvalidSetting(#[from] InvalidSetting),
}
