//! Finds the article that a user names.

use crate::io::error::{Fault, Result};
use crate::report::suggest::with_similar_id;
use crate::report::wording::quoted;
use alsolike::article::ArticleId;
use alsolike::engine::{ArticleMeta, Corpus, EngineError};
use alsolike::sparse::DocId;

/// Number of articles that a message about an ambiguous name lists.
const MAX_NAMED: usize = 5;

/// Returns the row of the article with this id, else with this path, address or title.
///
/// An address matches without its host, too, and a title in upper or lower case.
///
/// # Errors
/// A [`Fault`] with the nearest id when no article has the name, and with their ids when several have.
///
/// # Performance
/// O(1) for an id, else O(characters of all paths, addresses and titles).
pub(crate) fn find_article(corpus: &Corpus, name: &str) -> Result<DocId> {
    if let Ok(doc) = corpus.doc(name) {
        return Ok(doc);
    }
    let title = name.trim().to_lowercase();
    let matches: [&dyn Fn(&ArticleMeta) -> bool; 3] = [
        &|article| article.path.as_deref() == Some(name.trim_start_matches("./")),
        &|article| article.url.as_deref().is_some_and(|url| is_same_address(url, name)),
        &|article| article.title.to_lowercase() == title,
    ];
    for is_named in matches {
        let found: Vec<&ArticleId> =
            corpus.articles().iter().filter(|article| is_named(article)).map(|a| &a.id).collect();
        match found.as_slice() {
            [] => {}
            [id] => return Ok(corpus.doc(id.as_str())?),
            ids => {
                let ids = quoted(ids.iter().map(ToString::to_string), MAX_NAMED);
                let fault = Fault::new(format!("several articles are called `{name}`: {ids}"));
                return Err(fault.hint("give the id of one of them").into());
            }
        }
    }
    Err(with_similar_id(EngineError::UnknownId(name.into()), corpus))
}

/// Whether a user means an address: the whole, or what follows its host.
fn is_same_address(url: &str, name: &str) -> bool {
    let path = |address: &str| -> String {
        let rest = address
            .split_once("://")
            .map_or(address, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
        rest.trim_end_matches('/').to_owned()
    };
    let has_host = name.contains("://");
    let is_path = name.starts_with('/') && name.len() > 1;
    (has_host && url.trim_end_matches('/') == name.trim_end_matches('/'))
        || (is_path && path(url) == path(name))
}

#[cfg(test)]
mod tests {
    use super::is_same_address;

    #[test]
    fn an_address_matches_without_its_host() {
        let url = "https://news.example/a/b/";
        for name in ["https://news.example/a/b", "/a/b/", "/a/b"] {
            assert!(is_same_address(url, name), "{name}");
        }
        for name in ["a/b", "/", "https://other.example/a/b/", "/b"] {
            assert!(!is_same_address(url, name), "{name}");
        }
    }
}
