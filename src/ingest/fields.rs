//! The fields of a record, as any format gives them, to an article.

use std::borrow::Cow;

use super::{
    Skip, Warning,
    clean::{clean, clean_line},
    own_links::Linked,
};
use crate::article::{Article, ArticleId, Date, Lang};

/// The fields of a record as text; an empty one is a missing one.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    pub id: Cow<'a, str>,
    pub title: Cow<'a, str>,
    pub text: Cow<'a, str>,
    pub summary: Cow<'a, str>,
    pub url: Cow<'a, str>,
    pub date: Cow<'a, str>,
    pub lang: Cow<'a, str>,
    pub section: Cow<'a, str>,
    pub label: Cow<'a, str>,
    pub tags: Vec<Cow<'a, str>>,
}

/// An article, and what it had to do without.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parsed {
    pub article: Article,
    pub warnings: Vec<Warning>,
    /// Its names and links, when they are asked for.
    pub linked: Linked,
}

impl Fields<'_> {
    /// Checks and cleans the fields.
    ///
    /// # Errors
    /// [`Skip::NoId`] without an id, [`Skip::Empty`] with neither title nor text.
    pub(super) fn into_article(self) -> Result<Parsed, Skip> {
        let id = clean_line(self.id);
        if id.is_empty() {
            return Err(Skip::NoId);
        }
        let (title, text) = (clean_line(self.title), clean(self.text).into_owned());
        if title.is_empty() && text.trim_start().is_empty() {
            return Err(Skip::Empty);
        }
        let mut warnings = Vec::new();
        let date = filled(self.date).and_then(|date| {
            Date::parse(&date).map_err(|_| warnings.push(Warning::Date(date))).ok()
        });
        let lang = filled(self.lang).and_then(|lang| {
            let code = Lang::parse(&lang);
            if code.is_none() {
                warnings.push(Warning::Lang(lang));
            }
            code
        });
        let article = Article {
            id: ArticleId::from(id),
            title,
            text,
            summary: Some(clean(self.summary).trim().to_owned()).filter(|text| !text.is_empty()),
            url: filled(self.url),
            date,
            lang,
            section: filled(self.section),
            tags: self.tags.into_iter().filter_map(filled).collect(),
            label: filled(self.label),
        };
        Ok(Parsed { article, warnings, linked: Linked::default() })
    }
}

fn filled(value: Cow<'_, str>) -> Option<String> {
    if value.is_empty() {
        return None;
    }
    Some(clean_line(value)).filter(|value| !value.is_empty())
}

/// The tags in one text, separated by commas, semicolons or bars.
pub(super) fn split_tags(tags: &str) -> Vec<Cow<'_, str>> {
    let tags = tags.split([',', ';', '|']).map(str::trim);
    tags.filter(|tag| !tag.is_empty()).map(Cow::Borrowed).collect()
}

/// The UTF-8 of a record.
///
/// # Errors
/// [`Skip::InvalidUtf8`] with the offset of the first byte that is none.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Skip> {
    std::str::from_utf8(bytes).map_err(|error| Skip::InvalidUtf8 { at: error.valid_up_to() })
}

#[cfg(test)]
mod tests {
    use super::{Fields, Parsed, split_tags};
    use crate::ingest::{Skip, Warning};

    fn fields<'a>(id: &'a str, title: &'a str, text: &'a str) -> Fields<'a> {
        Fields { id: id.into(), title: title.into(), text: text.into(), ..Fields::default() }
    }

    #[test]
    fn an_article_needs_an_id_and_some_words() {
        let check = |id, title, text, expected| {
            assert_eq!(fields(id, title, text).into_article().err(), expected);
        };
        check("a", "Title", "", None);
        check("a", "", "Text", None);
        check("a", " ", "\n", Some(Skip::Empty));
        check(" ", "Title", "Text", Some(Skip::NoId));
    }

    #[test]
    fn a_bad_date_or_language_is_left_out_with_a_warning() {
        let mut fields = fields("a", "Title", "");
        (fields.date, fields.lang) = ("soon".into(), "Klingon".into());
        let Parsed { article, warnings, .. } = fields.into_article().unwrap();
        assert_eq!((article.date, article.lang), (None, None));
        assert_eq!(warnings, [Warning::Date("soon".into()), Warning::Lang("Klingon".into())]);
    }

    #[test]
    fn tags_in_one_text_are_split() {
        assert_eq!(split_tags(" a b; c,|d,"), ["a b", "c", "d"]);
        assert!(split_tags("").is_empty());
    }
}
