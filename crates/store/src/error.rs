//! Why saved themes cannot be used.

use thiserror::Error;

/// Why saved themes cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file is of another kind.
    #[error(
        "`{name}` holds no saved themes: make such a file with `alsolike themes … --save FILE`"
    )]
    OtherKind {
        /// The file.
        name: String,
    },
    /// The file has another layout than this program writes.
    #[error(
        "`{name}` was written in format {found}, this alsolike has {expected}: make it again with \
         `alsolike themes … --save {name}`"
    )]
    Format {
        /// The file.
        name: String,
        /// Number of its format.
        found: u32,
        /// Number of the format that is read.
        expected: u32,
    },
    /// The words of the model were stemmed by another stemmer, so unseen words would not meet them.
    #[error(
        "`{name}` was made with the stemmer {found}, this alsolike has {expected}: make it again with \
         `alsolike themes … --save {name}`"
    )]
    Stemmer {
        /// The file.
        name: String,
        /// The stemmer and its version.
        found: String,
        /// The stemmer of this program.
        expected: &'static str,
    },
    /// Bytes are missing, changed, or never made sense.
    #[error("`{name}` is damaged ({what}): make it again with `alsolike themes … --save {name}`")]
    Damaged {
        /// The file.
        name: String,
        /// What is wrong with it.
        what: &'static str,
    },
}
