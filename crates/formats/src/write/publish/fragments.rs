//! A fragment of HTML for each page, which servers include, and a manifest of all fragments.

use std::collections::{BTreeMap, HashSet};

use sha2::{Digest, Sha256};

use super::{
    block::block,
    error::PublishError,
    file::PublishedFile,
    item::{object_of_lines, to_json},
    page::{Links, Page},
};

/// The manifest: hashes by path, for purging caches and for removing the fragments of pages that are gone.
pub const MANIFEST: &str = "alsolike-manifest.json";

/// Returns the fragments, at the paths of their pages' addresses, and the manifest.
///
/// # Errors
/// [`PublishError::NoAddress`].
pub(super) fn files(pages: &[Page<'_>], links: &Links) -> Result<Vec<PublishedFile>, PublishError> {
    let mut files = Vec::new();
    let mut hashes = BTreeMap::new();
    let mut used = HashSet::new();
    for page in pages {
        let url = links.of(page.article).ok_or_else(|| page.no_address("a fragment of HTML"))?;
        let path = file_path(&url);
        let bytes = block(page, links).into_bytes();
        // Two articles at one address have one page.
        if used.insert(path.clone()) {
            let hash: String =
                Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            hashes.insert(path.clone(), to_json(&hash));
            files.push(PublishedFile::new(path, bytes));
        }
    }
    let manifest = object_of_lines(hashes.iter().map(|(path, hash)| (path.as_str(), hash.clone())));
    files.push(PublishedFile::new(MANIFEST, manifest + "\n"));
    Ok(files)
}

/// Returns the file of an address: `2021/a/index.html` for `/2021/a/`, `2021/a.html` for `/2021/a.html` and
/// `2021/a/index.html` for `/2021/a`. Parts that would leave the folder are dropped.
fn file_path(url: &str) -> String {
    let path = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let is_part =
        |part: &&str| !matches!(*part, "" | "." | "..") && !part.contains(['\\', '\0', ':']);
    let parts: Vec<&str> = path.split('/').filter(is_part).collect();
    let mut file = parts.join("/");
    let has_extension = parts.last().is_some_and(|last| {
        last.rsplit_once('.').is_some_and(|(_, end)| end.starts_with("htm") || end == "php")
    });
    if path.ends_with('/') || !has_extension {
        file += if file.is_empty() { "index.html" } else { "/index.html" };
    }
    file
}

#[cfg(test)]
mod tests {
    use super::file_path;

    #[test]
    fn files_lie_where_their_pages_do() {
        let check = |url: &str, expected: &str| assert_eq!(file_path(url), expected, "{url}");
        check("https://h.example/2021/a/", "2021/a/index.html");
        check("/2021/a.html?x=1#y", "2021/a.html");
        check("/2021/v1.2", "2021/v1.2/index.html");
        check("/", "index.html");
        check("https://h.example", "index.html");
        check("/../../etc/passwd", "etc/passwd/index.html");
    }
}
