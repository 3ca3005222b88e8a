//! Lists for a terminal.

use super::{HEADING, Subject, nothing, reasons};
use crate::write::wrap;
use alsolike::engine::Corpus;
use alsolike::recommend::RelatedList;

/// Columns of a line.
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
        let entry = Subject::from(corpus.article(item.doc));
        block += &wrap(entry.name(), "  • ", WIDTH).replace("\n  • ", "\n    ");
        block += &wrap(entry.teaser, "      ", WIDTH);
        if show_reasons {
            block += &wrap(&reasons(item, corpus), "      = ", WIDTH)
                .replace("\n      = ", "\n        ");
        }
    }
    block
}
