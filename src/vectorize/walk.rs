//! Walks of the whole text, in runs that threads share.

use std::ops::Range;

use super::collector::N_PARTS;
use super::phrases::{Again, Phrases};
use super::stream::Stream;
use crate::text::Gap;

/// Consecutive streams that are walked by one thread, always from the first on.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    number: usize,
    pub(super) streams: Range<usize>,
}

/// Articles of a segment are told apart by 16 bits.
const MAX_DOCS: usize = 1 << 16;
/// Words to a segment: its phrases fit the second cache.
const SEGMENT_WORDS: usize = 1 << 16;
/// Above this the segments grow, as each has a place for every part of the phrases.
const MAX_SEGMENTS: usize = 1 << 10;

/// Cuts the streams into segments of about as many words each.
pub(super) fn segments(streams: &[Stream]) -> Vec<Segment> {
    let n_words: usize = streams.iter().map(Stream::len).sum();
    let wanted = SEGMENT_WORDS.max(n_words / MAX_SEGMENTS);
    let mut segments: Vec<Segment> = Vec::new();
    let (mut n_words, mut n_docs) = (usize::MAX, 0);
    for (number, stream) in streams.iter().enumerate() {
        if n_words >= wanted || n_docs + stream.part_ends.len() > MAX_DOCS {
            segments.push(Segment { number: segments.len(), streams: number..number });
            (n_words, n_docs) = (0, 0);
        }
        n_words += stream.len();
        n_docs += stream.part_ends.len();
        if let Some(last) = segments.last_mut() {
            last.streams.end = number + 1;
        }
    }
    segments
}

/// How the text is read: as words, and as the phrases that are known so far.
#[derive(Clone, Copy)]
pub(super) struct Walk<'w> {
    pub(super) streams: &'w [Stream],
    /// Phrases of two words, three words …
    pub(super) phrases: &'w [Phrases],
}

impl<'w> Walk<'w> {
    /// Visits the articles of a segment by their number in it, words, gaps, and for each level above the
    /// number of the phrase that starts at each word.
    #[inline(always)]
    pub(super) fn articles(
        self,
        segment: &Segment,
        mut visit: impl FnMut(u16, &[u32], &[Gap], &[Vec<u32>]),
    ) {
        let mut reader = self.reader(segment);
        let mut doc = 0u16;
        for stream in &self.streams[segment.streams.clone()] {
            for (start, ends) in stream.articles() {
                let range = start..ends[N_PARTS - 1];
                let (words, phrases) = reader.read(stream, range.clone());
                visit(doc, words, &stream.gaps[range], phrases);
                doc = doc.wrapping_add(1);
            }
        }
    }

    /// A reader at the start of a segment.
    pub(super) fn reader(self, segment: &Segment) -> Reader<'w> {
        Reader {
            again: self.phrases.iter().map(|phrases| phrases.again(segment.number)).collect(),
            phrases: vec![Vec::new(); self.phrases.len()],
        }
    }
}

/// Reads the articles of a segment in their order.
pub(super) struct Reader<'w> {
    again: Vec<Again<'w>>,
    phrases: Vec<Vec<u32>>,
}

impl Reader<'_> {
    /// The words of the next article, and for each level above the number of the phrase that starts at
    /// each.
    #[inline]
    pub(super) fn read<'s>(
        &'s mut self,
        stream: &'s Stream,
        range: Range<usize>,
    ) -> (&'s [u32], &'s [Vec<u32>]) {
        let (words, gaps) = (&stream.words[range.clone()], &stream.gaps[range]);
        for (level, again) in self.again.iter_mut().enumerate() {
            let (below, numbers) = self.phrases.split_at_mut(level);
            let below = below.last().map_or(words, |below| &below[..]);
            again.read(words, gaps, below, &mut numbers[0]);
        }
        (words, &self.phrases)
    }
}
