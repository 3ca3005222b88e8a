//! How terms of one to three words are numbered.
//!
//! *Level* 0 holds the words, level 1 the phrases of two words, level 2 those of three. Each level has
//! its own numbers from 0 up, in alphabetical order.

/// Longest phrase that can be a term, in words.
pub const MAX_NGRAM: usize = 3;

/// The range of document frequencies in which a term is kept.
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

/// Packs a phrase into one integer: the number of its prefix on the level below, then its last word.
pub(super) fn phrase_key(prefix: u32, word: u32) -> u64 {
    u64::from(prefix) << 32 | u64::from(word)
}

/// A word or phrase: its level and its number there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NgramId {
    pub(super) level: u32,
    pub(super) number: u32,
}

/// The stems of a term by number. Unused places hold [`NO_STEM`].
pub(super) type StemIds = [u32; MAX_NGRAM];
pub(super) const NO_STEM: u32 = u32::MAX;

/// Returns the stems of a word or phrase. `keys` returns the phrase keys of a level, 0 for pairs.
pub(super) fn stem_ids<'k>(
    keys: impl Fn(usize) -> &'k [u64],
    NgramId { level, mut number }: NgramId,
) -> StemIds {
    let mut stems = [NO_STEM; MAX_NGRAM];
    for level in (1..=level as usize).rev() {
        let key = keys(level - 1)[number as usize];
        stems[level] = key as u32;
        number = (key >> 32) as u32;
    }
    stems[0] = number;
    stems
}
