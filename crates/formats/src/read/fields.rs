//! The fields of a record, as any format gives them, to an article.

use std::borrow::Cow;

use super::{Skip, Warning, batch::Wants};
use crate::links::Linked;
use crate::markup::clean::{clean, clean_line};
use alsolike::article::{Article, ArticleId, Date, Editorial, Lang};

/// The fields that records with names for them may have: [`N_PLAIN`] that readers see, then those for editors.
pub(super) const NAMES: [&str; 25] = [
    "id",
    "title",
    "text",
    "summary",
    "url",
    "date",
    "lang",
    "section",
    "label",
    "tags",
    "hidden",
    "retracted",
    "legal",
    "evergreen",
    "embargo",
    "expires",
    "series",
    "translation_key",
    "canonical_url",
    "pinned",
    "blocked",
    "links",
    "draft",
    "published",
    "status",
];

/// How many of [`NAMES`] readers see.
pub(super) const N_PLAIN: usize = 10;

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
    pub editorial: EditorialFields<'a>,
}

/// An editor's fields as text, flags as `true` and `false`. What is no text at all is told by its kind.
#[derive(Debug, Default)]
pub(super) struct EditorialFields<'a> {
    pub hidden: Cow<'a, str>,
    pub retracted: Cow<'a, str>,
    pub legal: Cow<'a, str>,
    pub evergreen: Cow<'a, str>,
    pub embargo: Cow<'a, str>,
    pub expires: Cow<'a, str>,
    pub series: Cow<'a, str>,
    pub translation_key: Cow<'a, str>,
    pub canonical_url: Cow<'a, str>,
    pub pinned: Vec<Cow<'a, str>>,
    pub blocked: Vec<Cow<'a, str>>,
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
    /// [`Skip::NoId`] without an id, which only drafts may lack, [`Skip::Empty`] with neither title nor text.
    pub(super) fn into_article(self, wants: Wants) -> Result<Parsed, Skip> {
        let id = clean_line(self.id);
        if id.is_empty() && !wants.draft {
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
        let editorial = self.editorial.read(&mut warnings);
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
            editorial,
        };
        Ok(Parsed { article, warnings, linked: Linked::default() })
    }
}

impl EditorialFields<'_> {
    /// What cannot be read is read as forbidding: an article that should not be shown must not be shown
    /// for a slip of the pen.
    fn read(self, warnings: &mut Vec<Warning>) -> Editorial {
        let mut flag = |field: &'static str, value: Cow<'_, str>, otherwise: bool| {
            let value = value.trim();
            match value.to_ascii_lowercase().as_str() {
                "" | "false" | "no" | "0" => false,
                "true" | "yes" | "1" => true,
                _ => {
                    let value = value.to_owned();
                    warnings.push(Warning::Flag { field, value, taken_as: otherwise });
                    otherwise
                }
            }
        };
        let mut hidden = flag("hidden", self.hidden, true);
        let retracted = flag("retracted", self.retracted, true);
        let legal = flag("legal", self.legal, true);
        let evergreen = flag("evergreen", self.evergreen, false);
        let mut time = |field: &'static str, value: Cow<'_, str>| {
            let value = filled(value)?;
            Date::parse(&value).map_err(|_| warnings.push(Warning::Time { field, value })).ok()
        };
        let has = [&self.embargo, &self.expires].map(|time| !time.trim().is_empty());
        let (embargo, expires) = (time("embargo", self.embargo), time("expires", self.expires));
        hidden |= has != [embargo.is_some(), expires.is_some()];
        let ids = |ids: Vec<Cow<'_, str>>| {
            ids.into_iter().filter_map(filled).map(ArticleId::from).collect()
        };
        Editorial {
            hidden,
            retracted,
            legal,
            evergreen,
            embargo,
            expires,
            series: filled(self.series),
            translation_key: filled(self.translation_key),
            canonical_url: filled(self.canonical_url),
            pinned: ids(self.pinned),
            blocked: ids(self.blocked),
        }
    }
}

/// Whether a record is not to be published: `draft` says something else than no, `published` says no, which may be a
/// date, too, or `status` is one of those before or after publication.
pub(super) fn is_draft(draft: &str, published: &str, status: &str) -> bool {
    let is_one_of = |value: &str, words: &[&str]| {
        words.iter().any(|word| value.trim().eq_ignore_ascii_case(word))
    };
    let says_no = |value| is_one_of(value, &["false", "no", "off", "0"]);
    !draft.trim().is_empty() && !says_no(draft)
        || says_no(published)
        || is_one_of(status, &["draft", "pending", "private", "trash", "unpublished"])
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
    use super::{EditorialFields, Fields, Parsed, is_draft, split_tags};
    use crate::read::{Skip, Warning, batch::Wants};
    use alsolike::article::Date;

    fn fields<'a>(id: &'a str, title: &'a str, text: &'a str) -> Fields<'a> {
        Fields { id: id.into(), title: title.into(), text: text.into(), ..Fields::default() }
    }

    #[test]
    fn an_article_needs_an_id_and_some_words() {
        let check = |id, title, text, expected| {
            assert_eq!(fields(id, title, text).into_article(Wants::default()).err(), expected);
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
        let Parsed { article, warnings, .. } = fields.into_article(Wants::default()).unwrap();
        assert_eq!((article.date, article.lang), (None, None));
        assert_eq!(warnings, [Warning::Date("soon".into()), Warning::Lang("Klingon".into())]);
    }

    #[test]
    fn what_an_editor_forbids_is_forbidden_even_when_misspelt() {
        let mut fields = fields("a", "Title", "");
        let editorial = &mut fields.editorial;
        (editorial.legal, editorial.evergreen) = ("Yes".into(), "perhaps".into());
        (editorial.retracted, editorial.embargo) = ("probably".into(), "soon".into());
        (editorial.expires, editorial.series) = ("1970-01-02".into(), " The\nseries ".into());
        let expires = EditorialFields { expires: "never".into(), ..EditorialFields::default() };
        assert!(expires.read(&mut Vec::new()).hidden);
        editorial.pinned = vec!["b".into(), " ".into()];
        let Parsed { article, warnings, .. } = fields.into_article(Wants::default()).unwrap();
        let found = &article.editorial;
        assert!(found.legal && found.retracted && found.hidden && !found.evergreen);
        assert_eq!((found.embargo, found.expires), (None, Some(Date::from_unix_seconds(86_400))));
        assert_eq!(found.series.as_deref(), Some("The series"));
        assert_eq!(found.pinned, ["b".into()]);
        let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "`retracted` is `probably`, not true or false: taken as true",
                "`evergreen` is `perhaps`, not true or false: taken as false",
                "`embargo` is `soon`, not a time like 2021-06-16T14:30:00Z: the article is hidden",
            ]
        );
    }

    #[test]
    fn drafts_say_so() {
        let check = |[draft, published, status]: [&str; 3], expected| {
            assert_eq!(
                is_draft(draft, published, status),
                expected,
                "{draft} {published} {status}"
            );
        };
        check(["", "", ""], false);
        check(["true", "", ""], true);
        check(["perhaps", "", ""], true);
        check([" No ", "", ""], false);
        check(["", "false", ""], true);
        check(["", "2021-06-16", ""], false);
        check(["", "", "Draft"], true);
        check(["", "", "publish"], false);
    }

    #[test]
    fn tags_in_one_text_are_split() {
        assert_eq!(split_tags(" a b; c,|d,"), ["a b", "c", "d"]);
        assert!(split_tags("").is_empty());
    }
}
