//! Phrases counted by article, each level from the one below: pairs from words, triples from pairs.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::last_words::Table;
use super::ngrams::{DfRange, key};
use super::stream::{NONE, Stream};
use super::walk::{Segment, Walk};
use crate::text::Gap;

/// The kept phrases of `n` words, and where each stands.
///
/// Phrases are told apart *part* by part. A part has the phrases that begin with some of the level
/// below, few enough to be counted inside the cache; in it they stand in the order of the text, so a
/// walk of the text that takes the next of each part meets every phrase again.
pub(super) struct Phrases {
    /// Number of words.
    n: usize,
    /// Each phrase as (phrase of the level below, last word), ascending; the order is that of the terms'
    /// bytes, since every number in it is alphabetical.
    pub(super) keys: Vec<u64>,
    /// In how many articles each stands.
    pub(super) df: Vec<u32>,
    /// For each phrase of the text, part by part, its rank among the part's kept ones, or [`NONE`].
    ranks: Vec<u32>,
    /// Number of the first kept phrase of each part.
    first_numbers: Vec<u32>,
    parts: Parts,
    /// Bounds of the parts.
    bounds: Vec<usize>,
    /// For each segment, the place of its first phrase in each part.
    starts: Vec<Vec<usize>>,
}

/// Phrases to a part, if no prefix has more: their table fits the second cache.
const PART_PHRASES: usize = 1 << 12;
/// Parts that are written to at a time: each has a line of the first two caches and a page.
const MAX_PARTS: usize = 1 << 11;
/// A part's prefixes, and a segment's articles, are told apart by as many bits.
const LOCAL_BITS: u32 = 16;

/// How prefixes are shared out.
#[derive(Clone, Copy)]
struct Parts {
    shift: u32,
    n: usize,
}

impl Parts {
    fn new(n_prefixes: usize, n_phrases: usize) -> Self {
        let n_parts = (n_phrases / PART_PHRASES).clamp(1, MAX_PARTS);
        let prefixes = n_prefixes.div_ceil(n_parts).next_power_of_two();
        let shift = prefixes.trailing_zeros().min(LOCAL_BITS);
        Self { shift, n: (n_prefixes >> shift) + 1 }
    }

    fn of(self, prefix: u32) -> usize {
        prefix as usize >> self.shift
    }

    /// A phrase as its part knows it: prefix, last word, article of the segment.
    fn pack(self, phrase: Phrase, doc: u16) -> u64 {
        let prefix = u64::from(phrase.prefix) & ((1 << self.shift) - 1);
        prefix << 48 | u64::from(phrase.word) << LOCAL_BITS | u64::from(doc)
    }
}

/// A phrase of the text.
#[derive(Clone, Copy)]
pub(super) struct Phrase {
    /// The phrase without its last word, a number of the level below.
    prefix: u32,
    /// The last word.
    word: u32,
}

/// Visits the phrases of `n` words of an article by the place of their first word; `below` has the
/// phrases of `n - 1` words that start at each.
#[inline(always)]
fn visit(
    n: usize,
    words: &[u32],
    gaps: &[Gap],
    below: &[u32],
    mut visit: impl FnMut(usize, Phrase),
) {
    let behind = (n - 1).min(words.len());
    let last = words[behind..].iter().zip(&gaps[behind..]);
    for (at, (&prefix, (&word, gap))) in below.iter().zip(last).enumerate() {
        if gap.joins() && prefix != NONE {
            visit(at, Phrase { prefix, word });
        }
    }
}

/// Counts phrases of one word more than `walk` knows.
///
/// A phrase in `min_df` articles has all its parts in as many, so only kept parts are looked at.
/// O(words) time; while it runs, 12 bytes a phrase of the text, and 4 are kept.
pub(super) fn count_phrases(
    walk: Walk<'_>,
    segments: &[Segment],
    n_words: usize,
    range: DfRange,
) -> Phrases {
    let n = walk.phrases.len() + 2;
    let n_prefixes = walk.phrases.last().map_or(n_words, |phrases| phrases.df.len());
    // A bound is enough to cut the parts by, and known without a walk.
    let bound = walk.streams.iter().map(Stream::len).sum();
    let parts = Parts::new(n_prefixes, bound);
    let count = |segment: &Segment| {
        let mut counts = vec![0; parts.n];
        walk.articles(segment, |_, gaps, levels| {
            let count = |_, phrase: Phrase| counts[parts.of(phrase.prefix)] += 1;
            visit(n, &levels[0], gaps, &levels[n - 2], count);
        });
        counts
    };
    let counts: Vec<Vec<usize>> = segments.par_iter().map(count).collect();
    let (starts, bounds) = places(&counts);

    // Each place is written by one thread; atomics say so to the compiler and cost nothing.
    let phrases: Vec<AtomicU64> = (0..bounds[parts.n]).map(|_| AtomicU64::new(0)).collect();
    segments.par_iter().zip(starts.clone()).for_each(|(segment, mut next)| {
        walk.articles(segment, |doc, gaps, levels| {
            visit(n, &levels[0], gaps, &levels[n - 2], |_, phrase| {
                let next = &mut next[parts.of(phrase.prefix)];
                phrases[*next].store(parts.pack(phrase, doc), Ordering::Relaxed);
                *next += 1;
            });
        });
    });

    // Behind all places is one where no phrase is.
    let mut ranks = vec![NONE; phrases.len() + 1];
    let mut rest = &mut ranks[..];
    let mut of_parts: Vec<(usize, &mut [u32])> = Vec::new();
    for (part, bounds) in bounds.windows(2).enumerate() {
        let (ranks, behind) = rest.split_at_mut(bounds[1] - bounds[0]);
        of_parts.push((part, ranks));
        rest = behind;
    }
    let count = |table: &mut Table, (part, ranks): (usize, &mut [u32])| {
        table.start(ranks.len());
        let mut done = 0;
        for (segment, counts) in (0u32..).zip(&counts) {
            let first = bounds[part] + done;
            for phrase in &phrases[first..first + counts[part]] {
                let phrase = phrase.load(Ordering::Relaxed);
                let doc = segment << LOCAL_BITS | (phrase as u32 & 0xffff);
                ranks[done] = table.meet(phrase >> LOCAL_BITS, doc);
                done += 1;
            }
        }
        let kept = table.rank(range, ranks);
        let first_prefix = (part << parts.shift) as u32;
        let key = |local: u64| key(first_prefix + (local >> 32) as u32, local as u32);
        let keys: Vec<u64> = kept.iter().map(|&(local, _)| key(local)).collect();
        (keys, kept.iter().map(|&(_, df)| df).collect::<Vec<u32>>())
    };
    let kept: Vec<(Vec<u64>, Vec<u32>)> =
        of_parts.into_par_iter().map_init(Table::default, count).collect();
    let first_numbers = kept.iter().scan(0, |next, (keys, _)| {
        let first = *next;
        *next += keys.len() as u32;
        Some(first)
    });
    Phrases {
        n,
        first_numbers: first_numbers.collect(),
        keys: kept.iter().flat_map(|(keys, _)| keys).copied().collect(),
        df: kept.iter().flat_map(|(_, df)| df).copied().collect(),
        ranks,
        parts,
        bounds,
        starts,
    }
}

/// The place of each segment's first phrase in each part, and the parts' bounds.
fn places(counts: &[Vec<usize>]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let n_parts = counts.first().map_or(0, Vec::len);
    let mut starts = vec![Vec::with_capacity(n_parts); counts.len()];
    let (mut place, mut bounds) = (0, vec![0]);
    for part in 0..n_parts {
        for (starts, counts) in starts.iter_mut().zip(counts) {
            starts.push(place);
            place += counts[part];
        }
        bounds.push(place);
    }
    (starts, bounds)
}

/// Meets the phrases of a segment again, article by article.
pub(super) struct Again<'p> {
    phrases: &'p Phrases,
    next: Vec<usize>,
    places: Vec<(usize, u32)>,
}

impl Phrases {
    /// Exchanges numbers for terms, so that a walk gives those; no longer phrases can be counted then.
    pub(super) fn renumber(&mut self, term_of: &[u32]) {
        let mut rest = &mut self.ranks[..];
        let mut parts = Vec::new();
        for (bounds, first) in self.bounds.windows(2).zip(&mut self.first_numbers) {
            let (ranks, behind) = rest.split_at_mut(bounds[1] - bounds[0]);
            parts.push((std::mem::take(first) as usize, ranks));
            rest = behind;
        }
        parts.into_par_iter().for_each(|(first, ranks)| {
            let term_of = &term_of[first..];
            for rank in ranks {
                // NONE is far beyond all ranks, and stays.
                *rank = term_of.get(*rank as usize).copied().unwrap_or(NONE);
            }
        });
    }

    pub(super) fn again(&self, segment: usize) -> Again<'_> {
        Again { phrases: self, next: self.starts[segment].clone(), places: Vec::new() }
    }
}

impl Again<'_> {
    /// Writes the number of the kept phrase that starts at each word of the next article, or [`NONE`].
    pub(super) fn read(
        &mut self,
        words: &[u32],
        gaps: &[Gap],
        below: &[u32],
        numbers: &mut Vec<u32>,
    ) {
        let Self { phrases, next, places } = self;
        let Phrases { n, ranks, first_numbers, parts, .. } = phrases;
        numbers.clear();
        numbers.resize(words.len(), NONE);
        let behind = (n - 1).min(words.len());
        // Which words join is hard to foretell, so all have a place, if only that of the next phrase, and
        // all places are read in one go.
        places.clear();
        let nowhere = ranks.len() - 1;
        places.extend(below.iter().zip(&gaps[behind..]).map(|(&prefix, gap)| {
            let joins = gap.joins() && prefix != NONE;
            let part = parts.of(if joins { prefix } else { 0 });
            let place = next[part];
            next[part] += usize::from(joins);
            (if joins { place } else { nowhere }, first_numbers[part])
        }));
        for (number, &(place, first)) in numbers.iter_mut().zip(&*places) {
            let rank = ranks[place];
            *number = if rank == NONE { NONE } else { first.wrapping_add(rank) };
        }
    }
}
