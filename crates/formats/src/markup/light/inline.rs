//! Words, links and emphasis within a paragraph.

use std::ops::Range;

use crate::markup::plain::Plain;

/// Maximal length of a link or a macro, in bytes. Longer ones occur only in attacks.
const MAX_OBJECT: usize = 1000;

/// What stands at a place of a paragraph, beside words.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Object<'a> {
    /// Nothing that a reader sees: an image, the mark of a footnote, a tag.
    Nothing,
    /// The start of a line: `<br>`.
    Line,
    /// Words as they stand: a code span, an escaped mark.
    Words(&'a str),
    /// A link with its words, which may have emphasis.
    Link { target: &'a str, words: &'a str },
}

/// An object and its length in bytes.
pub(super) type Found<'a> = Option<(usize, Object<'a>)>;

/// How a format marks words.
pub(super) struct Marks {
    /// Characters that start an object. Each one is a single byte.
    pub objects: &'static [char],
    /// Characters around words with emphasis. Each one is a single byte.
    pub emphasis: &'static [char],
}

/// Appends a paragraph. `object` returns what starts at an offset of the paragraph.
pub(super) fn write<'a>(
    paragraph: &'a str,
    marks: &Marks,
    out: &mut Plain,
    object: impl Fn(&'a str, usize) -> Found<'a>,
) {
    let removed = emphasis(paragraph, marks.emphasis);
    let push = |range: Range<usize>, out: &mut Plain| {
        let first = removed.partition_point(|&at| at < range.start);
        let mut start = range.start;
        for &at in removed[first..].iter().take_while(|&&at| at < range.end) {
            out.push(&paragraph[start..at]);
            start = at + 1;
        }
        out.push(&paragraph[start..range.end]);
    };
    let (mut at, mut kept) = (0, 0);
    while let Some(step) = paragraph[at..].find(marks.objects) {
        at += step;
        let Some((length, found)) = object(paragraph, at) else {
            at += 1;
            continue;
        };
        push(kept..at, out);
        match found {
            Object::Nothing => {}
            Object::Line => out.line(),
            Object::Words(words) => out.push(words),
            Object::Link { target, words } => {
                out.open_link(target);
                if words == target {
                    out.push(words);
                } else {
                    let start = offset(paragraph, words);
                    push(start..start + words.len(), out);
                }
                out.close_link();
            }
        }
        at += length;
        kept = at;
    }
    push(kept..paragraph.len(), out);
}

/// Returns the offset of a part of a text.
fn offset(text: &str, part: &str) -> usize {
    // A part of another text, as an empty literal is, has no offset.
    let start = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    if start + part.len() <= text.len() { start } else { 0 }
}

/// Returns the offsets of the marks of emphasis: a mark at the start of a word that has a counterpart at the end of a
/// word further on.
fn emphasis(paragraph: &str, marks: &[char]) -> Vec<usize> {
    let mut found: Vec<(usize, u8, Side)> = Vec::new();
    for (at, mark) in paragraph.match_indices(marks) {
        let mark = mark.as_bytes()[0];
        let is_mark = |c: &char| marks.contains(c);
        // Marks stand inside each other, as in `*/both/*`.
        let before = paragraph[..at].chars().rev().take(3).find(|c| !is_mark(c));
        let after = paragraph[at + 1..].chars().take(3).find(|c| !is_mark(c));
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let inside = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let (opens, closes) = (outside(before) && inside(after), inside(before) && outside(after));
        match (opens, closes) {
            (true, false) => found.push((at, mark, Side::Start)),
            (false, true) => found.push((at, mark, Side::End)),
            // Between signs, as in `(*)`, or `"*so*"`.
            (true, true) if before.is_none_or(|c| "([{\"'“‘«".contains(c)) => {
                found.push((at, mark, Side::Start))
            }
            (true, true) => found.push((at, mark, Side::End)),
            (false, false) => {}
        }
    }
    let mut removed = Vec::new();
    // The open start of each mark. A start without an end, as in `/usr/bin`, stays.
    let mut open: [Option<usize>; 128] = [None; 128];
    for (at, mark, side) in found {
        let open = &mut open[usize::from(mark & 127)];
        match (side, *open) {
            // `**strong**` opens twice.
            (Side::Start, Some(start)) if at == start + 1 => {
                removed.push(start);
                *open = Some(at);
            }
            (Side::Start, _) => *open = Some(at),
            (Side::End, Some(start)) => {
                removed.extend([start, at]);
                *open = None;
            }
            (Side::End, None) if removed.last().is_some_and(|&last| last + 1 == at) => {
                removed.push(at);
            }
            (Side::End, None) => {}
        }
    }
    removed.sort_unstable();
    removed.dedup();
    removed
}

#[derive(Clone, Copy, Debug)]
enum Side {
    Start,
    End,
}

/// Returns the text from an offset on, at most [`MAX_OBJECT`] bytes.
pub(super) fn window(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let mut ends = (0..=MAX_OBJECT.min(rest.len())).rev();
    &rest[..ends.find(|&end| rest.is_char_boundary(end)).unwrap_or(0)]
}

/// Returns the part between `open` at an offset and the next `close`, with the length of all three.
pub(super) fn between<'a>(
    text: &'a str,
    at: usize,
    open: &str,
    close: &str,
) -> Option<(usize, &'a str)> {
    let inside = window(text, at).strip_prefix(open)?;
    let end = inside.find(close)?;
    Some((open.len() + end + close.len(), &inside[..end]))
}

/// Returns the length of an address in running text that starts at an offset.
pub(super) fn address(text: &str, at: usize) -> Option<usize> {
    let rest = window(text, at);
    let has_scheme = ["https://", "http://", "mailto:", "ftp://"];
    if !has_scheme.iter().any(|scheme| rest.starts_with(scheme)) {
        return None;
    }
    let end = rest.find(|c: char| c.is_whitespace() || "[]<>\"`".contains(c)).unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']).len())
}

/// Returns whether a word starts at an offset.
pub(super) fn starts_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::emphasis;

    #[test]
    fn finds_pairs_of_marks() {
        let check = |text: &str, expected: &str| {
            let removed = emphasis(text, &['*', '/', '_', '=']);
            let mut at = 0;
            let kept: String = text
                .char_indices()
                .filter(|(i, _)| {
                    at = *i;
                    !removed.contains(&at)
                })
                .map(|(_, c)| c)
                .collect();
            assert_eq!(kept, expected, "{text}");
        };
        check("a *b* c", "a b c");
        check("a **b c** d", "a b c d");
        check("*/both/*, (_so_) and \"*x*\"", "both, (so) and \"x\"");
        check("/usr/bin and a_b_c, 2 * 3 * 4", "/usr/bin and a_b_c, 2 * 3 * 4");
        check("*open and a=b=c", "*open and a=b=c");
        check("*é* *日本*", "é 日本");
        check("=a= b =c=.", "a b c.");
    }
}
