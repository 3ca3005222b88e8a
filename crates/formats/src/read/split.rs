//! A record that was split from a file of many.

use std::ops::Range;

use super::Skip;

/// A record that was split from a file of many, not parsed yet.
pub(super) enum Split {
    /// Its bytes in the buffer.
    Whole(Range<usize>),
    /// It cannot be split from the file, or is too long.
    Skip(Skip),
}
