//! The forms in which readers know the terms.

use std::borrow::Cow;

use super::ngrams::MAX_NGRAM;
use crate::article::Lang;
use crate::text::{Gap, Strings, connectives};

/// The forms of all words, and which of them each term is shown in. A term is written when it is asked for:
/// few ever are.
#[derive(Clone, Debug)]
pub(super) struct Surfaces {
    /// The forms as written, word by word: those that are looked up together lie together.
    pub(super) texts: Strings,
    /// Where each word's forms begin in `texts`, and where the last one's end.
    pub(super) starts: Vec<u32>,
    /// Shape (n_terms,).
    pub(super) terms: Vec<TermForm>,
}

/// The form in which a term is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermForm {
    /// Which of its word's forms each word is in.
    pub variants: [u8; MAX_NGRAM],
    /// What stands before each word but the first.
    pub gaps: [Gap; MAX_NGRAM - 1],
    /// Language of the article it is from, for its connectives.
    pub lang: Lang,
}

impl Surfaces {
    /// A term of these words as its readers know it, with the hyphens and connectives that stood between.
    pub(super) fn surface(&self, term: u32, words: &[u32]) -> Cow<'_, str> {
        let TermForm { variants, gaps, lang } = self.terms[term as usize];
        let text = |(&word, variant): (&u32, u8)| {
            self.texts.at(self.starts[word as usize] as usize + usize::from(variant))
        };
        let mut texts = words.iter().zip(variants).map(text);
        let mut surface = Cow::Borrowed(texts.next().unwrap_or_default());
        for (text, gap) in texts.zip(gaps) {
            let surface = surface.to_mut();
            let signs = (surface.chars().next_back(), text.chars().next());
            if gap != Gap::NONE
                || !matches!(signs, (Some(a), Some(b)) if is_unspaced(a) && is_unspaced(b))
            {
                gap.push_to(surface, connectives(lang));
            }
            surface.push_str(text);
        }
        surface
    }
}

/// Whether a sign is of a script that puts no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
fn is_unspaced(sign: char) -> bool {
    matches!(sign,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{312f}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

impl TermForm {
    /// That of a word, by the number of its commonest form.
    pub(super) fn of_word(variant: u8) -> Self {
        let mut form = Self::FIRST;
        form.variants[0] = variant;
        form
    }

    /// The first form of each word, and nothing between.
    pub const FIRST: Self =
        Self { variants: [0; MAX_NGRAM], gaps: [Gap::NONE; MAX_NGRAM - 1], lang: Lang::ENGLISH };
}

#[cfg(test)]
mod tests {
    use super::is_unspaced;

    #[test]
    fn scripts_without_spaces_are_known() {
        assert!("天氣予報はカタカナーｱภาษาລາວမြန်မာខ្មែរ々𠀀".chars().all(is_unspaced));
        assert!(!"aéж한국어ا1-、 ".chars().any(is_unspaced));
    }
}
