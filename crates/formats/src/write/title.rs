//! The name that readers see for an article.

use alsolike::engine::ArticleMeta;

/// Returns the title of an article, or its id when it has no title.
pub(super) fn title_or_id(article: &ArticleMeta) -> &str {
    if article.title.is_empty() { article.id.as_str() } else { &article.title }
}
