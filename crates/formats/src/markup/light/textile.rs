//! Textile to plain text.

use super::{
    inline::{self, Found, Marks, Object},
    writer::Writer,
};
use crate::markup::{
    plain::{Plain, Rendered},
    templates::without_templates,
};

const MARKS: Marks = Marks {
    objects: &['"', '!', '<', '&', '@', '[', '='],
    emphasis: &['*', '_', '-', '+', '^', '~', '%', '?'],
};

/// Blocks whose text is shown, beside headings, by their signature.
const SHOWN: [&str; 3] = ["p", "bq", "div"];

/// Elements of which the start and the end start a line.
const BLOCKS: [&str; 17] = [
    "br",
    "div",
    "p",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "section",
    "figure",
    "dd",
];

/// Elements that are hidden with their content.
const HIDDEN: [(&str, &str); 4] =
    [("<pre", "</pre>"), ("<script", "</script>"), ("<style", "</style>"), ("```", "```")];

/// Renders Textile. Drops code, images, tags of HTML and templates.
pub(crate) fn render_textile(text: &str) -> Rendered {
    render_into(Plain::default(), text).0
}

/// Renders like [`render_textile`], but leaves out the words of links and returns their targets.
pub(crate) fn render_textile_without_links(text: &str) -> (Rendered, Vec<String>) {
    render_into(Plain::without_links(), text)
}

fn render_into(out: Plain, text: &str) -> (Rendered, Vec<String>) {
    let text = without_templates(text);
    let mut writer = Writer::new(out, MARKS, object);
    // The end mark of the open hidden element.
    let mut until: Option<&str> = None;
    // Whether the open block is hidden, and whether blank lines go on with it.
    let (mut is_hidden, mut is_extended) = (false, false);
    let mut is_start = true;
    for line in text.lines() {
        let line = line.trim_end();
        if let Some(end) = until {
            if line.contains(end) {
                until = None;
            }
            continue;
        }
        if line.is_empty() {
            writer.blank();
            is_start = true;
            is_hidden &= is_extended;
            continue;
        }
        let hidden = HIDDEN.iter().find(|(start, _)| line.trim_start().starts_with(start));
        if let Some((start, end)) = hidden {
            writer.paragraph();
            let after = &line.trim_start()[start.len()..];
            until = (!after.contains(end)).then_some(*end);
            continue;
        }
        if is_start && let Some(block) = Block::parse(line) {
            (is_hidden, is_extended) = (block.is_hidden, block.is_extended);
            if block.is_heading {
                writer.heading(block.words);
            } else if !is_hidden {
                writer.first_line(block.words);
            }
        } else if is_hidden {
        } else if line.starts_with('|') && line.ends_with('|') && line.len() > 1 {
            writer.row(&cells(line));
        } else if let Some(item) = item(line) {
            writer.item(item);
        } else if line.trim().bytes().all(|b| b"-*=".contains(&b)) {
            writer.blank();
        } else if is_start {
            writer.first_line(line.trim());
        } else {
            writer.line(line.trim());
        }
        is_start = false;
    }
    writer.finish()
}

/// A block by its signature: `h2(class). Words`.
struct Block<'a> {
    words: &'a str,
    is_heading: bool,
    is_hidden: bool,
    /// Whether the block ends at the next signature, not at a blank line.
    is_extended: bool,
}

impl<'a> Block<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let name_end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
        let name = &line[..name_end];
        let is_heading = matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
        let is_hidden = matches!(name, "bc" | "pre" | "notextile" | "###" | "table");
        let is_note =
            name.strip_prefix("fn").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        if !is_heading && !is_hidden && !is_note && !SHOWN.contains(&name) {
            return None;
        }
        let rest = without_attributes(&line[name_end..]);
        let (rest, is_extended) = match rest.strip_prefix("..") {
            Some(rest) => (rest, true),
            None => (rest.strip_prefix('.')?, false),
        };
        // `bq.:http://source Words`
        let rest = match rest.strip_prefix(':') {
            Some(source) => source.find(' ').map_or("", |end| &source[end..]),
            None => rest,
        };
        let is_block = rest.is_empty() || rest.starts_with(' ');
        // The lines below `table. ` are rows.
        let is_hidden = is_hidden && name != "table";
        is_block.then(|| Self { words: rest.trim(), is_heading, is_hidden, is_extended })
    }
}

/// Skips the attributes of a block or a cell: `(class#id)`, `{style}`, `[lang]`, `<>`, `=`.
fn without_attributes(text: &str) -> &str {
    let mut rest = text;
    loop {
        let close = match rest.as_bytes().first() {
            Some(b'(') => ')',
            Some(b'{') => '}',
            Some(b'[') => ']',
            Some(b'<' | b'>' | b'=' | b'^' | b'~') => {
                rest = &rest[1..];
                continue;
            }
            _ => return rest,
        };
        match inline::window(rest, 0).find(close) {
            Some(end) => rest = &rest[end + 1..],
            None => return rest,
        }
    }
}

/// Returns the words of the cells of a table: `|_. Head |\2. two|`.
fn cells(line: &str) -> String {
    let cell = |cell: &str| {
        let start =
            cell.trim_start_matches(|c: char| "_\\/<>=^~".contains(c) || c.is_ascii_digit());
        let start = without_attributes(start);
        match start.strip_prefix(". ") {
            Some(words) if start.len() < cell.len() => words.to_owned(),
            _ => cell.to_owned(),
        }
    };
    line.split('|').map(cell).collect::<Vec<_>>().join(" ")
}

fn item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let words = line.trim_start_matches(['*', '#']);
    let n_marks = line.len() - words.len();
    let words = match n_marks {
        0 => line.strip_prefix("- ")?,
        1..=6 => without_attributes(words).strip_prefix(' ')?,
        _ => return None,
    };
    Some(words.trim())
}

fn object(text: &str, at: usize) -> Found<'_> {
    match text.as_bytes()[at] {
        b'"' => {
            if !inline::starts_word(text, at) {
                return None;
            }
            let (length, words) = inline::between(text, at, "\"", "\":")?;
            let target = &inline::window(text, at + length)[..address(text, at + length)?];
            // `"words(title)":url`, `"(class)words":url`
            let words =
                words.strip_suffix(')').and_then(|w| w.rsplit_once('(')).map_or(words, |w| w.0);
            let words = without_attributes(words).trim();
            let is_link = !words.is_empty() && !words.contains("\n\n");
            is_link.then_some((length + target.len(), Object::Link { target, words }))
        }
        b'!' => {
            let (length, source) = inline::between(text, at, "!", "!")?;
            let is_image = inline::starts_word(text, at)
                && !source.is_empty()
                && (source.contains(['.', '/']) || source.starts_with('#'))
                && !source.split('(').next().unwrap_or_default().trim().contains([' ', '\n']);
            let behind = &text[at + length..];
            let link = behind.strip_prefix(':').and_then(|_| address(text, at + length + 1));
            is_image.then_some((length + link.map_or(0, |link| link + 1), Object::Nothing))
        }
        b'<' => {
            let (length, inside) = inline::between(text, at, "<", ">")?;
            let name =
                inside.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
            if name.starts_with('!') {
                return Some((length, Object::Nothing));
            }
            let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric());
            let is_block = BLOCKS.contains(&name.to_ascii_lowercase().as_str());
            is_tag.then_some((length, if is_block { Object::Line } else { Object::Nothing }))
        }
        b'&' => {
            let (length, name) = inline::between(text, at, "&", ";")?;
            Some((length, Object::Words(entity(name)?)))
        }
        b'@' => {
            let (length, code) = inline::between(text, at, "@", "@")?;
            let is_code = inline::starts_word(text, at) && !code.is_empty() && !code.contains('\n');
            is_code.then_some((length, Object::Words(code)))
        }
        b'[' => {
            let (length, number) = inline::between(text, at, "[", "]")?;
            let is_note = !number.is_empty()
                && number.len() <= 3
                && number.bytes().all(|b| b.is_ascii_digit());
            is_note.then_some((length, Object::Nothing))
        }
        _ => inline::between(text, at, "==", "==").map(|(n, words)| (n, Object::Words(words))),
    }
}

/// Returns the length of a link's target: up to white space, without punctuation behind it.
fn address(text: &str, at: usize) -> Option<usize> {
    let rest = inline::window(text, at);
    let end = rest.find(|c: char| c.is_whitespace() || "<>\"|".contains(c)).unwrap_or(rest.len());
    let target = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*', '_']);
    (!target.is_empty()).then_some(target.len())
}

fn entity(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" | "#38" => "&",
        "lt" | "#60" => "<",
        "gt" | "#62" => ">",
        "quot" | "#34" => "\"",
        "nbsp" | "#160" => " ",
        "mdash" | "#8212" => "—",
        "ndash" | "#8211" => "–",
        "hellip" | "#8230" => "…",
        "rsquo" | "#8217" => "’",
        "lsquo" | "#8216" => "‘",
        "ldquo" | "#8220" => "“",
        "rdquo" | "#8221" => "”",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{render_textile, render_textile_without_links};

    fn check(textile: &str, expected: &str) {
        assert_eq!(render_textile(textile).text, expected, "{textile}");
    }

    #[test]
    fn renders_blocks_lists_and_tables() {
        check("h1. One\n\np(meta). A\nb.\n\nbq.:http://x Said.\n\nC", "One\n\nA b.\n\nSaid.\n\nC");
        check("* a\n** b\n# c\n\nD", "a\nb\nc\n\nD");
        check("|_. a|b|\n|\\2. c|", "a b\nc");
        check("fn1. Note[1]\n\n---\n\nA{color}. b", "Note\n\nA{color}. b");
    }

    #[test]
    fn drops_code_images_tags_and_templates() {
        check("bc. x\ny\n\nA\n\nbc.. x\n\ny\n\np. B", "A\n\nB");
        check(
            "<pre>\nx\n\ny\n</pre>\nA\n\n{% highlight c %}\nx\n{% endhighlight %}\n\n{{ page.x }}B",
            "A\n\nB",
        );
        check("!a.png! !/b.png(B)!:http://c A!", "A!");
        check("<div class='x'>A <b>b</b> &amp; c<br/>d</div>", "A b & c\nd");
    }

    #[test]
    fn renders_links_and_emphasis() {
        check(
            "See \"the *words*(t)\":http://x.y/_z_. _So_ @code_x@ and -gone-.",
            "See the words. So code_x and gone.",
        );
        check("\"quoted\" and a-b, \"open\":", "\"quoted\" and a-b, \"open\":");
        let (found, links) = render_textile_without_links("A \"b\":/c d");
        assert_eq!((found.text.as_str(), links), ("A d", vec!["/c".to_owned()]));
    }

    #[test]
    fn finds_title_and_lead() {
        let found = render_textile("h1. {{ page.title }}\n\np(meta). 3 May 2020\n\nLead.");
        assert_eq!((found.text.as_str(), found.heading), ("3 May 2020\n\nLead.", None));
    }
}
