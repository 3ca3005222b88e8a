//! Runs of articles that threads share.

use std::ops::Range;

use super::spans::N_PARTS;
use super::stream::Stream;

/// Consecutive articles that are walked by one thread, always from the first on.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) articles: Range<usize>,
    pub(super) words: Range<usize>,
}

/// Articles of a segment are told apart by 16 bits.
const MAX_DOCS: usize = 1 << 16;
/// Words to a segment: its phrases fit the second cache.
const SEGMENT_WORDS: usize = 1 << 16;
/// Above this the segments grow, as each has a place for every part of the phrases.
const MAX_SEGMENTS: usize = 1 << 10;

/// Cuts the text into segments of about as many words each.
pub(super) fn segments(stream: &Stream) -> Vec<Segment> {
    let wanted = SEGMENT_WORDS.max(stream.words.len() / MAX_SEGMENTS);
    let mut segments: Vec<Segment> = Vec::new();
    let mut start = 0;
    for (article, ends) in stream.part_ends.iter().enumerate() {
        let is_full =
            |last: &Segment| last.words.len() >= wanted || last.articles.len() >= MAX_DOCS;
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

/// Ranges of the segments, the last first: what is done with from behind can be given back on the way.
pub(super) fn from_behind(segments: &[Segment]) -> impl Iterator<Item = Range<usize>> + use<> {
    let (n, at_once) = (segments.len(), SEGMENTS_A_THREAD * rayon::current_num_threads());
    (0..n).step_by(at_once).rev().map(move |first| first..n.min(first + at_once))
}

/// Enough to keep every thread busy, little beside the whole text.
const SEGMENTS_A_THREAD: usize = 4;

#[cfg(test)]
mod tests {
    use super::{Segment, from_behind};

    #[test]
    fn all_segments_are_given_the_last_first() {
        for n in 0..40 {
            let segments = vec![Segment { articles: 0..1, words: 0..1 }; n];
            let mut behind = n;
            for range in from_behind(&segments) {
                assert_eq!(range.end, behind);
                assert!(!range.is_empty());
                behind = range.start;
            }
            assert_eq!(behind, 0);
        }
    }
}
