//! The kept words of texts, as numbers.

use super::gap::Gap;

/// The kept words of one or more texts, in order. A word is kept unless it is a stop word or no word at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tokens {
    /// The form of each kept word, numbered by the analyzer that read it.
    pub forms: Vec<u32>,
    /// The gap before each kept word.
    pub gaps: Vec<Gap>,
    /// The lines that have kept words.
    pub lines: Vec<Line>,
}

impl Tokens {
    /// Removes all words and keeps the allocated memory.
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
