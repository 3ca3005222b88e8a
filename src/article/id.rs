//! The id of an article.

use std::{borrow::Borrow, fmt};

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// Identifies an article outside the engine. Inside, `DocId` numbers the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct ArticleId(String);

impl ArticleId {
    /// Returns the id as its source wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for ArticleId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl From<&str> for ArticleId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
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
