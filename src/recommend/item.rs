//! One item of a list.

use super::candidates::Candidates;
use crate::sparse::DocId;

/// Why an item stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// An editor pinned it there.
    Pin,
    /// It is similar.
    Similar,
    /// It is of the same theme, and recent.
    SameTheme,
    /// It is of the same section, and recent.
    SameSection,
    /// It is recent.
    Latest,
}

impl Reason {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Similar => "similar",
            Self::SameTheme => "same theme",
            Self::SameSection => "same section",
            Self::Latest => "latest",
        }
    }
}

/// An item of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommendation {
    /// The article.
    pub doc: DocId,
    /// Why it stands there.
    pub reason: Reason,
    /// Its score times its factors; 0 for an item that does not stand there for its likeness.
    pub weighted: f32,
}

/// A list in the making, and the candidates it may still draw on; no candidates unless a cap is in force.
pub(super) type Draft = (Vec<Recommendation>, Candidates);
