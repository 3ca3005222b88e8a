//! Errors of loading saved themes.

use thiserror::Error;

/// A file of saved themes that cannot be loaded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file is of another kind.
    #[error("`{name}` is not a file of saved themes")]
    OtherKind {
        /// The file.
        name: String,
    },
    /// The file has another format than this version reads.
    #[error(
        "`{name}` has format {found}, but this version reads format {expected}: save the themes again"
    )]
    Format {
        /// The file.
        name: String,
        /// Number of its format.
        found: u32,
        /// Number of the format that this version reads.
        expected: u32,
    },
    /// The model was made with another stemmer, so its terms would not match those of new articles.
    #[error(
        "`{name}` was made with stemmer {found}, but this version has {expected}: save the themes again"
    )]
    Stemmer {
        /// The file.
        name: String,
        /// The stemmer of the file, with its version.
        found: String,
        /// The stemmer of this version.
        expected: &'static str,
    },
    /// Bytes are missing, changed or invalid.
    #[error("`{name}` is damaged ({what}): save the themes again")]
    Damaged {
        /// The file.
        name: String,
        /// What is wrong.
        what: &'static str,
    },
}
