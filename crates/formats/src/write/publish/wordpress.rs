//! The file of a plugin of WordPress: `{"123": [45, 67]}`, numbers of posts.

use super::{
    error::PublishError,
    item::{object_of_lines, to_json},
    page::Page,
};

/// Returns the lists by the numbers of their posts.
///
/// # Errors
/// [`PublishError::NoNumber`].
pub(super) fn file(pages: &[Page<'_>]) -> Result<String, PublishError> {
    let number = |id: &str| {
        let number = id.parse::<u64>();
        number.map_err(|_| PublishError::NoNumber { id: id.to_owned() })
    };
    let mut lists = Vec::new();
    for page in pages {
        let ids = page.items.iter().map(|item| number(item.article.id.as_str()));
        let ids: Vec<u64> = ids.collect::<Result<_, _>>()?;
        lists.push((number(page.article.id.as_str())?, to_json(&ids)));
    }
    lists.sort();
    let names: Vec<(String, String)> =
        lists.into_iter().map(|(number, list)| (number.to_string(), list)).collect();
    Ok(object_of_lines(names.iter().map(|(name, list)| (name.as_str(), list.clone()))) + "\n")
}
