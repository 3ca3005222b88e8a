//! JSON-LD by schema.org: each page with the addresses that are related to it.

use serde::Serialize;

use super::{
    error::PublishError,
    item::to_json,
    page::{Links, Page, absolute},
};

#[derive(Serialize)]
struct WebPage<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: &'a str,
    url: &'a str,
    #[serde(rename = "relatedLink")]
    related: Vec<String>,
}

/// Returns one document with a `WebPage` for each page, a page a line.
///
/// # Errors
/// [`PublishError::NoAbsoluteAddress`].
pub(super) fn file(pages: &[Page<'_>], links: &Links) -> Result<String, PublishError> {
    let mut graph = Vec::new();
    for page in pages {
        let url = absolute(page.article, links, "JSON-LD")?;
        let related = page
            .items
            .iter()
            .map(|item| absolute(item.article, links, "JSON-LD").map(|url| url.into_owned()));
        let related = related.collect::<Result<_, _>>()?;
        graph.push(to_json(&WebPage { kind: "WebPage", id: &url, url: &url, related }));
    }
    Ok(format!("{{\"@context\":\"https://schema.org\",\"@graph\":[\n{}\n]}}\n", graph.join(",\n")))
}
