//! Plain text that grows word by word.

use std::ops::Range;

/// Replaces `<!--more-->` before a text is rendered. No article has this character, since control characters are cleaned
/// away.
pub(crate) const MORE: char = '\u{1}';

/// Headings of tables of contents, in lower case.
const CONTENTS: [&str; 30] = [
    "contenido",
    "contents",
    "contents of this page",
    "conteúdo",
    "in this article",
    "in this post",
    "indice",
    "inhalt",
    "inhaltsverzeichnis",
    "inhoud",
    "inhoudsopgave",
    "innehåll",
    "on this page",
    "page contents",
    "sommaire",
    "sommario",
    "spis treści",
    "sumário",
    "tabla de contenidos",
    "table des matières",
    "table of content",
    "table of contents",
    "toc",
    "índice",
    "оглавление",
    "содержание",
    "目录",
    "目次",
    "目錄",
    "목차",
];

/// A text without markup, and where its parts are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rendered {
    /// The text. A blank line separates paragraphs, a newline separates list items.
    pub text: String,
    /// The range of the heading that can serve as the title: the first one above [`lead`](Self::lead) that is no
    /// heading of a table of contents. `None` when the text starts with a paragraph.
    pub heading: Option<Range<usize>>,
    /// The offset of `<!--more-->` in the text.
    pub more: Option<usize>,
    /// The offset at which a teaser starts: the first paragraph or list that is no heading, table, code, list of
    /// links, table of contents or bare mark. Without one, the first block that is no heading; 0 without any.
    pub lead: usize,
    /// Number of bytes of the text that are in links.
    pub n_linked: usize,
}

impl Rendered {
    /// Takes [`heading`](Self::heading) as the title, and cuts it if it starts the text.
    pub(crate) fn take_title(&mut self) -> Option<String> {
        let heading = self.heading.take()?;
        let title = self.text[heading.clone()].to_owned();
        if heading.start == 0 {
            let rest = self.text[heading.end..].trim_start();
            let start = self.text.len() - rest.len();
            self.text = rest.to_owned();
            self.more = self.more.map(|more| more.saturating_sub(start));
            self.lead = self.lead.saturating_sub(start);
        }
        Some(title)
    }
}

/// Plain text with pending white space. Where several breaks meet, the largest one is written.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    text: String,
    /// The break before the next word.
    pending: Break,
    /// Where [`MORE`] stood.
    more: Option<usize>,
    /// Targets of links, if they are collected; the words of these links are then left out.
    links: Option<Vec<String>>,
    /// Whether the words of the open link are left out.
    hides_link: bool,
    /// Where the words of the open link start.
    link_start: Option<usize>,
    block: Block,
    heading: Option<Range<usize>>,
    lead: Option<usize>,
    /// Number of bytes in links in the blocks that are closed.
    n_linked: usize,
    /// Where the first block starts that is no heading.
    first_block: Option<usize>,
    /// Whether the heading above is that of a table of contents.
    in_contents: bool,
}

/// The words between two breaks of a paragraph.
#[derive(Debug, Default)]
struct Block {
    start: usize,
    kind: Kind,
    /// Number of bytes inside links.
    n_linked: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Prose,
    Heading,
    /// A table, code or a caption.
    Other,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

impl Break {
    fn text(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Space => " ",
            Self::Line => "\n",
            Self::Paragraph => "\n\n",
        }
    }
}

impl Plain {
    /// Returns an empty text that collects the targets of links and leaves out their words.
    pub(crate) fn without_links() -> Self {
        Self { links: Some(Vec::new()), ..Self::default() }
    }

    /// Appends words. Each run of white space becomes one space.
    pub(crate) fn push(&mut self, words: &str) {
        if self.hides_link {
            return;
        }
        for c in words.chars() {
            if c == MORE {
                self.more.get_or_insert(self.text.len());
            } else if c.is_whitespace() {
                self.request(Break::Space);
            } else {
                if !self.text.is_empty() {
                    self.text.push_str(self.pending.text());
                }
                self.pending = Break::None;
                self.text.push(c);
            }
        }
    }

    /// Starts a link. The next paragraph ends it, too: a link that is never closed must not hide the rest of the text.
    pub(crate) fn open_link(&mut self, target: &str) {
        self.count_link();
        self.link_start = Some(self.text.len());
        if let Some(links) = &mut self.links {
            links.push(target.to_owned());
            self.hides_link = true;
        }
    }

    /// Ends a link.
    pub(crate) fn close_link(&mut self) {
        self.count_link();
        if self.hides_link {
            self.hides_link = false;
            self.request(Break::Space);
        }
    }

    /// Starts a line.
    pub(crate) fn line(&mut self) {
        self.request(Break::Line);
    }

    /// Starts a paragraph.
    pub(crate) fn paragraph(&mut self) {
        self.count_link();
        self.hides_link = false;
        self.end_block();
        self.request(Break::Paragraph);
        self.block.start = self.next_word();
    }

    /// Starts a heading. The next paragraph ends it.
    pub(crate) fn heading(&mut self) {
        self.paragraph();
        self.block.kind = Kind::Heading;
    }

    /// Marks the open block as a table, code or a caption: it is no lead.
    pub(crate) fn no_lead(&mut self) {
        self.block.kind = Kind::Other;
    }

    /// Returns whether no word stands in the open block yet.
    pub(crate) fn is_at_block_start(&self) -> bool {
        self.text.len() <= self.block.start
    }

    /// Returns the text without breaks at its ends.
    pub(crate) fn into_text(self) -> String {
        self.into_rendered().text
    }

    /// Returns the text with the places of its parts.
    pub(crate) fn into_rendered(mut self) -> Rendered {
        self.paragraph();
        let more = self.more.map(|more| more.min(self.text.len()));
        let lead = self.lead.or(self.first_block).unwrap_or(0);
        let n_linked = self.n_linked;
        Rendered { text: self.text, heading: self.heading, more, lead, n_linked }
    }

    /// Takes the targets of all links.
    pub(crate) fn take_links(&mut self) -> Vec<String> {
        self.links.take().unwrap_or_default()
    }

    /// Returns the offset at which the next word will start.
    fn next_word(&self) -> usize {
        if self.text.is_empty() { 0 } else { self.text.len() + self.pending.text().len() }
    }

    fn request(&mut self, wanted: Break) {
        self.pending = self.pending.max(wanted);
    }

    fn count_link(&mut self) {
        if let Some(start) = self.link_start.take() {
            self.block.n_linked += self.text.len() - start;
        }
    }

    /// Ends the open block: removes a bare mark, and takes note of a title or of the lead.
    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        if block.start >= self.text.len() {
            return;
        }
        let words = &self.text[block.start..];
        if is_mark(words) {
            let before = self.text[..block.start].trim_end().len();
            self.text.truncate(before);
            self.more = self.more.map(|more| more.min(before));
            return;
        }
        self.n_linked += block.n_linked;
        if self.lead.is_some() {
            return;
        }
        let names_contents = is_contents(words);
        let is_list = words.contains('\n');
        if block.kind == Kind::Heading {
            self.in_contents = names_contents;
            if !names_contents && self.heading.is_none() {
                self.heading = Some(block.start..self.text.len());
            }
            return;
        }
        self.first_block.get_or_insert(block.start);
        // A sentence may be mostly a link, as in "Read [the announcement] now."; a list of links, or a trail of them
        // to the page, is navigation.
        let is_sentence =
            !is_list && words.ends_with(['.', '!', '?', ':', '。', '！', '？', '…', '”', '"']);
        let is_linked = match is_sentence {
            true => 10 * block.n_linked > 9 * words.len(),
            false => 2 * block.n_linked > words.len(),
        };
        let in_contents = self.in_contents && is_list;
        self.in_contents = names_contents;
        if block.kind == Kind::Prose && !is_linked && !in_contents && !names_contents {
            self.lead = Some(block.start);
        }
    }
}

/// Whether a block is a mark that site generators replace or draw: `[TOC]`, `[[toc]]`, `====`, `* * *`.
fn is_mark(words: &str) -> bool {
    if words.len() > 200 {
        return false;
    }
    let is_toc = words.starts_with(['[', '@', '$', '{']) && {
        let inside = words.trim_matches(|c: char| !c.is_alphanumeric());
        inside.eq_ignore_ascii_case("toc") || inside.eq_ignore_ascii_case("table-of-contents")
    };
    is_toc || words.bytes().all(|b| b"=-_*~#^ \n".contains(&b))
}

/// Whether a block is the heading of a table of contents.
fn is_contents(words: &str) -> bool {
    if words.len() > 40 {
        return false;
    }
    let words = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    CONTENTS.contains(&words.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CONTENTS, Plain};

    #[test]
    fn the_names_of_contents_are_sorted_and_in_lower_case() {
        assert!(CONTENTS.is_sorted());
        assert!(CONTENTS.iter().all(|name| *name == name.to_lowercase()));
    }

    #[test]
    fn a_title_is_cut_from_the_start() {
        let mut out = Plain::default();
        out.heading();
        out.push("The title");
        out.paragraph();
        out.push("Lead.\u{1}");
        let mut found = out.into_rendered();
        assert_eq!((found.lead, found.more), (11, Some(16)));
        assert_eq!(found.take_title().as_deref(), Some("The title"));
        assert_eq!((found.text.as_str(), found.lead, found.more), ("Lead.", 0, Some(5)));
        assert_eq!(found.take_title(), None);
    }

    #[test]
    fn the_end_of_a_summary_moves_before_a_bare_mark() {
        let mut out = Plain::default();
        out.push("a");
        out.paragraph();
        out.push("==\u{1}");
        out.paragraph();
        out.push("é");
        let found = out.into_rendered();
        assert_eq!((found.text.as_str(), found.more), ("a\n\né", Some(1)));
    }

    proptest! {
        #[test]
        fn parts_lie_in_the_text(steps in prop::collection::vec((0..9u8, "[a =\n\\[\\]toc\u{1}é]{0,6}"), 0..40)) {
            let mut out = Plain::default();
            for (step, words) in steps {
                match step {
                    0 => out.paragraph(),
                    1 => out.line(),
                    2 => out.heading(),
                    3 => out.open_link("x"),
                    4 => out.close_link(),
                    5 => out.no_lead(),
                    _ => out.push(&words),
                }
            }
            let found = out.into_rendered();
            prop_assert_eq!(found.text.trim(), &found.text);
            prop_assert!(found.text.is_char_boundary(found.lead));
            prop_assert!(found.more.is_none_or(|more| found.text.is_char_boundary(more)));
            prop_assert!(found.heading.is_none_or(|heading| !found.text[heading].is_empty()));
        }
    }
}
