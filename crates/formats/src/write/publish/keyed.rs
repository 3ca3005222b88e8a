//! Lists by the name of their page: `{"NAME": [ITEM, …]}`.

use std::collections::BTreeMap;

use super::{
    error::PublishError,
    item::{ItemJson, object_of_lines, to_json},
    page::{Links, Page},
};

/// By what a program looks lists up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The id of the article.
    Id,
    /// The path of the source file, below its site or source.
    Path,
    /// The address, as items have it.
    Url,
}

/// Returns the lists by the names that the templates of a site use.
///
/// # Errors
/// [`PublishError::NoFile`].
pub(super) fn by_file(
    pages: &[Page<'_>],
    links: &Links,
    consumer: &'static str,
) -> Result<String, PublishError> {
    write(pages, links, |page| Ok(page.key_for(consumer)?.path.clone()))
}

/// Returns the lists by this key.
///
/// # Errors
/// [`PublishError::NoFile`] and [`PublishError::NoAddress`].
pub(super) fn file(pages: &[Page<'_>], links: &Links, key: Key) -> Result<String, PublishError> {
    write(pages, links, |page| match key {
        Key::Id => Ok(page.article.id.as_str().to_owned()),
        Key::Path => match (&page.key, &page.article.path) {
            (Some(key), _) => Ok(key.path.clone()),
            (None, Some(path)) => Ok(path.clone()),
            (None, None) => Err(page.no_file("a program that is given paths")),
        },
        Key::Url => match links.of(page.article) {
            Some(url) => Ok(url.into_owned()),
            None => Err(page.no_address("a list that is looked up by address")),
        },
    })
}

fn write(
    pages: &[Page<'_>],
    links: &Links,
    name: impl Fn(&Page<'_>) -> Result<String, PublishError>,
) -> Result<String, PublishError> {
    let mut lists = BTreeMap::new();
    for page in pages {
        let items: Vec<_> = page.items.iter().map(|item| ItemJson::new(item, links)).collect();
        lists.insert(name(page)?, to_json(&items));
    }
    Ok(object_of_lines(lists.iter().map(|(name, list)| (name.as_str(), list.clone()))) + "\n")
}
