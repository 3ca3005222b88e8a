//! Code blocks and code spans, in which nothing is replaced.
//!
//! Each function handles the mark at the position of the scan. It returns `false` when the mark is of another kind.

use super::scan::{Scan, span_end, span_start};

/// Keeps a fenced code block.
pub(super) fn fence(scan: &mut Scan<'_>) -> bool {
    let rest = scan.rest();
    let mark = &rest[..rest.len() - rest.trim_start_matches(['`', '~']).len()];
    let indent = span_end(scan.before()).rsplit(|&b| b == b'\n').next().unwrap_or_default();
    let opens = mark.len() >= 3
        && mark.bytes().all(|b| b == mark.as_bytes()[0])
        && indent.iter().all(|b| b" \t>-*".contains(b));
    if !opens {
        return false;
    }
    let info = rest[mark.len()..].split('\n').next().unwrap_or_default();
    if info.contains('`') {
        return false;
    }
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
