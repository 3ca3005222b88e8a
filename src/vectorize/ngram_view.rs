//! The text as words and as the phrases that are known so far.

use std::ops::Range;

use super::phrases::Phrases;
use super::segments::Segment;
use super::spans::N_PARTS;
use super::stream::TokenStream;
use crate::article::Lang;
use crate::text::Gap;

/// The text as words and as the phrases that are known so far.
#[derive(Clone, Copy)]
pub(super) struct NgramView<'v> {
    pub(super) stream: &'v TokenStream,
    /// Phrases of two words, then of three words.
    pub(super) phrases: &'v [Phrases],
}

/// One article of an [`NgramView`].
#[derive(Clone, Copy)]
pub(super) struct ArticleView<'v> {
    /// Number of the article in its segment.
    pub(super) doc: u16,
    /// Index of the first word.
    pub(super) start: usize,
    /// End of each part.
    pub(super) ends: &'v [usize; N_PARTS],
    pub(super) lang: Lang,
    view: NgramView<'v>,
}

impl<'v> NgramView<'v> {
    /// Visits the articles of a segment in order.
    #[inline(always)]
    pub(super) fn articles(self, segment: &Segment, mut visit: impl FnMut(ArticleView<'v>)) {
        let TokenStream { part_ends, langs, .. } = self.stream;
        let (mut doc, mut start) = (0u16, segment.words.start);
        for (ends, &lang) in
            part_ends[segment.articles.clone()].iter().zip(&langs[segment.articles.clone()])
        {
            visit(ArticleView { doc, start, ends, lang, view: self });
            doc = doc.wrapping_add(1);
            start = ends[N_PARTS - 1];
        }
    }
}

impl<'v> ArticleView<'v> {
    fn words(&self) -> Range<usize> {
        self.start..self.ends[N_PARTS - 1]
    }

    /// Returns the gap before each word.
    #[inline(always)]
    pub(super) fn gaps(&self) -> &'v [Gap] {
        &self.view.stream.gaps[self.words()]
    }

    /// Returns which form of each word was written.
    #[inline(always)]
    pub(super) fn variants(&self) -> &'v [u8] {
        &self.view.stream.variants[self.words()]
    }

    /// Returns the words for level 0; for a level above, the number of the phrase that starts at each word.
    #[inline(always)]
    pub(super) fn numbers(&self, level: usize) -> &'v [u32] {
        match level.checked_sub(1) {
            None => &self.view.stream.words[self.words()],
            Some(level) => &self.view.phrases[level].numbers[self.words()],
        }
    }
}
