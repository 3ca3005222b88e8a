//! Where the words of an article stand in the token streams.

use std::ops::Range;

use crate::article::Lang;

/// Number of articles that a thread reads at a time.
///
/// Large enough to make the hand-over cheap, small enough that the last chunks of a batch keep all
/// threads busy.
pub(super) const ARTICLES_PER_CHUNK: usize = 64;

/// Number of parts of an article that have their own weight: title, tags, summary, body.
pub(super) const N_PARTS: usize = 4;

/// The range of an article's words and lines in the tokens of its reader.
#[derive(Clone, Debug, Default)]
pub(super) struct ArticleSpan {
    /// Index of the reader.
    pub(super) reader: usize,
    /// Index of the first word.
    pub(super) start: usize,
    /// Ends of title, tags, summary and body.
    pub(super) part_ends: [usize; N_PARTS],
    pub(super) lines: Range<usize>,
    pub(super) lang: Lang,
}

impl ArticleSpan {
    /// Returns the words of the body, or all words when the body has none.
    pub(super) fn body_or_all_words(&self) -> Range<usize> {
        let body = self.part_ends[N_PARTS - 2]..self.part_ends[N_PARTS - 1];
        if body.is_empty() { self.words() } else { body }
    }

    /// Returns the words of all parts.
    pub(super) fn words(&self) -> Range<usize> {
        self.start..self.part_ends[N_PARTS - 1]
    }
}
