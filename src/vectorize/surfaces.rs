//! The display form of each term.

use std::borrow::Cow;

use super::ngrams::MAX_NGRAM;
use crate::article::Lang;
use crate::text::{Gap, Strings, connectives};

/// The forms of all words, and the form in which each term is displayed.
///
/// The text of a phrase is built on demand, because few phrases are ever shown.
#[derive(Clone, Debug)]
pub(super) struct Surfaces {
    /// The forms as written, grouped by word.
    pub(super) texts: Strings,
    /// Start of each word's forms in `texts`, then the end of the last group.
    pub(super) starts: Vec<u32>,
    /// Shape (n_terms,).
    pub(super) terms: Vec<TermForm>,
}

/// The form in which a term is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermForm {
    /// For each word, the number of its form.
    pub variants: [u8; MAX_NGRAM],
    /// The gap before each word except the first.
    pub gaps: [Gap; MAX_NGRAM - 1],
    /// Language of the article that the form comes from. It selects the connectives.
    pub lang: Lang,
}

impl Surfaces {
    /// Returns the display form of a term, with the hyphens and connectives that stood between its words.
    pub(super) fn surface(&self, term: u32, words: &[u32]) -> Cow<'_, str> {
        let TermForm { variants, gaps, lang } = self.terms[term as usize];
        let text = |(&word, variant): (&u32, u8)| {
            self.texts.at(self.starts[word as usize] as usize + usize::from(variant))
        };
        let mut texts = words.iter().zip(variants).map(text);
        let mut surface = Cow::Borrowed(texts.next().unwrap_or_default());
        for (text, gap) in texts.zip(gaps) {
            let surface = surface.to_mut();
            let neighbors = (surface.chars().next_back(), text.chars().next());
            if gap != Gap::NONE
                || !matches!(neighbors, (Some(a), Some(b)) if is_unspaced(a) && is_unspaced(b))
            {
                gap.push_to(surface, connectives(lang));
            }
            surface.push_str(text);
        }
        surface
    }
}

/// Returns whether a character belongs to a script that writes no space between words: Thai, Lao, Burmese,
/// Khmer, Japanese or Chinese.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{312f}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

impl TermForm {
    /// Returns the form of a single word, given the number of its most frequent form.
    pub(super) fn from_variant(variant: u8) -> Self {
        let mut form = Self::FIRST;
        form.variants[0] = variant;
        form
    }

    /// The first form of each word, with nothing between the words.
    pub const FIRST: Self =
        Self { variants: [0; MAX_NGRAM], gaps: [Gap::NONE; MAX_NGRAM - 1], lang: Lang::ENGLISH };
}

#[cfg(test)]
mod tests {
    use super::is_unspaced;

    #[test]
    fn recognizes_scripts_without_spaces() {
        assert!("天氣予報はカタカナーｱภาษาລາວမြန်မာខ្មែរ々𠀀".chars().all(is_unspaced));
        assert!(!"aéж한국어ا1-、 ".chars().any(is_unspaced));
    }
}
