//! The links of all records.

use super::record::RecordLinks;
use super::resolve::{ResolvedLinks, resolve};
use alsolike::article::ArticleId;

/// Names and links of all articles, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnLinks {
    articles: Vec<(ArticleId, RecordLinks)>,
}

impl OwnLinks {
    pub(crate) fn add(&mut self, id: ArticleId, links: RecordLinks) {
        self.articles.push((id, links));
    }

    /// Finds the articles that the links lead to.
    ///
    /// A target may be an id; an address, with or without a host, or an archived copy of it; an old address from
    /// `aliases` or `redirect_from`; a file; the argument of `ref`, `relref`, `link` or `post_url`; or a slug that
    /// only one article has. A host belongs to the site if the address of an article has it. It also does if at
    /// least two links to it, and at least one in five, lead to articles by address or by day and slug.
    ///
    /// # Performance
    /// O(links).
    #[must_use]
    pub fn resolve(&self) -> ResolvedLinks {
        resolve(&self.articles)
    }
}
