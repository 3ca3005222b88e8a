//! A JSON line to the fields of an article.

use std::{borrow::Cow, fmt, mem};

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{
    Skip,
    batch::Wants,
    fields::{EditorialFields, Fields, N_PLAIN, NAMES, Parsed, is_draft, split_tags, utf8},
};
use crate::links::Linked;

/// Reads one JSON object; fields other than those of an article are passed over.
///
/// # Errors
/// Any [`Skip`] but those of whole files.
pub(super) fn parse(line: &[u8], wants: Wants) -> Result<Parsed, Skip> {
    // A struct may also be read from an array, by the order of its fields: not here.
    if !line.trim_ascii_start().starts_with(b"{") {
        utf8(line)?;
        return Err(Skip::Malformed("the line is no JSON object: `{` expected".to_owned()));
    }
    let mut line: Line<'_> = serde_json::from_slice(line).map_err(|error| match utf8(line) {
        Err(skip) => skip,
        Ok(_) => Skip::Malformed(what_is_wrong(&error)),
    })?;
    let [draft, published, status] =
        ["draft", "published", "status"].map(|name| line.take(name).any());
    if !wants.draft && is_draft(&draft, &published, &status) {
        return Err(Skip::Draft);
    }
    let fields = Fields {
        id: line.take("id").name("id")?,
        title: line.take("title").text("title")?,
        text: line.take("text").text("text")?,
        summary: line.take("summary").text("summary")?,
        url: line.take("url").text("url")?,
        date: line.take("date").date()?,
        lang: line.take("lang").text("lang")?,
        section: line.take("section").text("section")?,
        label: line.take("label").name("label")?,
        tags: line.take("tags").tags()?,
        editorial: EditorialFields {
            hidden: line.take("hidden").any(),
            retracted: line.take("retracted").any(),
            legal: line.take("legal").any(),
            evergreen: line.take("evergreen").any(),
            embargo: line.take("embargo").any(),
            expires: line.take("expires").any(),
            series: line.take("series").one(),
            translation_key: line.take("translation_key").one(),
            canonical_url: line.take("canonical_url").text("canonical_url")?,
            pinned: line.take("pinned").ids("pinned")?,
            blocked: line.take("blocked").ids("blocked")?,
        },
    };
    let mut parsed = fields.into_article(wants)?;
    if wants.own_links {
        parsed.linked = Linked {
            paths: parsed.article.url.iter().cloned().collect(),
            names: Vec::new(),
            targets: line.take("links").list("links")?.into_iter().map(Cow::into_owned).collect(),
        };
    }
    Ok(parsed)
}

/// serde_json's words with the column alone: its line is always 1.
fn what_is_wrong(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    format!("no JSON: {message} in column {}", error.column())
}

/// What stands in the fields of [`NAMES`].
struct Line<'a>([Value<'a>; NAMES.len()]);

impl<'a> Line<'a> {
    fn take(&mut self, name: &str) -> Value<'a> {
        let at = NAMES.iter().position(|known| *known == name);
        at.map(|at| mem::take(&mut self.0[at])).unwrap_or_default()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Line<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LineVisitor)
    }
}

struct LineVisitor;

impl<'de> Visitor<'de> for LineVisitor {
    type Value = Line<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    /// Names may be in any case, as in other formats. Of two that differ in case alone the one written as in
    /// [`NAMES`] counts; where editors might mean either, neither does.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Line<'de>, A::Error> {
        let mut line = Line(Default::default());
        let mut found = [None; NAMES.len()];
        while let Some(key) = entries.next_key()? {
            let Key::Field { at, is_exact } = key else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            match found[at] {
                Some(was_exact) if at >= N_PLAIN || was_exact && is_exact => {
                    return Err(A::Error::duplicate_field(NAMES[at]));
                }
                Some(_) if !is_exact => {
                    entries.next_value::<IgnoredAny>()?;
                }
                _ => {
                    line.0[at] = entries.next_value()?;
                    found[at] = Some(is_exact);
                }
            }
        }
        Ok(line)
    }
}

/// The name of a field.
enum Key {
    /// By its place in [`NAMES`]; `is_exact` when it is written as there.
    Field {
        at: usize,
        is_exact: bool,
    },
    Other,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        let exact = NAMES.iter().position(|known| *known == name);
        let any = || NAMES.iter().position(|known| known.eq_ignore_ascii_case(name));
        let at = exact.or_else(any);
        Ok(at.map_or(Key::Other, |at| Key::Field { at, is_exact: exact.is_some() }))
    }
}

/// What stands in a field. Text without escapes is borrowed from the line.
#[derive(Default)]
enum Value<'a> {
    #[default]
    Missing,
    Text(Cow<'a, str>),
    Integer(String),
    Fraction,
    Bool(bool),
    List(Vec<Value<'a>>),
    Object,
}

impl<'a> Value<'a> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Missing => "null",
            Self::Text(_) => "text",
            Self::Integer(_) => "a number",
            Self::Fraction => "a number too large or with a fraction",
            Self::Bool(_) => "true or false",
            Self::List(_) => "a list",
            Self::Object => "an object",
        }
    }

    fn text(self, field: &'static str) -> Result<Cow<'a, str>, Skip> {
        match self {
            Self::Missing => Ok(Cow::Borrowed("")),
            Self::Text(text) => Ok(text),
            other => Err(Skip::WrongType { field, found: other.kind(), expected: "text" }),
        }
    }

    /// Ids and labels are names, and numbers name things as well.
    fn name(self, field: &'static str) -> Result<Cow<'a, str>, Skip> {
        match self {
            Self::Integer(digits) => Ok(Cow::Owned(digits)),
            other => other.text(field),
        }
    }

    /// A number is kept as text that is no date, for the warning: seconds and milliseconds look alike.
    fn date(self) -> Result<Cow<'a, str>, Skip> {
        self.name("date")
    }

    /// An editor's field: text, number, truth; of anything else its kind, which then is no valid value.
    fn any(self) -> Cow<'a, str> {
        match self {
            Self::Missing => Cow::Borrowed(""),
            Self::Text(text) => text,
            Self::Integer(digits) => Cow::Owned(digits),
            Self::Bool(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
            other => Cow::Borrowed(other.kind()),
        }
    }

    /// A name, or the first of a list; nothing of anything else.
    fn one(self) -> Cow<'a, str> {
        match self {
            Self::Text(name) => name,
            Self::Integer(digits) => Cow::Owned(digits),
            Self::List(names) => names.into_iter().next().map(Self::one).unwrap_or_default(),
            Self::Missing | Self::Fraction | Self::Bool(_) | Self::Object => Cow::Borrowed(""),
        }
    }

    /// Ids: a list of names, or one name. An id may hold any sign, so one text is one id.
    fn ids(self, field: &'static str) -> Result<Vec<Cow<'a, str>>, Skip> {
        match self {
            Self::Missing => Ok(Vec::new()),
            Self::List(ids) => ids.into_iter().map(|id| id.name(field)).collect(),
            one => Ok(vec![one.name(field)?]),
        }
    }

    fn tags(self) -> Result<Vec<Cow<'a, str>>, Skip> {
        self.list("tags")
    }

    fn list(self, field: &'static str) -> Result<Vec<Cow<'a, str>>, Skip> {
        match self {
            Self::List(tags) => tags.into_iter().map(|tag| tag.name(field)).collect(),
            Self::Text(Cow::Borrowed(tags)) => Ok(split_tags(tags)),
            Self::Text(Cow::Owned(tags)) => {
                Ok(split_tags(&tags).into_iter().map(|tag| Cow::Owned(tag.into_owned())).collect())
            }
            Self::Missing => Ok(Vec::new()),
            other => {
                let (found, expected) = (other.kind(), "a list of texts");
                Err(Skip::WrongType { field, found, expected })
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Integer(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Integer(number.to_string()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value<'de>, E> {
        Ok(Value::Fraction)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Missing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value<'de>, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Object)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::parse;
    use alsolike::article::{Article, Date, Editorial, Lang};

    use crate::read::{Skip, batch::Wants, fields::Parsed};

    fn article(line: &str) -> Article {
        parse(line.as_bytes(), Wants::default()).unwrap().article
    }

    fn problem(line: &[u8]) -> String {
        parse(line, Wants::default()).unwrap_err().to_string()
    }

    #[test]
    fn every_field_is_read_and_others_are_passed_over() {
        let line = r#" {"id":"a","title":"T","text":"x\ny","summary":"s","url":"/a","date":"1970-01-02",
            "lang":"de-AT","section":"Sport","tags":["p, q","r"],"label":"l","authors":[{"name":"N"}]}"#;
        let expected = Article {
            id: "a".into(),
            title: "T".into(),
            text: "x\ny".into(),
            summary: Some("s".into()),
            url: Some("/a".into()),
            date: Some(Date::from_unix_seconds(86_400)),
            lang: Lang::parse("de"),
            section: Some("Sport".into()),
            tags: vec!["p, q".into(), "r".into()],
            label: Some("l".into()),
            ..Article::default()
        };
        assert_eq!(article(line), expected);
    }

    #[test]
    fn an_editors_word_is_read() {
        let line = r#"{"id":"a","title":"T","hidden":true,"legal":"no","embargo":"1970-01-02","series":3,
            "translation_key":"k","canonical_url":"https://x.org/a","pinned":["b, c",4],"blocked":"d"}"#;
        let expected = Editorial {
            hidden: true,
            embargo: Some(Date::from_unix_seconds(86_400)),
            series: Some("3".into()),
            translation_key: Some("k".into()),
            canonical_url: Some("https://x.org/a".into()),
            pinned: vec!["b, c".into(), "4".into()],
            blocked: vec!["d".into()],
            ..Editorial::default()
        };
        assert_eq!(article(line).editorial, expected);
        let odd = parse(br#"{"id":"a","title":"T","hidden":[]}"#, Wants::default()).unwrap();
        assert!(odd.article.editorial.hidden && odd.warnings.len() == 1);
    }

    #[test]
    fn drafts_are_skipped() {
        let read = |field: &str, draft| {
            let line = format!(r#"{{"id":"a","title":"T",{field}}}"#);
            parse(line.as_bytes(), Wants { draft, ..Wants::default() })
        };
        let drafts =
            [r#""draft":true"#, r#""published":false"#, r#""status":"draft""#, r#""Draft":[]"#];
        for field in drafts {
            assert_eq!(read(field, false).err(), Some(Skip::Draft), "{field}");
            assert!(read(field, true).is_ok(), "{field}");
        }
        let articles =
            [r#""draft":0"#, r#""published":"2021-06-16""#, r#""status":1"#, r#""draft":null"#];
        for field in articles {
            assert!(read(field, false).is_ok(), "{field}");
        }
    }

    #[test]
    fn names_of_fields_are_found_in_any_case() {
        let found = article(r#"{"ID":1,"Title":"T","HIDDEN":true,"Canonical_URL":"/a"}"#);
        assert_eq!((found.id.as_str(), found.title.as_str()), ("1", "T"));
        assert!(found.editorial.hidden && found.editorial.canonical_url.is_some());
        for line in [r#"{"ID":1,"id":"a","title":"T"}"#, r#"{"id":"a","ID":1,"title":"T"}"#] {
            assert_eq!(article(line).id.as_str(), "a", "{line}");
        }
        assert_eq!(
            problem(br#"{"id":"a","title":"T","hidden":false,"Hidden":true}"#),
            "no JSON: duplicate field `hidden` in column 45"
        );
    }

    #[test]
    fn names_may_be_numbers_and_tags_one_text() {
        assert_eq!(article(r#"{"id":7,"title":"T"}"#).id.as_str(), "7");
        assert_eq!(article(r#"{"id":-7,"title":"T","label":3}"#).label.as_deref(), Some("3"));
        assert_eq!(article(r#"{"id":1,"title":"T","tags":"a; b"}"#).tags, ["a", "b"]);
        assert_eq!(article(r#"{"id":1,"title":"T","tags":["a\u00e9",null,2]}"#).tags, ["aé", "2"]);
        assert_eq!(article(r#"{"id":1,"title":"T","tags":null,"url":null}"#).url, None);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let check = |line: &[u8], expected: &str| assert_eq!(problem(line), expected);
        check(br#"{"title":"T"}"#, "`id` is missing: every record needs its own");
        check(br#"{"id":""}"#, "`id` is missing: every record needs its own");
        check(br#"{"id":"a","text":" "}"#, "`title` and `text` are both empty");
        check(br#"{"id":"a","title":["T"]}"#, "`title` is a list, not text");
        check(br#"{"id":1.5}"#, "`id` is a number too large or with a fraction, not text");
        check(br#"{"id":"a","title":"T","tags":{}}"#, "`tags` is an object, not a list of texts");
        check(br#"{"id":"a","title":"T","tags":[[]]}"#, "`tags` is a list, not text");
        check(br#"["a","T","x"]"#, "the line is no JSON object: `{` expected");
        check(br#"{"id":"a""#, "no JSON: EOF while parsing an object in column 9");
        check(br#"{"id":"a","id":"b"}"#, "no JSON: duplicate field `id` in column 14");
        check(
            b"{\"id\":\"\xff\"}",
            "not valid UTF-8 (byte 7 of the record): convert the file to UTF-8",
        );
        assert!(matches!(parse(b"\xff", Wants::default()), Err(Skip::InvalidUtf8 { at: 0 })));
        assert!(problem("[".repeat(100_000).as_bytes()).starts_with("the line"));
        let deep = format!("{{\"id\":{}", "[".repeat(100_000));
        assert!(problem(deep.as_bytes()).starts_with("no JSON: recursion limit"));
    }

    #[test]
    fn a_number_is_no_date() {
        let Parsed { article, warnings, .. } =
            parse(br#"{"id":"a","title":"T","date":1623800000}"#, Wants::default()).unwrap();
        assert_eq!((article.date, warnings.len()), (None, 1));
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_article_or_a_reason(line in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&line, Wants::default());
            let _ = parse(&[b"{\"id\":\"".as_slice(), &line].concat(), Wants::default());
        }

        #[test]
        fn what_is_written_is_read(
            id in "[a-z/é日]{1,9}",
            title in "[^\\p{Cc}\\s]{0,9}( [^\\p{Cc}\\s]{1,9})?",
            text in "[^\\p{Cc}\\s]([^\\p{Cc}]|\n|\t)*",
            day in 0i64..4_000_000_000,
            tags in prop::collection::vec("[^\\p{Cc}\\s]{1,9}", 0..4),
        ) {
            let date = Date::from_unix_seconds(day / 86_400 * 86_400);
            let line = json!({
                "id": id, "title": title, "text": text, "date": date.to_string(), "tags": tags,
            });
            let title = title.trim().to_owned();
            let expected = Article {
                id: id.into(), title, text, date: Some(date), tags, ..Article::default()
            };
            prop_assert_eq!(article(&line.to_string()), expected);
        }
    }
}
