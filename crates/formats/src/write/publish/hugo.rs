//! The data file of Hugo: `site.Data.alsolike`.

use std::collections::BTreeMap;

use super::{
    error::PublishError,
    item::{ItemJson, object_of_lines, to_json},
    page::{Links, Page},
};

/// Returns `{"LANGUAGE": {"PATH": [ITEM, …]}}`: languages as the configuration writes them, paths as `.File.Path`.
///
/// # Errors
/// [`PublishError::NoFile`].
pub(super) fn file(pages: &[Page<'_>], links: &Links) -> Result<String, PublishError> {
    let mut languages: BTreeMap<&str, BTreeMap<&str, String>> = BTreeMap::new();
    for page in pages {
        let key = page.key_for("Hugo")?;
        let items: Vec<_> = page.items.iter().map(|item| ItemJson::new(item, links)).collect();
        languages.entry(&key.lang).or_default().insert(&key.path, to_json(&items));
    }
    let entries = languages.into_iter().map(|(lang, pages)| (lang, object_of_lines(pages)));
    Ok(object_of_lines(entries) + "\n")
}
