//! Where a record starts.

use std::{fmt, sync::Arc};

/// The file of a record, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path as the caller gave it or as the folder listing found it; `stdin` for standard input.
    pub file: Arc<str>,
    /// Line from 1; `None` when the record is the whole file.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    /// Writes `file:line`, or the file alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}
