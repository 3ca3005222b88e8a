//! HTML to plain text.

use html5gum::{
    Span, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

use super::plain::Plain;

/// Elements that start and end a paragraph.
pub(super) const BLOCKS: [&str; 32] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "details",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
    "video",
];

/// Elements that start a line.
pub(super) const LINES: [&str; 8] = ["br", "caption", "dd", "dt", "li", "option", "tr", "title"];

/// Elements that occur in titles.
pub(super) const INLINE: [&str; 17] = [
    "a", "abbr", "b", "br", "cite", "code", "em", "i", "q", "s", "small", "span", "strong", "sub",
    "sup", "u", "wbr",
];

/// Appends the text of HTML. Drops tags and comments, decodes character references, and turns block elements into
/// breaks. Tokenizes by the HTML standard: a tag or comment that is never closed hides the rest of the text.
///
/// # Performance
/// Linear in the length of the text.
pub(crate) fn read_html(html: &str, out: &mut Plain) {
    let mut link = Link::default();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                link = Link::at_tag(name);
                add_break(name, out);
            }
            CallbackEvent::AttributeName { name } => link.start_attribute(name),
            CallbackEvent::AttributeValue { value } => link.add_value(value),
            CallbackEvent::CloseStartTag { .. } => {
                if let Some(target) = link.target.take() {
                    out.open_link(&target);
                }
            }
            CallbackEvent::EndTag { name } if name == b"a" => out.close_link(),
            CallbackEvent::EndTag { name } => add_break(name, out),
            CallbackEvent::String { value } => out.push(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
        None
    });
    Tokenizer::new_with_emitter(html, emitter).for_each(drop);
}

/// The target of a start tag `a` while its attributes are read.
#[derive(Default)]
pub(super) struct Link {
    /// Whether the tag is `a`.
    is_open: bool,
    /// Whether the current attribute is the first `href`.
    is_target: bool,
    pub(super) target: Option<String>,
}

impl Link {
    /// Returns the state at a start tag.
    pub(super) fn at_tag(name: &[u8]) -> Self {
        Self { is_open: name == b"a", ..Self::default() }
    }

    pub(super) fn start_attribute(&mut self, name: &[u8]) {
        self.is_target = self.is_open && self.target.is_none() && name == b"href";
        if self.is_target {
            self.target = Some(String::new());
        }
    }

    pub(super) fn add_value(&mut self, value: &[u8]) {
        if self.is_target {
            self.target = Some(String::from_utf8_lossy(value).into_owned());
        }
    }
}

/// Adds the break that the start or end of an element makes.
pub(super) fn add_break(name: &[u8], out: &mut Plain) {
    let is_one_of = |names: &[&str]| names.iter().any(|known| known.as_bytes() == name);
    if is_one_of(&BLOCKS) {
        out.paragraph();
    } else if is_one_of(&LINES) {
        out.line();
    } else if is_one_of(&["td", "th"]) {
        out.push(" ");
    }
}

/// Returns the text of a title. Drops only the tags of [`INLINE`], so that `Vec<T>` stays.
pub(crate) fn title_text(title: &str) -> String {
    let is_inline_tag = |rest: &str| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        rest.contains('>') && INLINE.iter().any(|known| known.eq_ignore_ascii_case(name))
    };
    let mut html = String::with_capacity(title.len());
    for (at, part) in title.split('<').enumerate() {
        if at > 0 {
            html.push_str(if is_inline_tag(part) { "<" } else { "&lt;" });
        }
        html.push_str(part);
    }
    let mut out = Plain::default();
    read_html(&html, &mut out);
    out.into_text()
}

/// Whether a text is HTML, not code: it starts with a tag, or has an end tag.
pub(crate) fn has_tags(text: &str) -> bool {
    let name_follows = |at: usize| text[at..].starts_with(|c: char| c.is_ascii_alphabetic());
    let start = text.len() - text.trim_start().len();
    let starts = text[start..].starts_with('<') && name_follows(start + 1) && text.contains('>');
    starts || text.match_indices("</").any(|(at, mark)| name_follows(at + mark.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{read_html, title_text};
    use crate::markup::plain::Plain;

    fn words(html: &str) -> String {
        let mut out = Plain::default();
        read_html(html, &mut out);
        out.into_text()
    }

    #[test]
    fn drops_tags_and_turns_blocks_into_breaks() {
        let check = |html: &str, expected: &str| assert_eq!(words(html), expected, "{html}");
        check("<p>One <b>bo</b>ld</p>\n<p>two", "One bold\n\ntwo");
        check("<ul><li>a</li>\n<li>b</li></ul>", "a\nb");
        check("<tr><td>a</td><td>b</td></tr><tr><td>c", "a b\nc");
        check("<a title='x > y' href=z>w</a>", "w");
        check("1 < 2 <3 <", "1 < 2 <3 <");
        check("a<!-- b -->c<!doctype html>d", "acd");
        check(
            "caf&eacute; &amp;amp; &#8217;&#x41;&nbsp;x &nosuch; & &;",
            "café &amp; ’A x &nosuch; & &;",
        );
    }

    #[test]
    fn unclosed_tags_and_comments_hide_the_rest_as_in_browsers() {
        let check = |html: &str, expected: &str| assert_eq!(words(html), expected, "{html}");
        check("a <a title=\"open>x</a> <b>y</b>", "a");
        check("a<b <!-- <i", "a");
        check("a<!-- b", "a");
    }

    #[test]
    fn collects_the_first_href_of_a_link() {
        let mut out = Plain::without_links();
        read_html(
            "<A HREF='/x?a&amp;b' href=y>word</a> <a href>z</a> <a name=n>anchor</a>",
            &mut out,
        );
        assert_eq!(out.take_links(), ["/x?a&b", ""]);
        assert_eq!(out.into_text(), "anchor");
    }

    #[test]
    fn a_title_keeps_unknown_tags() {
        let check = |title: &str, expected: &str| assert_eq!(title_text(title), expected);
        check("<em>Ten</em> tips &mdash; a <span class=\"x\">list</span>", "Ten tips — a list");
        check("Using Vec<T> & <script>", "Using Vec<T> & <script>");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*", marks in "[<>&;#!/ap\"'x1é -]{0,60}") {
            let _ = words(&text);
            let _ = words(&marks);
        }
    }
}
