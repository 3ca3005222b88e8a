//! Where the words of an article stand in the token streams.

use std::ops::Range;

use crate::article::Lang;

/// Articles read by one thread without a break: enough to make hand-over cheap, few enough that the
/// last chunks of a batch keep all threads busy.
pub(super) const CHUNK: usize = 64;

/// Number of parts of an article that are counted apart: title, tags, summary, body.
pub(super) const N_PARTS: usize = 4;

/// Where an article's words and lines are in the tokens of its reader.
#[derive(Clone, Debug)]
pub(super) struct ArticleSpan {
    pub(super) reader: usize,
    /// Where its words begin.
    pub(super) start: usize,
    /// Ends of title, tags, summary and body.
    pub(super) part_ends: [usize; N_PARTS],
    pub(super) lines: Range<usize>,
    pub(super) lang: Lang,
}

impl ArticleSpan {
    /// The words of its body; where it has none, all its words.
    pub(super) fn told(&self) -> Range<usize> {
        let body = self.part_ends[N_PARTS - 2]..self.part_ends[N_PARTS - 1];
        if body.is_empty() { self.words() } else { body }
    }

    /// All its words.
    pub(super) fn words(&self) -> Range<usize> {
        self.start..self.part_ends[N_PARTS - 1]
    }
}
