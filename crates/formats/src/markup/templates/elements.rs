//! Comments and elements of HTML. Each function handles the mark at the position of the scan; see [`super::tags`].

use super::scan::{Scan, span_start, starts_with_letter};
use crate::markup::plain::MORE;

/// Elements that are removed with their content: start and end tag.
const HIDDEN: [(&str, &str); 4] = [
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<iframe", "</iframe>"),
    ("<svg", "</svg>"),
];

/// Removes `<!-- … -->`, and replaces `<!--more-->` by [`MORE`].
pub(super) fn comment(scan: &mut Scan<'_>) -> bool {
    let rest = scan.rest();
    if !rest.starts_with("<!--") {
        return false;
    }
    let Some(length) = scan.length_to("-->") else { return false };
    let inside = rest.get(4..length - 3).unwrap_or_default();
    let more = MORE.to_string();
    let is_more = inside.trim().eq_ignore_ascii_case("more");
    scan.replace(length, if is_more { &more } else { "" })
}

/// Removes an element of [`HIDDEN`].
pub(super) fn hidden(scan: &mut Scan<'_>) -> bool {
    let rest = scan.rest();
    let starts = |start: &str| {
        rest.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
            && !starts_with_letter(&rest[start.len()..])
    };
    let Some((_, end)) = HIDDEN.iter().find(|(start, _)| starts(start)) else { return false };
    scan.length_to(end).is_some_and(|length| scan.replace(length, ""))
}

/// Starts a Markdown paragraph after `<div markdown="1">` and after a `<br>` on a line of its own. CommonMark would
/// read the text up to the next blank line as HTML.
pub(super) fn markdown_in_html(scan: &mut Scan<'_>) -> bool {
    let rest = scan.rest();
    let Some(end) = span_start(rest).find('>') else { return false };
    let tag = &rest[1..end];
    let starts_line = scan.before().is_empty() || scan.before().ends_with('\n');
    let ends_line = rest[end + 1..].starts_with(['\n', '\r']);
    if starts_line && ends_line && matches!(tag, "br" | "br/" | "br /") {
        return scan.replace(end + 1, "\n");
    }
    if !starts_with_letter(tag) || !tag.contains(" markdown=") {
        return false;
    }
    scan.keep(end + 1);
    scan.replace(0, "\n\n")
}
