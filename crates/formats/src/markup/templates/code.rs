//! Code blocks and code spans, in which nothing is replaced.
//!
//! Each function handles the mark at the position of the scan. It returns `false` when the mark is of another kind.

use super::scan::{Scan, span_end, span_start};

/// Keeps a fenced code block.
pub(super) fn fence(scan: &mut Scan<'_>) -> bool {
    let rest = scan.rest();
    let Some((mark, info)) = fence_start(scan) else { return false };
    let mut length = mark.len() + info.len();
    for line in rest[length..].split_inclusive('\n') {
        length += line.len();
        let line = line.trim_matches([' ', '\t', '>', '\n', '\r']);
        if line.len() >= mark.len() && line.bytes().all(|b| b == mark.as_bytes()[0]) {
            break;
        }
    }
    scan.keep(length);
    true
}

/// Returns whether a fenced code block starts here.
pub(super) fn is_fence(scan: &Scan<'_>) -> bool {
    fence_start(scan).is_some()
}

/// Returns the mark and the info string of a fenced code block that starts here.
fn fence_start<'a>(scan: &Scan<'a>) -> Option<(&'a str, &'a str)> {
    let rest = scan.rest();
    // First, since a long run of marks would be measured again at each of its marks.
    let indent = span_end(scan.before()).rsplit(|&b| b == b'\n').next().unwrap_or_default();
    if !indent.iter().all(|b| b" \t>-*".contains(b)) {
        return None;
    }
    let mark = &rest[..rest.len() - rest.trim_start_matches(['`', '~']).len()];
    if mark.len() < 3 || !mark.bytes().all(|b| b == mark.as_bytes()[0]) {
        return None;
    }
    let info = rest[mark.len()..].split('\n').next().unwrap_or_default();
    (!info.contains('`')).then_some((mark, info))
}

/// Keeps a code span. Backticks that open no span are kept, too.
pub(super) fn span(scan: &mut Scan<'_>) -> bool {
    let rest = scan.rest();
    let n_marks = rest.len() - rest.trim_start_matches('`').len();
    if n_marks == 0 {
        return false;
    }
    let paragraph = span_start(&rest[n_marks..]).split("\n\n").next().unwrap_or_default();
    let mut at = 0;
    while let Some(step) = paragraph[at..].find('`') {
        at += step;
        let run = paragraph.len() - at - paragraph[at..].trim_start_matches('`').len();
        at += run;
        if run == n_marks {
            scan.keep(n_marks + at);
            return true;
        }
    }
    scan.keep(n_marks);
    true
}
