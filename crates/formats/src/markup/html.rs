//! The words of HTML.

use pulldown_cmark::{Event, Parser};

use super::render::Plain;

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 32] = [
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

/// Elements that begin a line.
const LINES: [&str; 8] = ["br", "caption", "dd", "dt", "li", "option", "tr", "title"];

/// Elements that titles are marked up with.
const INLINE: [&str; 17] = [
    "a", "abbr", "b", "br", "cite", "code", "em", "i", "q", "s", "small", "span", "strong", "sub",
    "sup", "u", "wbr",
];

/// Appends the words of HTML: tags go, block elements become breaks, entities characters.
pub(crate) fn read_html(html: &str, out: &mut Plain) {
    read(html, out, |_| true);
}

/// The words of a title: only the tags that titles are marked up with go, so `Vec<T>` stays.
pub(crate) fn title_words(title: &str) -> String {
    let mut out = Plain::default();
    read(title, &mut out, |name| INLINE.iter().any(|known| known.eq_ignore_ascii_case(name)));
    out.into_text()
}

/// Whether a text is HTML rather than code: it starts with a tag or closes one.
pub(crate) fn has_tags(text: &str) -> bool {
    let name_follows = |at: usize| text[at..].starts_with(|c: char| c.is_ascii_alphabetic());
    let start = text.len() - text.trim_start().len();
    let starts = text[start..].starts_with('<') && name_follows(start + 1) && text.contains('>');
    starts || text.match_indices("</").any(|(at, mark)| name_follows(at + mark.len()))
}

fn read(html: &str, out: &mut Plain, is_tag: impl Fn(&str) -> bool) {
    let mut tags = Tags::of(html);
    let mut at = 0;
    while let Some(step) = html[at..].find('<') {
        decode(&html[at..at + step], out);
        at += step;
        let Some((name, end)) = tags.tag(at).filter(|(name, _)| is_tag(name)) else {
            out.push("<");
            at += 1;
            continue;
        };
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is(&BLOCKS) {
            out.paragraph();
        } else if is(&LINES) {
            out.line();
        } else if is(&["td", "th"]) {
            out.push(" ");
        }
        if is(&["a"]) {
            let tag = &html[at..end];
            match attribute(tag, "href") {
                _ if tag.starts_with("</") => out.close_link(),
                Some(target) => out.open_link(&target),
                None => {}
            }
        }
        at = end;
    }
    decode(&html[at..], out);
}

/// Finds where tags end. What is known of the whole text keeps the search linear: no end is looked
/// for where there is none.
struct Tags<'a> {
    html: &'a str,
    last_tag_end: usize,
    last_comment_end: usize,
    /// Whether `>` in quotes is no end; not any more once a quote was left open.
    heeds_quotes: bool,
}

impl<'a> Tags<'a> {
    fn of(html: &'a str) -> Self {
        let last_tag_end = html.rfind('>').unwrap_or(0);
        let last_comment_end = html.rfind("-->").unwrap_or(0);
        Self { html, last_tag_end, last_comment_end, heeds_quotes: true }
    }

    /// Name and end of the tag, comment or declaration that starts at the `<` at an offset.
    fn tag(&mut self, at: usize) -> Option<(&'a str, usize)> {
        let html = &self.html[at..];
        if html.starts_with("<!--") && at < self.last_comment_end {
            return Some(("!--", at + html.find("-->")? + 3));
        }
        let name = html[1..].strip_prefix('/').unwrap_or(&html[1..]);
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?');
        if !starts || at > self.last_tag_end {
            return None;
        }
        let quoted_end = if self.heeds_quotes { end_outside_quotes(html) } else { None };
        self.heeds_quotes = quoted_end.is_some();
        let end = quoted_end.or_else(|| html.find('>'))?;
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        Some((name, at + end + 1))
    }
}

fn end_outside_quotes(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        quote.is_none() && byte == b'>'
    })
}

/// The value of an attribute of a tag, entities decoded.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let value = lower.match_indices(name).find_map(|(at, _)| {
        let after = tag[at + name.len()..].trim_start().strip_prefix('=')?;
        lower[..at].ends_with(|c: char| c.is_whitespace()).then(|| after.trim_start())
    })?;
    let value = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
        _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
    };
    let mut out = Plain::default();
    decode(value?, &mut out);
    Some(out.into_text())
}

/// Appends text with its entities decoded.
fn decode(text: &str, out: &mut Plain) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push(&rest[..at]);
        rest = &rest[at..];
        // The longest entity has 32 letters.
        let length = rest.bytes().take(40).position(|b| b == b';').map(|end| end + 1);
        match length.and_then(|length| Some((length, entity(&rest[..length])?))) {
            Some((length, character)) => {
                out.push(&character);
                rest = &rest[length..];
            }
            None => {
                out.push("&");
                rest = &rest[1..];
            }
        }
    }
    out.push(rest);
}

/// What an entity stands for. The Markdown parser knows all 2231 of them, so no second table.
fn entity(entity: &str) -> Option<String> {
    let name = &entity[1..entity.len() - 1];
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#') {
        return None;
    }
    let words = |event| if let Event::Text(text) = event { Some(text.into_string()) } else { None };
    let decoded: String = Parser::new(entity).filter_map(words).collect();
    (decoded != entity).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{read_html, title_words};
    use crate::markup::render::Plain;

    fn words(html: &str) -> String {
        let mut out = Plain::default();
        read_html(html, &mut out);
        out.into_text()
    }

    #[test]
    fn tags_go_and_blocks_break() {
        let check = |html: &str, expected: &str| assert_eq!(words(html), expected, "{html}");
        check("<p>One <b>bo</b>ld</p>\n<p>two", "One bold\n\ntwo");
        check("<ul><li>a</li>\n<li>b</li></ul>", "a\nb");
        check("<tr><td>a</td><td>b</td></tr><tr><td>c", "a b\nc");
        check("<a title='x > y' href=z>w</a>", "w");
        check("1 < 2 <3 <", "1 < 2 <3 <");
        check("<a title=\"open>x</a> <b>y</b>", "x y");
        check("a<b <!-- <i", "a<b <!-- <i");
        check("a<!-- b -->c<!doctype html>d", "acd");
        check(
            "caf&eacute; &amp;amp; &#8217;&#x41;&nbsp;x &nosuch; & &;",
            "café &amp; ’A x &nosuch; & &;",
        );
    }

    #[test]
    fn a_title_keeps_what_is_no_markup() {
        let check = |title: &str, expected: &str| assert_eq!(title_words(title), expected);
        check("<em>Ten</em> tips &mdash; a <span class=\"x\">list</span>", "Ten tips — a list");
        check("Using Vec<T> & <script>", "Using Vec<T> & <script>");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC*", marks in "[<>&;#!/ap\"'x1é -]{0,60}") {
            let _ = words(&text);
            let _ = words(&marks);
        }
    }
}
