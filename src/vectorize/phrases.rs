//! Phrases counted by article, each level from the one below: pairs from words, triples from pairs.

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
    /// For each segment, the phrases of its text.
    segments: Vec<SegmentRanks>,
    /// Number of the first kept phrase of each part.
    first_numbers: Vec<u32>,
    parts: Parts,
}

/// The phrases in the text of a segment.
struct SegmentRanks {
    /// Start of each part's, and the end of the last one's.
    starts: Vec<u32>,
    /// Part by part, each phrase's rank among the part's kept ones, or [`NONE`]; one more [`NONE`] behind.
    ranks: Vec<u32>,
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

/// Visits the phrases of `n` words of an article; `below` has the phrases of `n - 1` words that start at each.
#[inline(always)]
fn visit(n: usize, words: &[u32], gaps: &[Gap], below: &[u32], mut visit: impl FnMut(Phrase)) {
    let behind = (n - 1).min(words.len());
    let last = words[behind..].iter().zip(&gaps[behind..]);
    for (&prefix, (&word, gap)) in below.iter().zip(last) {
        if gap.joins() && prefix != NONE {
            visit(Phrase { prefix, word });
        }
    }
}

/// Counts phrases of one word more than `walk` knows.
///
/// A phrase in `min_df` articles has all its parts in as many, so only kept parts are looked at.
/// O(words) time; while it runs, 8 bytes a phrase of the text, and 4 are kept.
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
    let mut sorted: Vec<(Vec<u32>, Vec<u64>)> =
        segments.par_iter().map(|segment| sort(walk, segment, n, parts)).collect();
    let mut of_parts: Vec<Vec<&mut [u64]>> = (0..parts.n).map(|_| Vec::new()).collect();
    for (starts, phrases) in &mut sorted {
        let mut rest = &mut phrases[..];
        for (of_part, bounds) in of_parts.iter_mut().zip(starts.windows(2)) {
            let (phrases, behind) = rest.split_at_mut((bounds[1] - bounds[0]) as usize);
            of_part.push(phrases);
            rest = behind;
        }
    }
    let count = |table: &mut Table, (part, mut segments): (usize, Vec<&mut [u64]>)| {
        table.start(segments.iter().map(|phrases| phrases.len()).sum());
        for (segment, phrases) in (0u32..).zip(&mut segments) {
            for phrase in phrases.iter_mut() {
                let doc = segment << LOCAL_BITS | (*phrase as u32 & 0xffff);
                *phrase = u64::from(table.meet(*phrase >> LOCAL_BITS, doc));
            }
        }
        let first_prefix = (part << parts.shift) as u32;
        let key = |local: u64| key(first_prefix + (local >> 32) as u32, local as u32);
        let kept = table.rank(range).iter().map(|&(local, df)| (key(local), df)).unzip();
        segments.into_iter().for_each(|slots| table.exchange(slots));
        kept
    };
    let of_parts = of_parts.into_par_iter().enumerate();
    let kept: Vec<(Vec<u64>, Vec<u32>)> = of_parts.map_init(Table::default, count).collect();
    let first_numbers = kept.iter().scan(0, |next, (keys, _)| {
        let first = *next;
        *next += keys.len() as u32;
        Some(first)
    });
    // Half as wide from here on, and freed one by one.
    let ranks = |(starts, ranks): (Vec<u32>, Vec<u64>)| SegmentRanks {
        starts,
        ranks: ranks.iter().map(|&rank| rank as u32).chain([NONE]).collect(),
    };
    Phrases {
        n,
        first_numbers: first_numbers.collect(),
        keys: kept.iter().flat_map(|(keys, _)| keys).copied().collect(),
        df: kept.iter().flat_map(|(_, df)| df).copied().collect(),
        segments: sorted.into_par_iter().map(ranks).collect(),
        parts,
    }
}

/// The phrases of a segment part by part, in each as they stand in the text, and where the parts start.
fn sort(walk: Walk<'_>, segment: &Segment, n: usize, parts: Parts) -> (Vec<u32>, Vec<u64>) {
    // Counted two places ahead, so that filling leaves each part's start where its count was.
    let mut starts = vec![0u32; parts.n + 2];
    walk.articles(segment, |_, words, gaps, levels| {
        let below = levels.last().map_or(words, |below| &below[..]);
        visit(n, words, gaps, below, |phrase| starts[parts.of(phrase.prefix) + 2] += 1);
    });
    (2..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
    let mut phrases = vec![0; starts[parts.n + 1] as usize];
    walk.articles(segment, |doc, words, gaps, levels| {
        let below = levels.last().map_or(words, |below| &below[..]);
        visit(n, words, gaps, below, |phrase| {
            let next = &mut starts[parts.of(phrase.prefix) + 1];
            phrases[*next as usize] = parts.pack(phrase, doc);
            *next += 1;
        });
    });
    starts.pop();
    (starts, phrases)
}

/// Meets the phrases of a segment again, article by article.
pub(super) struct Again<'p> {
    phrases: &'p Phrases,
    ranks: &'p [u32],
    /// Place of each part's next.
    next: Vec<u32>,
    places: Vec<(u32, u32)>,
}

impl Phrases {
    /// Exchanges numbers for terms, so that a walk gives those; no longer phrases can be counted then.
    pub(super) fn renumber(&mut self, term_of: &[u32]) {
        let Self { segments, first_numbers, .. } = self;
        segments.par_iter_mut().for_each(|SegmentRanks { starts, ranks }| {
            for (bounds, &first) in starts.windows(2).zip(&*first_numbers) {
                let term_of = &term_of[first as usize..];
                for rank in &mut ranks[bounds[0] as usize..bounds[1] as usize] {
                    // NONE is far beyond all ranks, and stays.
                    *rank = term_of.get(*rank as usize).copied().unwrap_or(NONE);
                }
            }
        });
        first_numbers.fill(0);
    }

    pub(super) fn again(&self, segment: usize) -> Again<'_> {
        let SegmentRanks { starts, ranks } = &self.segments[segment];
        // Read in one go first, which the processor foresees; the parts' places it does not.
        std::hint::black_box(ranks.iter().step_by(16).fold(0, |all, rank| all ^ rank));
        Again { phrases: self, ranks, next: starts.clone(), places: Vec::new() }
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
        let Self { phrases, ranks, next, places } = self;
        let Phrases { n, first_numbers, parts, .. } = phrases;
        numbers.clear();
        numbers.resize(words.len(), NONE);
        let behind = (n - 1).min(words.len());
        // Which words join is hard to foretell, so all have a place, if only that of the next phrase, and
        // all places are read in one go.
        places.clear();
        let nowhere = ranks.len() as u32 - 1;
        places.extend(below.iter().zip(&gaps[behind..]).map(|(&prefix, gap)| {
            let joins = gap.joins() && prefix != NONE;
            let part = parts.of(if joins { prefix } else { 0 });
            let place = next[part];
            next[part] += u32::from(joins);
            (if joins { place } else { nowhere }, first_numbers[part])
        }));
        for (number, &(place, first)) in numbers.iter_mut().zip(&*places) {
            let rank = ranks[place as usize];
            *number = if rank == NONE { NONE } else { first.wrapping_add(rank) };
        }
    }
}
