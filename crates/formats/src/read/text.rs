//! A plain text file to the fields of an article.

use std::borrow::Cow;

use super::{
    Skip,
    fields::{EditorialFields, Fields, utf8},
    file_name::split_day,
    page_file::PageFile,
    record::{ParseOptions, ParsedRecord},
};
use crate::markup::clean::clean;

/// Maximal length of a first line that is a title, in characters. Chosen by eye on headlines.
const MAX_TITLE_CHARS: usize = 150;

/// Parses one file. The title is the first line if it is short and a blank line follows; otherwise it is the stem.
///
/// # Errors
/// [`Skip::InvalidUtf8`], or [`Skip::Empty`] for a file without text.
pub(super) fn parse(
    bytes: &[u8],
    file: &PageFile,
    options: ParseOptions,
) -> Result<ParsedRecord, Skip> {
    let whole = clean(Cow::Borrowed(utf8(bytes)?));
    let text = whole.trim();
    if text.is_empty() {
        return Err(Skip::Empty);
    }
    let (day, stem) = split_day(&file.stem);
    let (title, text) = match text.split_once('\n') {
        Some((first, rest)) if is_title(first, rest) => (first.trim(), rest.trim_start()),
        _ => (stem, text),
    };
    let [id, title, text] = [&file.id, title, text].map(Cow::Borrowed);
    let (lang, key) = file.by_path.clone().unzip();
    let lang = lang.unwrap_or_default().into();
    let translation_key = key.unwrap_or_default().into();
    let editorial = EditorialFields { translation_key, ..EditorialFields::default() };
    let fields = Fields { id, title, text, date: day.into(), lang, editorial, ..Fields::default() };
    let mut parsed = fields.into_article(options)?;
    parsed.article.path.clone_from(&file.path);
    Ok(parsed)
}

fn is_title(first: &str, rest: &str) -> bool {
    let is_followed_by_blank = rest.split('\n').next().is_some_and(|line| line.trim().is_empty());
    is_followed_by_blank && first.chars().count() <= MAX_TITLE_CHARS
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::read::{
        Skip,
        page_file::PageFile,
        record::{ParseOptions, ParsedRecord},
    };

    fn parsed(file: &[u8]) -> Result<ParsedRecord, Skip> {
        let (id, stem) = ("d/2020-01-02-s".to_owned(), "2020-01-02-s".to_owned());
        let name = PageFile { id, stem, ..PageFile::default() };
        parse(file, &name, ParseOptions::default())
    }

    #[test]
    fn a_short_first_line_is_the_title() {
        let check = |file: &str, title: &str, text: &str| {
            let article = parsed(file.as_bytes()).unwrap().article;
            assert_eq!((article.title.as_str(), article.text.as_str()), (title, text), "{file}");
            assert_eq!(article.date.unwrap().to_string(), "2020-01-02");
        };
        check("\r\nTitle \r\n \r\n\r\nText\r\nmore\r\n", "Title", "Text\nmore");
        check("One line", "s", "One line");
        check("No blank\nline", "s", "No blank\nline");
        let long = "x".repeat(200);
        check(&format!("{long}\n\ny"), "s", &format!("{long}\n\ny"));
        assert_eq!(parsed(b" \n"), Err(Skip::Empty));
        assert_eq!(parsed(b"\xff"), Err(Skip::InvalidUtf8 { at: 0 }));
    }
}
