//! The links that authors set between the articles of an archive: its own truth.

mod resolve;
mod targets;

use alsolike::article::ArticleId;

pub(crate) use targets::with_targets;

/// What a record says of itself and of others: the names that links may call it by, and its links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Linked {
    /// Addresses of its page, old ones included, and the path of its file.
    pub paths: Vec<String>,
    /// Names without a path: file name, slug.
    pub names: Vec<String>,
    /// Where its links lead, as written.
    pub targets: Vec<String>,
}

/// Gathered names and links of all articles, in the order they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnLinks {
    articles: Vec<(ArticleId, Linked)>,
}

/// Links between articles of the archive, and what became of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedLinks {
    /// From, to: in the order of reading, each pair once, none from an article to itself.
    pub links: Vec<(ArticleId, ArticleId)>,
    /// Links to a page of the same site that is no article of the archive, or to a name that several
    /// articles have: the article and the target as written.
    pub unresolved: Vec<(ArticleId, String)>,
    /// Number of links from an article to itself.
    pub n_self: usize,
    /// Number of links to other sites, and to the site's home page.
    pub n_external: usize,
}

impl OwnLinks {
    pub(crate) fn add(&mut self, id: ArticleId, linked: Linked) {
        self.articles.push((id, linked));
    }

    /// Finds the articles that links lead to.
    ///
    /// A target is an id, an address (with or without a host, archived copies included), an old address
    /// from `aliases` or `redirect_from`, a file, what `ref`, `relref`, `link` or `post_url` name, or a slug
    /// that one article alone has. A host belongs to the site when an article's address has it, or when
    /// two links to it, and one in five, lead to articles by address or by date and slug. O(links).
    #[must_use]
    pub fn resolve(&self) -> ResolvedLinks {
        resolve::resolve(&self.articles)
    }
}
