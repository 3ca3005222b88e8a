//! Decides for each distinct word of a language whether it is kept.

use super::forms::Forms;
use super::gap::Step;
use super::language::{connectives, stop_words};
use super::names::may_be_name;
use super::normalize::{fold, normal_form, without_clitics};
use super::word_table::{Probe, WordClass, WordTable};
use crate::article::Lang;

/// Maximum length of a word in bytes. Longer ones are encoded data, not language.
pub const MAX_WORD_BYTES: usize = 64;

/// The words of one language that were read so far, each with its class.
#[derive(Clone, Debug)]
pub(super) struct LanguageWords {
    pub(super) lang: Lang,
    pub(super) words: WordTable,
    has_stop_words: bool,
}

impl LanguageWords {
    /// Returns a table that holds only the language's stop words, or none without `use_stop_words`.
    pub(super) fn new(lang: Lang, use_stop_words: bool) -> Self {
        let stop_words = if use_stop_words { stop_words(lang) } else { Vec::new() };
        let mut words = WordTable::with_capacity(stop_words.len());
        for word in &stop_words {
            let word = &*fold(word);
            if may_be_name(word, word, lang) {
                continue;
            }
            words.get_or_insert_with(&normal_form(word, lang), || {
                let number = connectives(lang).iter().position(|&other| other == word);
                let step = number.map_or(Step::HIDDEN, |number| Step::connective(number as u8));
                WordClass { step, ..WordClass::DROPPED }
            });
        }
        Self { lang, words, has_stop_words: use_stop_words }
    }

    /// Classifies a word that `probe` did not find, and inserts it. Returns its slot.
    #[cold]
    pub(super) fn insert(&mut self, word: &str, probe: &Probe, forms: &mut Forms) -> usize {
        let class = self.classify(word, forms);
        // `classify` may have inserted the word without its clitics into the free slot.
        match self.words.find(probe) {
            Ok(slot) => slot,
            Err(slot) => {
                self.words.insert(probe, slot, class);
                slot
            }
        }
    }

    /// Returns the class of a word that is dropped, or dropped where it is not written as a name. `elsewhere` is its
    /// step there.
    fn name_or_dropped(
        &self,
        word: &str,
        lower: &str,
        elsewhere: Step,
        forms: &mut Forms,
    ) -> WordClass {
        let elsewhere = elsewhere.resolved(false);
        if may_be_name(word, lower, self.lang) && word.len() <= MAX_WORD_BYTES {
            WordClass::name_or(forms.push(word, self.lang, None), elsewhere)
        } else {
            WordClass { step: elsewhere, ..WordClass::DROPPED }
        }
    }

    /// Returns the class of a word that is not in the table.
    fn classify(&mut self, word: &str, forms: &mut Forms) -> WordClass {
        let lower = &*normal_form(word, self.lang);
        let bare = without_clitics(lower, self.lang);
        let has_clitic = bare.len() < lower.len();
        // Capital letters change the display form, not whether the word is kept.
        let known = if word == lower { None } else { self.words.class_of(lower) };
        if let Some(known) = known {
            if known.step != Step::KEPT {
                return self.name_or_dropped(word, lower, known.step, forms);
            }
        } else if has_clitic
            && let Some(known) = self.words.class_of(bare)
            && known.step != Step::KEPT
        {
            let form = cut_alike(word, lower, bare);
            let named = self.name_or_dropped(form, bare, Step::HIDDEN, forms);
            let elided = Step::elided(lower.strip_suffix(bare).unwrap_or_default(), self.lang);
            return WordClass {
                elided: if named.is_kept() { elided } else { Step::NONE },
                ..named
            };
        } else if !is_word(bare)
            || !has_clitic && self.has_stop_words && may_be_name(lower, lower, self.lang)
        {
            return self.name_or_dropped(word, lower, Step::HIDDEN, forms);
        }
        let lang = self.lang;
        let form = cut_alike(word, lower, bare);
        if !has_clitic {
            return WordClass::kept(forms.push(form, lang, known.map(|known| known.form)));
        }
        let elided = Step::elided(lower.strip_suffix(bare).unwrap_or_default(), lang);
        let form = if *normal_form(form, lang) == *bare { form } else { bare };
        // Such a word is kept with its clitic, and not everywhere without.
        let is_name_without = self.has_stop_words && may_be_name(bare, bare, lang);
        if without_clitics(bare, lang).len() < bare.len() || is_name_without {
            return WordClass { elided, ..WordClass::kept(forms.push(form, lang, None)) };
        }
        let new_form = || WordClass::kept(forms.push(form, lang, None));
        WordClass { elided, ..self.words.get_or_insert_with(form, new_form) }
    }
}

/// Returns whether a text is a word: letters or digits, two characters or more, or one ideograph, kana or Korean
/// syllable.
///
/// Numbers are words, because versions, years and the names of laws distinguish stories.
fn is_word(word: &str) -> bool {
    let is_ideograph = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let mut chars = word.chars();
    let long_enough = chars.next().is_some_and(is_ideograph) || chars.next().is_some();
    long_enough && word.len() <= MAX_WORD_BYTES && word.chars().any(char::is_alphanumeric)
}

/// Cuts `word` to the part that `bare` is of `lower`. Returns `bare` itself where the normal form of the clitic differs
/// in length from what was written.
fn cut_alike<'w>(word: &'w str, lower: &str, bare: &'w str) -> &'w str {
    if bare.len() == lower.len() {
        return word;
    }
    let is_same =
        |part: Option<&str>, clitic: &str| part.is_some_and(|part| part.to_lowercase() == clitic);
    if let Some(elided) = lower.strip_suffix(bare) {
        return if is_same(word.get(..elided.len()), elided) {
            &word[elided.len()..]
        } else {
            bare
        };
    }
    let ending = lower.strip_prefix(bare).unwrap_or_default();
    let end = word.len().saturating_sub(ending.len());
    if is_same(word.get(end..), ending) { &word[..end] } else { bare }
}
