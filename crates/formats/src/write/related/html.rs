//! Lists as an HTML page.

use super::subject::{HEADING, Subject, nothing, reasons};
use crate::write::html::{escape, linked};
use alsolike::engine::Corpus;
use alsolike::recommend::RelatedList;

pub(super) fn list(
    subject: Subject<'_>,
    list: &RelatedList<'_>,
    corpus: &Corpus,
    show_reasons: bool,
) -> String {
    let anchor = subject.id.map(|id| format!(" id=\"{}\"", escape(id))).unwrap_or_default();
    let mut block =
        format!("<article{anchor}>\n<h2>{}</h2>\n", linked(subject.name(), subject.url));
    block += &format!("<p class=\"teaser\">{}</p>\n", escape(subject.teaser));
    block += &format!("<section class=\"also-like\">\n<h3>{HEADING}</h3>\n");
    if list.items.is_empty() {
        block += &format!("<p class=\"teaser\">{}</p>\n", nothing(list));
    } else {
        block += "<ul>\n";
        for item in &list.items {
            let article = Subject::from(corpus.article(item.doc));
            block += &format!(
                "<li><span class=\"title\">{}</span>",
                linked(article.name(), article.url)
            );
            block += &format!("<p class=\"teaser\">{}</p>", escape(article.teaser));
            if show_reasons {
                block += &format!("<p class=\"meta\">{}</p>", escape(&reasons(item, corpus)));
            }
            block += "</li>\n";
        }
        block += "</ul>\n";
    }
    block + "</section>\n</article>\n"
}
