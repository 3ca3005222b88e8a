//! A plain text file to the fields of an article.

use std::borrow::Cow;

use super::{
    Skip,
    batch::Wants,
    fields::{Fields, Parsed, utf8},
    walk::leading_day,
};
use crate::markup::clean::clean;

/// Longest first line that is a title, in characters; picked by eye on headlines.
const LONGEST_TITLE: usize = 150;

/// Reads one file: a short first line before a blank one is the title, else the stem is.
///
/// # Errors
/// [`Skip::InvalidUtf8`], or [`Skip::Empty`] without any words.
pub(super) fn parse(file: &[u8], id: &str, stem: &str, wants: Wants) -> Result<Parsed, Skip> {
    let file = clean(Cow::Borrowed(utf8(file)?));
    let text = file.trim();
    if text.is_empty() {
        return Err(Skip::Empty);
    }
    let (day, name) = leading_day(stem).unwrap_or(("", stem));
    let (title, text) = match text.split_once('\n') {
        Some((first, rest)) if is_title(first, rest) => (first.trim(), rest.trim_start()),
        _ => (name, text),
    };
    let [id, title, text, date] = [id, title, text, day].map(Cow::Borrowed);
    Fields { id, title, text, date, ..Fields::default() }.into_article(wants)
}

fn is_title(first: &str, rest: &str) -> bool {
    let is_followed_by_blank = rest.split('\n').next().is_some_and(|line| line.trim().is_empty());
    is_followed_by_blank && first.chars().count() <= LONGEST_TITLE
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::read::{Skip, batch::Wants};

    #[test]
    fn a_short_first_line_is_the_title() {
        let check = |file: &str, title: &str, text: &str| {
            let article =
                parse(file.as_bytes(), "d/2020-01-02-s", "2020-01-02-s", Wants::default())
                    .unwrap()
                    .article;
            assert_eq!((article.title.as_str(), article.text.as_str()), (title, text), "{file}");
            assert_eq!(article.date.unwrap().to_string(), "2020-01-02");
        };
        check("\r\nTitle \r\n \r\n\r\nText\r\nmore\r\n", "Title", "Text\nmore");
        check("One line", "s", "One line");
        check("No blank\nline", "s", "No blank\nline");
        let long = "x".repeat(200);
        check(&format!("{long}\n\ny"), "s", &format!("{long}\n\ny"));
        assert_eq!(parse(b" \n", "a", "a", Wants::default()), Err(Skip::Empty));
        assert_eq!(parse(b"\xff", "a", "a", Wants::default()), Err(Skip::InvalidUtf8 { at: 0 }));
    }
}
