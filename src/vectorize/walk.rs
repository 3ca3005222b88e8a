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
/// Segments for each thread, so that one that is slow holds up little.
const SEGMENTS_A_THREAD: usize = 8;

/// Cuts the streams into segments of about as many articles each.
pub(super) fn segments(streams: &[Stream], n_docs: usize) -> Vec<Segment> {
    let n_segments = SEGMENTS_A_THREAD * rayon::current_num_threads();
    let wanted = n_docs.div_ceil(n_segments).clamp(1, MAX_DOCS);
    let mut segments: Vec<Segment> = Vec::new();
    let mut n_of_segment = usize::MAX;
    for (number, stream) in streams.iter().enumerate() {
        let n_of_stream = stream.part_ends.len();
        if n_of_segment >= wanted || n_of_segment + n_of_stream > MAX_DOCS {
            segments.push(Segment { number: segments.len(), streams: number..number });
            n_of_segment = 0;
        }
        n_of_segment += n_of_stream;
        segments.iter_mut().last().into_iter().for_each(|last| last.streams.end = number + 1);
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
    /// Visits the articles of a segment by their number in it, gaps, and for each level the number of
    /// what starts at each word.
    #[inline(always)]
    pub(super) fn articles(
        self,
        segment: &Segment,
        mut visit: impl FnMut(u16, &[Gap], &[Vec<u32>]),
    ) {
        let mut reader = self.reader(segment);
        let mut doc = 0u16;
        for stream in &self.streams[segment.streams.clone()] {
            for (start, ends) in stream.articles() {
                let range = start..ends[N_PARTS - 1];
                let levels = reader.read(stream, range.clone());
                visit(doc, &stream.gaps[range], levels);
                doc = doc.wrapping_add(1);
            }
        }
    }

    /// A reader at the start of a segment.
    pub(super) fn reader(self, segment: &Segment) -> Reader<'w> {
        Reader {
            phrases: self.phrases.iter().map(|phrases| phrases.again(segment.number)).collect(),
            levels: vec![Vec::new(); self.phrases.len() + 1],
        }
    }
}

/// Reads the articles of a segment in their order.
pub(super) struct Reader<'w> {
    phrases: Vec<Again<'w>>,
    levels: Vec<Vec<u32>>,
}

impl Reader<'_> {
    /// For each level, the number of the word or phrase that starts at each word of the next article.
    #[inline]
    pub(super) fn read(&mut self, stream: &Stream, range: Range<usize>) -> &[Vec<u32>] {
        let (words, longer) = self.levels.split_at_mut(1);
        words[0].clear();
        words[0].extend_from_slice(&stream.words[range.clone()]);
        for level in 0..longer.len() {
            let (below, numbers) = longer.split_at_mut(level);
            let below = below.last().unwrap_or(&words[0]);
            self.phrases[level].read(
                &words[0],
                &stream.gaps[range.clone()],
                below,
                &mut numbers[0],
            );
        }
        &self.levels
    }
}
