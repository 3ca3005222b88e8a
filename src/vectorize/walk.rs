//! Walks of the whole text, in runs that threads share.

use std::ops::Range;

use super::collector::N_PARTS;
use super::phrases::Phrases;
use super::stream::Stream;
use crate::article::Lang;
use crate::text::Gap;

/// Consecutive streams that are walked by one thread, always from the first on.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) streams: Range<usize>,
    /// Its words among those of the whole text.
    pub(super) words: Range<usize>,
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
    let (mut n_docs, mut end) = (0, 0);
    for (number, stream) in streams.iter().enumerate() {
        let is_full = segments.last().is_none_or(|segment| segment.words.len() >= wanted);
        if is_full || n_docs + stream.part_ends.len() > MAX_DOCS {
            segments.push(Segment { streams: number..number, words: end..end });
            n_docs = 0;
        }
        end += stream.len();
        n_docs += stream.part_ends.len();
        if let Some(last) = segments.last_mut() {
            (last.streams.end, last.words.end) = (number + 1, end);
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

/// An article on the way.
#[derive(Clone, Copy)]
pub(super) struct Reading<'w> {
    /// Its number in the segment.
    pub(super) doc: u16,
    pub(super) stream: &'w Stream,
    /// Where its words start and where its parts end in the stream.
    pub(super) start: usize,
    pub(super) ends: &'w [usize; N_PARTS],
    pub(super) lang: Lang,
    phrases: &'w [Phrases],
    /// Where its words start in the whole text.
    start_of_all: usize,
}

impl<'w> Walk<'w> {
    /// Visits the articles of a segment.
    #[inline(always)]
    pub(super) fn articles(self, segment: &Segment, mut visit: impl FnMut(Reading<'w>)) {
        let Self { streams, phrases } = self;
        let (mut doc, mut start_of_stream) = (0u16, segment.words.start);
        for stream in &streams[segment.streams.clone()] {
            for ((start, ends), &lang) in stream.articles().zip(&stream.langs) {
                let start_of_all = start_of_stream + start;
                visit(Reading { doc, stream, start, ends, lang, phrases, start_of_all });
                doc = doc.wrapping_add(1);
            }
            start_of_stream += stream.len();
        }
    }
}

impl<'w> Reading<'w> {
    fn n_words(&self) -> usize {
        self.ends[N_PARTS - 1] - self.start
    }

    /// What stands before each word.
    #[inline(always)]
    pub(super) fn gaps(&self) -> &'w [Gap] {
        &self.stream.gaps[self.start..][..self.n_words()]
    }

    /// The words for level 0, and for each level above the number of the phrase that starts at each.
    #[inline(always)]
    pub(super) fn numbers(&self, level: usize) -> &'w [u32] {
        match level.checked_sub(1) {
            None => &self.stream.words[self.start..][..self.n_words()],
            Some(level) => &self.phrases[level].numbers[self.start_of_all..][..self.n_words()],
        }
    }
}
