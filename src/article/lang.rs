//! The language of an article.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Two-letter language code (ISO 639-1), lower case.
///
/// Any code is a language here; which of them have stop words and stems is `text`'s business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang([u8; 2]);

impl Lang {
    /// English, the language assumed when nothing tells.
    pub const ENGLISH: Self = Self(*b"en");

    /// Reads a language tag by its first subtag: `en`, `en-GB`, `pt_BR`.
    ///
    /// Returns `None` when that is not two letters.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        let code: [u8; 2] = primary.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_alphabetic).then(|| Self(code.map(|b| b.to_ascii_lowercase())))
    }

    /// The commonest of some languages; of equals the first in the alphabet. `None` for none.
    #[must_use]
    pub fn commonest(langs: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut langs: Vec<Self> = langs.into_iter().collect();
        langs.sort_unstable();
        let most = langs.chunk_by(PartialEq::eq).rev().max_by_key(|same| same.len());
        most.map(|same| same[0])
    }

    /// The two letters, lower case.
    #[must_use]
    pub fn code(&self) -> &str {
        // Both bytes are ASCII letters by construction, so this never falls back.
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
        Self::parse(&tag).ok_or_else(|| format!("`{tag}` is not a two-letter language code"))
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn of_equally_common_languages_the_first_counts() {
        let commonest =
            |tags: &[&str]| Lang::commonest(tags.iter().filter_map(|tag| Lang::parse(tag)));
        assert_eq!(commonest(&["fr", "de", "fr", "de", "en"]), Lang::parse("de"));
        assert_eq!(commonest(&["fr", "de", "fr"]), Lang::parse("fr"));
        assert_eq!(commonest(&[]), None);
    }

    #[test]
    fn tags_are_read_by_their_first_subtag() {
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
