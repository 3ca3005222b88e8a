//! Counts phrases level by level: pairs from words, triples from pairs.

use rayon::prelude::*;

use super::ids::NONE;
use super::memory::{split_at_lengths, truncate_and_free, zeroed};
use super::ngram_view::{ArticleView, NgramView};
use super::ngrams::{DfRange, phrase_key};
use super::phrase_table::PhraseTable;
use super::phrases::Phrases;
use super::segments::{Segment, batches_from_end};

/// Number of phrases wanted in a part. The hash table of so many phrases fits the L2 cache.
const PHRASES_PER_PART: usize = 1 << 12;
/// Maximum number of parts. Sorting writes to all parts in turn, and each needs a cache line in L1 and L2 and
/// a page in the TLB.
const MAX_PARTS: usize = 1 << 11;
/// Bits that number the prefixes of a part, and bits that number the articles of a segment.
const LOCAL_BITS: u32 = 16;

/// Partitions phrases by their prefix.
///
/// A part holds the phrases whose prefixes are in one range. They are few enough to be counted inside the cache,
/// and they keep the order of the text. A second pass over the text therefore finds each phrase again by taking
/// the next one of its part.
#[derive(Clone, Copy)]
struct Partition {
    shift: u32,
    n: usize,
}

impl Partition {
    fn new(n_prefixes: usize, n_phrases: usize) -> Self {
        let n_parts = (n_phrases / PHRASES_PER_PART).clamp(1, MAX_PARTS);
        let prefixes = n_prefixes.div_ceil(n_parts).next_power_of_two();
        let shift = prefixes.trailing_zeros().min(LOCAL_BITS);
        Self { shift, n: (n_prefixes >> shift) + 1 }
    }

    fn part_of(self, prefix: u32) -> usize {
        prefix as usize >> self.shift
    }

    /// Packs an occurrence: prefix relative to the part, last word, article of the segment.
    fn pack(self, phrase: Phrase, doc: u16) -> u64 {
        let prefix = u64::from(phrase.prefix) & ((1 << self.shift) - 1);
        prefix << 48 | u64::from(phrase.word) << LOCAL_BITS | u64::from(doc)
    }
}

/// A phrase of the text.
#[derive(Clone, Copy)]
struct Phrase {
    /// Number on the level below of the phrase without its last word.
    prefix: u32,
    /// The last word.
    word: u32,
}

/// Visits the phrases of `n` words of an article.
#[inline(always)]
fn visit_phrases(n: usize, article: ArticleView<'_>, mut visit: impl FnMut(Phrase)) {
    let (words, gaps) = (article.numbers(0), article.gaps());
    let skipped = (n - 1).min(words.len());
    let last = words[skipped..].iter().zip(&gaps[skipped..]);
    for (&prefix, (&word, gap)) in article.numbers(n - 2).iter().zip(last) {
        if gap.joins() && prefix != NONE {
            visit(Phrase { prefix, word });
        }
    }
}

/// Counts the phrases that are one word longer than those of `view`. Returns the kept phrases and where
/// they occur.
///
/// A phrase is counted only if its prefix and its last word are kept. This loses no phrase of `min_df` articles,
/// because a phrase never stands in more articles than its parts.
///
/// O(words) time; 8 bytes for each phrase of the text until [`PhraseOccurrences::write_numbers`] consumes
/// them.
pub(super) fn count_phrases(
    view: NgramView<'_>,
    segments: &[Segment],
    n_words: usize,
    range: DfRange,
) -> (Phrases, PhraseOccurrences) {
    let n = view.phrases.len() + 2;
    let n_prefixes = view.phrases.last().map_or(n_words, |phrases| phrases.df.len());
    // The number of words bounds the number of phrases, and it is known without a pass over the text.
    let partition = Partition::new(n_prefixes, view.stream.words.len());
    let starts: Vec<Vec<u32>> =
        segments.par_iter().map(|segment| part_starts(view, segment, n, partition)).collect();
    let lengths = slots_per_segment(&starts);
    let mut sorted: Vec<u64> = zeroed(lengths.iter().sum());
    split_at_lengths(&mut sorted, &lengths).into_par_iter().zip(segments).zip(&starts).for_each(
        |((sorted, segment), starts)| {
            sort_by_part(view, segment, n, partition, starts.clone(), sorted);
        },
    );
    let kept = count_parts(&mut sorted, &starts, partition, range);
    let n_kept = kept.iter().map(|(keys, _)| keys.len()).collect();
    let (keys, df): (Vec<Vec<u64>>, Vec<Vec<u32>>) = kept.into_iter().unzip();
    let phrases = Phrases { keys: keys.concat(), df: df.concat(), numbers: Vec::new() };
    (phrases, PhraseOccurrences { n, partition, starts, n_kept, ranks: sorted })
}

/// Replaces each phrase in `sorted` by its rank among the kept phrases of its part, or by [`NONE`].
///
/// Returns the keys and the document frequencies of the kept phrases of each part.
fn count_parts(
    sorted: &mut [u64],
    starts: &[Vec<u32>],
    partition: Partition,
    range: DfRange,
) -> Vec<(Vec<u64>, Vec<u32>)> {
    let count = |table: &mut PhraseTable, (part, mut segments): (usize, Vec<&mut [u64]>)| {
        table.reset(segments.iter().map(|phrases| phrases.len()).sum());
        for (segment, phrases) in (0u32..).zip(&mut segments) {
            for phrase in phrases.iter_mut() {
                let doc = segment << LOCAL_BITS | (*phrase as u32 & 0xffff);
                *phrase = u64::from(table.count(*phrase >> LOCAL_BITS, doc));
            }
        }
        let first_prefix = (part << partition.shift) as u32;
        let key = |local: u64| phrase_key(first_prefix + (local >> 32) as u32, local as u32);
        let kept = table.rank(range).iter().map(|&(local, df)| (key(local), df)).unzip();
        segments.into_iter().for_each(|slots| table.slots_to_ranks(slots));
        kept
    };
    split_by_part(sorted, starts)
        .into_par_iter()
        .enumerate()
        .map_init(PhraseTable::default, count)
        .collect()
}

/// Where the phrases of one length occur in the text.
pub(super) struct PhraseOccurrences {
    /// Words of a phrase.
    n: usize,
    partition: Partition,
    /// For each segment, the start of each part's occurrences, then the end of the last part.
    starts: Vec<Vec<u32>>,
    /// Number of kept phrases of each part.
    n_kept: Vec<usize>,
    /// For each occurrence the rank of its phrase among the kept ones of the part, or [`NONE`]. Occurrences
    /// are ordered by segment, then by part, then by their place in the text.
    ranks: Vec<u64>,
}

impl PhraseOccurrences {
    /// Returns, for each word of the text, the number of the kept phrase that starts there, or [`NONE`].
    ///
    /// `numbers` holds the numbers of the kept phrases in the order of their keys. O(words); 4 bytes for
    /// each word, while the memory of the ranks is freed.
    pub(super) fn write_numbers(
        self,
        view: NgramView<'_>,
        segments: &[Segment],
        numbers: &[u32],
    ) -> Vec<u32> {
        let Self { n, partition, starts, n_kept, ranks: mut sorted } = self;
        // Part by part, because the numbers of a part fit the L1 cache.
        let mut rest = numbers;
        let of_parts = n_kept.iter().map(|&n| rest.split_off(..n).expect("as many as counted"));
        let of_parts: Vec<&[u32]> = of_parts.collect();
        split_by_part(&mut sorted, &starts).into_par_iter().zip(of_parts).for_each(
            |(ranks, numbers)| {
                for rank in ranks.into_iter().flatten() {
                    *rank = u64::from(numbers.get(*rank as usize).copied().unwrap_or(NONE));
                }
            },
        );
        let lengths = slots_per_segment(&starts);
        let mut written = zeroed(view.stream.words.len());
        for range in batches_from_end(segments) {
            let start = lengths[..range.start].iter().sum();
            let (segments, starts) = (&segments[range.clone()], &starts[range.clone()]);
            let of_segments = split_at_lengths(&mut sorted[start..], &lengths[range]);
            let written = split_by_segment(segments, &mut written);
            of_segments.into_par_iter().zip(starts).zip(segments).zip(written).for_each(
                |(((sorted, starts), segment), written)| {
                    let occurrences = SegmentOccurrences::new(sorted, starts.clone());
                    occurrences.write(view, segment, n, partition, written);
                },
            );
            truncate_and_free(&mut sorted, start);
        }
        written
    }
}

/// Returns the number of slots of each segment: its occurrences, and one slot for "no phrase".
fn slots_per_segment(starts: &[Vec<u32>]) -> Vec<usize> {
    starts.iter().map(|starts| starts[starts.len() - 1] as usize + 1).collect()
}

/// Splits the slots by part. Each part has a piece of every segment.
fn split_by_part<'p>(slots: &'p mut [u64], starts: &[Vec<u32>]) -> Vec<Vec<&'p mut [u64]>> {
    let n_parts = starts.first().map_or(0, |starts| starts.len() - 1);
    let new_part = |_| Vec::with_capacity(starts.len());
    let mut of_parts: Vec<Vec<&mut [u64]>> = (0..n_parts).map(new_part).collect();
    for (mut rest, starts) in
        split_at_lengths(slots, &slots_per_segment(starts)).into_iter().zip(starts)
    {
        for (of_part, bounds) in of_parts.iter_mut().zip(starts.windows(2)) {
            let length = (bounds[1] - bounds[0]) as usize;
            of_part.push(rest.split_off_mut(..length).expect("as many as counted"));
        }
    }
    of_parts
}

/// Splits the words of consecutive segments out of the words of the text.
fn split_by_segment<'w>(segments: &[Segment], words: &'w mut [u32]) -> Vec<&'w mut [u32]> {
    let lengths: Vec<usize> = segments.iter().map(|segment| segment.words.len()).collect();
    split_at_lengths(&mut words[segments[0].words.start..], &lengths)
}

/// Returns the start of each part's occurrences in a segment, then the end of the last part.
fn part_starts(view: NgramView<'_>, segment: &Segment, n: usize, partition: Partition) -> Vec<u32> {
    let mut starts = vec![0u32; partition.n + 1];
    view.articles(segment, |article| {
        visit_phrases(n, article, |phrase| starts[partition.part_of(phrase.prefix) + 1] += 1);
    });
    (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
    starts
}

/// Sorts the occurrences of a segment by part and keeps the order of the text inside each part.
fn sort_by_part(
    view: NgramView<'_>,
    segment: &Segment,
    n: usize,
    partition: Partition,
    mut starts: Vec<u32>,
    sorted: &mut [u64],
) {
    view.articles(segment, |article| {
        visit_phrases(n, article, |phrase| {
            let next = &mut starts[partition.part_of(phrase.prefix)];
            sorted[*next as usize] = partition.pack(phrase, article.doc);
            *next += 1;
        });
    });
}

/// The numbers of a segment's occurrences, read back in the order of the text.
struct SegmentOccurrences {
    /// Number of each occurrence's phrase, grouped by part; [`NONE`] where the phrase is not kept, and in
    /// the last slot.
    numbers: Vec<u32>,
    /// Slot of each part's next occurrence.
    next: Vec<u32>,
}

impl SegmentOccurrences {
    fn new(sorted: &[u64], next: Vec<u32>) -> Self {
        // Halving the width keeps the numbers in the L2 cache during the random reads of `write`.
        let mut numbers: Vec<u32> = sorted.iter().map(|&number| number as u32).collect();
        numbers.pop();
        numbers.push(NONE);
        Self { numbers, next }
    }

    /// Writes the number of the kept phrase that starts at each word, or [`NONE`].
    fn write(
        self,
        view: NgramView<'_>,
        segment: &Segment,
        n: usize,
        partition: Partition,
        mut written: &mut [u32],
    ) {
        let Self { numbers, mut next } = self;
        let none_slot = numbers.len() as u32 - 1;
        let mut slots: Vec<u32> = Vec::new();
        view.articles(segment, |article| {
            let (below, gaps) = (article.numbers(n - 2), article.gaps());
            let skipped = (n - 1).min(below.len());
            // Branchless: which words form a phrase is unpredictable. Every word gets a slot, and all
            // slots are then read in one loop.
            slots.clear();
            slots.extend(below.iter().zip(&gaps[skipped..]).map(|(&prefix, gap)| {
                let joins = gap.joins() && prefix != NONE;
                let slot = &mut next[partition.part_of(if joins { prefix } else { 0 })];
                let here = *slot;
                *slot += u32::from(joins);
                if joins { here } else { none_slot }
            }));
            let of_article = written.split_off_mut(..below.len()).expect("as many as words");
            let (with_slot, last) = of_article.split_at_mut(slots.len());
            for (number, &slot) in with_slot.iter_mut().zip(&slots) {
                *number = numbers[slot as usize];
            }
            last.fill(NONE);
        });
    }
}
