//! What words and phrases have in common.

/// Terms in how many articles are kept.
#[derive(Clone, Copy)]
pub(super) struct DfRange {
    pub(super) min: u32,
    pub(super) max: u32,
}

impl DfRange {
    pub(super) fn keeps(self, df: u32) -> bool {
        (self.min..=self.max).contains(&df)
    }
}

/// A phrase by its number on the level below and its last word.
pub(super) fn key(prefix: u32, word: u32) -> u64 {
    u64::from(prefix) << 32 | u64::from(word)
}
