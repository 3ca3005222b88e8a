//! A graph of articles in GraphML, for Gephi and its like.

use alsolike::engine::Corpus;

use super::page::{Links, Page};
use crate::write::html::escape;

/// Returns the graph: a node for each article, and an edge with weight and rank from a page to each item.
pub(super) fn file(pages: &[Page<'_>], links: &Links, corpus: &Corpus) -> String {
    let mut graph = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
         <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n\
         <key id=\"url\" for=\"node\" attr.name=\"url\" attr.type=\"string\"/>\n\
         <key id=\"date\" for=\"node\" attr.name=\"date\" attr.type=\"string\"/>\n\
         <key id=\"lang\" for=\"node\" attr.name=\"lang\" attr.type=\"string\"/>\n\
         <key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n\
         <key id=\"rank\" for=\"edge\" attr.name=\"rank\" attr.type=\"int\"/>\n\
         <graph edgedefault=\"directed\">\n",
    );
    for article in corpus.articles() {
        graph += &format!("<node id=\"{}\">", escape(article.id.as_str()));
        let mut data = |key: &str, value: &str| {
            if !value.is_empty() {
                graph += &format!("<data key=\"{key}\">{}</data>", escape(value));
            }
        };
        data("label", &article.title);
        data("url", &links.of(article).unwrap_or_default());
        data("date", &article.date.map(|date| date.to_string()).unwrap_or_default());
        data("lang", &article.lang.to_string());
        graph += "</node>\n";
    }
    for page in pages {
        for (at, item) in page.items.iter().enumerate() {
            graph += &format!(
                "<edge source=\"{}\" target=\"{}\"><data key=\"weight\">{:.4}</data>\
                 <data key=\"rank\">{}</data></edge>\n",
                escape(page.article.id.as_str()),
                escape(item.article.id.as_str()),
                item.score,
                at + 1
            );
        }
    }
    graph + "</graph>\n</graphml>\n"
}
