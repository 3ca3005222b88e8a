//! Lists as Markdown.

use super::subject::{HEADING, Subject, nothing, reasons};
use crate::write::html::link;
use alsolike::engine::Corpus;
use alsolike::recommend::RelatedList;

pub(super) fn list(
    subject: Subject<'_>,
    list: &RelatedList<'_>,
    corpus: &Corpus,
    show_reasons: bool,
) -> String {
    let mut block = format!("## {}\n\n### {HEADING}\n\n", escape(subject.name()));
    if list.items.is_empty() {
        block += &format!("{}\n", nothing(list));
    }
    for item in &list.items {
        let article = Subject::from(corpus.article(item.doc));
        let title = escape(article.name());
        block += &match article.url.filter(|url| link(Some(url)).is_some()) {
            Some(url) => {
                format!("- **[{title}](<{}>)**", url.trim().replace('<', "%3C").replace('>', "%3E"))
            }
            None => format!("- **{title}**"),
        };
        block += &format!("  \n  {}\n", escape(article.teaser));
        if show_reasons {
            block += &format!("  \n  *{}*\n", escape(&reasons(item, corpus)));
        }
    }
    block
}

/// Escapes a text so that Markdown shows its marks.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in text.char_indices() {
        let is_mark = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' => true,
            // At the start of a line these marks start lists, rules and code blocks.
            '-' | '+' | '=' | '~' => at == 0,
            '.' | ')' if at > 0 && at == n_digits => {
                text[at + 1..].chars().next().is_none_or(char::is_whitespace)
            }
            _ => false,
        };
        if is_mark {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, TagEnd};

    use super::escape;

    /// Returns the text of a list item as a reader sees it.
    fn shown(text: &str) -> String {
        let item = format!("- **Title**  \n  {}\n", escape(text));
        let (mut shown, mut ends) = (String::new(), Vec::new());
        for event in Parser::new(&item) {
            match event {
                Event::Text(text) => shown.push_str(&text),
                Event::End(end) => ends.push(end),
                Event::HardBreak | Event::Start(_) => {}
                other => panic!("{text}: {other:?}"),
            }
        }
        assert_eq!(ends, [TagEnd::Strong, TagEnd::Item, TagEnd::List(false)], "{text}");
        shown.strip_prefix("Title").expect("the title is first").to_owned()
    }

    #[test]
    fn escaped_marks_are_shown() {
        for text in [
            "plain",
            "- a dash",
            "+ a plus",
            "1. first",
            "2021) a year",
            "--- a rule",
            "===",
            "~~~ code",
            "# heading",
            "> quoted",
            "a *b* _c_ `d` [e](f) <b>g</b> | h \\ i",
            "AT&T &lt; &copy;",
            "3.5 per cent - less",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
