//! reStructuredText to plain text.

use super::{
    inline::{self, Found, Marks, Object},
    writer::Writer,
};
use crate::markup::plain::{Plain, Rendered};

const MARKS: Marks = Marks { objects: &['`', ':', '|', '_', '[', '\\'], emphasis: &['*'] };

/// Characters that under- and overline titles.
const ADORNMENTS: &[u8] = b"=-~^\"'`#*+:._<>";

/// Directives whose content is no text of the page.
const HIDDEN: [&str; 36] = [
    "automodule",
    "autoclass",
    "autofunction",
    "bibliography",
    "chart",
    "code",
    "code-block",
    "contents",
    "csv-table",
    "default-role",
    "doctest",
    "gallery",
    "gist",
    "graphviz",
    "highlight",
    "image",
    "include",
    "index",
    "ipython",
    "jupyter-execute",
    "listing",
    "literalinclude",
    "math",
    "mermaid",
    "meta",
    "parsed-literal",
    "plot",
    "post-list",
    "productionlist",
    "prompt",
    "raw",
    "role",
    "sectnum",
    "sourcecode",
    "testcode",
    "toctree",
];

/// Splits the metadata at the head from the rest of a file: the `.. name: value` comments of Nikola, the title with
/// its line, and the `:name: value` fields below, as Pelican has them. Names are in lower case, the title is `title`.
pub(crate) fn rst_fields(text: &str) -> (Vec<(String, String)>, &str) {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    let mut has_title = false;
    while let Some((line, below)) = split_line(rest) {
        let trimmed = line.trim();
        let comment = line.strip_prefix(".. ").and_then(comment_field);
        let (field, mut below) = match (comment.or_else(|| field_of(line)), title_at(rest)) {
            (Some((name, value)), _) => ((name.to_lowercase(), value.to_owned()), below),
            (None, Some((title, below))) if !has_title => {
                (("title".to_owned(), title.to_owned()), below)
            }
            (None, _) if trimmed.is_empty() || is_anchor(trimmed) => {
                rest = below;
                continue;
            }
            _ => break,
        };
        let (name, mut value) = field;
        // The next lines of a value are indented.
        while name != "title" || comment.is_some() {
            let Some((next, after)) = split_line(below) else { break };
            if next.trim().is_empty() || !next.starts_with([' ', '\t']) {
                break;
            }
            value.push(' ');
            value.push_str(next.trim());
            below = after;
        }
        has_title |= name == "title";
        fields.push((name, value.trim().to_owned()));
        rest = below;
    }
    (fields, rest)
}

/// Renders the rest of a file, which [`rst_fields`] returns. Drops code, images, comments, and directives that
/// include or list other pages. Keeps the content of the other directives.
pub(crate) fn render_rst(text: &str) -> Rendered {
    render_into(Plain::default(), text).0
}

/// Renders like [`render_rst`], but leaves out the words of links and returns their targets.
pub(crate) fn render_rst_without_links(text: &str) -> (Rendered, Vec<String>) {
    let (rendered, mut links) = render_into(Plain::without_links(), text);
    // `.. _name: target`
    let target = |line: &str| {
        let (_, target) = line.trim().strip_prefix(".. _")?.split_once(": ")?;
        Some(target.trim().to_owned())
    };
    links.extend(text.lines().filter_map(target));
    (rendered, links)
}

fn render_into(out: Plain, text: &str) -> (Rendered, Vec<String>) {
    let mut writer = Writer::new(out, MARKS, object);
    let mut rest = text;
    // Lines that are indented deeper are hidden.
    let mut hidden: Option<usize> = None;
    // Whether the options of a directive may follow.
    let mut in_options = false;
    while let Some((line, below)) = split_line(rest) {
        let trimmed = line.trim();
        let indent = line.len() - line.trim_start().len();
        if trimmed.is_empty() {
            writer.blank();
            in_options = false;
            rest = below;
            continue;
        }
        if hidden.is_some_and(|hidden| indent > hidden) {
            rest = below;
            continue;
        }
        hidden = None;
        if let Some((title, after)) = title_at(rest) {
            writer.heading(title);
            rest = after;
            continue;
        }
        rest = below;
        if let Some(markup) =
            trimmed.strip_prefix("..").filter(|markup| markup.is_empty() || markup.starts_with(' '))
        {
            writer.paragraph();
            let markup = markup.trim_start();
            match explicit(markup) {
                Explicit::Hidden => hidden = Some(indent),
                Explicit::Shown(words) => {
                    in_options = true;
                    if !words.is_empty() {
                        writer.line(words);
                    }
                }
            }
        } else if in_options && is_option(trimmed) {
        } else if is_border(trimmed) {
            // Of a table, or a line between two parts of the text.
            if writer.lines().is_empty() {
                writer.blank();
            }
        } else if trimmed.starts_with(">>> ") {
            writer.paragraph();
            hidden = None;
            rest = after_paragraph(rest);
        } else if trimmed == "::" {
            hidden = Some(indent);
        } else if is_row(trimmed) {
            writer.row(&trimmed.replace('|', " "));
        } else {
            let (words, is_item) =
                match item(trimmed).or_else(|| field_of(trimmed).map(|(_, words)| words)) {
                    Some(words) => (words, true),
                    None => (trimmed, false),
                };
            // Code follows a paragraph that ends with two colons.
            let words = match words.strip_suffix("::") {
                Some(start) => {
                    hidden = Some(indent);
                    if start.ends_with(' ') { start } else { &words[..words.len() - 1] }
                }
                None => words,
            };
            match (is_item, indent) {
                (true, _) => writer.item(words),
                (false, 0) => writer.first_line(words),
                _ => writer.line(words),
            }
        }
    }
    writer.finish()
}

fn split_line(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() {
        return None;
    }
    Some(text.split_once('\n').unwrap_or((text, "")))
}

/// Returns the title that starts here, with or without an overline, and the text below.
fn title_at(text: &str) -> Option<(&str, &str)> {
    let (first, below) = split_line(text)?;
    let (second, after) = split_line(below)?;
    let [first, second] = [first.trim_end(), second.trim_end()];
    if let Some(mark) = adornment(first) {
        let (third, after) = split_line(after)?;
        let is_title = !second.trim().is_empty()
            && adornment(third.trim_end()) == Some(mark)
            && third.trim_end().len() == first.len();
        return is_title.then(|| (second.trim(), after));
    }
    adornment(second)?;
    let n_chars =
        if first.len() > 4 * second.len() + 40 { usize::MAX } else { first.chars().count() };
    // An underline may be shorter by little, which docutils warns of.
    let is_title = !first.is_empty()
        && !first.starts_with([' ', '\t'])
        && !first.starts_with(".. ")
        && item(first).is_none()
        && second.len() + 3 >= n_chars
        && (second.len() >= 4 || second.len() >= n_chars);
    is_title.then(|| (first.trim(), after))
}

/// Returns the character of a line that consists of one punctuation mark.
fn adornment(line: &str) -> Option<u8> {
    let mark = *line.as_bytes().first().filter(|mark| ADORNMENTS.contains(mark))?;
    (line.len() >= 2 && line != "::" && line != ".." && line.bytes().all(|b| b == mark))
        .then_some(mark)
}

/// Whether a line has nothing but the rules of a table, or is a transition.
fn is_border(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|b| b"+-= |".contains(&b)) && !line.starts_with("- ")
}

/// Whether a line is a row of a table with drawn borders.
fn is_row(line: &str) -> bool {
    line.len() > 2 && line.starts_with('|') && line.ends_with('|') && !line.ends_with(" \\|")
}

fn comment_field(markup: &str) -> Option<(&str, &str)> {
    let (name, value) = markup.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    (is_name && !value.starts_with(':') && !name.starts_with('_')).then(|| (name, value.trim()))
}

/// Returns the name and the words of `:name: words`.
fn field_of(line: &str) -> Option<(&str, &str)> {
    let (name, words) = line.strip_prefix(':')?.split_once(':')?;
    let is_name = !name.is_empty() && !name.starts_with(' ') && !name.contains('`');
    let is_field = is_name && (words.is_empty() || words.starts_with(' '));
    is_field.then(|| (name, words.trim()))
}

fn is_anchor(line: &str) -> bool {
    line.starts_with(".. _") && line.ends_with(':')
}

fn is_option(line: &str) -> bool {
    field_of(line).is_some_and(|(name, _)| !name.contains(' '))
}

/// What stands behind `.. `.
enum Explicit<'a> {
    /// Nothing that a reader sees, and so is what is indented below.
    Hidden,
    /// The words of a footnote, or of a directive's argument.
    Shown(&'a str),
}

fn explicit(markup: &str) -> Explicit<'_> {
    if let Some((_, words)) = markup.strip_prefix('[').and_then(|note| note.split_once("] ")) {
        return Explicit::Shown(words);
    }
    let Some((name, argument)) = markup.split_once("::") else { return Explicit::Hidden };
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_:.+".contains(c));
    if !is_name || HIDDEN.contains(&name) {
        return Explicit::Hidden;
    }
    // The arguments of the others are names, files or headings of boxes.
    let has_words = [
        "admonition",
        "rubric",
        "topic",
        "sidebar",
        "note",
        "tip",
        "warning",
        "important",
        "epigraph",
        "pull-quote",
        "caution",
        "danger",
        "hint",
        "seealso",
        "attention",
    ];
    Explicit::Shown(if has_words.contains(&name) { argument.trim() } else { "" })
}

/// Returns the text below the next blank line.
fn after_paragraph(text: &str) -> &str {
    let mut rest = text;
    while let Some((line, below)) = split_line(rest) {
        if line.trim().is_empty() {
            break;
        }
        rest = below;
    }
    rest
}

/// Returns the words of a list item or of a line of a line block.
fn item(line: &str) -> Option<&str> {
    let (mark, words) = line.split_once(' ')?;
    let inner = mark.trim_start_matches('(').trim_end_matches([')', '.']);
    let is_number = inner.len() < mark.len()
        && (inner == "#"
            || !inner.is_empty() && inner.len() <= 3 && inner.bytes().all(|b| b.is_ascii_digit()));
    (matches!(mark, "-" | "*" | "+" | "•" | "|") || is_number).then(|| words.trim())
}

fn object(text: &str, at: usize) -> Found<'_> {
    match text.as_bytes()[at] {
        b'`' => {
            if let Some((length, code)) = inline::between(text, at, "``", "``") {
                return Some((length, Object::Words(code)));
            }
            let (length, inside) = inline::between(text, at, "`", "`")?;
            let end = at + length;
            let n_marks = text[end..].len() - text[end..].trim_start_matches('_').len();
            let n_marks = n_marks.min(2);
            Some((length + n_marks, reference(inside, n_marks > 0)))
        }
        b':' => {
            // `:role:`words``
            let rest = inline::window(text, at);
            let (name, _) = rest[1..].split_once(":`")?;
            let is_name = !name.is_empty()
                && name.chars().all(|c| c.is_alphanumeric() || "-_:.+".contains(c));
            let start = at + 1 + name.len() + 1;
            let (length, inside) = inline::between(text, start, "`", "`").filter(|_| is_name)?;
            let object = match name {
                "math" | "raw-html" | "raw" => Object::Nothing,
                "doc" | "ref" | "download" | "any" => reference(inside, true),
                _ => reference(inside, false),
            };
            Some((start + length - at, object))
        }
        b'|' => {
            let (length, name) = inline::between(text, at, "|", "|")?;
            let is_name = name.chars().all(|c| c.is_alphanumeric() || "-_ ".contains(c));
            (is_name && !name.is_empty() && !name.starts_with(' ') && !name.ends_with(' '))
                .then_some((length, Object::Nothing))
        }
        b'_' => {
            // The end of `name_` and `name__`.
            let is_end = text[..at].ends_with(|c: char| c.is_alphanumeric());
            let after = text[at..].strip_prefix("__").unwrap_or(&text[at + 1..]);
            let ends = after.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '_');
            (is_end && ends).then(|| (text.len() - at - after.len(), Object::Nothing))
        }
        b'[' => {
            let (length, _) = inline::between(text, at, "[", "]_")?;
            Some((length, Object::Nothing)).filter(|_| length < 40)
        }
        _ => {
            let escaped = text[at + 1..].chars().next()?;
            let words = if escaped.is_whitespace() {
                ""
            } else {
                &text[at + 1..at + 1 + escaped.len_utf8()]
            };
            Some((1 + escaped.len_utf8(), Object::Words(words)))
        }
    }
}

/// Returns the words and the target of `words <target>`.
fn reference(inside: &str, is_link: bool) -> Object<'_> {
    match inside.strip_suffix('>').and_then(|inside| inside.rsplit_once('<')) {
        Some((words, target)) if !words.trim().is_empty() => {
            Object::Link { target, words: words.trim() }
        }
        Some((_, target)) => Object::Link { target, words: target },
        None if is_link => {
            Object::Link { target: inside, words: inside.trim_start_matches(['~', '!']) }
        }
        None => Object::Words(inside.trim_start_matches(['~', '!'])),
    }
}

#[cfg(test)]
mod tests {
    use super::{render_rst, render_rst_without_links, rst_fields};

    fn check(rst: &str, expected: &str) {
        assert_eq!(render_rst(rst).text, expected, "{rst}");
    }

    #[test]
    fn splits_metadata_from_the_text() {
        let check = |file: &str, expected: &[(&str, &str)], rest: &str| {
            let (fields, found) = rst_fields(file);
            let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            assert_eq!((fields.as_slice(), found), (expected, rest), "{file}");
        };
        check(
            ".. _x:\n\nA buoy\n######\n\n:date: 2020-01-03\n:Tags: a,\n   b\n\nText",
            &[("title", "A buoy"), ("date", "2020-01-03"), ("tags", "a, b")],
            "Text",
        );
        check("=====\n  A\n=====\n:a: b\nText", &[("title", "A"), ("a", "b")], "Text");
        check(
            ".. title: One\n.. slug: one\n.. tags:\n\nHead\n====\n",
            &[("title", "One"), ("slug", "one"), ("tags", "")],
            "Head\n====\n",
        );
        check("Text\n\nT\n=\n", &[], "Text\n\nT\n=\n");
        check(".. note:: x", &[], ".. note:: x");
    }

    #[test]
    fn renders_sections_lists_and_tables() {
        check("Head\n----\nA\nb.\n\n* c\n  d\n* e\n\n1. f\n\nG", "Head\n\nA b.\n\nc d\ne\nf\n\nG");
        check("====\nHead\n====\n\n| a\n| b", "Head\n\na\nb");
        check("===  ===\na    b\n===  ===\nc    d\n===  ===\n\nE", "a b c d\n\nE");
        check("+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+", "a b\nc d");
        check("A\n\n----\n\nB", "A\n\nB");
    }

    #[test]
    fn drops_code_and_directives() {
        check("A::\n\n  code\n\n    x\n\nB ::\n\n  y\n\nC", "A:\n\nB\n\nC");
        check(".. code-block:: c\n   :x: y\n\n   int\n\nA", "A");
        check(".. note:: Mind\n   the gap.\n\n   More.\n\nA", "Mind the gap.\n\nMore.\n\nA");
        check(
            ".. figure:: x.png\n   :alt: a\n\n   Caption.\n\n.. a comment\n   goes on\n\nA",
            "Caption.\n\nA",
        );
        check(">>> x\n1\n\nA\n\n.. [1] Note.\n.. _a: https://x\n.. |s| image:: x", "A\n\nNote.");
    }

    #[test]
    fn renders_links_roles_and_emphasis() {
        check(
            "See `the words <https://x.y>`_, `b`_, c_ and ``d_``.",
            "See the words, b, c and d_.",
        );
        check(":doc:`e </f>` :ref:`g` :math:`h` *i* **j k** |l| m [1]_ n\\ o", "e g i j k m no");
        check("snake_case and a*b", "snake_case and a*b");
        let (found, links) = render_rst_without_links("A `b <c>`_ d :doc:`e`\n\n.. _f: g\n");
        assert_eq!(found.text, "A d");
        assert_eq!(links, ["c", "e", "g"]);
    }
}
