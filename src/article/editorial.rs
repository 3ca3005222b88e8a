//! What editors say of an article, beside its words.

use super::{ArticleId, Date};

/// An editor's word on where an article may stand.
///
/// Nothing of it enters the vectors. The default says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editorial {
    /// Stands in no list.
    pub hidden: bool,
    /// Withdrawn: stands in no list.
    pub retracted: bool,
    /// Legally sensitive: stands in no list and has none.
    pub legal: bool,
    /// Does not age: a preference for recent articles leaves it alone.
    pub evergreen: bool,
    /// Stands in no list before this time.
    pub embargo: Option<Date>,
    /// Stands in no list from this time on.
    pub expires: Option<Date>,
    /// Series that the article is a part of.
    pub series: Option<String>,
    /// Shared by the translations of one article.
    pub translation_key: Option<String>,
    /// Address of the original where this is a copy of it, or the article's own address.
    pub canonical_url: Option<String>,
    /// Articles that come first in its list, in this order.
    pub pinned: Vec<ArticleId>,
    /// Articles that never stand in its list.
    pub blocked: Vec<ArticleId>,
}

impl Editorial {
    /// Whether there is a word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
