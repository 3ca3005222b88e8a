//! What stands between two kept words, and so whether they can make a phrase.

use super::{language::connectives, normalize::is_elided};
use crate::article::Lang;

/// What stands between a kept word and the kept word before it.
///
/// One byte: 0 for nothing, 255 for the end of a sentence, 16 for a hyphen, else the numbers of one or two
/// connectives in four bits each, 15 where there is more than is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap(u8);

impl Gap {
    /// No word: the kept words are neighbours.
    pub const NONE: Self = Self(0);
    /// A hyphen alone, as in "coal-fired".
    pub const HYPHEN: Self = Self(1 << 4);
    /// Stop words that are not shown: others than connectives, or too many of these.
    pub const HIDDEN: Self = Self(15);
    /// The end of a sentence: no phrase goes across.
    pub const BREAK: Self = Self(255);

    /// Adds a connective, by its number from 0 up in the language's list, behind those already there.
    ///
    /// More than two are too long a bridge for a reader: they are hidden.
    #[must_use]
    pub const fn with_connective(self, number: usize) -> Self {
        let code = if number < 14 { number as u8 + 1 } else { 15 };
        match (self.0, code) {
            (255, _) => self,
            (0, 1..=14) => Self(code),
            (first @ 1..=14, 1..=14) => Self(code << 4 | first),
            _ => Self::HIDDEN,
        }
    }

    /// The same, where the next word stands behind a hyphen and that behind the last kept word.
    #[inline(always)]
    pub(super) fn hyphenated(self, is_hyphen: bool) -> Self {
        if is_hyphen && self == Self::NONE { Self::HYPHEN } else { self }
    }

    /// What stands before the next word, when this one does `step`. No branch: which words are stop words
    /// is hard to foretell.
    pub(super) fn after(self, step: Step) -> Self {
        AFTER[usize::from(self.0)][usize::from(step.0 & 31)]
    }

    /// Whether a phrase may go across.
    #[must_use]
    pub fn joins(self) -> bool {
        self != Self::BREAK
    }

    /// The byte that a file has for it.
    pub fn to_byte(self) -> u8 {
        self.0
    }

    /// The gap of a byte, whichever it is.
    pub fn from_byte(byte: u8) -> Self {
        Self(byte)
    }

    /// Writes what stands between two words as a reader knows it: a hyphen, or a space and the connectives,
    /// each with a space behind it, or an apostrophe where it lost its vowel; `…` for words not shown.
    pub fn push_to(self, phrase: &mut String, connectives: &[&str]) {
        match self {
            Self::HYPHEN => return phrase.push('-'),
            Self::HIDDEN => return phrase.push_str(" … "),
            _ => phrase.push(' '),
        }
        for code in [self.0 & 15, self.0 >> 4] {
            if let Some(word) =
                usize::from(code).checked_sub(1).and_then(|number| connectives.get(number))
            {
                phrase.push_str(word);
                phrase.push(if is_elided(word) { '\'' } else { ' ' });
            }
        }
    }
}

/// What a word does to the gap before the next kept word: 0 for nothing, a connective's number from 1 up,
/// [`Step::HIDDEN`] or [`Step::KEPT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step(u8);

impl Step {
    /// No word.
    pub(super) const NONE: Self = Self(0);
    /// A stop word that is not shown.
    pub(super) const HIDDEN: Self = Self(15);
    /// A kept word: a new gap begins behind it.
    pub(super) const KEPT: Self = Self(16);

    /// What stands before a word that is cut off it, in lower case with its apostrophe: nothing where that is
    /// no connective of the language.
    pub(super) fn elided(before: &str, lang: Lang) -> Self {
        let word = before.strip_suffix('\'');
        let number = word.and_then(|word| connectives(lang).iter().position(|&one| one == word));
        number.map_or(Self::NONE, |number| Self::connective(number as u8))
    }

    /// A connective, by its number from 0 up to 13.
    pub(super) fn connective(number: u8) -> Self {
        assert!(number < 14, "14 connectives are the most that a gap can tell apart");
        Self(number + 1)
    }
}

/// [`Gap::after`] of every gap and step.
const AFTER: [[Gap; 32]; 256] = {
    let mut after = [[Gap::NONE; 32]; 256];
    let mut gap = 0;
    while gap < 256 {
        after[gap][0] = Gap(gap as u8);
        let mut number = 0;
        // The fifteenth is `Step::HIDDEN`.
        while number < 15 {
            after[gap][number + 1] = Gap(gap as u8).with_connective(number);
            number += 1;
        }
        gap += 1;
    }
    after
};

#[cfg(test)]
mod tests {
    use super::Gap;

    #[test]
    fn two_connectives_fit_a_gap() {
        let words = ["of", "the", "and"];
        let shown = |gap: Gap| {
            let mut phrase = String::new();
            gap.push_to(&mut phrase, &words);
            phrase
        };
        assert_eq!(shown(Gap::NONE), " ");
        assert_eq!(shown(Gap::NONE.hyphenated(true)), "-");
        assert_eq!(shown(Gap::NONE.with_connective(0)), " of ");
        assert_eq!(shown(Gap::NONE.with_connective(0).with_connective(1)), " of the ");
        assert_eq!(
            shown(Gap::NONE.with_connective(0).with_connective(1).with_connective(2)),
            " … "
        );
        assert_eq!(shown(Gap::NONE.with_connective(14)), " … ");
        assert_eq!(Gap::BREAK.with_connective(1), Gap::BREAK);
        assert!(!Gap::BREAK.joins() && Gap::NONE.with_connective(13).with_connective(13).joins());
    }
}
