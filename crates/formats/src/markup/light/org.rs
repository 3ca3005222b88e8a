//! Org to plain text.

use super::{
    inline::{self, Found, Marks, Object},
    writer::Writer,
};
use crate::markup::plain::{Plain, Rendered};

const MARKS: Marks =
    Marks { objects: &['[', '<', '\\', 'h'], emphasis: &['*', '/', '_', '=', '~', '+'] };

/// Blocks whose content is no text of the page.
const CODE_BLOCKS: [&str; 5] = ["src", "example", "export", "comment", "html"];

/// Words at the start of a heading that say how far a task is.
const TASK_STATES: [&str; 7] =
    ["TODO", "DONE", "NEXT", "WAITING", "CANCELED", "CANCELLED", "STARTED"];

/// Splits the `#+name: value` lines and the properties at the head from the rest of a file. Names are in lower case.
pub(crate) fn org_fields(text: &str) -> (Vec<(String, String)>, &str) {
    let mut fields = Vec::new();
    let mut rest = text;
    while let Some((line, below)) = first_line(rest) {
        let trimmed = line.trim();
        if let Some(field) = keyword(trimmed).or_else(|| property(trimmed)) {
            fields.push(field);
        } else if !trimmed.is_empty() && !is_comment(trimmed) && !is_drawer(trimmed) {
            break;
        }
        rest = below;
    }
    (fields, rest)
}

/// Renders the rest of a file, which [`org_fields`] returns. Drops code, drawers, comments, images, and what is
/// tagged `noexport`.
pub(crate) fn render_org(text: &str) -> Rendered {
    render_into(Plain::default(), text).0
}

/// Renders like [`render_org`], but leaves out the words of links and returns their targets.
pub(crate) fn render_org_without_links(text: &str) -> (Rendered, Vec<String>) {
    render_into(Plain::without_links(), text)
}

fn render_into(out: Plain, text: &str) -> (Rendered, Vec<String>) {
    let mut writer = Writer::new(out, MARKS, object);
    // The level of the heading below which nothing is shown.
    let mut hidden_level = None;
    let mut rest = text;
    while let Some((line, below)) = first_line(rest) {
        rest = below;
        let trimmed = line.trim();
        if let Some((level, title)) = heading(line) {
            if hidden_level.is_some_and(|hidden| hidden < level) {
                continue;
            }
            let title = Title::parse(title);
            hidden_level = title.is_hidden.then_some(level);
            if hidden_level.is_none() {
                writer.heading(title.words);
            }
        } else if hidden_level.is_some() {
        } else if let Some(name) = block_start(trimmed) {
            writer.paragraph();
            if CODE_BLOCKS.iter().any(|code| name.eq_ignore_ascii_case(code)) {
                rest = after_block(rest);
            }
        } else if trimmed.starts_with("#+") {
            // The end of a block, or a keyword of the element below.
            if trimmed.len() > 6 && trimmed.as_bytes()[..6].eq_ignore_ascii_case(b"#+end_") {
                writer.paragraph();
            }
        } else if trimmed.is_empty() {
            writer.blank();
        } else if is_comment(trimmed) || is_drawer(trimmed) || is_planning(trimmed) {
            if is_drawer(trimmed) && trimmed != ":END:" {
                rest = after_drawer(rest);
            }
        } else if trimmed == ":" || trimmed.starts_with(": ") {
            writer.paragraph();
        } else if trimmed.starts_with("|-") || trimmed.bytes().all(|b| b == b'-') {
            writer.blank();
        } else if trimmed.starts_with('|') {
            writer.row(&trimmed.replace('|', " "));
        } else if let Some(item) = item(line) {
            writer.item(item);
        } else if line.starts_with([' ', '\t']) {
            writer.line(trimmed);
        } else {
            writer.first_line(trimmed);
        }
    }
    writer.finish()
}

/// Returns the first line, and the text below.
fn first_line(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() {
        return None;
    }
    Some(text.split_once('\n').unwrap_or((text, "")))
}

fn keyword(line: &str) -> Option<(String, String)> {
    let (name, value) = line.strip_prefix("#+")?.split_once(':')?;
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_[]".contains(c));
    is_name.then(|| (name.to_lowercase(), value.trim().to_owned()))
}

fn property(line: &str) -> Option<(String, String)> {
    let (name, value) = line.strip_prefix(':')?.split_once(": ")?;
    let is_name = name.chars().all(|c| c.is_alphanumeric() || "-_+".contains(c));
    is_name.then(|| (name.to_lowercase(), value.trim().to_owned()))
}

fn is_comment(line: &str) -> bool {
    line == "#" || line.starts_with("# ")
}

/// Whether a line starts or ends a drawer: `:PROPERTIES:`.
fn is_drawer(line: &str) -> bool {
    let name = line.strip_prefix(':').and_then(|line| line.strip_suffix(':'));
    name.is_some_and(|name| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || "-_".contains(c))
    })
}

fn is_planning(line: &str) -> bool {
    ["SCHEDULED:", "DEADLINE:", "CLOSED:", "CLOCK:"].iter().any(|start| line.starts_with(start))
}

/// Returns the text below a drawer. An empty line or a heading ends it, too, should its end be missing.
fn after_drawer(text: &str) -> &str {
    let mut rest = text;
    while let Some((line, below)) = first_line(rest) {
        if line.trim() == ":END:" {
            return below;
        }
        if line.trim().is_empty() || heading(line).is_some() {
            return rest;
        }
        rest = below;
    }
    rest
}

fn block_start(line: &str) -> Option<&str> {
    let start = line.get(.."#+begin_".len())?;
    let name = line["#+begin_".len()..].split_whitespace().next()?;
    start.eq_ignore_ascii_case("#+begin_").then_some(name)
}

/// Returns the text below a block of code. A heading ends it, too: no code has a line that starts with `* ` unescaped.
fn after_block(text: &str) -> &str {
    let mut rest = text;
    while let Some((line, below)) = first_line(rest) {
        let start = line.trim_start().as_bytes();
        if start.get(..6).is_some_and(|start| start.eq_ignore_ascii_case(b"#+end_")) {
            return below;
        }
        if heading(line).is_some() {
            return rest;
        }
        rest = below;
    }
    rest
}

/// Returns the level and the words of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('*');
    let level = line.len() - words.len();
    (level > 0 && words.starts_with(' ')).then(|| (level, words.trim()))
}

/// A heading without its task state, priority and tags.
struct Title<'a> {
    words: &'a str,
    /// Whether Org exports neither the heading nor what is below.
    is_hidden: bool,
}

impl<'a> Title<'a> {
    fn parse(words: &'a str) -> Self {
        let mut words = words;
        for state in TASK_STATES {
            words = words.strip_prefix(state).filter(|rest| rest.starts_with(' ')).unwrap_or(words);
        }
        words = words.trim_start();
        if words.starts_with("[#") && words.get(3..4) == Some("]") {
            words = &words[4..];
        }
        let commented = words.strip_prefix("COMMENT ");
        let (words, tags) = match words.trim_end().rsplit_once(char::is_whitespace) {
            Some((words, tags)) if is_tags(tags) => (words, tags),
            _ => (words, ""),
        };
        let is_hidden = commented.is_some() || tags.contains(":noexport:");
        Self { words: words.trim(), is_hidden }
    }
}

fn is_tags(word: &str) -> bool {
    let is_tag = |c: char| c.is_alphanumeric() || "_@#%:".contains(c);
    word.len() > 2 && word.starts_with(':') && word.ends_with(':') && word.chars().all(is_tag)
}

/// Returns the words of a list item.
fn item(line: &str) -> Option<&str> {
    let trimmed = line.trim_start();
    let is_indented = trimmed.len() < line.len();
    let digits = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
    let words = if digits.len() < trimmed.len() {
        digits.strip_prefix(['.', ')'])?
    } else {
        trimmed
            .strip_prefix(['-', '+'])
            .or_else(|| trimmed.strip_prefix('*').filter(|_| is_indented))?
    };
    if !words.starts_with([' ', '\t']) {
        return None;
    }
    let words = words.trim_start();
    let boxes = ["[ ] ", "[X] ", "[-] "];
    Some(boxes.iter().find_map(|mark| words.strip_prefix(mark)).unwrap_or(words))
}

fn object(text: &str, at: usize) -> Found<'_> {
    if let Some((length, inside)) = inline::between(text, at, "[[", "]]") {
        let (target, words) = inside.split_once("][").unwrap_or((inside, ""));
        let is_address = target.contains("://");
        let words = match words {
            // A link to an image without words is the image; `[[*Heading]]` shows the heading.
            "" if is_image(target) => return Some((length, Object::Nothing)),
            "" if is_address => target,
            "" => target.strip_prefix('*').unwrap_or_default(),
            words if is_image(words) => return Some((length, Object::Nothing)),
            words => words,
        };
        return Some((length, Object::Link { target, words }));
    }
    if let Some((length, _)) = inline::between(text, at, "[fn:", "]") {
        return Some((length, Object::Nothing));
    }
    if let Some((length, inside)) = inline::between(text, at, "<", ">") {
        if inline::address(inside, 0) == Some(inside.len()) {
            return Some((length, Object::Link { target: inside, words: inside }));
        }
        // `<<target>>` and `<<<radio target>>>`.
        if inside.starts_with('<') {
            return Some((length, Object::Words(inside.trim_matches('<'))));
        }
    }
    if inline::starts_word(text, at)
        && let Some(length) = inline::address(text, at)
    {
        let target = &text[at..at + length];
        return Some((length, Object::Link { target, words: target }));
    }
    text[at..].starts_with("\\\\").then_some((2, Object::Line))
}

fn is_image(target: &str) -> bool {
    let ending = target.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "mp4"].contains(&ending.as_str())
}

#[cfg(test)]
mod tests {
    use super::{org_fields, render_org, render_org_without_links};

    fn check(org: &str, expected: &str) {
        assert_eq!(render_org(org).text, expected, "{org}");
    }

    #[test]
    fn splits_keywords_from_the_text() {
        let file = "# -*- mode: org -*-\n:PROPERTIES:\n:ID: x-1\n:END:\n#+TITLE: Rye dough\n\n#+date: <2020-01-04 Sat>\n\
                    #+FILETAGS: :a:b:\n\nText.\n";
        let (fields, rest) = org_fields(file);
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            fields,
            [
                field("id", "x-1"),
                field("title", "Rye dough"),
                field("date", "<2020-01-04 Sat>"),
                field("filetags", ":a:b:"),
            ]
        );
        assert_eq!(rest, "Text.\n");
        assert_eq!(org_fields("#+begin_src\nx"), (vec![], "#+begin_src\nx"));
    }

    #[test]
    fn renders_headings_lists_and_paragraphs() {
        check("* TODO [#A] One :x:y:\nA\nb.\n\nC.\n** Two", "One\n\nA b.\n\nC.\n\nTwo");
        check("List:\n- a\n- [ ] b\n  more\n  1. c\n\nEnd", "List:\n\na\nb more\nc\n\nEnd");
        check("- term :: what it is\n\n- b", "term :: what it is\nb");
        check("| a | b |\n|---+---|\n| c | d |", "a b\nc d");
        check("A\n-----\nB \\\\\nC", "A\n\nB\nC");
    }

    #[test]
    fn drops_code_drawers_and_comments() {
        check("A\n#+BEGIN_SRC sh\nx\n\ny\n#+END_SRC\nB", "A\n\nB");
        check("#+caption: c\n#+begin_quote\nSo.\n#+end_quote\n: code\nB", "So.\n\nB");
        check("* A\nSCHEDULED: <2020-01-01>\n:PROPERTIES:\n:X: y\n:END:\n# no\nB", "A\n\nB");
        check("* A\n* COMMENT B\nb\n** C\nc\n* D :noexport:\nd\n* E\ne", "A\n\nE\n\ne");
        check(":LOGBOOK:\nopen\n\nText", "Text");
        check("#+begin_src\nopen\n* Next\nText", "Next\n\nText");
    }

    #[test]
    fn renders_links_and_emphasis() {
        check(
            "See [[https://x.y/_z_][the *words*]], /so/ =c= and a/b.",
            "See the words, so c and a/b.",
        );
        check("[[file:a.png]] [[https://x.y]] [[*Head]] [[id:1]] x[fn:1]", "https://x.y Head x");
        check("At https://x.y/a/b, /so/.", "At https://x.y/a/b, so.");
        check("*[[https://x.y][bold link]]* end", "bold link end");
        let (found, links) = render_org_without_links("A [[file:b.org][b]] c");
        assert_eq!((found.text.as_str(), links), ("A c", vec!["file:b.org".to_owned()]));
    }

    #[test]
    fn finds_title_and_lead() {
        let found = render_org("* Contents\n- [[#a][A]]\n* A\nLead.");
        assert_eq!(&found.text[found.lead..], "Lead.");
        assert_eq!(&found.text[found.heading.unwrap()], "A");
    }
}
