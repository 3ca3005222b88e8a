//! Detects the ends of sentences.

/// Returns whether a sentence ends in `gap`, the text between two words. `before` is the first of them.
///
/// A sentence ends at a blank line, `!`, `?` or a full stop. The full stop of an initial or of a title such as
/// "Mr." does not end one. A single newline does not either: it may wrap a line.
#[must_use]
pub(super) fn ends_sentence(before: &str, gap: &str) -> bool {
    if gap.len() == 1 {
        return matches!(gap, "!" | "?" | ".");
    }
    if !gap.bytes().any(|b| matches!(b, b'!' | b'?' | b'.' | b'\n' | 0x80..)) {
        return false;
    }
    let mut newlines = 0;
    for (at, c) in gap.char_indices() {
        match c {
            '!' | '?' | '…' | '。' | '！' | '？' | '．' | '｡' | '؟' | '۔' | '।' | '॥' | '։'
            | '።' | '፧' | '၊' | '။' => return true,
            '.' if at > 0 || !is_abbreviation(before) => return true,
            '\n' if newlines == 1 => return true,
            '\n' => newlines += 1,
            c if c.is_whitespace() => {}
            _ => newlines = 0,
        }
    }
    false
}

/// Returns whether a full stop after `word` marks an initial or a title.
fn is_abbreviation(word: &str) -> bool {
    const TITLES: [&str; 18] = [
        "mr", "mrs", "ms", "dr", "prof", "gen", "col", "sgt", "lt", "rep", "sen", "gov", "st",
        "hon", "vs", "no", "hr", "fr",
    ];
    if word.is_ascii() {
        return (word.len() == 1 && word.as_bytes()[0].is_ascii_uppercase())
            || (word.len() <= 4 && TITLES.iter().any(|title| word.eq_ignore_ascii_case(title)));
    }
    let letters = word.chars().count();
    (letters == 1 && word.chars().all(char::is_uppercase))
        || (letters <= 4 && TITLES.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::ends_sentence;

    #[test]
    fn finds_the_ends_of_sentences() {
        let check = |before: &str, gap: &str, expected: bool| {
            assert_eq!(ends_sentence(before, gap), expected, "{before}{gap:?}")
        };
        check("lake", ". ", true);
        check("lake", ", ", false);
        check("lake", "? \"", true);
        check("Mr", ". ", false);
        check("J", ". ", false);
        check("wrapped", "\n", false);
        check("paragraph", "\n \n", true);
        check("quote", ".\" ", true);
        check("item", "\n- ", false);
    }
}
