//! Gaps between kept words: whether a phrase may span them, and how they are displayed.

use super::{language::connectives, normalize::is_elided};
use crate::article::Lang;

/// The gap between a kept word and the kept word before it.
///
/// Stored in one byte: 0 is an empty gap, 16 a hyphen, 15 hidden stop words and 255 the end of a sentence. Any
/// other value holds one or two connectives, numbered from 1, in four bits each. The low bits hold the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap(u8);

impl Gap {
    /// An empty gap: the kept words are neighbors.
    pub const NONE: Self = Self(0);
    /// A single hyphen, as in "coal-fired".
    pub const HYPHEN: Self = Self(1 << 4);
    /// Stop words that are not displayed: more than two connectives, or another stop word.
    pub const HIDDEN: Self = Self(15);
    /// The end of a sentence. No phrase spans it.
    pub const BREAK: Self = Self(255);

    /// Appends a connective, given its index in the language's list.
    ///
    /// A third connective hides all of them, because the phrase would be too long to read.
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

    /// Returns a hyphen if the gap is empty and `is_hyphen` holds; else the gap itself.
    #[inline(always)]
    pub(super) fn hyphenated(self, is_hyphen: bool) -> Self {
        if is_hyphen && self == Self::NONE { Self::HYPHEN } else { self }
    }

    /// Returns the gap after one more word.
    ///
    /// A table instead of branches: which words are stop words is unpredictable.
    pub(super) fn after(self, step: Step) -> Self {
        AFTER[usize::from(self.0)][usize::from(step.0 & 31)]
    }

    /// Returns whether a phrase may span the gap.
    #[must_use]
    pub fn joins(self) -> bool {
        self != Self::BREAK
    }

    /// Returns the byte that represents the gap in a saved model.
    pub fn to_byte(self) -> u8 {
        self.0
    }

    /// Returns the gap that a byte represents. Every byte is valid.
    pub fn from_byte(byte: u8) -> Self {
        Self(byte)
    }

    /// Appends the display form of the gap to `phrase`.
    ///
    /// That is a hyphen, `…` for hidden stop words, or a space and the connectives. Each connective is
    /// followed by a space, or by an apostrophe if it is elided ("d'").
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

/// How a word changes the gap before the next kept word.
///
/// 0 is no change, 1 to 14 are connectives, 15 is [`Step::HIDDEN`] and 16 [`Step::KEPT`]. A word that is kept only where
/// it is written as a name has 32 added to the step that it has elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step(u8);

impl Step {
    /// No change.
    pub(super) const NONE: Self = Self(0);
    /// A stop word that is not displayed.
    pub(super) const HIDDEN: Self = Self(15);
    /// A kept word. A new gap begins after it.
    pub(super) const KEPT: Self = Self(16);

    /// Returns the step of a word that is kept where it is written as a name and has this step elsewhere.
    pub(super) fn or_name(self) -> Self {
        Self(self.0 | NAME)
    }

    /// Returns whether the word may be a name.
    #[inline(always)]
    pub(super) fn may_be_name(self) -> bool {
        self.0 & NAME != 0
    }

    /// Returns the step of a word that may be a name, given whether it is written as one here.
    pub(super) fn resolved(self, is_name: bool) -> Self {
        if is_name { Self::KEPT } else { Self(self.0 & !NAME) }
    }

    /// Returns the step of a clitic such as "l'", in lower case with its apostrophe. [`Step::NONE`] when it is
    /// no connective of the language.
    pub(super) fn elided(clitic: &str, lang: Lang) -> Self {
        let word = clitic.strip_suffix('\'');
        let number =
            word.and_then(|word| connectives(lang).iter().position(|&other| other == word));
        number.map_or(Self::NONE, |number| Self::connective(number as u8))
    }

    /// Returns the step of a connective, given its index from 0 to 13.
    pub(super) fn connective(number: u8) -> Self {
        assert!(number < 14, "a gap can store 14 different connectives");
        Self(number + 1)
    }
}

/// Added to a step: the word is kept where it is written as a name.
const NAME: u8 = 32;

/// The result of [`Gap::after`] for every gap and step.
const AFTER: [[Gap; 32]; 256] = {
    let mut after = [[Gap::NONE; 32]; 256];
    let mut gap = 0;
    while gap < 256 {
        after[gap][0] = Gap(gap as u8);
        let mut number = 0;
        // Number 14 is `Step::HIDDEN`.
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
    fn a_gap_displays_up_to_two_connectives() {
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
