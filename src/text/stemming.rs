//! Forms to stems.

use std::borrow::Cow;
use std::fmt;

use frostem::Stemmer;

use super::language::stemmer;
use super::normalize::lower_case;
use crate::article::Lang;

/// The stemmer and its version, as `Cargo.toml` pins it: stems are part of a saved model.
pub const STEMMER: &str = "frostem 2.20261016.1";

/// Reduces forms to what is counted: the stem of the lower case.
#[derive(Clone)]
pub struct Stemming {
    enabled: bool,
    /// The languages met.
    stemmers: Vec<(Lang, Option<Stemmer>)>,
}

impl Stemming {
    /// Stems by language, or, when not `enabled`, lower case alone.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self { enabled, stemmers: Vec::new() }
    }

    /// What is counted of a form.
    #[must_use]
    pub fn stem<'f>(&mut self, form: &'f str, lang: Lang) -> Cow<'f, str> {
        let lower = lower_case(form, lang);
        if lang == Lang::ENGLISH && !lower.bytes().any(|b| b"aeiouy'".contains(&b)) {
            // Without a vowel or an apostrophe the English stemmer has nothing to cut: numbers, mostly.
            return lower;
        }
        match (self.stemmer(lang), lower) {
            (None, lower) => lower,
            (Some(stemmer), Cow::Borrowed(lower)) => stemmer.stem(lower),
            (Some(stemmer), Cow::Owned(lower)) => Cow::Owned(stemmer.stem(&lower).into_owned()),
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

/// The library's stemmer has no `Debug`.
impl fmt::Debug for Stemming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stemming").field("enabled", &self.enabled).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use frostem::Algorithm;
    use proptest::prelude::*;

    use super::{Lang, Stemmer, Stemming};

    proptest! {
        #[test]
        fn what_has_no_vowel_stays(word in "[b-df-hj-np-tv-xz0-9_.é]{1,12}(s|ss|ed|ing|ly)?") {
            let stem = Stemming::new(true).stem(&word, Lang::ENGLISH).into_owned();
            prop_assert_eq!(stem, Stemmer::new(Algorithm::English).stem(&word));
        }
    }

    #[test]
    fn the_stemmer_is_the_one_that_is_pinned() {
        let (name, version) = super::STEMMER.split_once(' ').unwrap();
        let pinned = format!("{name} = {{ version = \"={version}\"");
        assert!(include_str!("../../Cargo.toml").contains(&pinned), "{pinned}");
    }

    #[test]
    fn case_and_ending_go() {
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
