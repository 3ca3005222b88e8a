//! The text fields of records, which may hold plain text or HTML.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};

use html5gum::{
    Span, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

use super::{
    html::{BLOCKS, Breaks, INLINE, LINES, read_shown_html, title_text},
    plain::{Plain, Rendered},
    shortcodes::without_shortcodes,
};

/// Elements whose content a page does not show as words.
const HIDDEN: [&str; 8] =
    ["script", "style", "iframe", "svg", "template", "noembed", "noframes", "object"];

/// Elements without an end tag that occur in articles.
const VOID: [&str; 3] = ["img", "input", "hr"];

/// Maximal length of a tag in bytes, for the decision whether a text is HTML. Pictures in addresses of type `data:`
/// are longer, but not the first tag of an article.
const MAX_TAG: usize = 2000;

/// A field of one or more paragraphs as plain text.
#[derive(Debug, Default)]
pub(crate) struct FieldText<'t> {
    pub text: Cow<'t, str>,
    /// The offset at which a teaser starts; see [`Rendered::lead`].
    pub lead: usize,
    /// Targets of links, if their words are left out.
    pub links: Vec<String>,
}

impl From<(Rendered, Vec<String>)> for FieldText<'_> {
    fn from((rendered, links): (Rendered, Vec<String>)) -> Self {
        Self { text: rendered.text.into(), lead: rendered.lead, links }
    }
}

/// Returns a field of one or more paragraphs as plain text. HTML is recognized by its looks; in other texts only
/// character references are decoded. `own_links` leaves out the words of links and returns their targets.
///
/// # Performance
/// Linear in the length of the text. A text without `<` and `&` is returned as it is.
pub(crate) fn field_text(text: Cow<'_, str>, own_links: bool) -> FieldText<'_> {
    match read_field(&text, own_links) {
        Some(found) => found,
        None => FieldText { text, ..FieldText::default() },
    }
}

/// Returns a field of one line, such as a title or a tag, as plain text.
pub(crate) fn field_line(line: Cow<'_, str>) -> Cow<'_, str> {
    if memchr2(b'<', b'&', line.as_bytes()).is_none() {
        return line;
    }
    let once = title_text(&line);
    // Some exports escape twice, and no title shows the number of a character.
    let text = if once.contains("&#") { title_text(&once) } else { once };
    // A title that is a tag alone, such as `<a>`, is about the tag.
    if text.is_empty() { line } else { Cow::Owned(text) }
}

/// Returns the text of HTML. A blank line starts a paragraph, because editors such as WordPress write paragraphs
/// without tags. `own_links` leaves out the words of links and returns their targets.
pub(crate) fn html_text(html: &str, own_links: bool) -> FieldText<'static> {
    let mut out = if own_links { Plain::without_links() } else { Plain::default() };
    let html = without_shortcodes(html);
    let breaks = if has_block(&html) { Breaks::Paragraphs } else { Breaks::Lines };
    // An `svg` without an end would hide the rest.
    let is_hidden = |name: &&str| *name != "svg" || html.contains("</svg");
    let hidden: Vec<&str> = HIDDEN.into_iter().filter(is_hidden).collect();
    read_shown_html(&html, &hidden, breaks, &mut out);
    let links = out.take_links();
    (out.into_rendered(), links).into()
}

/// Whether a text is HTML: it has tags of known elements that belong together. Plain text such as `a < b`, code such
/// as `Vec<T>` and a sentence about the tag `<b>` are none.
///
/// # Performance
/// Linear in the length of the text.
pub(crate) fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    // Each sign counts 1 or 2, and 2 are enough.
    let mut signs = u32::from(start.starts_with('<'));
    let mut open: Vec<&str> = Vec::new();
    let mut has_end_of_code = true;
    let mut at = 0;
    while signs < 2 {
        let Some(step) = memchr2(b'<', b'`', &text.as_bytes()[at..]) else { return false };
        at += step;
        let rest = &text[at..];
        if rest.starts_with('`') {
            // Code in Markdown says nothing about the text around it.
            let length = rest.bytes().take_while(|&b| b == b'`').count();
            at += length;
            if length >= 3 && has_end_of_code {
                match text[at..].find("```") {
                    Some(end) => at += end + 3,
                    None => has_end_of_code = false,
                }
            } else if length == 1 {
                let line = &text.as_bytes()[at..text.len().min(at + 200)];
                let end = line.iter().position(|&b| matches!(b, b'`' | b'\n'));
                if let Some(end) = end.filter(|&end| line[end] == b'`') {
                    at += end + 1;
                }
            }
            continue;
        }
        at += 1;
        if rest.starts_with("<!-- wp:") || rest.starts_with("<!--more") {
            return true;
        }
        if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            return true;
        }
        let Some(tag) = SeenTag::parse(rest) else { continue };
        at += tag.length - 1;
        if tag.is_end {
            signs += if open.contains(&tag.name) { 2 } else { 0 };
        } else if tag.is_block {
            signs += if tag.has_attributes || tag.is_closed { 2 } else { 1 };
        }
        if !tag.is_end && !open.contains(&tag.name) {
            open.push(tag.name);
        }
    }
    true
}

/// A tag of a known element.
struct SeenTag {
    /// The name as in the tables.
    name: &'static str,
    is_end: bool,
    /// Whether the element makes a break or a picture, so that it means something without an end tag.
    is_block: bool,
    has_attributes: bool,
    /// Whether the tag ends in `/>`.
    is_closed: bool,
    length: usize,
}

impl SeenTag {
    /// Parses the tag at the start of a text; `None` for anything that is no tag of a known element.
    fn parse(text: &str) -> Option<Self> {
        let bytes = &text.as_bytes()[..text.len().min(MAX_TAG)];
        let is_end = bytes.get(1) == Some(&b'/');
        let name_start = 1 + usize::from(is_end);
        let name_length =
            bytes.get(name_start..)?.iter().position(|b| !b.is_ascii_alphanumeric())?;
        let behind = name_start + name_length;
        let name = text.get(name_start..behind)?;
        let known = |names: &[&'static str]| {
            names.iter().find(|known| known.eq_ignore_ascii_case(name)).copied()
        };
        let block = known(&BLOCKS).or(known(&LINES)).or(known(&VOID)).or(known(&HIDDEN));
        let block = block.or(known(&["td", "th", "tbody", "html", "head", "br"]));
        let name = block.or(known(&INLINE)).or(known(&["font", "del", "ins", "mark", "time"]))?;
        let attributes = &bytes[behind..];
        let end = attributes.iter().position(|&b| matches!(b, b'>' | b'<'))?;
        let attributes = (attributes[end] == b'>').then_some(&attributes[..end])?;
        let is_closed = attributes.last() == Some(&b'/');
        let attributes = attributes.trim_ascii();
        let has_attributes = !matches!(attributes, b"" | b"/");
        // `a <b and c> d` compares numbers.
        let name_end = attributes.iter().position(|b| !(b.is_ascii_alphanumeric() || *b == b'-'));
        let is_attribute = name_end
            .is_some_and(|end| end > 0 && attributes[end..].trim_ascii_start().starts_with(b"="));
        let is_tag = !has_attributes || is_attribute && !is_end;
        let length = behind + end + 1;
        let is_block = block.is_some();
        is_tag.then_some(Self { name, is_end, is_block, has_attributes, is_closed, length })
    }
}

/// Returns the text of a field; `None` for a plain text that stays as it is.
fn read_field(text: &str, own_links: bool) -> Option<FieldText<'static>> {
    let plain = |text: String| FieldText { text: text.into(), ..FieldText::default() };
    if memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return has_shortcodes(text).then(|| plain(without_shortcodes(text).trim().to_owned()));
    }
    if is_html(text) {
        return Some(html_text(text, own_links));
    }
    memchr(b'&', text.as_bytes())?;
    let decoded = decode(text);
    // Some exports escape the whole HTML once more.
    if decoded.trim_start().starts_with('<')
        && !text.trim_start().starts_with('<')
        && is_html(&decoded)
    {
        return Some(html_text(&decoded, own_links));
    }
    Some(plain(decoded))
}

/// Whether a text without tags is one from WordPress by its shortcodes.
fn has_shortcodes(text: &str) -> bool {
    let starts = |at: usize| {
        let tag = &text[at + 1..];
        ["gallery", "caption", "embed", "/"].iter().any(|mark| tag.starts_with(mark))
    };
    memchr_iter(b'[', text.as_bytes()).any(starts)
}

/// Decodes character references in plain text. Line breaks stay.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let escaped = text.replace('<', "&lt;");
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        if let CallbackEvent::String { value } = event {
            out.push_str(&String::from_utf8_lossy(value));
        }
        None
    });
    Tokenizer::new_with_emitter(&*escaped, emitter).for_each(drop);
    out
}

/// Whether HTML has tags that make breaks. Without them its line breaks are those of the text.
fn has_block(html: &str) -> bool {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let Some(tag) = SeenTag::parse(&rest[at..]) else {
            rest = &rest[at + 1..];
            continue;
        };
        if BLOCKS.contains(&tag.name) || LINES.contains(&tag.name) {
            return true;
        }
        rest = &rest[at + tag.length..];
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{field_line, field_text, is_html};

    fn check(text: &str, expected: &str) {
        assert_eq!(field_text(text.into(), false).text, expected, "{text}");
    }

    #[test]
    fn reads_html_into_paragraphs() {
        check("<p>One <b>bo</b>ld</p><p>two &amp; three</p>", "One bold\n\ntwo & three");
        check("Lead.<br>\nMore.<br/>End", "Lead.\nMore.\nEnd");
        check("Words with <strong>force</strong> &#8211; here", "Words with force – here");
        check("<p class=x>a</p><script>if (a<b) { \"<p>\" }</script><style>p{}</style>b", "a\n\nb");
        check("<p>a</p><svg><title>t</title><path/></svg><p>b</p>", "a\n\nb");
        check("<P>a</P><IFRAME src=x>no frames</IFRAME>", "a");
        check("<p>Only one paragraph", "Only one paragraph");
        check("<p>line\nbreak</p>", "line break");
    }

    #[test]
    fn reads_texts_of_wordpress() {
        check(
            "<!-- wp:paragraph -->\n<p class=\"lead\">One</p>\n<!-- /wp:paragraph -->[gallery ids=\"4\"]",
            "One",
        );
        check("One <em>a</em>\n\nTwo\nthree\r\n\r\nFour", "One a\n\nTwo\nthree\n\nFour");
        check("[caption id=\"x\"]<img src=\"y\" /> A cap[/caption]\n\nText", "A cap\n\nText");
        check("Text\n\n[gallery columns=\"4\"]", "Text");
        check("<pre>a\n\nb</pre>", "a\nb");
    }

    #[test]
    fn plain_text_and_code_stay() {
        for text in [
            "if a < b and c > d: stop",
            "a <b and c> d",
            "Vec<T> and HashMap<String, Vec<u8>>",
            "#include <stdio.h>\nint main() {}",
            "The tag <b> is old, as <i> is.",
            "Use `<p>x</p>` or:\n```html\n<p>x</p>\n<div>\n```\nEnd",
            "x <- 3; y -> z <= 4",
            "<3 this & that",
            "[sic] He said",
            "<config><item>x</item></config>",
            "AT&T; R&D & more",
            "One.\n\n  Two.\n",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn decodes_characters_in_plain_text() {
        check("A &amp; B&#8217;s\n\nR&D caf&eacute;", "A & B’s\n\nR&D café");
        check("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;A &amp;amp; B&lt;/p&gt;", "One\n\nA & B");
        check("a &lt; b", "a < b");
    }

    #[test]
    fn collects_links() {
        let found = field_text("<p>See <a href=\"/x\">the page</a> now.</p>".into(), true);
        assert_eq!((&*found.text, found.links), ("See now.", vec!["/x".to_owned()]));
    }

    #[test]
    fn a_line_is_shown_without_marks() {
        let check = |line: &str, expected: &str| assert_eq!(field_line(line.into()), expected);
        check("The captain&#8217;s <em>ferry</em>", "The captain’s ferry");
        check("Silt &amp;#038; mud", "Silt & mud");
        check("Using Vec<T> & more", "Using Vec<T> & more");
        check("R&D", "R&D");
    }

    #[test]
    fn repeated_and_unclosed_marks_take_linear_time() {
        #[rustfmt::skip]
        let marks = [
            "<p", "<p>", "<p a=", "</p>", "<!--", "<svg>", "<a href=x>", "`", "```", "```a ", "&", "&a", "&#1",
            "<b ", "[a b=", "<script>", "<pre>\n", "<b>", "<object>", "&lt;p&gt;", "<x>", "\n", "a<b>`",
        ];
        for mark in marks {
            let text = mark.repeat(100_000);
            field_text(text.as_str().into(), false);
            field_text(format!("<p>{text}</p>").into(), false);
        }
    }

    proptest! {
        #[test]
        fn reads_any_text(text in "\\PC*", marks in "[-<>&;#!/=ap\"'x1é\\[\\]` \n]{0,80}") {
            for text in [text, marks] {
                let _ = is_html(&text);
                let _ = field_line(text.as_str().into());
                let found = field_text(text.into(), false);
                prop_assert!(found.text.is_char_boundary(found.lead));
            }
        }
    }
}
