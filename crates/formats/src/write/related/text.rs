//! Lists for a terminal.

use super::subject::{HEADING, Subject, nothing, reasons};
use crate::write::wrap::LINE_WIDTH;
use crate::write::wrap::{wrap, wrap_hanging};
use alsolike::engine::Corpus;
use alsolike::recommend::RelatedList;

pub(super) fn list(
    subject: Subject<'_>,
    list: &RelatedList<'_>,
    corpus: &Corpus,
    show_reasons: bool,
) -> String {
    let mut block = wrap(subject.name(), "", LINE_WIDTH);
    if let Some(id) = subject.id {
        block += &format!("[{id}]\n");
    }
    block += &format!("\n    {HEADING}\n\n");
    if list.items.is_empty() {
        block += &wrap(&nothing(list), "    ", LINE_WIDTH);
    }
    for item in &list.items {
        let article = Subject::from(corpus.article(item.doc));
        block += &wrap_hanging(article.name(), "  • ", LINE_WIDTH);
        block += &wrap(article.teaser, "      ", LINE_WIDTH);
        if show_reasons {
            block += &wrap_hanging(&reasons(item, corpus), "      = ", LINE_WIDTH);
        }
    }
    block
}
