//! Language codes.

use std::fmt;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// Two-letter language code (ISO 639-1) in lower case.
///
/// Every two-letter code is valid, also that of a language without stop words or a stemmer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct Lang([u8; 2]);

impl Lang {
    /// English, the language of texts that declare none and are too short for detection.
    pub const ENGLISH: Self = Self(*b"en");

    /// Parses the first subtag of a language tag: `en`, `en-GB`, `pt_BR`.
    ///
    /// Returns `None` when it is not two letters.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        let code: [u8; 2] = primary.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_alphabetic).then(|| Self(code.map(|b| b.to_ascii_lowercase())))
    }

    /// Returns the most frequent of these languages, or `None` when there are none. Ties go to the first in the
    /// alphabet.
    #[must_use]
    pub fn commonest(langs: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut langs: Vec<Self> = langs.into_iter().collect();
        langs.sort_unstable();
        let longest = langs.chunk_by(PartialEq::eq).rev().max_by_key(|same| same.len());
        longest.map(|same| same[0])
    }

    /// Returns the two letters in lower case.
    #[must_use]
    pub fn code(&self) -> &str {
        // Both bytes are ASCII letters, so the conversion never fails.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> Self {
        lang.code().to_owned()
    }
}

impl TryFrom<String> for Lang {
    type Error = String;

    fn try_from(tag: String) -> Result<Self, Self::Error> {
        Self::parse(&tag).ok_or_else(|| {
            format!("`{tag}` is not a language code: expected two letters, such as `en`")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn ties_go_to_the_first_language_in_the_alphabet() {
        let commonest =
            |tags: &[&str]| Lang::commonest(tags.iter().filter_map(|tag| Lang::parse(tag)));
        assert_eq!(commonest(&["fr", "de", "fr", "de", "en"]), Lang::parse("de"));
        assert_eq!(commonest(&["fr", "de", "fr"]), Lang::parse("fr"));
        assert_eq!(commonest(&[]), None);
    }

    #[test]
    fn parses_the_first_subtag() {
        let check = |tag: &str, expected: Option<&str>| {
            assert_eq!(Lang::parse(tag).map(|lang| lang.to_string()).as_deref(), expected, "{tag}");
        };
        check("en", Some("en"));
        check("EN-gb", Some("en"));
        check("pt_BR", Some("pt"));
        check("deu", None);
        check("", None);
        check("e1", None);
    }
}
