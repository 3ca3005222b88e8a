//! Lists for a terminal.

use super::subject::{HEADING, Subject, nothing, reasons};
use crate::write::wrap::{wrap, wrap_hanging};
use alsolike::engine::Corpus;
use alsolike::recommend::RelatedList;

/// Width of a line in columns.
const WIDTH: usize = 80;

pub(super) fn list(
    subject: Subject<'_>,
    list: &RelatedList<'_>,
    corpus: &Corpus,
    show_reasons: bool,
) -> String {
    let mut block = wrap(subject.name(), "", WIDTH);
    if let Some(id) = subject.id {
        block += &format!("[{id}]\n");
    }
    block += &format!("\n    {HEADING}\n\n");
    if list.items.is_empty() {
        block += &wrap(&nothing(list), "    ", WIDTH);
    }
    for item in &list.items {
        let article = Subject::from(corpus.article(item.doc));
        block += &wrap_hanging(article.name(), "  • ", WIDTH);
        block += &wrap(article.teaser, "      ", WIDTH);
        if show_reasons {
            block += &wrap_hanging(&reasons(item, corpus), "      = ", WIDTH);
        }
    }
    block
}
