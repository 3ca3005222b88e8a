//! Text in lines of limited width.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm, core::display_width};

/// Width of a line of a text page, in columns.
pub(super) const LINE_WIDTH: usize = 80;

/// Breaks a text at white space into lines of at most `width` columns, and puts `indent` before each line.
///
/// Wide characters count as two columns. A word that is wider than a line has a line of its own. The result ends with
/// a newline; it is empty for a text without words.
#[must_use]
pub fn wrap(text: &str, indent: &str, width: usize) -> String {
    fill(text, Options::new(width).initial_indent(indent).subsequent_indent(indent))
}

/// Breaks a text like [`wrap`], with `mark` before the first line and as many columns of spaces before the others.
pub(super) fn wrap_hanging(text: &str, mark: &str, width: usize) -> String {
    let blank = " ".repeat(display_width(mark));
    fill(text, Options::new(width).initial_indent(mark).subsequent_indent(&blank))
}

fn fill(text: &str, options: Options<'_>) -> String {
    let options = options
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(false);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { text } else { textwrap::fill(&text, options) + "\n" }
}

#[cfg(test)]
mod tests {
    use super::{wrap, wrap_hanging};

    #[test]
    fn breaks_lines_at_white_space() {
        assert_eq!(wrap("one two  three\nfour", "  ", 10), "  one two\n  three\n  four\n");
        assert_eq!(wrap("unbreakable x", "", 4), "unbreakable\nx\n");
        assert_eq!(wrap(" ", "  ", 10), "");
        assert_eq!(wrap_hanging("one two three", "1. ", 10), "1. one two\n   three\n");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(wrap("日本 日本", "", 9), "日本 日本\n");
        assert_eq!(wrap("日本 日本", "", 8), "日本\n日本\n");
    }
}
