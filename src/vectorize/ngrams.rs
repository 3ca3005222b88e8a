//! What words and phrases have in common.

/// Longest phrase that can be a term, in words.
pub const MAX_NGRAM: usize = 3;

/// The stems of a term, the places it does not need filled with [`NO_WORD`].
pub(super) type Words = [u32; MAX_NGRAM];
pub(super) const NO_WORD: u32 = u32::MAX;

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

/// A term's level, 0 for stems, and its number there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) level: u32,
    pub(super) number: u32,
}

/// The stems of a term, as numbers of the first level; `keys` gives the keys of each level of phrases.
pub(super) fn words<'k>(
    keys: impl Fn(usize) -> &'k [u64],
    Place { level, mut number }: Place,
) -> Words {
    let mut words = [NO_WORD; MAX_NGRAM];
    for level in (1..=level as usize).rev() {
        let key = keys(level - 1)[number as usize];
        words[level] = key as u32;
        number = (key >> 32) as u32;
    }
    words[0] = number;
    words
}
