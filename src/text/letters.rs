//! Spellings that readers take for the same word.

use crate::article::Lang;

/// Returns a word in the spelling in which it is compared, or `None` if that is its own. `word` is in lower case and
/// composed form.
pub(super) fn same_letters(word: &str, lang: Lang) -> Option<String> {
    let mut same = String::with_capacity(word.len());
    for c in word.chars() {
        match (c, lang.code()) {
            // Romanian was long typed with a cedilla for the comma below.
            ('ş', "ro") => same.push('ș'),
            ('ţ', "ro") => same.push('ț'),
            _ => same.push(c),
        }
    }
    (same != word).then_some(same)
}
