//! Words and phrases counted by article, level by level: words, pairs, triples.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU32, Ordering};

use foldhash::fast::FixedState;
use hashbrown::HashTable;
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
    fn keeps(self, df: u32) -> bool {
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

/// Number of tables that phrases are spread over by hash; fixed, so slots never depend on threads.
const N_SHARDS: usize = 16;
/// Slots of a shard: the rest of a `u32`.
const MAX_SLOTS: u32 = u32::MAX / N_SHARDS as u32;

/// A phrase met, and in how many articles.
struct Counted {
    key: u64,
    df: u32,
    last_doc: u32,
    slot: u32,
}

/// Counts phrases of `n` words from those of `n - 1`.
///
/// A phrase in `min_df` articles has all its parts in as many, so only kept parts are looked at. Every
/// thread walks all streams and counts the phrases of its shards; each position remembers its slot, so
/// that no phrase is hashed twice. O(words) time and 4 bytes a word, about 40 bytes a distinct phrase.
pub(super) fn count_phrases(
    streams: &[Stream],
    words: &Level,
    below: &Level,
    n: usize,
    range: DfRange,
) -> Level {
    let slots: Vec<Vec<AtomicU32>> = streams
        .iter()
        .map(|stream| (0..stream.len()).map(|_| AtomicU32::new(NONE)).collect())
        .collect();
    let n_walks = rayon::current_num_threads().clamp(1, N_SHARDS);
    let hasher = FixedState::default();
    let walk = |walk: usize| {
        let mut shards: Vec<HashTable<Counted>> = (0..N_SHARDS).map(|_| HashTable::new()).collect();
        for (at_stream, stream) in streams.iter().enumerate() {
            for (doc, (start, ends)) in (stream.first_doc as u32..).zip(stream.articles()) {
                for at in start..(ends[N_PARTS - 1] + 1).saturating_sub(n) {
                    let (prefix, word) = (below.at[at_stream][at], words.at[at_stream][at + n - 1]);
                    if prefix == NONE || word == NONE || !stream.gaps[at + n - 1].joins() {
                        continue;
                    }
                    let key = key(prefix, word);
                    let hash = hasher.hash_one(key);
                    let shard = (hash >> 32) as usize % N_SHARDS;
                    if shard % n_walks != walk {
                        continue;
                    }
                    let table = &mut shards[shard];
                    let next_slot = table.len() as u32;
                    let entry = table.entry(
                        hash,
                        |counted| counted.key == key,
                        |counted| hasher.hash_one(counted.key),
                    );
                    let new = || Counted { key, df: 0, last_doc: NONE, slot: next_slot };
                    let mut entry = entry.or_insert_with(new);
                    let counted = entry.get_mut();
                    if counted.last_doc != doc {
                        counted.last_doc = doc;
                        counted.df += 1;
                    }
                    let slot = shard as u32 * MAX_SLOTS + counted.slot;
                    slots[at_stream][at].store(slot, Ordering::Relaxed);
                }
            }
        }
        shards
    };
    let walks: Vec<Vec<HashTable<Counted>>> = (0..n_walks).into_par_iter().map(walk).collect();
    let shards: Vec<&HashTable<Counted>> =
        (0..N_SHARDS).map(|shard| &walks[shard % n_walks][shard]).collect();

    let kept = |table: &&HashTable<Counted>| {
        table
            .iter()
            .filter(|counted| range.keeps(counted.df))
            .map(|counted| (counted.key, counted.df))
            .collect::<Vec<_>>()
    };
    let mut terms: Vec<(u64, u32)> = shards.par_iter().flat_map_iter(kept).collect();
    terms.par_sort_unstable();
    let (keys, df): (Vec<u64>, Vec<u32>) = terms.into_iter().unzip();
    let numbers = |table: &&HashTable<Counted>| {
        let mut numbers = vec![NONE; table.len()];
        for counted in table.iter().filter(|counted| range.keeps(counted.df)) {
            let number = keys.partition_point(|&key| key < counted.key);
            numbers[counted.slot as usize] = number as u32;
        }
        numbers
    };
    let numbers: Vec<Vec<u32>> = shards.par_iter().map(numbers).collect();
    let number = |slot: AtomicU32| match slot.into_inner() {
        NONE => NONE,
        slot => numbers[(slot / MAX_SLOTS) as usize][(slot % MAX_SLOTS) as usize],
    };
    let at = slots.into_par_iter().map(|slots| slots.into_iter().map(number).collect()).collect();
    Level { keys, df, at }
}
