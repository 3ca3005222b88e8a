//! An item of a list, before reasons are added.

use super::candidates::Candidates;
use crate::sparse::DocId;

/// Why an item appears in a list. Lists show their items in the order of these variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// An editor pinned it.
    Pin,
    /// Its text is similar.
    Similar,
    /// Fallback: a recent article of the same theme.
    SameTheme,
    /// Fallback: a recent article of the same section.
    SameSection,
    /// Fallback: a recent article.
    Latest,
}

impl Reason {
    /// Returns the name used in output files.
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
#[non_exhaustive]
pub struct Recommendation {
    /// The recommended article.
    pub doc: DocId,
    /// Why it appears in the list.
    pub reason: Reason,
    /// Score times factors; 0 for pins and fallbacks.
    pub weighted: f32,
}

/// A list under construction and its remaining candidates. Candidates are kept only when the policy has a cap.
pub(super) type Draft = (Vec<Recommendation>, Candidates);
