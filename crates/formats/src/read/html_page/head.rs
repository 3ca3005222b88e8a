//! What the head of a page, its links and its microformats say.

use dom_query::Document;
use hashbrown::HashMap;

use super::json_ld::JsonLd;
use crate::markup::{clean::clean_line, html::title_text};

/// The facts of a page outside of its text, each as it stands.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Values by name or property in lower case, in the order of the page.
    metas: HashMap<String, Vec<String>>,
    pub json_ld: JsonLd,
    pub title: String,
    pub canonical: String,
    pub alternates: Vec<(String, String)>,
    pub lang: String,
    pub is_amp: bool,
    /// Whether `meta[http-equiv=refresh]` names another page.
    pub redirects: bool,
    /// The address in the comment that browsers write into saved pages.
    pub saved_from: String,
}

impl Head {
    pub(super) fn read(document: &Document, html: &str) -> Self {
        let mut head = Self { saved_from: saved_from(html), ..Self::default() };
        let root = document.select_single("html");
        head.lang = attr(&root, "lang");
        if head.lang.is_empty() {
            head.lang = attr(&root, "xml:lang");
        }
        head.is_amp = root.has_attr("amp") || root.has_attr("⚡");
        for meta in document.select("meta").iter() {
            let content = attr(&meta, "content");
            let is_refresh = attr(&meta, "http-equiv").eq_ignore_ascii_case("refresh");
            head.redirects |= is_refresh && content.to_ascii_lowercase().contains("url");
            for name in ["name", "property", "itemprop", "http-equiv"] {
                let name = attr(&meta, name).to_ascii_lowercase();
                if !name.is_empty() && !content.is_empty() {
                    head.metas.entry(name).or_default().push(content.clone());
                }
            }
        }
        for link in document.select("link[rel]").iter() {
            let rel = attr(&link, "rel").to_ascii_lowercase();
            let href = attr(&link, "href");
            let mut rels = rel.split_whitespace();
            if rels.clone().any(|rel| rel == "canonical") && head.canonical.is_empty() {
                head.canonical = href;
            } else if rels.any(|rel| rel == "alternate") && link.has_attr("hreflang") {
                head.alternates.push((attr(&link, "hreflang"), href));
            }
        }
        // An `svg` has titles, too.
        head.title = title_text(&document.select_single("head title").text());
        if head.title.is_empty() {
            head.title = title_text(&document.select_single("title").text());
        }
        let blocks: Vec<_> = document
            .select("script[type*='ld+json']")
            .iter()
            .map(|block| block.text().to_string())
            .collect();
        head.json_ld = JsonLd::read(blocks.iter().map(String::as_str));
        head
    }

    /// Returns the first value that one of the names has; empty without one.
    pub(super) fn meta(&self, names: &[&str]) -> String {
        self.metas(names).into_iter().next().unwrap_or_default()
    }

    /// Returns all values of the first name that has some.
    pub(super) fn metas(&self, names: &[&str]) -> Vec<String> {
        let mut found = names.iter().filter_map(|name| self.metas.get(*name));
        let values = found.next().map_or(&[][..], Vec::as_slice);
        values.iter().map(|value| title_text(value)).filter(|value| !value.is_empty()).collect()
    }
}

/// Returns an attribute as one clean line.
pub(super) fn attr(element: &dom_query::Selection<'_>, name: &str) -> String {
    element.attr(name).map(|value| clean_line(value.as_ref().into())).unwrap_or_default()
}

/// Returns the address in `<!-- saved from url=(0014)https://… -->`, or `url: https://…` of SingleFile.
fn saved_from(html: &str) -> String {
    let head = html.char_indices().nth(3000).map_or(html, |(end, _)| &html[..end]);
    let comment = |mark: &str| {
        let rest = head.split_once(mark)?.1;
        let start = rest.find("http").filter(|&start| start < 10)?;
        rest[start..].split_whitespace().next()
    };
    let found = comment("saved from url=").or_else(|| {
        head.contains("Page saved with SingleFile").then(|| comment("url: ")).flatten()
    });
    found.unwrap_or_default().trim_end_matches("-->").to_owned()
}

#[cfg(test)]
mod tests {
    use super::saved_from;

    #[test]
    fn finds_the_address_of_saved_pages() {
        let check = |html: &str, expected: &str| assert_eq!(saved_from(html), expected);
        check("<!-- saved from url=(0014)https://x.y/z -->", "https://x.y/z");
        check(
            "<!--\n Page saved with SingleFile \n url: https://x.y/z \n saved date: 2020",
            "https://x.y/z",
        );
        check("<p>url: https://x.y", "");
    }
}
