//! What was read, and what was skipped.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use super::{Place, Skip, SkipReason, Warning, WarningReason};

/// A record that was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where the record starts.
    pub place: Place,
    /// Why it was skipped.
    pub why: Skip,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

/// An article with a field that could not be used as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned {
    /// Where the record starts.
    pub place: Place,
    /// The field, and what happened to it.
    pub what: Warning,
}

impl fmt::Display for Warned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Counts of what was read so far, and of everything that was skipped or ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadReport {
    /// Number of articles returned.
    pub articles: u64,
    /// Bytes of their texts, without titles.
    pub bytes: u64,
    /// Number of skipped records by reason.
    pub skipped: BTreeMap<SkipReason, u64>,
    /// Number of warnings by reason.
    pub warnings: BTreeMap<WarningReason, u64>,
    /// The first skipped records, in reading order.
    pub first_skipped: Vec<Skipped>,
    /// The first warnings, in reading order.
    pub first_warned: Vec<Warned>,
    /// Number of files in folders with an unknown extension, by extension (`""` for none).
    pub ignored: BTreeMap<String, u64>,
    /// Files in folders that are not articles by their names, such as `LICENSE.md` and `404.md`. They are read when
    /// the caller names them.
    pub ignored_repository_files: Vec<PathBuf>,
    /// Number of symbolic links in folders that are broken or lead to files that are listed anyway.
    pub ignored_links: u64,
    /// Number of pipes, sockets and devices in folders. They are read when the caller names them.
    pub ignored_special: u64,
}

impl ReadReport {
    /// Number of skipped records.
    #[must_use]
    pub fn n_skipped(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// Number of warnings.
    #[must_use]
    pub fn n_warnings(&self) -> u64 {
        self.warnings.values().sum()
    }

    /// Counts a skipped record.
    pub(super) fn skip(&mut self, why: Skip, max_details: usize, place: impl FnOnce() -> Place) {
        *self.skipped.entry(why.reason()).or_default() += 1;
        if self.first_skipped.len() < max_details {
            self.first_skipped.push(Skipped { place: place(), why });
        }
    }

    /// Counts a warning.
    pub(super) fn warn(
        &mut self,
        what: Warning,
        max_details: usize,
        place: impl FnOnce() -> Place,
    ) {
        *self.warnings.entry(what.reason()).or_default() += 1;
        if self.first_warned.len() < max_details {
            self.first_warned.push(Warned { place: place(), what });
        }
    }
}
