//! The id of an article.

use std::{borrow::Borrow, fmt};

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Identifies an article outside the engine. Inside, `DocId` numbers the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "String", into = "String"))]
pub struct ArticleId(String);

impl ArticleId {
    /// Returns the id as its source wrote it, with composed accents.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for ArticleId {
    /// Composes letters and their accents (NFC), because file systems and people write them in different ways.
    fn from(id: String) -> Self {
        match is_nfc_quick(id.chars()) {
            IsNormalized::Yes => Self(id),
            IsNormalized::No | IsNormalized::Maybe => Self(id.nfc().collect()),
        }
    }
}

impl From<&str> for ArticleId {
    /// Composes letters and their accents, as the conversion from `String` does.
    fn from(id: &str) -> Self {
        id.to_owned().into()
    }
}

impl From<ArticleId> for String {
    fn from(id: ArticleId) -> Self {
        id.0
    }
}

impl Borrow<str> for ArticleId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
