//! Schema.org's description of an article in JSON-LD.

use serde_json::{Map, Value};

/// Types of articles, beside all that end with `Article`.
const ARTICLES: [&str; 8] = [
    "BlogPosting",
    "HowTo",
    "LiveBlogPosting",
    "Recipe",
    "Report",
    "Review",
    "SocialMediaPosting",
    "TechArticle",
];

/// Types of pages that list others.
const LISTINGS: [&str; 7] = [
    "Blog",
    "CollectionPage",
    "ItemList",
    "MediaGallery",
    "ProfilePage",
    "SearchResultsPage",
    "CategoryCode",
];

/// Largest number of nodes that are looked at. Pages have a few; shops have hundreds.
const MAX_NODES: usize = 1000;

/// The nodes of all blocks of a page.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    nodes: Vec<Map<String, Value>>,
}

impl JsonLd {
    /// Reads the blocks of a page. A block that cannot be mended is left out.
    pub(super) fn read<'a>(blocks: impl IntoIterator<Item = &'a str>) -> Self {
        let mut found = Self::default();
        for value in blocks.into_iter().filter_map(parse) {
            found.collect(value, 0);
        }
        found
    }

    /// Takes the nodes in arrays, in `@graph` and in `mainEntity`, in the order of the page.
    fn collect(&mut self, value: Value, depth: usize) {
        if self.nodes.len() >= MAX_NODES || depth > 8 {
            return;
        }
        match value {
            Value::Array(values) => {
                values.into_iter().for_each(|value| self.collect(value, depth + 1))
            }
            Value::Object(mut node) => {
                for name in ["@graph", "mainEntity"] {
                    let is_article_list =
                        matches!(node.get(name), Some(Value::Array(_) | Value::Object(_)));
                    if is_article_list && let Some(inner) = node.remove(name) {
                        self.collect(inner, depth + 1);
                    }
                }
                self.nodes.push(node);
            }
            _ => {}
        }
    }

    /// Returns the article that the page describes.
    pub(super) fn article(&self) -> Option<Node<'_>> {
        let is_article = |node: &&Map<String, Value>| {
            types(node).any(|name| ARTICLES.contains(&name) || name.ends_with("Article"))
        };
        self.nodes.iter().find(is_article).map(|node| Node { node, graph: self })
    }

    /// Returns the page itself, where it is no article.
    pub(super) fn page(&self) -> Option<Node<'_>> {
        let is_page =
            |node: &&Map<String, Value>| types(node).any(|name| name.ends_with("WebPage"));
        self.nodes.iter().find(is_page).map(|node| Node { node, graph: self })
    }

    /// Whether the page says of itself that it lists others, and of no article.
    pub(super) fn is_listing(&self) -> bool {
        let is_listing =
            |node: &Map<String, Value>| types(node).any(|name| LISTINGS.contains(&name));
        self.article().is_none() && self.nodes.iter().any(is_listing)
    }

    /// Returns the names of the trail to the page, from the home page on, without the page itself.
    pub(super) fn trail(&self) -> Vec<String> {
        let is_list = |node: &&Map<String, Value>| types(node).any(|name| name == "BreadcrumbList");
        let Some(list) = self.nodes.iter().find(is_list) else { return Vec::new() };
        let Some(Value::Array(items)) = list.get("itemListElement") else { return Vec::new() };
        let mut named: Vec<(i64, String)> = Vec::new();
        for (at, item) in items.iter().take(20).enumerate() {
            let position = item.get("position").and_then(Value::as_i64).unwrap_or(at as i64);
            let name = item.get("name").or_else(|| item.get("item")?.get("name"));
            named.extend(name.and_then(Value::as_str).map(|name| (position, clean(name))));
        }
        named.sort_by_key(|(position, _)| *position);
        named.pop();
        named.into_iter().map(|(_, name)| name).collect()
    }
}

fn types(node: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let types = node.get("@type").map_or(&[][..], |types| match types {
        Value::Array(types) => types,
        one => std::slice::from_ref(one),
    });
    let name = |name: &str| name.rfind(['/', ':', '#']).map_or(0, |at| at + 1);
    types.iter().filter_map(Value::as_str).map(move |full| &full[name(full)..])
}

/// A node whose references to other nodes are followed.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    node: &'a Map<String, Value>,
    graph: &'a JsonLd,
}

impl<'a> Node<'a> {
    /// Returns the first text of a property; empty without one.
    pub(super) fn text(&self, name: &str) -> String {
        self.texts(name).into_iter().next().unwrap_or_default()
    }

    /// Returns the texts of a property: itself, those of its list, or the names of its nodes.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        self.values(name, &["name", "@value"])
    }

    /// Returns the first address of a property.
    pub(super) fn address(&self, name: &str) -> String {
        let addresses = self.values(name, &["contentUrl", "url", "@id"]);
        addresses.into_iter().next().unwrap_or_default()
    }

    /// Returns a flag, which is often a text.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.node.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => match text.trim().to_ascii_lowercase().rsplit('/').next()? {
                "false" | "no" => Some(false),
                "true" | "yes" => Some(true),
                _ => None,
            },
            _ => None,
        }
    }

    fn values(&self, name: &str, inner: &[&str]) -> Vec<String> {
        let values = self.node.get(name).map_or(&[][..], |values| match values {
            Value::Array(values) => values,
            one => std::slice::from_ref(one),
        });
        let texts = values.iter().filter_map(|value| match value {
            Value::String(text) => Some(clean(text)),
            Value::Object(node) => {
                let node = self.resolve(node);
                let mut texts = inner.iter().filter_map(|name| node.get(*name)?.as_str());
                texts.next().map(clean)
            }
            _ => None,
        });
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Follows `{"@id": "…"}`.
    fn resolve(&self, node: &'a Map<String, Value>) -> &'a Map<String, Value> {
        let (1, Some(id)) = (node.len(), node.get("@id")) else { return node };
        self.graph.nodes.iter().find(|node| node.get("@id") == Some(id)).unwrap_or(node)
    }
}

/// Returns a text without character references, which some generators leave in JSON.
fn clean(text: &str) -> String {
    crate::markup::html::title_text(text)
}

/// Parses a block, after mending what generators do wrong if need be.
fn parse(block: &str) -> Option<Value> {
    let block = block.trim();
    let block = block.strip_prefix("<!--").unwrap_or(block);
    let block = block.strip_suffix("-->").unwrap_or(block);
    let block = block.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
    let block = block.trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim();
    let parse = |text: &str| serde_json::from_str(text.trim_end_matches([';', ' ', '\n'])).ok();
    parse(block).or_else(|| parse(&mended(block))).or_else(|| {
        let has_references = block.contains("&quot;") || block.contains("&#34;");
        has_references.then(|| parse(&mended(&unescaped(block))))?
    })
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#39;", "'");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Returns JSON without commas before closing brackets and without raw line breaks in strings.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut is_escaped) = (false, false);
    // The length before a comma behind which nothing but white space was written.
    let mut comma: Option<usize> = None;
    for c in text.chars() {
        if in_string {
            match c {
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => {}
                c => out.push(c),
            }
            in_string = is_escaped || c != '"';
            is_escaped = !is_escaped && c == '\\';
            continue;
        }
        match c {
            ']' | '}' => {
                if let Some(length) = comma.take() {
                    out.truncate(length);
                }
            }
            ',' if comma.is_some() => continue,
            ',' => comma = Some(out.len()),
            c if !c.is_whitespace() => comma = None,
            _ => {}
        }
        in_string = c == '"';
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::JsonLd;

    #[test]
    fn finds_the_article_in_arrays_graphs_and_blocks() {
        for block in [
            r#"{"@type":"NewsArticle","headline":"A &amp; b"}"#,
            r#"[{"@type":"WebSite"},{"@type":["Thing","http://schema.org/BlogPosting"],"headline":"A & b",}]"#,
            r#"{"@graph":[{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"A & b"}},],}"#,
            "<!-- {\"@type\":\"Article\",\n\"headline\":\"A\n& b\"}; -->",
            "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;A &amp;amp; b&quot;}",
        ] {
            let found = JsonLd::read(["nonsense", block]);
            assert_eq!(
                found.article().map(|node| node.text("headline")),
                Some("A & b".into()),
                "{block}"
            );
        }
    }

    #[test]
    fn reads_properties() {
        let found = JsonLd::read([r##"{"@graph":[
            {"@type":"Article","author":[{"@id":"#p"},{"name":"Bo"},"Cy"],"keywords":["k","l"],
             "isAccessibleForFree":"False","image":{"url":"/i.png"},"mainEntityOfPage":{"@id":"https://x/"}},
            {"@type":"Person","@id":"#p","name":"Ann"},
            {"@type":"BreadcrumbList","itemListElement":[
                {"position":2,"item":{"name":"News"}},{"position":1,"name":"Home"},{"position":3,"name":"This"}]}]}"##]);
        let article = found.article().unwrap();
        assert_eq!(article.texts("author"), ["Ann", "Bo", "Cy"]);
        assert_eq!(article.texts("keywords"), ["k", "l"]);
        assert_eq!(article.flag("isAccessibleForFree"), Some(false));
        assert_eq!(article.address("image"), "/i.png");
        assert_eq!(article.address("mainEntityOfPage"), "https://x/");
        assert_eq!(found.trail(), ["Home", "News"]);
        assert!(!found.is_listing());
        assert!(JsonLd::read([r#"{"@type":"CollectionPage"}"#]).is_listing());
    }

    proptest! {
        #[test]
        fn no_block_panics(text in "\\PC*", marks in "[\\[\\]{}\",:a@&;\\\\\n é-]{0,60}") {
            let found = JsonLd::read([text.as_str(), &marks, &"[".repeat(100_000)]);
            let _ = (found.article().is_some(), found.trail(), found.is_listing());
        }
    }
}
