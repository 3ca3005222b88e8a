//! Markdown to plain text.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::{
    html::{self, has_tags, read_html},
    plain::Plain,
    templates::{without_imports, without_templates},
};
use crate::links::with_targets;

pub(crate) use super::plain::Rendered;

/// Renders Markdown by the rules of CommonMark, with GitHub's tables, footnotes and strikethrough.
///
/// Drops link targets, images, footnote marks, template tags, `import` lines and fenced code. Keeps code spans, and
/// fenced code when there is no other text.
pub(crate) fn render(markdown: &str) -> Rendered {
    let markdown = without_imports(markdown);
    let markdown = without_templates(&markdown);
    let rendered = render_into(Plain::default(), &markdown, false).0;
    if !rendered.text.is_empty() {
        return rendered;
    }
    render_into(Plain::default(), &markdown, true).0
}

/// Renders HTML with template tags, which go.
pub(crate) fn render_html(html: &str) -> Rendered {
    html::render_html(&without_templates(html))
}

/// Renders like [`render`], but leaves out the words of links and returns their targets.
///
/// A link often repeats the title of its target, which would reveal the article that an evaluation looks for.
pub(crate) fn render_without_links(markdown: &str) -> (Rendered, Vec<String>) {
    let markdown = without_imports(markdown);
    let markdown = with_targets(&markdown);
    let markdown = without_templates(&markdown);
    let (rendered, links) = render_into(Plain::without_links(), &markdown, false);
    if !rendered.text.is_empty() {
        return (rendered, links);
    }
    (render_into(Plain::without_links(), &markdown, true).0, links)
}

/// Returns the rendered text and the targets of its links.
fn render_into(out: Plain, markdown: &str, keeps_fenced_code: bool) -> (Rendered, Vec<String>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut renderer = Renderer { out, keeps_fenced_code, ..Renderer::default() };
    let events = TextMergeStream::new(Parser::new_ext(markdown, options));
    events.for_each(|event| renderer.take(event));
    let mut out = renderer.out;
    let links = out.take_links();
    (out.into_rendered(), links)
}

#[derive(Default)]
struct Renderer {
    out: Plain,
    keeps_fenced_code: bool,
    /// Number of open lists.
    n_lists: usize,
    /// Number of open images and dropped code blocks.
    n_hidden: usize,
    /// The text of the open code block.
    code: Option<String>,
    /// The text of the open HTML block.
    html: String,
}

impl Renderer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ if self.n_hidden > 0 => {}
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                // The underline of a heading that was a template tag, as in `{{ page.title }}`.
                None if self.out.is_at_block_start() && is_underline(&text) => {}
                // Remaining `**` is emphasis that CommonMark does not accept, as in `**so:**that`.
                None => text.split("**").for_each(|words| self.out.push(words)),
            },
            Event::Code(text) => self.out.push(&text),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => read_html(&html, &mut self.out),
            Event::SoftBreak => self.out.push(" "),
            Event::HardBreak => self.out.line(),
            Event::Rule => self.out.paragraph(),
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Image { .. } => self.n_hidden += 1,
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) if !self.keeps_fenced_code => {
                self.n_hidden += 1
            }
            Tag::CodeBlock(_) => {
                self.block();
                if self.n_lists == 0 {
                    self.out.no_lead();
                }
                self.code = Some(String::new());
            }
            Tag::Heading { .. } => self.out.heading(),
            Tag::List(_) => {
                self.block();
                self.n_lists += 1;
            }
            Tag::Item
            | Tag::TableRow
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {
                self.out.line();
            }
            Tag::TableCell => self.out.push(" "),
            Tag::Table(_) => {
                self.block();
                if self.n_lists == 0 {
                    self.out.no_lead();
                }
            }
            Tag::TableHead => {}
            Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList => self.block(),
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
            Tag::Link { dest_url, .. } => self.out.open_link(&dest_url),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.n_hidden -= 1,
            TagEnd::CodeBlock => {
                match self.code.take() {
                    Some(code) => self.code_block(&code),
                    None => self.n_hidden -= 1,
                }
                self.block();
            }
            TagEnd::Link => self.out.close_link(),
            TagEnd::Heading(_) => self.out.paragraph(),
            TagEnd::List(_) => {
                self.n_lists -= 1;
                self.block();
            }
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                read_html(&html, &mut self.out);
                self.block();
            }
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::Table
            | TagEnd::FootnoteDefinition => {
                self.block();
            }
            _ => {}
        }
    }

    /// Writes the lines of a code block. Indented HTML is read as HTML: authors indent tags by hand.
    fn code_block(&mut self, code: &str) {
        if !self.keeps_fenced_code && has_tags(code) {
            return read_html(code, &mut self.out);
        }
        for line in code.lines() {
            self.out.line();
            self.out.push(line);
        }
    }

    /// Starts or ends a block: a paragraph, or a line inside lists.
    fn block(&mut self) {
        if self.n_lists == 0 { self.out.paragraph() } else { self.out.line() }
    }
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() > 1 && line.bytes().all(|b| b == b'=')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{render, render_without_links};

    #[test]
    fn collects_link_targets_and_drops_link_words() {
        let check = |markdown: &str, text: &str, links: &[&str]| {
            let (rendered, found) = render_without_links(markdown);
            assert_eq!(
                (rendered.text.as_str(), found),
                (text, links.iter().map(|&l| l.to_owned()).collect()),
                "{markdown}"
            );
        };
        check("See [the *docs*](/x) and <http://z>.", "See and .", &["/x", "http://z"]);
        check("[a]({{< ref \"b.md\" >}}) c [d][e]\n\n[e]: /f\n", "c", &["ref:b.md", "/f"]);
        check("<p>In <a class=x href='/y'>a <b>b</b></a> box</p>", "In box", &["/y"]);
        check("A <a href=\"{% post_url 2015-01-02-z %}\">b</a> c", "A c", &["ref:2015-01-02-z"]);
        check("A <A HREF = /z>open\n\nNext", "A\n\nNext", &["/z"]);
        check("<a name=\"x\">anchor</a> words ![i](j.png)", "anchor words", &[]);
    }

    fn check(markdown: &str, expected: &str) {
        assert_eq!(render(markdown).text, expected, "{markdown}");
    }

    #[test]
    fn renders_paragraphs_lists_and_headings() {
        check("One\ntwo.\n\nThree  \nfour.\n", "One two.\n\nThree\nfour.");
        check("# Head {#id}\nText\n\nUnder\n===\n", "Head\n\nText\n\nUnder");
        check("Items:\n\n- a\n- b\n  1. c\n\n  2. d\n\nEnd", "Items:\n\na\nb\nc\nd\n\nEnd");
        check("- a\n\n- b\n\n  more b\n", "a\nb\nmore b");
        check("> quoted\n> text\n\n---\n\nrest", "quoted text\n\nrest");
        check("| a | b |\n|---|---|\n| c | *d* |\n", "a b\nc d");
        check("- [x] done\n- [ ] open", "done\nopen");
    }

    #[test]
    fn drops_link_targets_images_and_marks() {
        check(
            "See [the *docs*](http://x.y \"t\")[^1] or <http://z>.\n\n[^1]: A note.",
            "See the docs or http://z.\n\nA note.",
        );
        check("![alt](x.png)\n\na ![b `c`](d) e", "a e");
        check("~~old~~ **new** `code` &amp; \\* &mdash;", "old new code & * —");
        check("[a]({% link x %}) {{< fig >}}{:.c}", "a");
        check("[a]({{< ref x >}} \"t\")", "a");
        check("**so—**that 2**3", "so—that 23");
    }

    #[test]
    fn drops_fenced_code_unless_there_is_no_other_text() {
        check("Before\n\n```rust\nfn x() {}\n```\n\nafter", "Before\n\nafter");
        check("```\nfn x() {}\n  y\n```\n", "fn x() {}\ny");
        check("Before\n\n    indented code\n      more", "Before\n\nindented code\nmore");
        check("<ul>\n\n    <li>a &amp; b</li>\n\n    <li>c</li>\n</ul>", "a & b\nc");
    }

    #[test]
    fn strips_html() {
        check(
            "<div class=\"x\">\n<p>In <b>a</b> box</p>\n</div>\n\nA<br>b <i>c</i>",
            "In a box\n\nA\nb c",
        );
        check("a <script>\n\nx\n\n</script> b", "a b");
    }

    #[test]
    fn finds_the_first_heading_and_the_more_mark() {
        let found = render("\n## A *b*\n\nLead.\n\n<!--more-->\n\nRest\n# C");
        assert_eq!(found.text, "A b\n\nLead.\n\nRest\n\nC");
        assert_eq!(&found.text[found.heading.unwrap()], "A b");
        assert_eq!(&found.text[..found.more.unwrap()], "A b\n\nLead.");
        let found = render("Lead\n# C");
        assert_eq!((found.heading, found.more), (None, None));
    }

    #[test]
    fn a_teaser_starts_at_the_first_paragraph() {
        let check = |markdown: &str, lead: &str, heading: Option<&str>| {
            let found = render(markdown);
            let title = found.heading.map(|heading| &found.text[heading]);
            assert_eq!((&found.text[found.lead..], title), (lead, heading), "{markdown}");
        };
        check("Lead.\n\n### Opening hours\n\nNine.", "Lead.\n\nOpening hours\n\nNine.", None);
        check("{{ page.title }}\n====\n\nLead.", "Lead.", None);
        check("{{ page.title }}\n====\nLead.", "Lead.", None);
        check(
            "## Table of Contents\n\n- [One](#one)\n\n## Purpose\n\nLead.",
            "Lead.",
            Some("Purpose"),
        );
        check("# T\n\n## Contents:\n\n1. One\n2. Two\n\nLead.", "Lead.", Some("T"));
        check("[TOC]\n\nLead.", "Lead.", None);
        check("* TOC\n{:toc}\n\nLead.", "Lead.", None);
        check("[[_TOC_]]\n\n***\n\nLead.", "Lead.", None);
        check("[Home](/) | [About](/a)\n\nLead.", "Lead.", None);
        check("See [the long announcement](/x) now.", "See the long announcement now.", None);
        check("- See [a](/x) and much more\n- or b", "See a and much more\nor b", None);
        check("| a | b |\n|--|--|\n| c | d |\n\nLead.", "Lead.", None);
        check("    code\n\nLead.", "Lead.", None);
        check("import A from '@site/a';\nimport {\n  B,\n} from \"b\"\n\nLead.", "Lead.", None);
        check("{% include toc.html %}\n\n![i](x.png)\n\nLead.", "Lead.", None);
        check("# Only\n\n## headings", "Only\n\nheadings", Some("Only"));
        check("# T\n\n- [a](/a)\n- [b](/b)", "a\nb", Some("T"));
        check("", "", None);
    }

    #[test]
    fn removes_marks_of_site_generators() {
        check("One.\n\n[TOC]\n\nTwo.", "One.\n\nTwo.");
        check("{{ x }}\n=====\n\nOne.", "One.");
        check("import x from 'y'\n\nOne.\n\n```\nimport x from 'y'\n```", "One.");
        check("import duties from China\nrose.", "import duties from China rose.");
    }

    #[test]
    fn unclosed_marks_take_linear_time() {
        // Each of these takes minutes if every mark searches the rest of the text.
        for mark in [
            "<a",
            "<!--",
            "<!-- > ",
            "<a title=\"",
            "{{<",
            "{% raw %}",
            "{% comment %}",
            "{:",
            "[caption ",
            "```a ",
            "~~~ ",
            "`a``",
            "<script>",
            "&a",
            "{% comment %}endcomment",
            "<div markdown=",
            "a **",
            "[a](",
            "![",
        ] {
            render(&mark.repeat(100_000));
            render(&format!("{}>", mark.repeat(100_000)));
        }
    }

    proptest! {
        #[test]
        fn renders_any_text(text in "\\PC*", marks in "[-#*_<>\\[\\]()!`~|:&;{}%\n \tae\u{1}é0]{0,80}") {
            for markdown in [text, marks] {
                let rendered = render(&markdown);
                prop_assert_eq!(rendered.text.trim(), &rendered.text);
                if let Some(heading) = rendered.heading {
                    prop_assert!(!rendered.text[heading].is_empty());
                }
                if let Some(more) = rendered.more {
                    prop_assert!(rendered.text.is_char_boundary(more));
                }
            }
        }
    }
}
