//! Settings that make no vectors.

use thiserror::Error;

use super::ngrams::MAX_NGRAM;

/// Settings that make no vectors.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum VectorizeError {
    /// The phrase lengths are not a range of 1 to [`MAX_NGRAM`].
    #[error("ngrams {min}..{max}: write a range from 1 to {MAX_NGRAM} words, such as 1..2")]
    Ngrams {
        /// Shortest phrase asked for, in words.
        min: usize,
        /// Longest phrase asked for, in words.
        max: usize,
    },
    /// `max_df` or the furniture share is not a share.
    #[error("`{name}` is {value}: write a share above 0 and up to 1")]
    Share {
        /// The setting.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// A part of the article counts too often.
    #[error("a part of the article counts {0} times: write a number from 0 to 100")]
    PartWeight(u32),
    /// The exponent of the idf is negative or not a number.
    #[error("focus {0}: write topic, balanced, story or a number from 0 to 10")]
    Focus(f64),
    /// More articles than row numbers can count.
    #[error("{0} articles are more than a u32 can number: split the archive")]
    TooManyArticles(usize),
}
