//! Words counted by article: the first level of the terms.

use rayon::prelude::*;

use super::lexicon::Lexicon;
use super::stream::Stream;

/// Terms of one length.
pub(super) struct Level {
    /// Each term as (term of the level below without the last word, last word), ascending; the order is
    /// that of the terms' bytes, since every number in it is alphabetical.
    pub(super) keys: Vec<u64>,
    /// In how many articles each stands.
    pub(super) df: Vec<u32>,
    /// For each stream, the term that starts at each word, or [`NONE`].
    pub(super) at: Vec<Vec<u32>>,
}

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

pub(super) fn key(prefix: u32, word: u32) -> u64 {
    u64::from(prefix) << 32 | u64::from(word)
}

/// The words of the lexicon as the first level.
pub(super) fn word_level(streams: &[Stream], lexicon: &Lexicon) -> Level {
    let words =
        |stream: &Stream| stream.forms.iter().map(|&form| lexicon.word_of[form as usize]).collect();
    Level {
        keys: (0..lexicon.df.len() as u64).collect(),
        df: lexicon.df.clone(),
        at: streams.par_iter().map(words).collect(),
    }
}
