//! What becomes of the words of a language: each distinct one is judged once.

use super::forms::Forms;
use super::gap::Step;
use super::language::{connectives, stop_words};
use super::normalize::{lower_case, without_clitics};
use super::word_table::{Probe, WordClass, WordTable};
use crate::article::Lang;

/// Longer words, in bytes, are dropped: encoded data, not language.
pub const MAX_WORD_BYTES: usize = 64;

#[derive(Clone, Debug)]
pub(super) struct Language {
    pub(super) lang: Lang,
    pub(super) words: WordTable,
}

impl Language {
    /// A language of which nothing but its stop words is known.
    pub(super) fn new(lang: Lang, leave_out: bool) -> Self {
        let stop_words = if leave_out { stop_words(lang) } else { &[] };
        let mut words = WordTable::with_capacity(stop_words.len());
        for &word in stop_words {
            words.insert_apart(word, || {
                let number = connectives(lang).iter().position(|&other| other == word);
                let step = number.map_or(Step::HIDDEN, |number| Step::connective(number as u8));
                WordClass { step, ..WordClass::DROPPED }
            });
        }
        Self { lang, words }
    }

    /// Inserts a word that was not met before and returns its slot.
    #[cold]
    pub(super) fn meet(&mut self, word: &str, sought: &Probe, forms: &mut Forms) -> usize {
        let verdict = self.judge(word, forms);
        // Its bare form may have taken the slot that was free.
        match self.words.find(sought) {
            Ok(slot) => slot,
            Err(slot) => {
                self.words.insert(sought, slot, verdict);
                slot
            }
        }
    }

    /// What becomes of a word that was not met before.
    fn judge(&mut self, word: &str, forms: &mut Forms) -> WordClass {
        let lower = &*lower_case(word, self.lang);
        let bare = without_clitics(lower, self.lang);
        let is_cut = bare.len() < lower.len();
        // Capitals change what is shown, not what is counted.
        let known = if word == lower { None } else { self.words.verdict(lower) };
        if let Some(known) = known {
            if !known.is_kept() {
                return known;
            }
        } else if !is_word(bare)
            || (is_cut && self.words.verdict(bare).is_some_and(|known| !known.is_kept()))
        {
            return WordClass::DROPPED;
        }
        let lang = self.lang;
        if !is_cut {
            let form = forms.push(cut_alike(word, lower, bare), lang);
            forms.lower[form as usize] = known.map_or(form, |known| known.form);
            return WordClass::kept(form);
        }
        let elided = Step::elided(lower.strip_suffix(bare).unwrap_or_default(), lang);
        let form = cut_alike(word, lower, bare);
        let form = if *lower_case(form, lang) == *bare { form } else { bare };
        if without_clitics(bare, lang).len() < bare.len() {
            return WordClass { elided, ..WordClass::kept(forms.push(form, lang)) };
        }
        let known = self.words.insert_apart(form, || WordClass::kept(forms.push(form, lang)));
        WordClass { elided, ..known }
    }
}

/// Letters or digits, and two characters where one is no word. Numbers count: versions, years and the
/// names of laws tell stories apart.
fn is_word(word: &str) -> bool {
    let is_ideograph = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let mut chars = word.chars();
    let long_enough = chars.next().is_some_and(is_ideograph) || chars.next().is_some();
    long_enough && word.len() <= MAX_WORD_BYTES && word.chars().any(char::is_alphanumeric)
}

/// The part of `word` that `bare` is of `lower`; `bare` itself where lower case changed the length.
fn cut_alike<'w>(word: &'w str, lower: &str, bare: &'w str) -> &'w str {
    let range = match lower.strip_suffix(bare) {
        Some(elided) => elided.len()..word.len(),
        None => 0..bare.len(),
    };
    let same_length = word.len() == lower.len();
    word.get(range).filter(|_| same_length).unwrap_or(bare)
}
