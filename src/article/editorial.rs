//! Editorial settings of an article.

use super::{ArticleId, Date};

/// Editorial settings: in which lists an article may stand, and which articles its own list contains.
///
/// The vectors do not use them. The default sets nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editorial {
    /// The article stands in no list.
    pub hidden: bool,
    /// The article was withdrawn. It stands in no list.
    pub retracted: bool,
    /// The article is legally sensitive. It stands in no list and has no list.
    pub legal: bool,
    /// The article does not age. A preference for recent articles does not apply to it.
    pub evergreen: bool,
    /// The article stands in no list before this time.
    pub embargo: Option<Date>,
    /// The article stands in no list from this time on.
    pub expires: Option<Date>,
    /// Series to which the article belongs.
    pub series: Option<String>,
    /// Key that all translations of one article share.
    pub translation_key: Option<String>,
    /// Address of the original if the article is a copy; else its own address.
    pub canonical_url: Option<String>,
    /// Articles that come first in its list, in this order.
    pub pinned: Vec<ArticleId>,
    /// Articles that never stand in its list.
    pub blocked: Vec<ArticleId>,
}

impl Editorial {
    /// Returns whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
