//! Why lists cannot be written for a consumer.

use thiserror::Error;

/// Why lists cannot be written for a consumer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The consumer looks pages up by their source files, and the article has none.
    #[error("`{id}` is no file of a site, and {consumer} looks pages up by their files")]
    NoFile {
        /// The article.
        id: String,
        /// The consumer.
        consumer: &'static str,
    },
    /// The consumer needs addresses with a host, and the article has none.
    #[error("`{id}` has no address with a host, and {consumer} needs one")]
    NoAbsoluteAddress {
        /// The article.
        id: String,
        /// The consumer.
        consumer: &'static str,
    },
    /// The consumer needs an address, and the article has none.
    #[error("`{id}` has no address, and {consumer} needs one")]
    NoAddress {
        /// The article.
        id: String,
        /// The consumer.
        consumer: &'static str,
    },
    /// WordPress looks posts up by their numbers, and the id is none.
    #[error("`{id}` is no number of a post of WordPress")]
    NoNumber {
        /// The article.
        id: String,
    },
}
