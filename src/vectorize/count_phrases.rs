//! Phrases counted by article, each level from the one below: pairs from words, triples from pairs.

use rayon::prelude::*;

use super::ids::NONE;
use super::memory::{cut, give_back, zeros};
use super::ngram_view::{Reading, Walk};
use super::ngrams::{DfRange, key};
use super::phrase_table::Table;
use super::phrases::Phrases;
use super::segments::{Segment, from_behind};

/// Phrases to a part, if no prefix has more: their table fits the second cache.
const PART_PHRASES: usize = 1 << 12;
/// Parts that are written to at a time: each has a line of the first two caches and a page.
const MAX_PARTS: usize = 1 << 11;
/// A part's prefixes, and a segment's articles, are told apart by as many bits.
const LOCAL_BITS: u32 = 16;

/// How phrases are shared out.
///
/// A part has the phrases that begin with some of the level below, few enough to be counted inside the
/// cache. In it they stand in the order of the text, so a walk of the text that takes the next of each
/// part meets every phrase again.
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

/// Visits the phrases of `n` words of an article.
#[inline(always)]
fn visit(n: usize, article: Reading<'_>, mut visit: impl FnMut(Phrase)) {
    let (words, gaps) = (article.numbers(0), article.gaps());
    let behind = (n - 1).min(words.len());
    let last = words[behind..].iter().zip(&gaps[behind..]);
    for (&prefix, (&word, gap)) in article.numbers(n - 2).iter().zip(last) {
        if gap.joins() && prefix != NONE {
            visit(Phrase { prefix, word });
        }
    }
}

/// Counts phrases of one word more than `walk` knows, and tells where to meet them again.
///
/// A phrase in `min_df` articles has all its parts in as many, so only kept parts are looked at.
/// O(words) time; 8 bytes a phrase of the text until they are met again.
pub(super) fn count_phrases(
    walk: Walk<'_>,
    segments: &[Segment],
    n_words: usize,
    range: DfRange,
) -> (Phrases, Places) {
    let n = walk.phrases.len() + 2;
    let n_prefixes = walk.phrases.last().map_or(n_words, |phrases| phrases.df.len());
    // A bound is enough to cut the parts by, and known without a walk.
    let parts = Parts::new(n_prefixes, walk.stream.words.len());
    let starts: Vec<Vec<u32>> =
        segments.par_iter().map(|segment| starts(walk, segment, n, parts)).collect();
    let lengths = lengths(&starts);
    // In one piece, which the system takes back whole.
    let mut sorted: Vec<u64> = zeros(lengths.iter().sum());
    cut(&mut sorted, &lengths).into_par_iter().zip(segments).zip(&starts).for_each(
        |((sorted, segment), starts)| sort(walk, segment, n, parts, starts.clone(), sorted),
    );
    let kept = count_parts(&mut sorted, &starts, parts, range);
    let n_kept = kept.iter().map(|(keys, _)| keys.len()).collect();
    let (keys, df): (Vec<Vec<u64>>, Vec<Vec<u32>>) = kept.into_iter().unzip();
    let phrases = Phrases { keys: keys.concat(), df: df.concat(), numbers: Vec::new() };
    (phrases, Places { n, parts, starts, n_kept, ranks: sorted })
}

/// Exchanges the sorted phrases for their ranks among the kept ones of their part; gives for each part the
/// keys of these, and in how many articles they stand.
fn count_parts(
    sorted: &mut [u64],
    starts: &[Vec<u32>],
    parts: Parts,
    range: DfRange,
) -> Vec<(Vec<u64>, Vec<u32>)> {
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
    by_part(sorted, starts).into_par_iter().enumerate().map_init(Table::default, count).collect()
}

/// Where the phrases of one length stand.
pub(super) struct Places {
    /// Words of a phrase.
    n: usize,
    parts: Parts,
    /// Of each segment, where each part's phrases begin, and where the last one's end.
    starts: Vec<Vec<u32>>,
    /// Number of kept phrases of each part.
    n_kept: Vec<usize>,
    /// The phrases of each segment, part by part and in each as they stand in the text: their ranks among the
    /// kept ones of the part, [`NONE`] where one is not kept.
    ranks: Vec<u64>,
}

impl Places {
    /// Writes the number of the kept phrase that starts at each word of the whole text, or [`NONE`]; `numbers`
    /// has those of the kept phrases in the order of their keys.
    ///
    /// O(words); 4 bytes a word, while the ranks are given back.
    pub(super) fn meet_again(
        self,
        walk: Walk<'_>,
        segments: &[Segment],
        numbers: &[u32],
    ) -> Vec<u32> {
        let Self { n, parts, starts, n_kept, ranks: mut sorted } = self;
        // Part by part, since a part's numbers fit the first cache.
        let mut rest = numbers;
        let of_parts = n_kept.iter().map(|&n| rest.split_off(..n).expect("as many as counted"));
        let of_parts: Vec<&[u32]> = of_parts.collect();
        by_part(&mut sorted, &starts).into_par_iter().zip(of_parts).for_each(|(ranks, numbers)| {
            for rank in ranks.into_iter().flatten() {
                *rank = u64::from(numbers.get(*rank as usize).copied().unwrap_or(NONE));
            }
        });
        let lengths = lengths(&starts);
        let mut met = zeros(walk.stream.words.len());
        for range in from_behind(segments) {
            let start = lengths[..range.start].iter().sum();
            let (segments, starts) = (&segments[range.clone()], &starts[range.clone()]);
            let of_segments = cut(&mut sorted[start..], &lengths[range]);
            let met = words_of(segments, &mut met);
            of_segments.into_par_iter().zip(starts).zip(segments).zip(met).for_each(
                |(((sorted, starts), segment), met)| {
                    let again = Again::new(sorted, starts.clone());
                    again.write(walk, segment, n, parts, met);
                },
            );
            give_back(&mut sorted, start);
        }
        met
    }
}

/// Number of places of each segment: one more than it has phrases, for what is none.
fn lengths(starts: &[Vec<u32>]) -> Vec<usize> {
    starts.iter().map(|starts| starts[starts.len() - 1] as usize + 1).collect()
}

/// Cuts places by the parts: each has a piece of every segment.
fn by_part<'p>(places: &'p mut [u64], starts: &[Vec<u32>]) -> Vec<Vec<&'p mut [u64]>> {
    let n_parts = starts.first().map_or(0, |starts| starts.len() - 1);
    let new_part = |_| Vec::with_capacity(starts.len());
    let mut of_parts: Vec<Vec<&mut [u64]>> = (0..n_parts).map(new_part).collect();
    for (mut rest, starts) in cut(places, &lengths(starts)).into_iter().zip(starts) {
        for (of_part, bounds) in of_parts.iter_mut().zip(starts.windows(2)) {
            let length = (bounds[1] - bounds[0]) as usize;
            of_part.push(rest.split_off_mut(..length).expect("as many as counted"));
        }
    }
    of_parts
}

/// The words of each segment among those of the whole text.
fn words_of<'w>(segments: &[Segment], words: &'w mut [u32]) -> Vec<&'w mut [u32]> {
    let lengths: Vec<usize> = segments.iter().map(|segment| segment.words.len()).collect();
    cut(&mut words[segments[0].words.start..], &lengths)
}

/// Where each part's phrases start among those of a segment, and the end of the last one's.
fn starts(walk: Walk<'_>, segment: &Segment, n: usize, parts: Parts) -> Vec<u32> {
    let mut starts = vec![0u32; parts.n + 1];
    walk.articles(segment, |article| {
        visit(n, article, |phrase| starts[parts.of(phrase.prefix) + 1] += 1);
    });
    (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
    starts
}

/// Puts the phrases of a segment part by part, in each as they stand in the text.
fn sort(
    walk: Walk<'_>,
    segment: &Segment,
    n: usize,
    parts: Parts,
    mut starts: Vec<u32>,
    sorted: &mut [u64],
) {
    walk.articles(segment, |article| {
        visit(n, article, |phrase| {
            let next = &mut starts[parts.of(phrase.prefix)];
            sorted[*next as usize] = parts.pack(phrase, article.doc);
            *next += 1;
        });
    });
}

/// Meets the phrases of a segment again.
struct Again {
    /// Each phrase's number, part by part; [`NONE`] where it is not kept, and behind all.
    numbers: Vec<u32>,
    /// Place of each part's next.
    next: Vec<u32>,
}

impl Again {
    fn new(sorted: &[u64], next: Vec<u32>) -> Self {
        // Half as wide they stay in the second cache while they are read at random.
        let mut numbers: Vec<u32> = sorted.iter().map(|&number| number as u32).collect();
        numbers.pop();
        numbers.push(NONE);
        Self { numbers, next }
    }

    /// Writes the number of the kept phrase that starts at each word, or [`NONE`].
    fn write(self, walk: Walk<'_>, segment: &Segment, n: usize, parts: Parts, mut met: &mut [u32]) {
        let Self { numbers, mut next } = self;
        let nowhere = numbers.len() as u32 - 1;
        let mut places: Vec<u32> = Vec::new();
        walk.articles(segment, |article| {
            let (below, gaps) = (article.numbers(n - 2), article.gaps());
            let behind = (n - 1).min(below.len());
            // Which words join is hard to foretell, so all have a place, if only that of nothing, and all
            // places are read in one go.
            places.clear();
            places.extend(below.iter().zip(&gaps[behind..]).map(|(&prefix, gap)| {
                let joins = gap.joins() && prefix != NONE;
                let place = &mut next[parts.of(if joins { prefix } else { 0 })];
                let here = *place;
                *place += u32::from(joins);
                if joins { here } else { nowhere }
            }));
            let of_article = met.split_off_mut(..below.len()).expect("as many as words");
            let (with_place, last) = of_article.split_at_mut(places.len());
            for (number, &place) in with_place.iter_mut().zip(&places) {
                *number = numbers[place as usize];
            }
            last.fill(NONE);
        });
    }
}
