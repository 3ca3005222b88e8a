//! Phrases counted by article, each level from the one below: pairs from words, triples from pairs.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::collector::N_PARTS;
use super::ngrams::{DfRange, Level, key};
use super::stream::{NONE, Stream};

/// Phrases of the text that are sorted at a time, 2 GiB; a larger archive takes several rounds.
const MAX_PLACES: usize = 1 << 28;

/// Counts phrases of `n` words from those of `n - 1`.
///
/// A phrase in `min_df` articles has all its parts in as many, so only kept parts are looked at. Phrases
/// with the same prefix, that is all but the last word, are brought together by a counting sort; last
/// words are then told apart in a table small enough for the cache, and a second walk of the text finds
/// each phrase's number where the first walk put the phrase. Nothing is hashed. O(words) time; while it
/// runs, 8 bytes a phrase of the text and 12 a prefix for each thread.
pub(super) fn count_phrases(
    streams: &[Stream],
    words: &Level,
    below: &Level,
    n: usize,
    range: DfRange,
) -> Level {
    let walk = Walk { streams, words, below, n };
    let segments = segments(streams.len());
    let counts: Vec<Vec<u32>> =
        segments.par_iter().map(|streams| walk.prefix_counts(streams.clone())).collect();
    let at = streams.iter().map(|stream| vec![NONE; stream.len()]).collect();
    let mut level = Level { keys: Vec::new(), df: Vec::new(), at };
    let mut prefixes = 0..0;
    while prefixes.end < below.df.len() {
        let sorting = Sorting::plan(&counts, prefixes.end);
        prefixes = sorting.prefixes.clone();
        walk.count(&segments, sorting, range, &mut level);
    }
    level
}

/// The streams, cut into as many runs as there are threads.
fn segments(n_streams: usize) -> Vec<Range<usize>> {
    let length = n_streams.div_ceil(rayon::current_num_threads()).max(1);
    (0..n_streams).step_by(length).map(|first| first..n_streams.min(first + length)).collect()
}

/// All phrases of the text in order.
struct Walk<'s> {
    streams: &'s [Stream],
    words: &'s Level,
    below: &'s Level,
    n: usize,
}

/// A phrase of the text.
struct Phrase {
    /// Its first word in the stream.
    at: usize,
    doc: u32,
    /// The phrase without its last word, a number of the level below.
    prefix: u32,
    /// The last word.
    word: u32,
}

/// Where the phrases of some prefixes go: prefix by prefix, and for each prefix in the order of the text.
struct Sorting {
    prefixes: Range<usize>,
    /// Start of each prefix's places, and the end of the last one's.
    starts: Vec<u32>,
    /// For each segment of the streams, the place of its first phrase with each prefix.
    cursors: Vec<Vec<u32>>,
}

impl Walk<'_> {
    #[inline]
    fn phrases(&self, stream: usize, mut visit: impl FnMut(Phrase)) {
        let behind = self.n - 1;
        let (prefixes, words) = (&self.below.at[stream], &self.words.at[stream]);
        let stream = &self.streams[stream];
        for (doc, (start, ends)) in (stream.first_doc as u32..).zip(stream.articles()) {
            let end = ends[N_PARTS - 1];
            if end - start <= behind {
                continue;
            }
            let last_words = start + behind..end;
            let phrases = prefixes[start..end - behind]
                .iter()
                .zip(&words[last_words.clone()])
                .zip(&stream.gaps[last_words]);
            for (at, ((&prefix, &word), gap)) in (start..).zip(phrases) {
                if prefix != NONE && word != NONE && gap.joins() {
                    visit(Phrase { at, doc, prefix, word });
                }
            }
        }
    }

    fn prefix_counts(&self, streams: Range<usize>) -> Vec<u32> {
        let mut counts = vec![0; self.below.df.len()];
        for stream in streams {
            self.phrases(stream, |phrase| counts[phrase.prefix as usize] += 1);
        }
        counts
    }

    /// Counts the phrases of the prefixes of one round and appends those kept to `level`.
    fn count(
        &self,
        segments: &[Range<usize>],
        sorting: Sorting,
        range: DfRange,
        level: &mut Level,
    ) {
        let Sorting { prefixes, starts, cursors } = sorting;
        let place_of = |cursors: &mut [u32], phrase: &Phrase| {
            let prefix = (phrase.prefix as usize).checked_sub(prefixes.start)?;
            let cursor = cursors.get_mut(prefix)?;
            *cursor += 1;
            Some((prefix, *cursor as usize - 1))
        };
        // Each place is written by one thread; atomics say so to the compiler and cost nothing.
        let n_places = starts[prefixes.len()] as usize;
        let places: Vec<AtomicU64> = (0..n_places).map(|_| AtomicU64::new(0)).collect();
        segments.par_iter().zip(cursors.clone()).for_each(|(streams, mut cursors)| {
            for stream in streams.clone() {
                self.phrases(stream, |phrase| {
                    if let Some((_, place)) = place_of(&mut cursors, &phrase) {
                        places[place].store(key(phrase.word, phrase.doc), Ordering::Relaxed);
                    }
                });
            }
        });
        let first_numbers = self.number(&prefixes, &starts, &places, range, level);
        let length = segments.first().map_or(1, Range::len);
        let segments = segments.par_iter().zip(level.at.par_chunks_mut(length)).zip(cursors);
        segments.for_each(|((streams, at), mut cursors)| {
            for (stream, at) in streams.clone().zip(at) {
                self.phrases(stream, |phrase| {
                    if let Some((prefix, place)) = place_of(&mut cursors, &phrase) {
                        // No branch: whether a phrase is kept is hard to foretell.
                        let rank = places[place].load(Ordering::Relaxed) as u32;
                        let number = first_numbers[prefix].wrapping_add(rank);
                        at[phrase.at] = if rank == NONE { NONE } else { number };
                    }
                });
            }
        });
    }

    /// Exchanges what is in the places, a last word and an article, for the phrase's rank among the kept
    /// ones of its prefix; returns the number of each prefix's first.
    fn number(
        &self,
        prefixes: &Range<usize>,
        starts: &[u32],
        places: &[AtomicU64],
        range: DfRange,
        level: &mut Level,
    ) -> Vec<u32> {
        // Parts of as many phrases each; where they are cut is no matter for the result.
        let n_parts = 4 * rayon::current_num_threads();
        let mut cuts: Vec<usize> = (0..n_parts)
            .map(|part| starts.partition_point(|&at| (at as usize) < places.len() / n_parts * part))
            .collect();
        cuts.push(prefixes.len());
        let part = |last_words: &mut LastWords, cut: &[usize]| {
            let mut kept = Kept::default();
            for prefix in cut[0]..cut[1] {
                let places = &places[starts[prefix] as usize..starts[prefix + 1] as usize];
                last_words.number((prefixes.start + prefix) as u32, places, range, &mut kept);
            }
            kept
        };
        let parts: Vec<Kept> =
            cuts.par_windows(2).map_init(|| LastWords::new(self.words.df.len()), part).collect();
        let mut first_numbers = Vec::with_capacity(prefixes.len());
        for part in parts {
            let n_before = level.keys.len() as u32;
            first_numbers.extend(part.n_before.iter().map(|n| n_before + n));
            level.keys.extend(part.keys);
            level.df.extend(part.df);
        }
        first_numbers
    }
}

impl Sorting {
    /// Gives places to the phrases of the prefixes from `first` on, until there are no more or enough.
    fn plan(counts: &[Vec<u32>], first: usize) -> Self {
        let n_prefixes = counts.first().map_or(first, Vec::len);
        let (mut end, mut n_places) = (first, 0usize);
        let mut starts = vec![0];
        let mut cursors: Vec<Vec<u32>> = vec![Vec::new(); counts.len()];
        while end < n_prefixes {
            let n_of_prefix: usize = counts.iter().map(|counts| counts[end] as usize).sum();
            if end > first && n_places + n_of_prefix > MAX_PLACES {
                break;
            }
            u32::try_from(n_places + n_of_prefix).expect("a prefix stands fewer than 2³¹ times");
            let mut place = n_places as u32;
            for (cursors, counts) in cursors.iter_mut().zip(counts) {
                cursors.push(place);
                place += counts[end];
            }
            n_places += n_of_prefix;
            starts.push(place);
            end += 1;
        }
        Self { prefixes: first..end, starts, cursors }
    }
}

/// The kept phrases of some prefixes.
#[derive(Default)]
struct Kept {
    keys: Vec<u64>,
    df: Vec<u32>,
    /// For each prefix, how many kept phrases are before its own.
    n_before: Vec<u32>,
}

/// Tells the last words of the phrases with one prefix apart.
struct LastWords {
    /// Where in `met` each word is, if it is: a sparse set, which needs no clearing (Briggs & Torczon,
    /// "An efficient representation for sparse sets", 1993).
    index: Vec<u32>,
    met: Vec<LastWord>,
    kept: Vec<(u32, u32)>,
    ranks: Vec<u32>,
}

struct LastWord {
    word: u32,
    df: u32,
    last_doc: u32,
}

impl LastWords {
    fn new(n_words: usize) -> Self {
        Self { index: vec![0; n_words], met: Vec::new(), kept: Vec::new(), ranks: Vec::new() }
    }

    fn number(&mut self, prefix: u32, places: &[AtomicU64], range: DfRange, kept: &mut Kept) {
        self.met.clear();
        for place in places {
            let word_and_doc = place.load(Ordering::Relaxed);
            let (word, doc) = ((word_and_doc >> 32) as u32, word_and_doc as u32);
            let index = self.index[word as usize];
            let index = match self.met.get_mut(index as usize) {
                Some(met) if met.word == word => {
                    met.df += u32::from(met.last_doc != doc);
                    met.last_doc = doc;
                    index
                }
                _ => {
                    let index = self.met.len() as u32;
                    self.index[word as usize] = index;
                    self.met.push(LastWord { word, df: 1, last_doc: doc });
                    index
                }
            };
            place.store(u64::from(index), Ordering::Relaxed);
        }
        kept.n_before.push(kept.keys.len() as u32);
        self.kept.clear();
        let met = (0u32..).zip(&self.met).filter(|(_, met)| range.keeps(met.df));
        self.kept.extend(met.map(|(index, met)| (met.word, index)));
        self.kept.sort_unstable();
        self.ranks.clear();
        self.ranks.resize(self.met.len(), NONE);
        for (rank, &(word, index)) in (0u32..).zip(&self.kept) {
            self.ranks[index as usize] = rank;
            kept.keys.push(key(prefix, word));
            kept.df.push(self.met[index as usize].df);
        }
        for place in places {
            let rank = self.ranks[place.load(Ordering::Relaxed) as usize];
            place.store(u64::from(rank), Ordering::Relaxed);
        }
    }
}
