//! What was read and what was not.

use std::{collections::BTreeMap, fmt, path::PathBuf, sync::Arc};

use super::{Skip, SkipReason, Warning, WarningReason};

/// Where a record starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as it was given or found; `stdin` for standard input.
    pub file: Arc<str>,
    /// Line from 1, for records that are lines or rows of a file.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    /// `file:line`, or the file alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// A record that was not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where it is.
    pub place: Place,
    /// Why it was not used.
    pub why: Skip,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

/// An article that was used without one of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned {
    /// Where it is.
    pub place: Place,
    /// What was left out.
    pub what: Warning,
}

impl fmt::Display for Warned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// What was read so far, and everything that was not used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadReport {
    /// Articles handed out.
    pub articles: u64,
    /// Bytes of their texts, titles not counted.
    pub bytes: u64,
    /// Records not used, by reason.
    pub skipped: BTreeMap<SkipReason, u64>,
    /// Articles used without one of their fields, by field.
    pub warnings: BTreeMap<WarningReason, u64>,
    /// The first skips, in the order they were met.
    pub first_skipped: Vec<Skipped>,
    /// The first warnings, in the order they were met.
    pub first_warned: Vec<Warned>,
    /// Files in folders that are of no known kind, by extension (`""` for none).
    pub ignored: BTreeMap<String, u64>,
    /// Files in folders that by their names are no articles, such as `LICENSE.md` and `404.md`; they are read where
    /// they are named themselves.
    pub ignored_papers: Vec<PathBuf>,
    /// Links in folders not followed: broken, or to files that are read where they are.
    pub ignored_links: u64,
    /// Pipes, sockets and devices in folders, which are read only where they are named.
    pub ignored_special: u64,
}

impl ReadReport {
    /// Number of records not used.
    #[must_use]
    pub fn n_skipped(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// Number of warnings.
    #[must_use]
    pub fn n_warnings(&self) -> u64 {
        self.warnings.values().sum()
    }

    pub(super) fn skip(&mut self, why: Skip, max_details: usize, place: impl FnOnce() -> Place) {
        *self.skipped.entry(why.reason()).or_default() += 1;
        if self.first_skipped.len() < max_details {
            self.first_skipped.push(Skipped { place: place(), why });
        }
    }

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
