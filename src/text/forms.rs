//! Words as a reader sees them.

use super::strings::Strings;
use crate::article::Lang;

/// How often a form was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormCounts {
    /// Occurrences inside a sentence of a body, where case says something.
    pub n_inside: u64,
    /// All other occurrences: titles, tags, starts of sentences.
    pub n_elsewhere: u64,
}

/// The forms of all languages; a few of them may be alike.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    texts: Strings,
    langs: Vec<Lang>,
    /// For each form the one in lower case, where that was met before; else itself.
    pub(super) lower: Vec<u32>,
}

impl Forms {
    pub(super) fn push(&mut self, text: &str, lang: Lang) -> u32 {
        let number = self.langs.len() as u32;
        self.texts.push(text);
        self.langs.push(lang);
        self.lower.push(number);
        number
    }

    /// Number of forms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.langs.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.langs.is_empty()
    }

    /// The form as written, its case kept and its clitics cut.
    #[must_use]
    pub fn text(&self, form: u32) -> &str {
        self.texts.at(form as usize)
    }

    /// The form in lower case, which has the same stem, where that was met before; else the form itself.
    #[must_use]
    pub fn lower(&self, form: u32) -> u32 {
        self.lower[form as usize]
    }

    /// Language of the texts that the form was read in.
    #[must_use]
    pub fn lang(&self, form: u32) -> Lang {
        self.langs[form as usize]
    }
}
