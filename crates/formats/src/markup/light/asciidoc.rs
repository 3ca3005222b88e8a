//! AsciiDoc to plain text.

use super::{
    inline::{self, Found, Marks, Object},
    writer::Writer,
};
use crate::markup::plain::{Plain, Rendered};

const MARKS: Marks = Marks {
    // The letters start macros and addresses.
    objects: &[
        '[', '<', '{', '(', ':', '`', '+', '\\', 'a', 'b', 'f', 'h', 'i', 'k', 'l', 'm', 'p', 's',
        'x',
    ],
    emphasis: &['*', '_', '#', '`', '^', '~'],
};

/// Delimiters of blocks whose content is no text of the page: code, literal text, raw HTML, comments.
const CODE: [&str; 5] = ["----", "....", "++++", "////", "```"];

/// Delimiters of blocks that hold paragraphs, and the open block.
const CONTAINERS: [&str; 4] = ["====", "****", "____", "--"];

/// Macros within a paragraph, and what a reader sees of each.
const MACROS: [(&str, Shown); 15] = [
    ("anchor:", Shown::Nothing),
    ("btn:", Shown::Words),
    ("footnote:", Shown::Nothing),
    ("footnoteref:", Shown::Nothing),
    ("icon:", Shown::Nothing),
    ("image:", Shown::Nothing),
    ("indexterm2:", Shown::Words),
    ("indexterm:", Shown::Nothing),
    ("kbd:", Shown::Words),
    ("latexmath:", Shown::Nothing),
    ("link:", Shown::Link),
    ("menu:", Shown::Words),
    ("pass:", Shown::Words),
    ("stem:", Shown::Nothing),
    ("xref:", Shown::Link),
];

#[derive(Clone, Copy)]
enum Shown {
    Nothing,
    Words,
    Link,
}

/// Splits the title and the attributes of the header from the rest of a file.
///
/// The fields are `title`, `author` and `revdate` of the lines below the title, and each `:name: value`, all with
/// their names in lower case.
pub(crate) fn asciidoc_fields(text: &str) -> (Vec<(String, String)>, &str) {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    // The number of the line below the title.
    let mut n_below_title = None;
    while let Some((line, mut below)) = split_line(rest) {
        let line = line.trim_end();
        if let Some((name, value)) = attribute(line) {
            let mut value = value.to_owned();
            while let Some(start) = value.strip_suffix('\\') {
                let Some((next, after)) = split_line(below) else { break };
                value = format!("{} {}", start.trim_end(), next.trim());
                below = after;
            }
            fields.push((name.to_lowercase(), value));
        } else if let Some(title) = title(line).filter(|_| n_below_title.is_none()) {
            fields.push(("title".to_owned(), title.to_owned()));
            n_below_title = Some(0);
        } else if line.starts_with("//") && !line.starts_with("////") {
        } else if line.is_empty() {
            rest = below;
            // A blank line ends the header; before the title it has no meaning.
            if n_below_title.is_some() || !starts_header(rest) {
                break;
            }
            continue;
        } else {
            match n_below_title {
                Some(0) if is_author(line) => {
                    let name = line.split('<').next().unwrap_or_default().trim();
                    fields.push(("author".to_owned(), name.to_owned()));
                }
                Some(0 | 1) if revision(line).is_some() => {
                    fields.extend(revision(line).map(|day| ("revdate".to_owned(), day.to_owned())));
                }
                _ => break,
            }
            n_below_title = n_below_title.map(|n| n + 1);
        }
        rest = below;
    }
    (fields, rest)
}

/// Renders the rest of a file, which [`asciidoc_fields`] returns. Drops code, images, included files, comments, and
/// references to attributes.
pub(crate) fn render_asciidoc(text: &str) -> Rendered {
    render_into(Plain::default(), text).0
}

/// Renders like [`render_asciidoc`], but leaves out the words of links and returns their targets.
pub(crate) fn render_asciidoc_without_links(text: &str) -> (Rendered, Vec<String>) {
    render_into(Plain::without_links(), text)
}

fn render_into(out: Plain, text: &str) -> (Rendered, Vec<String>) {
    let mut writer = Writer::new(out, MARKS, object);
    let mut in_table = false;
    // The delimiter of the open block of code, and whether its text is hidden.
    let mut code: Option<&str> = None;
    for line in text.lines() {
        let line = line.trim_end();
        if let Some(delimiter) = code {
            if line == delimiter {
                code = None;
            }
        } else if is_setext(writer.lines(), line) {
            let title = writer.take_lines();
            writer.heading(&title);
        } else if is_delimiter(line, &CODE) || line.starts_with("```") {
            writer.paragraph();
            code = Some(if line.starts_with("```") { "```" } else { line });
        } else if is_delimiter(line, &CONTAINERS) || line == "'''" || line == "<<<" {
            writer.paragraph();
        } else if matches!(line, "|===" | "!===" | ",===" | ":===") {
            writer.paragraph();
            in_table = !in_table;
        } else if line.is_empty() {
            writer.blank();
        } else if in_table {
            writer.row(&cells(line));
        } else if line == "+" {
            writer.blank();
        } else if line.starts_with("//") || attribute(line).is_some() || is_dropped(line) {
            // Also the title of a block, which stands above it.
        } else if let Some(title) = title(line) {
            writer.heading(title);
        } else if let Some(item) = item(line) {
            writer.item(item);
        } else {
            let words = line.trim();
            let words = admonition(words).unwrap_or(words);
            match line.starts_with(' ') {
                true => writer.line(words),
                false => writer.first_line(words),
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

/// Whether a header starts behind blank lines.
fn starts_header(text: &str) -> bool {
    let line = text.trim_start().split('\n').next().unwrap_or_default().trim_end();
    attribute(line).is_some()
        || title(line).is_some_and(|_| line.starts_with("= ") || line.starts_with("# "))
        || line.starts_with("// ")
}

/// Returns the name and the value of `:name: value`.
fn attribute(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_!".contains(c));
    let is_entry = is_name && (value.is_empty() || value.starts_with([' ', '\t']));
    is_entry.then(|| (name, value.trim()))
}

/// Returns the words of a section title: `== Words`.
fn title(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|c| ['=', '#'].contains(c))?;
    let words = line.trim_start_matches(mark);
    let level = line.len() - words.len();
    (level <= 6 && words.starts_with(' ')).then(|| words.trim())
}

/// Whether a line underlines the one line before: `Title` above `-----`.
fn is_setext(above: &str, line: &str) -> bool {
    let Some(mark) = line.bytes().next().filter(|b| b"=-~^+".contains(b)) else { return false };
    let n_above = if above.len() > 4 * line.len() { 0 } else { above.chars().count() };
    line.len() > 2
        && line.bytes().all(|b| b == mark)
        && !above.contains('\n')
        && n_above > 0
        && n_above.abs_diff(line.len()) <= 2
}

fn is_delimiter(line: &str, delimiters: &[&str]) -> bool {
    delimiters.iter().any(|delimiter| match *delimiter {
        "--" => line == "--",
        delimiter => {
            line.starts_with(delimiter) && line.bytes().all(|b| b == delimiter.as_bytes()[0])
        }
    })
}

/// Whether a line is the title of a block, an anchor, a list of attributes, or a macro on a line of its own.
fn is_dropped(line: &str) -> bool {
    let is_block_title =
        line.starts_with('.') && line[1..].starts_with(|c: char| !c.is_whitespace() && c != '.');
    let is_list = line.starts_with('[') && line.ends_with(']');
    let is_macro = line.ends_with(']')
        && line.split_once("::").is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        });
    is_block_title || is_list || is_macro
}

fn is_author(line: &str) -> bool {
    // `Ann Lee <ann@example.org>` or one to three names.
    line.starts_with(char::is_alphabetic)
        && (line.contains('<') || line.split(' ').count() <= 3)
        && !line.chars().any(|c| c.is_ascii_digit() && !line.contains('<'))
}

/// Returns the day of a revision line: `v1.0, 2020-01-02: remark` or `2020-01-02`.
fn revision(line: &str) -> Option<&str> {
    let (version, rest) = line.split_once(',').unwrap_or(("", line));
    let is_version = version.is_empty()
        || version.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    let day = rest.split(": ").next()?.trim();
    (is_version && day.contains(|c: char| c.is_ascii_digit())).then_some(day)
}

/// Returns the words of the cells of a table: `|a 2+|b a|c`.
fn cells(line: &str) -> String {
    let mut words = String::new();
    let n_bars = line.matches('|').count();
    for (at, part) in line.split('|').enumerate() {
        if at > 0 {
            words.push(' ');
        }
        // The specifier of the next cell, as `2+` or `a`, touches its bar.
        let cell = match part.rsplit_once(' ') {
            Some((cell, specifier)) if at < n_bars && is_specifier(specifier) => cell,
            None if at < n_bars && is_specifier(part) => "",
            _ => part,
        };
        words.push_str(cell);
    }
    words
}

fn is_specifier(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= 6
        && (word.len() == 1 || word.contains(['+', '.', '^', '<', '>']))
        && word.bytes().all(|b| b"0123456789.+*<>^adehlmsv".contains(&b))
}

/// Returns the words of a list item, of a callout or of a term with its description.
fn item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let mark = line.split(' ').next().unwrap_or_default();
    let digits = mark.trim_end_matches('.');
    let is_mark = !mark.is_empty()
        && mark.len() <= 6
        && (mark.bytes().all(|b| b == b'*')
            || mark.bytes().all(|b| b == b'.')
            || mark == "-"
            || (digits.len() + 1 == mark.len() && digits.bytes().all(|b| b.is_ascii_digit()))
            || (mark.starts_with('<') && mark.ends_with('>')));
    if is_mark {
        let words = line[mark.len()..].trim();
        let boxes = ["[ ] ", "[x] ", "[*] "];
        return Some(boxes.iter().find_map(|mark| words.strip_prefix(mark)).unwrap_or(words))
            .filter(|words| !words.is_empty());
    }
    // `term:: description`
    (line.ends_with("::") || line.contains(":: ")).then_some(line)
}

/// Returns the words behind `NOTE:` and its like.
fn admonition(line: &str) -> Option<&str> {
    let (name, words) = line.split_once(": ")?;
    ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"].contains(&name).then_some(words)
}

fn object(text: &str, at: usize) -> Found<'_> {
    let words =
        |found: Option<(usize, &'static str)>| found.map(|(n, words)| (n, Object::Words(words)));
    match text.as_bytes()[at] {
        b'[' => anchor(text, at),
        b'<' => cross_reference(text, at),
        b'{' => {
            let (length, name) = inline::between(text, at, "{", "}")?;
            let shown = match name {
                "nbsp" | "sp" | "zwsp" | "empty" => " ",
                "plus" | "cpp" => "+",
                "apos" => "'",
                _ => "",
            };
            let is_name = name.chars().all(|c| c.is_alphanumeric() || "-_:".contains(c));
            words((is_name && !name.is_empty()).then_some((length, shown)))
        }
        b'(' => {
            // An index term: hidden in three pairs, shown in two.
            if let Some((length, _)) = inline::between(text, at, "(((", ")))") {
                return Some((length, Object::Nothing));
            }
            inline::between(text, at, "((", "))")
                .map(|(length, term)| (length, Object::Words(term)))
        }
        b':' => words(text[at..].starts_with(":: ").then_some((2, ":"))),
        b'`' => inline::between(text, at, "`+", "+`").map(|(n, words)| (n, Object::Words(words))),
        b'+' => {
            let is_break = text[..at].ends_with(' ') && text[at + 1..].starts_with('\n');
            is_break.then_some((1, Object::Line))
        }
        b'\\' => {
            let escaped = text[at + 1..].chars().next().filter(char::is_ascii_punctuation)?;
            Some((2, Object::Words(&text[at + 1..at + 1 + escaped.len_utf8()])))
        }
        _ if !inline::starts_word(text, at) => None,
        _ => address(text, at).or_else(|| named_macro(text, at)),
    }
}

/// Returns `[[anchor]]`, and the role of `[.role]#words#`.
fn anchor(text: &str, at: usize) -> Found<'_> {
    if let Some((length, _)) = inline::between(text, at, "[[", "]]") {
        return Some((length, Object::Nothing));
    }
    let (length, _) = inline::between(text, at, "[", "]")?;
    text[at + length..].starts_with(['#', '`']).then_some((length, Object::Nothing))
}

/// Returns `<<target,words>>`.
fn cross_reference(text: &str, at: usize) -> Found<'_> {
    let (length, inside) = inline::between(text, at, "<<", ">>")?;
    let (target, words) = inside.split_once(',').unwrap_or((inside, ""));
    Some((length, Object::Link { target, words: words.trim() }))
}

/// Returns an address with its words: `https://x.y[words]`.
fn address(text: &str, at: usize) -> Found<'_> {
    let length = inline::address(text, at)?;
    let target = &text[at..at + length];
    match inline::between(text, at + length, "[", "]") {
        Some((rest, inside)) => {
            let words = link_words(inside);
            let words = if words.is_empty() { target } else { words };
            Some((length + rest, Object::Link { target, words }))
        }
        None => Some((length, Object::Link { target, words: target })),
    }
}

/// Returns a macro: `link:target[words]`.
fn named_macro(text: &str, at: usize) -> Found<'_> {
    let rest = inline::window(text, at);
    let (name, shown) = MACROS.iter().find(|(name, _)| rest.starts_with(name))?;
    let open = rest.find('[')?;
    let target = &rest[name.len()..open];
    if target.contains([' ', '\n']) {
        return None;
    }
    let (length, inside) = inline::between(text, at + open, "[", "]")?;
    let found = match shown {
        Shown::Nothing => Object::Nothing,
        Shown::Words => Object::Words(inside),
        Shown::Link => Object::Link { target, words: link_words(inside) },
    };
    Some((open + length, found))
}

/// Returns the words of a link without its attributes: `words,window=_blank`, `words^`.
fn link_words(inside: &str) -> &str {
    let words = match inside.split_once(',') {
        Some((words, rest)) if rest.contains('=') => words,
        _ => inside,
    };
    words.trim_matches('"').trim_end_matches('^').trim()
}

#[cfg(test)]
mod tests {
    use super::{asciidoc_fields, render_asciidoc, render_asciidoc_without_links};

    fn check(asciidoc: &str, expected: &str) {
        assert_eq!(render_asciidoc(asciidoc).text, expected, "{asciidoc}");
    }

    #[test]
    fn splits_the_header_from_the_text() {
        let check = |file: &str, expected: &[(&str, &str)], rest: &str| {
            let (fields, found) = asciidoc_fields(file);
            let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            assert_eq!((fields.as_slice(), found), (expected, rest), "{file}");
        };
        check(
            "// a comment\n= Title here\nAnn Lee <a@b.c>\nv1.0, 2020-01-02: first\n:page-tags: a, \\\n b\n:!toc:\n\nText",
            &[
                ("title", "Title here"),
                ("author", "Ann Lee"),
                ("revdate", "2020-01-02"),
                ("page-tags", "a, b"),
                ("!toc", ""),
            ],
            "Text",
        );
        check(
            "= T\n:revdate: 2020-01-02\n\nText",
            &[("title", "T"), ("revdate", "2020-01-02")],
            "Text",
        );
        check(":a: b\n\n= T\n\nText", &[("a", "b"), ("title", "T")], "Text");
        check("= T\n2020-01-02\nText", &[("title", "T"), ("revdate", "2020-01-02")], "Text");
        check(
            "= T\nThe first paragraph of four.\n",
            &[("title", "T")],
            "The first paragraph of four.\n",
        );
        check("Text\n= T", &[], "Text\n= T");
        check("\n\nText", &[], "\nText");
    }

    #[test]
    fn renders_sections_lists_and_tables() {
        check("== One\nA\nb. +\nC\n\n=== Two\n\nD", "One\n\nA b.\nC\n\nTwo\n\nD");
        check("Title\n-----\nA", "Title\n\nA");
        check("* a\n** b\nmore\n\n. c\n+\nd\n\n1. e", "a\nb more\nc\n\nd\n\ne");
        check("|===\n|a |b\n\n2+|c a|d\n|===\nE", "a b\nc d\n\nE");
        check("term:: what\nNOTE: Mind.\n\n'''\nB", "term: what Mind.\n\nB");
        check("NOTE: Mind.", "Mind.");
    }

    #[test]
    fn drops_code_macros_and_attributes() {
        check("[source,c]\n----\nx\n\n----\nA\n////\nb\n////\nC", "A\n\nC");
        check(
            "include::a.adoc[]\nimage::b.png[B]\n:x: y\n.Title\n====\nA\n====\nifdef::z[]\nB\nendif::[]",
            "A\n\nB",
        );
        check("```ruby\nx\n```\nA", "A");
        check("----\nopen", "");
    }

    #[test]
    fn renders_links_and_emphasis() {
        check(
            "See https://x.y/z[the *words*^], https://x.y. and link:a.html[b].",
            "See the words, https://x.y. and b.",
        );
        check(
            "<<a,the section>> xref:b.adoc[page] image:c.png[C] {product}kbd:[Ctrl]",
            "the section page Ctrl",
        );
        check(
            "*bound* _so_ `code` ((term))(((hidden))) footnote:[x] [.role]#word#",
            "bound so code term word",
        );
        let (found, links) = render_asciidoc_without_links("A link:b[c] d <<e>>");
        assert_eq!(found.text, "A d");
        assert_eq!(links, ["b", "e"]);
    }
}
