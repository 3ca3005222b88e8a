//! Paragraphs, headings and list items from lines.

use super::inline::{self, Found, Marks};
use crate::markup::plain::{Plain, Rendered};

/// A text that grows line by line.
pub(super) struct Writer {
    out: Plain,
    /// The lines of the open paragraph or list item.
    lines: String,
    kind: Kind,
    marks: Marks,
    object: for<'a> fn(&'a str, usize) -> Found<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Item,
    Row,
}

impl Writer {
    pub(super) fn new(
        out: Plain,
        marks: Marks,
        object: for<'a> fn(&'a str, usize) -> Found<'a>,
    ) -> Self {
        Self { out, lines: String::new(), kind: Kind::Paragraph, marks, object }
    }

    /// Appends a line to the open paragraph or list item.
    pub(super) fn line(&mut self, line: &str) {
        if !self.lines.is_empty() {
            self.lines.push('\n');
        }
        self.lines.push_str(line);
    }

    /// Starts a list item.
    pub(super) fn item(&mut self, line: &str) {
        self.flush();
        match self.kind {
            Kind::Item => self.out.line(),
            _ => self.out.paragraph(),
        }
        self.kind = Kind::Item;
        self.line(line);
    }

    /// Writes a row of a table.
    pub(super) fn row(&mut self, line: &str) {
        self.flush();
        match self.kind {
            Kind::Row => self.out.line(),
            _ => self.out.paragraph(),
        }
        if self.kind != Kind::Row {
            self.out.no_lead();
        }
        self.kind = Kind::Row;
        self.line(line);
        self.flush();
    }

    /// Ends the open paragraph.
    pub(super) fn paragraph(&mut self) {
        self.flush();
        self.out.paragraph();
        self.kind = Kind::Paragraph;
    }

    /// Ends the lines of the open paragraph at a blank line. A list goes on behind it.
    pub(super) fn blank(&mut self) {
        self.flush();
        if self.kind == Kind::Paragraph {
            self.out.paragraph();
        }
    }

    /// Starts a paragraph with a line, after a list or a blank line.
    pub(super) fn first_line(&mut self, line: &str) {
        if self.lines.is_empty() && self.kind != Kind::Paragraph {
            self.paragraph();
        }
        self.line(line);
    }

    /// Writes a heading.
    pub(super) fn heading(&mut self, line: &str) {
        self.paragraph();
        self.out.heading();
        self.line(line);
        self.paragraph();
    }

    /// Returns the lines of the open paragraph, and forgets them.
    pub(super) fn take_lines(&mut self) -> String {
        std::mem::take(&mut self.lines)
    }

    /// Returns the lines of the open paragraph.
    pub(super) fn lines(&self) -> &str {
        &self.lines
    }

    /// Ends the text.
    pub(super) fn finish(mut self) -> (Rendered, Vec<String>) {
        self.paragraph();
        let links = self.out.take_links();
        (self.out.into_rendered(), links)
    }

    fn flush(&mut self) {
        if !self.lines.is_empty() {
            let lines = std::mem::take(&mut self.lines);
            inline::write(&lines, &self.marks, &mut self.out, self.object);
        }
    }
}
