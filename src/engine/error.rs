//! Errors of the engine.

use thiserror::Error;

use crate::article::ArticleId;
use crate::index::{Cancelled, MAX_DOCS, MAX_ENTRIES};
use crate::recommend::RecommendError;
use crate::setting::InvalidSetting;
use crate::themes::ThemeError;
use crate::vectorize::VectorizeError;

/// Why the engine cannot build an archive or answer a request.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum EngineError {
    /// Two articles have the same id.
    #[error("two articles have the id `{0}`: ids must be unique in an archive")]
    DuplicateId(ArticleId),
    /// No article has the requested id.
    #[error("no article has the id `{0}`")]
    UnknownId(ArticleId),
    /// A history has no likes.
    #[error("a reader's history has no likes: give one liked article or more")]
    NoLikes,
    /// A history has the same article as a like and as a dislike.
    #[error("`{0}` is liked and disliked: remove one of the two")]
    LikedAndDisliked(ArticleId),
    /// `listed` does not have one value for each article.
    #[error(
        "`listed` has {n_listed} values for {n_docs} articles: give one value for each article"
    )]
    ListedLength {
        /// Number of articles.
        n_docs: usize,
        /// Number of values.
        n_listed: usize,
    },
    /// A setting is outside its range.
    #[error(transparent)]
    InvalidSetting(#[from] InvalidSetting),
    /// The archive is larger than an index can hold.
    #[error(
        "{n_docs} articles with {nnz} non-zero weights exceed the limits of an index, {MAX_DOCS} and {MAX_ENTRIES}: \
         split the archive, or raise min_df to index fewer terms"
    )]
    TooLarge {
        /// Number of articles.
        n_docs: usize,
        /// Number of non-zeros: the different terms of each article, summed over all articles.
        nnz: usize,
    },
    /// The progress callback cancelled the operation.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A value of the policy is outside its range.
    #[error(transparent)]
    Recommend(#[from] RecommendError),
    /// The articles cannot be vectorized.
    #[error(transparent)]
    Vectorize(#[from] VectorizeError),
    /// The themes cannot be computed.
    #[error(transparent)]
    Themes(#[from] ThemeError),
}
