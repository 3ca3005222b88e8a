//! The kept words of texts.

use super::gap::Gap;

/// The kept words of one or more texts, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tokens {
    /// The form of each kept word, a number of the analyzer that made it.
    pub forms: Vec<u32>,
    /// What stands before each kept word.
    pub gaps: Vec<Gap>,
    /// The lines with kept words.
    pub lines: Vec<Line>,
}

impl Tokens {
    /// Forgets all words and keeps the memory.
    pub fn clear(&mut self) {
        let Self { forms, gaps, lines } = self;
        forms.clear();
        gaps.clear();
        lines.clear();
    }
}

/// A line of text that has kept words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Hash of the trimmed line.
    pub hash: u64,
    /// Index of its first kept word in [`Tokens`].
    pub first: usize,
}
