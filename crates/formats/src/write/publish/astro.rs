//! A content collection of Astro: `{"ENTRY": {"related": ["ENTRY", …]}}`, for `file()` and `reference()`.

use std::collections::BTreeMap;

use super::{
    error::PublishError,
    item::{object_of_lines, to_json},
    page::Page,
};

/// Returns the entries by their ids.
///
/// # Errors
/// [`PublishError::NoFile`].
pub(super) fn file(pages: &[Page<'_>]) -> Result<String, PublishError> {
    let mut entries = BTreeMap::new();
    for page in pages {
        let related: Vec<String> =
            page.items.iter().filter_map(|item| Some(entry_id(&item.key.as_ref()?.path))).collect();
        let related = BTreeMap::from([("related", related)]);
        entries.insert(entry_id(&page.key_for("Astro")?.path), to_json(&related));
    }
    Ok(object_of_lines(entries.iter().map(|(id, entry)| (id.as_str(), entry.clone()))) + "\n")
}

/// Returns the id that Astro's `glob()` gives to a file: its path below the folder of its collection without the
/// extension, in lower case and with `-` for spaces. `index` stands for its folder.
fn entry_id(path: &str) -> String {
    let inside = path.split_once("content/").map_or(path, |(_, inside)| inside);
    let inside = inside.split_once('/').map_or(inside, |(_, inside)| inside);
    let stem = inside.rsplit_once('.').map_or(inside, |(stem, _)| stem);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    stem.to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::entry_id;

    #[test]
    fn ids_are_those_of_the_glob_loader() {
        let check = |path: &str, expected: &str| assert_eq!(entry_id(path), expected);
        check("src/content/blog/First Post.md", "first-post");
        check("src/content/blog/2021/a.mdx", "2021/a");
        check("src/content/blog/trip/index.md", "trip");
    }
}
