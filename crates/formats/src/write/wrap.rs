//! Lines of a terminal's width.

/// Breaks a text at spaces into lines of at most `width` characters, each behind `indent`; a longer
/// word has a line of its own. Ends with a newline; empty for a text without words.
#[must_use]
pub fn wrap(text: &str, indent: &str, width: usize) -> String {
    let mut wrapped = String::new();
    let mut room = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !wrapped.is_empty() && length < room {
            wrapped.push(' ');
            room -= 1;
        } else {
            if !wrapped.is_empty() {
                wrapped.push('\n');
            }
            wrapped.push_str(indent);
            room = width.saturating_sub(indent.chars().count());
        }
        wrapped.push_str(word);
        room = room.saturating_sub(length);
    }
    if !wrapped.is_empty() {
        wrapped.push('\n');
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("one two  three\nfour", "  ", 10), "  one two\n  three\n  four\n");
        assert_eq!(wrap("unbreakable x", "", 4), "unbreakable\nx\n");
        assert_eq!(wrap(" ", "  ", 10), "");
    }
}
