//! Reduces forms to stems.

use std::borrow::Cow;
use std::fmt;

use frostem::Stemmer;

use super::language::stemmer;
use super::normalize::normal_form;
use crate::article::Lang;

/// Name and version of the stemmer, as pinned in `Cargo.toml`. A saved model contains stems, so it only fits
/// this version.
pub const STEMMER: &str = "frostem 2.20261016.1";

/// Reduces forms to stems.
#[derive(Clone)]
pub struct Stemming {
    enabled: bool,
    /// The stemmers of the languages used so far.
    stemmers: Vec<(Lang, Option<Stemmer>)>,
}

impl Stemming {
    /// Returns a stemming that is `enabled`, or one that only converts to lower case.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self { enabled, stemmers: Vec::new() }
    }

    /// Returns the stem of a form in lower case. Languages without a stemmer keep the whole word.
    #[must_use]
    pub fn stem<'f>(&mut self, form: &'f str, lang: Lang) -> Cow<'f, str> {
        let lower = normal_form(form, lang);
        if lang == Lang::ENGLISH && !lower.bytes().any(|b| b"aeiouy'".contains(&b)) {
            // The English stemmer changes no word without a vowel or an apostrophe. Most such words are numbers.
            return lower;
        }
        match (self.stemmer(lang), lower) {
            (None, lower) => lower,
            (Some(stemmer), Cow::Borrowed(lower)) => stemmer.stem(lower),
            (Some(stemmer), Cow::Owned(lower)) => {
                let stem = stemmer.stem(&lower);
                // Persian words are written with and without invisible joins.
                Cow::Owned(stem.replace('\u{200c}', ""))
            }
        }
    }

    fn stemmer(&mut self, lang: Lang) -> Option<Stemmer> {
        if let Some(&(_, stemmer)) = self.stemmers.iter().find(|&&(known, _)| known == lang) {
            return stemmer;
        }
        let stemmer = stemmer(lang).filter(|_| self.enabled);
        self.stemmers.push((lang, stemmer));
        stemmer
    }
}

/// Written by hand, because the library's stemmer has no `Debug`.
impl fmt::Debug for Stemming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stemming").field("enabled", &self.enabled).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use frostem::Algorithm;
    use proptest::prelude::*;

    use super::{Lang, Stemmer, Stemming, normal_form};

    proptest! {
        #[test]
        fn english_words_without_a_vowel_are_their_own_stem(word in "[b-df-hj-np-tv-xz0-9_.é]{1,12}(s|ss|ed|ing|ly)?") {
            let stem = Stemming::new(true).stem(&word, Lang::ENGLISH).into_owned();
            let normal = normal_form(&word, Lang::ENGLISH);
            prop_assert_eq!(stem, Stemmer::new(Algorithm::English).stem(&normal));
        }
    }

    #[test]
    fn the_named_version_is_the_pinned_one() {
        let (name, version) = super::STEMMER.split_once(' ').unwrap();
        let pinned = format!("{name} = {{ version = \"={version}\"");
        assert!(include_str!("../../Cargo.toml").contains(&pinned), "{pinned}");
    }

    #[test]
    fn stems_have_no_case_and_no_ending() {
        let check = |enabled, form: &str, lang: &str, expected: &str| {
            let stem = Stemming::new(enabled).stem(form, Lang::parse(lang).unwrap()).into_owned();
            assert_eq!(stem, expected, "{form}");
        };
        check(true, "SUMMITS", "en", "summit");
        check(false, "SUMMITS", "en", "summits");
        check(true, "Élysées", "fr", "élys");
        check(true, "Summits", "xx", "summits");
    }
}
