//! Notes and warnings on standard error.

use crate::io::error::message;

/// Lines shown of each kind without `--verbose`.
const N_SHOWN: usize = 5;

/// Writes notes, unless `--quiet` is given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notes {
    /// Whether nothing but errors is written.
    pub(crate) quiet: bool,
    /// Whether lists of cases are written in full.
    pub(crate) verbose: bool,
}

impl Notes {
    /// Writes `kind: text`, where `kind` is `note`, `warning` or the like.
    pub(crate) fn write(self, kind: &str, text: &str) {
        if !self.quiet {
            message(kind, text);
        }
    }

    /// Writes a note.
    pub(crate) fn note(self, text: &str) {
        self.write("note", text);
    }

    /// Writes a warning.
    pub(crate) fn warn(self, text: &str) {
        self.write("warning", text);
    }

    /// Returns how many cases of one kind are written.
    pub(crate) fn n_shown(self) -> usize {
        if self.verbose { usize::MAX } else { N_SHOWN }
    }
}
