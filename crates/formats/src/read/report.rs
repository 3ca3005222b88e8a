//! What was read, and what was skipped.

use std::{collections::BTreeMap, fmt};

use super::{
    PassedOverFiles, Place, SiteName, Skip, SkipReason, Unpublished, Warning, WarningReason,
};

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
    /// Number of records whose text was HTML, in formats whose texts may be plain, too.
    pub html_texts: u64,
    /// Number of skipped records by reason.
    pub skipped: BTreeMap<SkipReason, u64>,
    /// Number of warnings by reason.
    pub warnings: BTreeMap<WarningReason, u64>,
    /// The first records that were skipped for a fault of theirs, in reading order.
    pub first_skipped: Vec<Skipped>,
    /// The first warnings, in reading order.
    pub first_warned: Vec<Warned>,
    /// Files and folders that hold no article. They are read when the caller names them.
    pub passed_over: PassedOverFiles,
    /// The generators of the sites among the sources.
    pub sites: Vec<SiteName>,
}

impl ReadReport {
    /// Number of skipped records.
    #[must_use]
    pub fn n_skipped(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// Number of records that were skipped for a fault of theirs; unpublished records are none.
    #[must_use]
    pub fn n_faults(&self) -> u64 {
        self.skipped.iter().filter(|(reason, _)| reason.is_fault()).map(|(_, n)| n).sum()
    }

    /// Number of records that the site does not publish, by state.
    pub fn unpublished(&self) -> impl Iterator<Item = (Unpublished, u64)> {
        self.skipped.iter().filter_map(|(reason, &n)| match reason {
            SkipReason::Unpublished(state) => Some((*state, n)),
            _ => None,
        })
    }

    /// Number of warnings.
    #[must_use]
    pub fn n_warnings(&self) -> u64 {
        self.warnings.values().sum()
    }

    /// Counts a skipped record.
    pub(super) fn skip(&mut self, why: Skip, max_details: usize, place: impl FnOnce() -> Place) {
        *self.skipped.entry(why.reason()).or_default() += 1;
        if why.reason().is_fault() && self.first_skipped.len() < max_details {
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
