//! An error in a file of rules.

use thiserror::Error;

/// An error in a file of rules.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct RuleFileError {
    /// Line in the file, from 1.
    pub line: u64,
    /// The error, and what to write instead.
    pub what: String,
}
