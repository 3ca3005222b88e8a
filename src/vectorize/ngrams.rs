//! Words counted by article: the first level of the terms.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::collector::N_PARTS;
use super::stream::{NONE, Stream};

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

/// Counts words: the first level. `stem_of` maps forms to stems, `n_stems` bounds them.
///
/// The keys are the kept stems' numbers. O(words).
pub(super) fn count_words(
    streams: &[Stream],
    stem_of: &[u32],
    n_stems: usize,
    range: DfRange,
) -> Level {
    let df: Vec<AtomicU32> = (0..n_stems).map(|_| AtomicU32::new(0)).collect();
    // The last article each stem was met in, one array a thread: sums of ones, so order is no matter.
    let count = |last: &mut Vec<u32>, stream: &Stream| {
        for (doc, (start, ends)) in (stream.first_doc as u32..).zip(stream.articles()) {
            for &form in &stream.forms[start..ends[N_PARTS - 1]] {
                let stem = stem_of[form as usize] as usize;
                if last[stem] != doc {
                    last[stem] = doc;
                    df[stem].fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    };
    streams.par_iter().for_each_init(|| vec![NONE; n_stems], count);
    let df: Vec<u32> = df.into_iter().map(AtomicU32::into_inner).collect();
    let kept: Vec<u32> =
        (0u32..).zip(&df).filter(|&(_, &df)| range.keeps(df)).map(|(stem, _)| stem).collect();
    let mut rank = vec![NONE; n_stems];
    (0u32..).zip(&kept).for_each(|(number, &stem)| rank[stem as usize] = number);
    let ranks = |stream: &Stream| {
        stream.forms.iter().map(|&form| rank[stem_of[form as usize] as usize]).collect()
    };
    Level {
        df: kept.iter().map(|&stem| df[stem as usize]).collect(),
        keys: kept.iter().map(|&stem| u64::from(stem)).collect(),
        at: streams.par_iter().map(ranks).collect(),
    }
}
