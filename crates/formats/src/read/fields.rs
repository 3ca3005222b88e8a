//! The fields of a record of any format to an article.

use std::borrow::Cow;

use super::{
    Skip, Unpublished, Warning,
    record::{ParseOptions, ParsedRecord},
};
use crate::links::RecordLinks;
use crate::markup::{
    clean::{clean, clean_line},
    field::{field_line, field_text, is_html},
};
use alsolike::article::{Article, ArticleId, Date, DateError, Editorial, Lang, Presentation};

/// The fields of a record as text. An empty text is a missing field.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    pub id: Cow<'a, str>,
    pub title: Cow<'a, str>,
    pub text: Cow<'a, str>,
    /// The offset in the text at which a teaser starts.
    pub lead: usize,
    pub summary: Cow<'a, str>,
    pub url: Cow<'a, str>,
    pub date: Cow<'a, str>,
    pub lang: Cow<'a, str>,
    pub section: Cow<'a, str>,
    pub label: Cow<'a, str>,
    pub tags: Vec<Cow<'a, str>>,
    pub image: Cow<'a, str>,
    pub image_alt: Cow<'a, str>,
    pub authors: Vec<Cow<'a, str>>,
    pub paywall: Cow<'a, str>,
    pub modified: Cow<'a, str>,
    /// Whether the text was HTML; see [`Fields::read_markup`].
    pub is_html: bool,
    /// Why the site does not publish the record, as far as its fields say.
    pub unpublished: Option<Unpublished>,
    pub editorial: EditorialFields<'a>,
}

/// The editorial fields as text, flags as `true` and `false`. Lists and objects are given as the name of their
/// type, which is never a valid value.
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

impl Fields<'_> {
    /// Turns HTML and character references in the text fields into plain text. Returns the targets of links in the
    /// text, whose words are left out then, if `own_links` is set.
    pub(super) fn read_markup(&mut self, own_links: bool) -> Vec<String> {
        let text = std::mem::take(&mut self.text);
        self.is_html = is_html(&text);
        let found = field_text(text, own_links);
        (self.text, self.lead) = (found.text, found.lead);
        self.summary = field_text(std::mem::take(&mut self.summary), false).text;
        let lines =
            [&mut self.title, &mut self.section, &mut self.image_alt, &mut self.editorial.series];
        let lines = lines.into_iter().chain(&mut self.tags).chain(&mut self.authors);
        for line in lines {
            *line = field_line(std::mem::take(line));
        }
        found.links
    }

    /// Checks and cleans the fields.
    ///
    /// # Errors
    /// [`Skip::NoId`] without an id, unless the record is a draft; [`Skip::Empty`] without title and text. An
    /// unpublished record with these faults is [`Skip::Unpublished`].
    pub(super) fn into_article(self, options: ParseOptions) -> Result<ParsedRecord, Skip> {
        let unpublished = self.unpublished.filter(|_| !options.draft);
        let is_html = self.is_html;
        let fault = |skip| Err(unpublished.map_or(skip, Skip::Unpublished));
        let id = clean_line(self.id);
        if id.is_empty() && !options.draft {
            return fault(Skip::NoId);
        }
        let (title, text) = (clean_line(self.title), clean(self.text).into_owned());
        if title.is_empty() && text.trim_start().is_empty() {
            return fault(Skip::Empty);
        }
        let mut warnings = Vec::new();
        let date = filled(self.date).and_then(|date| {
            parse_date(&date).map_err(|_| warnings.push(Warning::Date(date))).ok()
        });
        let lang = filled(self.lang).and_then(|lang| {
            let code = Lang::parse(&lang);
            if code.is_none() {
                warnings.push(Warning::Lang(lang));
            }
            code
        });
        let editorial = self.editorial.parse(&mut warnings);
        let is_ahead = options.now.zip(date).is_some_and(|(now, date)| date > now);
        let scheduled = (is_ahead && !options.draft).then_some(Unpublished::Scheduled);
        let mut presentation = Presentation::default();
        presentation.image = filled(self.image);
        presentation.image_alt = filled(self.image_alt);
        presentation.authors = self.authors.into_iter().filter_map(filled).collect();
        presentation.paywall = is_yes(&self.paywall);
        // A page shows the time of the last change at most, so a value that is no time costs nothing.
        presentation.modified = parse_date(&self.modified).ok();
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
            presentation,
            lead: self.lead,
            path: None,
        };
        let unpublished = unpublished.or(scheduled);
        let links = RecordLinks::default();
        Ok(ParsedRecord { article, unpublished, warnings, is_html, links })
    }
}

impl EditorialFields<'_> {
    /// Parses the values. A value that cannot be parsed hides the article, or takes the stricter value, and adds a
    /// warning: a typing error must not show an article that the editor meant to hide.
    fn parse(self, warnings: &mut Vec<Warning>) -> Editorial {
        let mut flag = |field: &'static str, value: Cow<'_, str>, stricter: bool| {
            let value = value.trim();
            match value.to_ascii_lowercase().as_str() {
                "" | "false" | "no" | "0" => false,
                "true" | "yes" | "1" => true,
                _ => {
                    let value = value.to_owned();
                    warnings.push(Warning::Flag { field, value, read_as: stricter });
                    stricter
                }
            }
        };
        let mut hidden = flag("hidden", self.hidden, true);
        let retracted = flag("retracted", self.retracted, true);
        let legal = flag("legal", self.legal, true);
        let evergreen = flag("evergreen", self.evergreen, false);
        let mut time = |field: &'static str, value: Cow<'_, str>| {
            let value = filled(value)?;
            parse_date(&value).map_err(|_| warnings.push(Warning::Time { field, value })).ok()
        };
        let is_given = [&self.embargo, &self.expires].map(|time| !time.trim().is_empty());
        let (embargo, expires) = (time("embargo", self.embargo), time("expires", self.expires));
        hidden |= is_given != [embargo.is_some(), expires.is_some()];
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

/// Parses a date or time. Ten digits are seconds and thirteen are milliseconds since 1970: the years 2001 to 2286.
pub(super) fn parse_date(text: &str) -> Result<Date, DateError> {
    let digits = text.trim();
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    match digits.parse::<i64>() {
        Ok(seconds) if digits.len() == 10 && seconds > 0 => Ok(Date::from_unix_seconds(seconds)),
        Ok(millis) if digits.len() == 13 && millis > 0 => {
            Ok(Date::from_unix_seconds(millis / 1000))
        }
        _ => Date::parse(text),
    }
}

/// Whether a flag is set.
fn is_yes(value: &str) -> bool {
    ["true", "yes", "on", "1"].iter().any(|yes| value.trim().eq_ignore_ascii_case(yes))
}

/// Returns the value as one clean line; `None` when nothing is left.
fn filled(value: Cow<'_, str>) -> Option<String> {
    if value.is_empty() {
        return None;
    }
    Some(clean_line(value)).filter(|value| !value.is_empty())
}

/// Splits one text into names of people at semicolons and vertical bars. A name may hold a comma.
pub(super) fn split_names(names: &str) -> Vec<Cow<'_, str>> {
    let names = names.split([';', '|']).map(str::trim);
    names.filter(|name| !name.is_empty()).map(Cow::Borrowed).collect()
}

/// Splits one text into tags at commas, semicolons and vertical bars.
pub(super) fn split_tags(tags: &str) -> Vec<Cow<'_, str>> {
    let tags = tags.split([',', ';', '|']).map(str::trim);
    tags.filter(|tag| !tag.is_empty()).map(Cow::Borrowed).collect()
}

/// Returns the bytes of a record as text.
///
/// # Errors
/// [`Skip::InvalidUtf8`] with the offset of the first invalid byte.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Skip> {
    std::str::from_utf8(bytes).map_err(|error| Skip::InvalidUtf8 { at: error.valid_up_to() })
}

#[cfg(test)]
mod tests {
    use super::{EditorialFields, Fields, split_tags};
    use crate::read::{
        Skip, Warning,
        record::{ParseOptions, ParsedRecord},
    };
    use alsolike::article::Date;

    fn fields<'a>(id: &'a str, title: &'a str, text: &'a str) -> Fields<'a> {
        Fields { id: id.into(), title: title.into(), text: text.into(), ..Fields::default() }
    }

    #[test]
    fn an_article_needs_an_id_and_a_title_or_text() {
        let check = |id, title, text, expected| {
            let article = fields(id, title, text).into_article(ParseOptions::default());
            assert_eq!(article.err(), expected);
        };
        check("a", "Title", "", None);
        check("a", "", "Text", None);
        check("a", " ", "\n", Some(Skip::Empty));
        check(" ", "Title", "Text", Some(Skip::NoId));
    }

    #[test]
    fn an_invalid_date_or_language_gives_a_warning() {
        let mut fields = fields("a", "Title", "");
        (fields.date, fields.lang) = ("soon".into(), "Klingon".into());
        let ParsedRecord { article, warnings, .. } =
            fields.into_article(ParseOptions::default()).unwrap();
        assert_eq!((article.date, article.lang), (None, None));
        assert_eq!(warnings, [Warning::Date("soon".into()), Warning::Lang("Klingon".into())]);
    }

    #[test]
    fn an_invalid_editorial_value_hides_the_article() {
        let mut fields = fields("a", "Title", "");
        let editorial = &mut fields.editorial;
        (editorial.legal, editorial.evergreen) = ("Yes".into(), "perhaps".into());
        (editorial.retracted, editorial.embargo) = ("probably".into(), "soon".into());
        (editorial.expires, editorial.series) = ("1970-01-02".into(), " The\nseries ".into());
        let expires = EditorialFields { expires: "never".into(), ..EditorialFields::default() };
        assert!(expires.parse(&mut Vec::new()).hidden);
        editorial.pinned = vec!["b".into(), " ".into()];
        let ParsedRecord { article, warnings, .. } =
            fields.into_article(ParseOptions::default()).unwrap();
        let found = &article.editorial;
        assert!(found.legal && found.retracted && found.hidden && !found.evergreen);
        assert_eq!((found.embargo, found.expires), (None, Some(Date::from_unix_seconds(86_400))));
        assert_eq!(found.series.as_deref(), Some("The series"));
        assert_eq!(found.pinned, ["b".into()]);
        let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            warnings,
            [
                "`retracted` is `probably`, not true or false: read as true",
                "`evergreen` is `perhaps`, not true or false: read as false",
                "`embargo` is `soon`, not a time like 2021-06-16T14:30:00Z: the article is hidden",
            ]
        );
    }

    #[test]
    fn splits_tags_at_separators() {
        assert_eq!(split_tags(" a b; c,|d,"), ["a b", "c", "d"]);
        assert!(split_tags("").is_empty());
    }
}
