//! HTML to plain text.

use hashbrown::HashMap;
use html5gum::{
    Span, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

use super::plain::{MORE, Plain, Rendered};

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

/// Elements whose content is no text of the page.
const HIDDEN: [&str; 13] = [
    "button", "canvas", "iframe", "math", "noscript", "object", "script", "select", "style", "svg",
    "template", "textarea", "title",
];

/// Elements that [`render_html`] hides, too, unless there is no other text: code, as in Markdown.
const CODE: [&str; 1] = ["pre"];

/// Elements whose text is no start of a teaser.
const NO_LEAD: [&str; 4] = ["figcaption", "nav", "pre", "table"];

/// Elements that have no end tag, or that the next of their kind ends.
const UNNESTED: [&str; 28] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "option", "p", "param", "source", "tbody", "td", "tfoot",
    "th", "thead", "tr", "wbr",
];

/// Elements that occur in titles.
pub(super) const INLINE: [&str; 17] = [
    "a", "abbr", "b", "br", "cite", "code", "em", "i", "q", "s", "small", "span", "strong", "sub",
    "sup", "u", "wbr",
];

/// Renders HTML that is a part of a page: the body of a post, as records and exports hold it.
///
/// Drops what [`read_html`] drops, scripts and other elements without text of the page, and code unless there is no
/// other text.
///
/// # Performance
/// Linear in the length of the text.
pub(crate) fn render_html(html: &str) -> Rendered {
    let render = |hidden: &[&'static str]| {
        let mut out = Plain::default();
        read_shown_html(html, hidden, Breaks::Spaces, &mut out);
        out.into_rendered()
    };
    let rendered = render(&[&HIDDEN[..], &CODE].concat());
    if rendered.text.is_empty() { render(&HIDDEN) } else { rendered }
}

/// What the tags of a page say about it, read without building its tree.
#[derive(Debug, Default)]
pub(crate) struct PageHead {
    /// The text of the first `title`.
    pub title: String,
    /// The target of `link[rel=canonical]`.
    pub canonical: String,
    /// Number of elements.
    pub n_elements: usize,
    /// Largest number of elements that are open at once. No less than the depth of the tree, but for elements that end
    /// by the start of the next one.
    pub depth: usize,
    /// The contents of `meta` elements by their name or property in lower case.
    metas: Vec<(String, String)>,
}

impl PageHead {
    /// Reads the head of a page, and the text of all of it as lines.
    ///
    /// # Performance
    /// Linear in the length of the page.
    pub(crate) fn read(html: &str) -> (Self, String) {
        let mut head = Self::default();
        let mut out = Plain::default();
        let mut hiding = Hiding::new(&HIDDEN);
        let mut tag: Vec<u8> = Vec::new();
        let mut attributes: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        let mut in_title = false;
        let mut open = OpenElements::default();
        let mut emitter =
            CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
                match event {
                    CallbackEvent::OpenStartTag { name } => {
                        hiding.start(name);
                        head.n_elements += 1;
                        open.start(name);
                        head.depth = head.depth.max(open.depth);
                        tag = name.to_vec();
                        attributes.clear();
                        in_title = name == b"title" && head.title.is_empty();
                        if !hiding.hides() {
                            add_break(name, &mut out);
                        }
                    }
                    CallbackEvent::AttributeName { name } => {
                        if matches!(tag.as_slice(), b"meta" | b"link") {
                            attributes.push((name.to_vec(), Vec::new()));
                        }
                    }
                    CallbackEvent::AttributeValue { value } => {
                        if let Some(attribute) = attributes.last_mut() {
                            attribute.1.extend_from_slice(value);
                        }
                    }
                    CallbackEvent::CloseStartTag { self_closing } => {
                        // Elsewhere the stroke of `<div/>` means nothing.
                        if self_closing && hiding.is_foreign() {
                            open.end(&tag);
                            hiding.close_itself();
                        }
                        head.take_tag(&tag, &attributes);
                        attributes.clear();
                    }
                    CallbackEvent::EndTag { name } => {
                        in_title = false;
                        open.end(name);
                        hiding.end(name);
                        if !hiding.hides() {
                            add_break(name, &mut out);
                        }
                    }
                    CallbackEvent::String { value } if in_title => {
                        head.title.push_str(&String::from_utf8_lossy(value));
                    }
                    CallbackEvent::String { value } if !hiding.hides() => {
                        out.push(&String::from_utf8_lossy(value));
                    }
                    _ => {}
                }
                None
            });
        emitter.naively_switch_states(true);
        Tokenizer::new_with_emitter(html, emitter).for_each(drop);
        (head, out.into_text())
    }

    /// Returns the first content with a name in lower case.
    pub(crate) fn meta(&self, name: &str) -> Option<&str> {
        self.metas.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    fn take_tag(&mut self, tag: &[u8], attributes: &[(Vec<u8>, Vec<u8>)]) {
        let value = |name: &[u8]| {
            let found = attributes.iter().find(|(known, _)| known.as_slice() == name);
            found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
        };
        if tag == b"link"
            && self.canonical.is_empty()
            && value(b"rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
        {
            self.canonical = value(b"href").unwrap_or_default();
        }
        if tag == b"meta"
            && let Some(content) = value(b"content")
        {
            let names = [b"name".as_slice(), b"property"].into_iter().filter_map(value);
            let metas = names.map(|name| (name.to_lowercase(), content.clone()));
            self.metas.extend(metas);
        }
    }
}

/// Counts the open elements of a page by their names. An end tag that ends nothing counts for nothing.
#[derive(Default)]
struct OpenElements {
    counts: HashMap<Vec<u8>, usize>,
    depth: usize,
}

impl OpenElements {
    fn start(&mut self, name: &[u8]) {
        if UNNESTED.iter().any(|known| known.as_bytes() == name) {
            return;
        }
        self.depth += 1;
        match self.counts.get_mut(name) {
            Some(count) => *count += 1,
            None => {
                self.counts.insert(name.to_vec(), 1);
            }
        }
    }

    fn end(&mut self, name: &[u8]) {
        if let Some(count) = self.counts.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            self.depth -= 1;
        }
    }
}

/// Appends the text of HTML. Drops tags and comments, decodes character references, and turns block elements into
/// breaks. Tokenizes by the HTML standard: a tag or comment that is never closed hides the rest of the text.
///
/// # Performance
/// Linear in the length of the text.
pub(crate) fn read_html(html: &str, out: &mut Plain) {
    read_shown_html(html, &[], Breaks::Spaces, out);
}

/// What the line breaks in the text of HTML are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    /// White space, as browsers have it.
    Spaces,
    /// Editors such as WordPress write paragraphs without tags: a blank line starts a paragraph.
    Paragraphs,
    /// The same, and a line break starts a line: the text has no tags that make breaks.
    Lines,
}

/// Appends the text of HTML without that of the `hidden` elements.
pub(super) fn read_shown_html(
    html: &str,
    hidden: &[&'static str],
    breaks: Breaks,
    out: &mut Plain,
) {
    let mut reader = HtmlReader {
        out,
        hiding: Hiding::new(hidden),
        link: Link::default(),
        breaks,
        n_pre: 0,
        ends_line: false,
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        reader.take(event);
        None
    });
    // Otherwise `if (a < b)` of a script would be read as a tag. A part of a text that Markdown has cut in pieces may end
    // inside of a script, so it is read as before.
    emitter.naively_switch_states(!hidden.is_empty());
    Tokenizer::new_with_emitter(html, emitter).for_each(drop);
}

struct HtmlReader<'o, 'h> {
    out: &'o mut Plain,
    hiding: Hiding<'h>,
    link: Link,
    breaks: Breaks,
    /// Number of open `pre` elements.
    n_pre: usize,
    /// Whether the last characters were a line break and spaces.
    ends_line: bool,
}

impl HtmlReader<'_, '_> {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.hiding.start(name);
                self.link = Link::default();
                if !self.hiding.hides() {
                    self.link.is_open = name == b"a";
                    self.n_pre += usize::from(name == b"pre");
                    start_element(name, self.out);
                }
            }
            CallbackEvent::AttributeName { name } => self.link.start_attribute(name),
            CallbackEvent::AttributeValue { value } => self.link.add_value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                if self_closing {
                    self.hiding.close_itself();
                }
                if let Some(target) = self.link.target.take() {
                    self.out.open_link(&target);
                }
            }
            CallbackEvent::EndTag { name } if self.hiding.hides() => self.hiding.end(name),
            CallbackEvent::EndTag { name: b"a" } => self.out.close_link(),
            CallbackEvent::EndTag { name } => {
                self.n_pre = self.n_pre.saturating_sub(usize::from(name == b"pre"));
                add_break(name, self.out);
            }
            _ if self.hiding.hides() => {}
            CallbackEvent::String { value } => self.words(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { value } => {
                if value.trim_ascii().eq_ignore_ascii_case(b"more") {
                    self.out.push(MORE.encode_utf8(&mut [0; 4]));
                }
            }
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.breaks == Breaks::Spaces || !words.contains('\n') {
            self.ends_line &= words.trim().is_empty();
            return self.out.push(words);
        }
        for (at, line) in words.split('\n').enumerate() {
            if at > 0 {
                if self.ends_line && self.n_pre == 0 {
                    self.out.paragraph();
                } else if self.n_pre > 0 || self.breaks == Breaks::Lines {
                    self.out.line();
                } else {
                    self.out.push(" ");
                }
                self.ends_line = true;
            }
            self.ends_line &= line.trim().is_empty();
            self.out.push(line);
        }
    }
}

/// The open hidden element.
struct Hiding<'a> {
    names: &'a [&'static str],
    /// The name of the outermost hidden element that is open.
    open: Option<&'static str>,
    /// Number of open elements of that name.
    depth: usize,
    /// Whether the last start tag was counted and may close itself.
    may_close_itself: bool,
}

impl<'a> Hiding<'a> {
    fn new(names: &'a [&'static str]) -> Self {
        Self { names, open: None, depth: 0, may_close_itself: false }
    }

    fn hides(&self) -> bool {
        self.open.is_some()
    }

    /// Whether the open element is no HTML: its elements may close themselves.
    fn is_foreign(&self) -> bool {
        matches!(self.open, Some("svg" | "math"))
    }

    fn start(&mut self, name: &[u8]) {
        let known = self.names.iter().find(|known| known.as_bytes() == name);
        self.may_close_itself = false;
        match (known, self.open) {
            (Some(known), None) => (self.open, self.depth) = (Some(*known), 1),
            (Some(known), Some(open)) if *known == open => self.depth += 1,
            _ => return,
        }
        self.may_close_itself = matches!(name, b"svg" | b"math");
    }

    fn close_itself(&mut self) {
        if self.may_close_itself {
            self.close();
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.open.is_some_and(|open| open.as_bytes() == name) {
            self.close();
        }
    }

    fn close(&mut self) {
        self.depth -= 1;
        if self.depth == 0 {
            self.open = None;
        }
    }
}

/// The target of a start tag `a` while its attributes are read.
#[derive(Default)]
struct Link {
    /// Whether the tag is `a`.
    is_open: bool,
    /// Whether the current attribute is the first `href`.
    is_target: bool,
    target: Option<String>,
}

impl Link {
    fn start_attribute(&mut self, name: &[u8]) {
        self.is_target = self.is_open && self.target.is_none() && name == b"href";
        if self.is_target {
            self.target = Some(String::new());
        }
    }

    fn add_value(&mut self, value: &[u8]) {
        if self.is_target {
            self.target = Some(String::from_utf8_lossy(value).into_owned());
        }
    }
}

/// Adds what the start of an element makes: a heading, a block, or a break.
fn start_element(name: &[u8], out: &mut Plain) {
    if let [b'h', b'1'..=b'6'] = name {
        return out.heading();
    }
    add_break(name, out);
    if NO_LEAD.iter().any(|known| known.as_bytes() == name) {
        out.no_lead();
    }
}

/// Adds the break that the start or end of an element makes.
fn add_break(name: &[u8], out: &mut Plain) {
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

/// Whether a text is a complete page: below comments, it starts with its document type or its `html` element.
pub(crate) fn is_whole_page(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => ">",
            _ => break,
        };
        let Some((_, below)) = rest.split_once(end) else { return false };
        rest = below.trim_start();
    }
    let starts = |mark: &str| rest.get(..mark.len()).is_some_and(|s| s.eq_ignore_ascii_case(mark));
    starts("<!doctype html") || starts("<html")
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

    use super::{read_html, render_html, title_text};
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
    fn renders_the_body_of_a_post() {
        let check = |html: &str, text: &str, lead: &str| {
            let found = render_html(html);
            assert_eq!((found.text.as_str(), &found.text[found.lead..]), (text, lead), "{html}");
        };
        check("<h1>T</h1><p>Lead.</p>", "T\n\nLead.", "Lead.");
        check(
            "<ul><li><a href=/>Home</a><li><a href=/a>A</a></ul>Lead.",
            "Home\nA\n\nLead.",
            "Lead.",
        );
        check("<figure><img><figcaption>By x</figcaption></figure><p>L.", "By x\n\nL.", "L.");
        check("a<script>if (a<b) '</p>'</script>b<svg><title>t</title></svg>c", "abc", "abc");
        check("<svg/>a<style>b</style><pre>code</pre>", "a", "a");
        check("<pre>code</pre>", "code", "code");
        check("a<script>b", "a", "a");
        let found = render_html("<h2>T</h2><p>a</p><!-- More --><p>b</p>");
        assert_eq!((found.heading, found.more), (Some(0..1), Some(4)));
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
            let _ = render_html(&text);
            let _ = render_html(&marks);
        }
    }
}
