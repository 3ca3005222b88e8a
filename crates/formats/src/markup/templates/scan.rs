//! The state of a scan for template marks.

/// Maximal length of an attribute list or a code span, in bytes. Longer ones occur only in attacks.
const MAX_SPAN: usize = 1000;

/// A text from which marks are removed, with a position.
pub(super) struct Scan<'a> {
    text: &'a str,
    /// Everything before is scanned.
    at: usize,
    /// Everything before is either in `out` or removed.
    kept: usize,
    out: String,
    /// End marks that do not occur in the rest of the text.
    missing: Vec<&'static str>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, kept: 0, out: String::new(), missing: Vec::new() }
    }

    /// Returns the text from the position on.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Returns the text before the position.
    pub(super) fn before(&self) -> &'a str {
        &self.text[..self.at]
    }

    /// Moves the position over `length` bytes, which stay.
    pub(super) fn keep(&mut self, length: usize) {
        self.at += length;
    }

    /// Replaces the next `length` bytes. Returns `true`, so that callers can end with it.
    pub(super) fn replace(&mut self, length: usize, by: &str) -> bool {
        self.out.push_str(&self.text[self.kept..self.at]);
        self.out.push_str(by);
        // Without a target, `[words]( "title")` is not a link in CommonMark.
        if by.is_empty() && self.out.ends_with("](") {
            self.out.push('#');
        }
        self.at += length;
        self.kept = self.at;
        true
    }

    /// Returns the length up to and including the next `end`.
    ///
    /// An end mark that was not found once is not searched again, which keeps a scan linear.
    pub(super) fn length_to(&mut self, end: &'static str) -> Option<usize> {
        if self.missing.contains(&end) {
            return None;
        }
        let found = self.rest().find(end).map(|at| at + end.len());
        if found.is_none() {
            self.missing.push(end);
        }
        found
    }

    /// Returns the text with all replacements.
    pub(super) fn finish(mut self) -> String {
        self.out.push_str(&self.text[self.kept..]);
        self.out
    }
}

/// Returns the start of a text, at most [`MAX_SPAN`] bytes.
pub(super) fn span_start(text: &str) -> &str {
    let mut ends = (0..=MAX_SPAN.min(text.len())).rev();
    &text[..ends.find(|&end| text.is_char_boundary(end)).unwrap_or(0)]
}

/// Returns the end of a text, at most [`MAX_SPAN`] bytes.
pub(super) fn span_end(text: &str) -> &[u8] {
    &text.as_bytes()[text.len().saturating_sub(MAX_SPAN)..]
}

pub(super) fn starts_with_letter(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}
