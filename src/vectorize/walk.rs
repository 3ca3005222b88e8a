//! Walks of the whole text, in runs that threads share.

use std::ops::Range;

use super::builder::N_PARTS;
use super::phrases::Phrases;
use super::stream::Stream;
use crate::article::Lang;
use crate::text::Gap;

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

/// How the text is read: as words, and as the phrases that are known so far.
#[derive(Clone, Copy)]
pub(super) struct Walk<'w> {
    pub(super) stream: &'w Stream,
    /// Phrases of two words, three words …
    pub(super) phrases: &'w [Phrases],
}

/// An article on the way.
#[derive(Clone, Copy)]
pub(super) struct Reading<'w> {
    /// Its number in the segment.
    pub(super) doc: u16,
    /// Where its words start and where its parts end.
    pub(super) start: usize,
    pub(super) ends: &'w [usize; N_PARTS],
    pub(super) lang: Lang,
    walk: Walk<'w>,
}

impl<'w> Walk<'w> {
    /// Visits the articles of a segment.
    #[inline(always)]
    pub(super) fn articles(self, segment: &Segment, mut visit: impl FnMut(Reading<'w>)) {
        let Stream { part_ends, langs, .. } = self.stream;
        let (mut doc, mut start) = (0u16, segment.words.start);
        for (ends, &lang) in
            part_ends[segment.articles.clone()].iter().zip(&langs[segment.articles.clone()])
        {
            visit(Reading { doc, start, ends, lang, walk: self });
            doc = doc.wrapping_add(1);
            start = ends[N_PARTS - 1];
        }
    }
}

impl<'w> Reading<'w> {
    fn words(&self) -> Range<usize> {
        self.start..self.ends[N_PARTS - 1]
    }

    /// What stands before each word.
    #[inline(always)]
    pub(super) fn gaps(&self) -> &'w [Gap] {
        &self.walk.stream.gaps[self.words()]
    }

    /// Which of its word's forms each word is in.
    #[inline(always)]
    pub(super) fn variants(&self) -> &'w [u8] {
        &self.walk.stream.variants[self.words()]
    }

    /// The words for level 0, and for each level above the number of the phrase that starts at each.
    #[inline(always)]
    pub(super) fn numbers(&self, level: usize) -> &'w [u32] {
        match level.checked_sub(1) {
            None => &self.walk.stream.words[self.words()],
            Some(level) => &self.walk.phrases[level].numbers[self.words()],
        }
    }
}

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
