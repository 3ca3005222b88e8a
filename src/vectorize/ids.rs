//! A marker for missing numbers.

/// Marks a place that holds no stem, word, phrase or term. No valid number reaches it.
pub(super) const NONE: u32 = u32::MAX;
