//! Why the engine cannot answer.

use thiserror::Error;

use crate::article::ArticleId;
use crate::index::{Cancelled, MAX_DOCS, MAX_ENTRIES};
use crate::recommend::RecommendError;
use crate::themes::ThemeError;
use crate::vectorize::VectorizeError;

/// Why the engine cannot answer.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum EngineError {
    /// Two articles have the same id.
    #[error("two articles have the id `{0}`: ids must be unique in an archive")]
    DuplicateId(ArticleId),
    /// No article has the id asked for.
    #[error("no article has the id `{0}`")]
    UnknownId(ArticleId),
    /// A history without likes.
    #[error("a reader's history has no likes: name one article or more")]
    NoLikes,
    /// A history has the same article twice.
    #[error("`{0}` is liked and disliked: leave one of the two")]
    LikedAndDisliked(ArticleId),
    /// There is not one answer for each article to whether it may be listed.
    #[error("{n_listed} articles are said to be listed or not, but there are {n_docs}")]
    Eligibility {
        /// Number of articles.
        n_docs: usize,
        /// Number of answers.
        n_listed: usize,
    },
    /// A setting is out of its range.
    #[error("`{name}` is {value}: it must be {range}")]
    Setting {
        /// The setting.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What it may be.
        range: &'static str,
    },
    /// More than an index holds.
    #[error(
        "{n_docs} articles with {nnz} entries are more than an index holds, {MAX_DOCS} and {MAX_ENTRIES}: \
         split the archive, or ask for fewer terms with a larger min_df"
    )]
    TooLarge {
        /// Number of articles.
        n_docs: usize,
        /// Terms of all articles, each counted once an article.
        nnz: usize,
    },
    /// A search was broken off by whom it told of its progress.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Lists cannot be made by this policy.
    #[error(transparent)]
    Recommend(#[from] RecommendError),
    /// The vectors cannot be made.
    #[error(transparent)]
    Vectorize(#[from] VectorizeError),
    /// The themes cannot be made.
    #[error(transparent)]
    Themes(#[from] ThemeError),
}
