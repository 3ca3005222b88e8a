//! Teasers: the short text under a title.

/// Maximum length of a teaser in characters.
pub const TEASER_CHARS: usize = 200;
/// When the first sentence has fewer characters than this, the teaser also takes the second.
const SHORT_SENTENCE: usize = 60;

/// Returns a teaser of at most [`TEASER_CHARS`] characters: the summary, or the first one or two sentences of the
/// text if there is no summary.
///
/// Normalizes white space. Cuts longer lines after a word, with `…` at the end. The result is empty when both
/// inputs are.
#[must_use]
pub fn teaser(summary: Option<&str>, text: &str) -> String {
    let summary = summary.map(folded).filter(|summary| !summary.is_empty());
    let line = summary.unwrap_or_else(|| first_sentences(text));
    cut_at_word(line)
}

/// Returns the start of a text, long enough for a teaser, with each run of white space as one space.
fn folded(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > 8 * TEASER_CHARS {
            break;
        }
    }
    line
}

fn first_sentences(text: &str) -> String {
    let paragraph =
        text.split("\n\n").map(folded).find(|paragraph| !paragraph.is_empty()).unwrap_or_default();
    let ends = paragraph.match_indices(['.', '!', '?']).map(|(at, mark)| at + mark.len());
    let closed = ends.filter(|&end| {
        paragraph[end..].is_empty() || paragraph[end..].starts_with([' ', '"', '”', '’', ')'])
    });
    let real = closed.filter(|&end| !is_abbreviated(&paragraph[..end]));
    // A closing quotation mark belongs to the sentence that it ends.
    let with_quote = real.map(|end| {
        end + paragraph[end..]
            .chars()
            .take_while(|c| ['"', '”', '’', ')'].contains(c))
            .map(char::len_utf8)
            .sum::<usize>()
    });
    let mut ends = with_quote.skip_while(|&end| paragraph[..end].chars().count() < SHORT_SENTENCE);
    let end = ends.next().unwrap_or(paragraph.len());
    paragraph[..end].to_owned()
}

/// Returns whether the final full stop belongs to an initial or to an abbreviation such as "Mr.".
fn is_abbreviated(sentence: &str) -> bool {
    let word = sentence.strip_suffix('.').and_then(|rest| rest.rsplit([' ', '.', '(']).next());
    word.is_some_and(|word| {
        let letters = word.chars().count();
        letters == 1
            || ["Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Sen", "Rep", "Prof", "Gov"].contains(&word)
    })
}

fn cut_at_word(mut line: String) -> String {
    if line.chars().count() > TEASER_CHARS {
        // One character is reserved for the ellipsis.
        let end = line.char_indices().nth(TEASER_CHARS - 1).map_or(line.len(), |(at, _)| at);
        let word_end = line[..end].rfind(' ').unwrap_or(end);
        line.truncate(line[..word_end].trim_end_matches([',', ';', ':', ' ', '-', '–']).len());
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TEASER_CHARS, teaser};

    #[test]
    fn takes_the_summary_or_the_first_sentences() {
        let check = |summary: Option<&str>, text: &str, expected: &str| {
            assert_eq!(teaser(summary, text), expected)
        };
        check(Some(" A  summary.\n"), "Text.", "A summary.");
        check(Some(" "), "Text.", "Text.");
        check(None, "", "");
        let first = "Mr. Smith went to the lake and stayed there until the last of the delegates had left. ";
        check(None, &format!("{first}Then he left."), first.trim());
        check(
            None,
            "Short one. Another short one follows here, and it goes on for a while longer. Third.",
            "Short one. Another short one follows here, and it goes on for a while longer.",
        );
        check(
            None,
            "He said: “It ends here, after rather more than the sixty characters that a first sentence wants.” And on.",
            "He said: “It ends here, after rather more than the sixty characters that a first sentence wants.”",
        );
    }

    #[test]
    fn cuts_a_long_line_after_a_word() {
        let long = "word, ".repeat(100);
        let cut = teaser(Some(&long), "");
        assert!(cut.ends_with("word…"), "{cut}");
        assert!(cut.chars().count() <= TEASER_CHARS);
    }

    proptest! {
        #[test]
        fn any_text_gives_a_teaser_within_the_limit(summary in prop::option::of(".{0,300}"), text in any::<String>(), unbroken in "[é東x]{0,400}") {
            prop_assert!(teaser(summary.as_deref(), &text).chars().count() <= TEASER_CHARS);
            prop_assert!(teaser(None, &unbroken).chars().count() <= TEASER_CHARS);
        }
    }
}
