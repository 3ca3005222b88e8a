//! Numbers of stems, words, phrases and terms.

/// Fills a place where no term is.
pub(super) const NONE: u32 = u32::MAX;
