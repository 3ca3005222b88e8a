//! News items in ninjs 3.1 with their related items as associations.

use serde::Serialize;

use super::{
    item::to_json,
    page::{Links, Page},
};

#[derive(Serialize)]
struct NewsItem<'a> {
    standard: Standard,
    uri: String,
    #[serde(rename = "type")]
    kind: &'static str,
    language: String,
    headlines: [Headline<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    associations: Vec<Association<'a>>,
}

#[derive(Serialize)]
struct Standard {
    name: &'static str,
    version: &'static str,
    schema: &'static str,
}

#[derive(Serialize)]
struct Headline<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Association<'a> {
    name: String,
    rel: &'static str,
    uri: String,
    #[serde(rename = "type")]
    kind: &'static str,
    headlines: [Headline<'a>; 1],
}

/// Returns one array of items, an item a line. The address is the `uri`, else the id.
pub(super) fn file(pages: &[Page<'_>], links: &Links) -> String {
    let uri = |article: &alsolike::engine::ArticleMeta| {
        links.of(article).map_or_else(|| article.id.to_string(), |url| url.into_owned())
    };
    let item = |page: &Page<'_>| {
        let associations = page.items.iter().enumerate().map(|(at, item)| Association {
            name: format!("related{}", at + 1),
            rel: "related",
            uri: uri(item.article),
            kind: "text",
            headlines: [Headline { value: &item.article.title }],
        });
        to_json(&NewsItem {
            standard: Standard {
                name: "ninjs",
                version: "3.1",
                schema: "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
            },
            uri: uri(page.article),
            kind: "text",
            language: page.article.lang.to_string(),
            headlines: [Headline { value: &page.article.title }],
            associations: associations.collect(),
        })
    };
    let items: Vec<String> = pages.iter().map(item).collect();
    format!("[\n{}\n]\n", items.join(",\n"))
}
