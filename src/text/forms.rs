//! Words as they were written.

use super::strings::Strings;
use crate::article::Lang;

/// How often a form was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormCounts {
    /// Occurrences inside a sentence of a body, where a capital letter marks a name.
    pub n_inside: u64,
    /// All other occurrences: titles, tags and starts of sentences.
    pub n_elsewhere: u64,
}

/// The forms of all languages. Two forms may have the same text.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    texts: Strings,
    langs: Vec<Lang>,
    /// For each form the lower-case form, if that was read before; else the form itself.
    lower: Vec<u32>,
}

impl Forms {
    /// Appends a form and returns its number. `lower` is the number of its lower-case form, if that was read
    /// before.
    pub(super) fn push(&mut self, text: &str, lang: Lang, lower: Option<u32>) -> u32 {
        let number = self.langs.len() as u32;
        self.texts.push(text);
        self.langs.push(lang);
        self.lower.push(lower.unwrap_or(number));
        number
    }

    /// Returns the number of forms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.langs.len()
    }

    /// Returns whether there are no forms.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.langs.is_empty()
    }

    /// Returns the form as written, with its case and without its clitics.
    #[must_use]
    pub fn text(&self, form: u32) -> &str {
        self.texts.at(form as usize)
    }

    /// Returns the lower-case form, if that was read before; else the form itself. Both have the same stem.
    #[must_use]
    pub fn lower(&self, form: u32) -> u32 {
        self.lower[form as usize]
    }

    /// Returns the language of the texts in which the form was read.
    #[must_use]
    pub fn lang(&self, form: u32) -> Lang {
        self.langs[form as usize]
    }
}
