//! Lists as Markdown.

use super::{HEADING, NOTHING, Subject, reasons};
use crate::engine::Corpus;
use crate::recommend::RelatedList;

pub(super) fn list(
    subject: Subject<'_>,
    list: &RelatedList<'_>,
    corpus: &Corpus,
    show_reasons: bool,
) -> String {
    let mut block = format!("## {}\n\n### {HEADING}\n\n", escape(subject.name()));
    if list.items.is_empty() {
        block += &format!("{NOTHING}\n");
    }
    for item in &list.items {
        let entry = Subject::from(corpus.entry(item.doc));
        let title = escape(entry.name());
        block += &match entry.url.filter(|url| crate::export::html::link(Some(url)).is_some()) {
            Some(url) => format!("- **[{title}](<{}>)**", url.trim().replace(['<', '>'], "")),
            None => format!("- **{title}**"),
        };
        block += &format!("  \n  {}\n", escape(entry.teaser));
        if show_reasons {
            block += &format!("  \n  *{}*\n", escape(&reasons(item)));
        }
    }
    block
}

/// A text whose marks are shown, not obeyed.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}
