//! A file of a consumer.

use std::path::PathBuf;

/// A file of a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFile {
    /// Path below the folder of the consumer's files.
    pub path: PathBuf,
    /// The content.
    pub bytes: Vec<u8>,
}

impl PublishedFile {
    pub(super) fn new(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}
