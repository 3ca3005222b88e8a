//! Segments of consecutive articles, the unit of work for one thread.

use std::ops::Range;

use super::spans::N_PARTS;
use super::stream::TokenStream;

/// Consecutive articles that one thread visits in order.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) articles: Range<usize>,
    pub(super) words: Range<usize>,
}

/// Maximum number of articles in a segment: an article's number in its segment has 16 bits.
const MAX_ARTICLES: usize = 1 << 16;
/// Minimum number of words in a full segment; the phrases of so many words fit the L2 cache.
const SEGMENT_WORDS: usize = 1 << 16;
/// A text that would have more segments than this gets larger ones instead, because each segment stores an
/// offset for every part of the phrases.
const MAX_SEGMENTS: usize = 1 << 10;

/// Splits the text into segments that have about the same number of words.
pub(super) fn split_into_segments(stream: &TokenStream) -> Vec<Segment> {
    let wanted = SEGMENT_WORDS.max(stream.words.len() / MAX_SEGMENTS);
    let mut segments: Vec<Segment> = Vec::new();
    let mut start = 0;
    for (article, ends) in stream.part_ends.iter().enumerate() {
        let is_full =
            |last: &Segment| last.words.len() >= wanted || last.articles.len() >= MAX_ARTICLES;
        if segments.last().is_none_or(is_full) {
            segments.push(Segment { articles: article..article, words: start..start });
        }
        start = ends[N_PARTS - 1];
        if let Some(last) = segments.last_mut() {
            (last.articles.end, last.words.end) = (article + 1, start);
        }
    }
    segments
}

/// Yields ranges of segments, the last range first, so that a caller can free consumed input from its end.
pub(super) fn batches_from_end(segments: &[Segment]) -> impl Iterator<Item = Range<usize>> + use<> {
    let (n, batch) = (segments.len(), SEGMENTS_PER_THREAD * rayon::current_num_threads());
    (0..n).step_by(batch).rev().map(move |first| first..n.min(first + batch))
}

/// Number of segments in a batch for each thread: enough to keep all threads busy, few enough that a batch
/// is small beside the whole text.
const SEGMENTS_PER_THREAD: usize = 4;

#[cfg(test)]
mod tests {
    use super::{Segment, batches_from_end};

    #[test]
    fn batches_cover_all_segments_from_the_end() {
        for n in 0..40 {
            let segments = vec![Segment { articles: 0..1, words: 0..1 }; n];
            let mut end = n;
            for range in batches_from_end(&segments) {
                assert_eq!(range.end, end);
                assert!(!range.is_empty());
                end = range.start;
            }
            assert_eq!(end, 0);
        }
    }
}
