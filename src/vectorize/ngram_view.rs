//! Walks of the whole text, in runs that threads share.

use std::ops::Range;

use super::phrases::Phrases;
use super::segments::Segment;
use super::spans::N_PARTS;
use super::stream::Stream;
use crate::article::Lang;
use crate::text::Gap;

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
