//! A JSON line to the fields of an article.

mod line;
mod value;

use std::borrow::Cow;

use super::{
    Skip,
    field::Field,
    fields::{EditorialFields, Fields, utf8},
    record::{ParseOptions, ParsedRecord},
    state::unpublished_by_fields,
};
use crate::links::RecordLinks;

use line::Line;

/// Parses one JSON object and ignores unknown fields.
///
/// # Errors
/// Any [`Skip`] except those that concern whole files.
pub(super) fn parse(line: &[u8], options: ParseOptions) -> Result<ParsedRecord, Skip> {
    // serde would also accept an array with the values in the order of the fields.
    if !line.trim_ascii_start().starts_with(b"{") {
        utf8(line)?;
        return Err(Skip::Malformed("the line is not a JSON object: expected `{`".to_owned()));
    }
    let mut line: Line<'_> = serde_json::from_slice(line).map_err(|error| match utf8(line) {
        Err(skip) => skip,
        Ok(_) => Skip::Malformed(describe(&error)),
    })?;
    let [draft, published, status] = [Field::Draft, Field::Published, Field::Status]
        .map(|field| line.take(field).into_editorial_text());
    let fields = Fields {
        id: line.name(Field::Id)?,
        title: line.text(Field::Title)?,
        text: line.text(Field::Text)?,
        summary: line.text(Field::Summary)?,
        url: line.text(Field::Url)?,
        // A number becomes a text that is not a date and gives a warning: seconds and milliseconds look alike.
        date: line.name(Field::Date)?,
        lang: line.text(Field::Lang)?,
        section: line.text(Field::Section)?,
        label: line.name(Field::Label)?,
        tags: line.list(Field::Tags)?,
        image: line.take(Field::Image).into_first_name(),
        image_alt: line.take(Field::ImageAlt).into_first_name(),
        // Fields that only pages show never cost an article.
        authors: line.list(Field::Authors).unwrap_or_default(),
        paywall: line.take(Field::Paywall).into_editorial_text(),
        modified: line.take(Field::Modified).into_first_name(),
        unpublished: unpublished_by_fields(&draft, &published, &status),
        editorial: EditorialFields {
            hidden: line.take(Field::Hidden).into_editorial_text(),
            retracted: line.take(Field::Retracted).into_editorial_text(),
            legal: line.take(Field::Legal).into_editorial_text(),
            evergreen: line.take(Field::Evergreen).into_editorial_text(),
            embargo: line.take(Field::Embargo).into_editorial_text(),
            expires: line.take(Field::Expires).into_editorial_text(),
            series: line.take(Field::Series).into_first_name(),
            translation_key: line.take(Field::TranslationKey).into_first_name(),
            canonical_url: line.text(Field::CanonicalUrl)?,
            pinned: line.ids(Field::Pinned)?,
            blocked: line.ids(Field::Blocked)?,
        },
    };
    let mut parsed = fields.into_article(options)?;
    if options.own_links {
        parsed.links = RecordLinks {
            paths: parsed.article.url.iter().cloned().collect(),
            names: Vec::new(),
            targets: line.list(Field::Links)?.into_iter().map(Cow::into_owned).collect(),
        };
    }
    Ok(parsed)
}

/// Describes a syntax error by its column alone: the line is always 1.
fn describe(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    format!("not valid JSON: {message} in column {}", error.column())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::parse;
    use alsolike::article::{Article, Date, Editorial, Lang};

    use crate::read::{
        Skip, Unpublished,
        record::{ParseOptions, ParsedRecord},
    };

    fn article(line: &str) -> Article {
        parse(line.as_bytes(), ParseOptions::default()).unwrap().article
    }

    fn problem(line: &[u8]) -> String {
        parse(line, ParseOptions::default()).unwrap_err().to_string()
    }

    #[test]
    fn reads_every_field_and_ignores_others() {
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
    fn reads_editorial_fields() {
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
        let odd = parse(br#"{"id":"a","title":"T","hidden":[]}"#, ParseOptions::default()).unwrap();
        assert!(odd.article.editorial.hidden && odd.warnings.len() == 1);
    }

    #[test]
    fn recognizes_drafts() {
        let read = |field: &str, draft| {
            let line = format!(r#"{{"id":"a","title":"T",{field}}}"#);
            parse(line.as_bytes(), ParseOptions { draft, ..ParseOptions::default() })
        };
        let drafts =
            [r#""draft":true"#, r#""published":false"#, r#""status":"draft""#, r#""Draft":[]"#];
        for field in drafts {
            let state = |draft| read(field, draft).unwrap().unpublished;
            assert_eq!((state(false), state(true)), (Some(Unpublished::Draft), None), "{field}");
        }
        let articles =
            [r#""draft":0"#, r#""published":"2021-06-16""#, r#""status":1"#, r#""draft":null"#];
        for field in articles {
            assert_eq!(read(field, false).unwrap().unpublished, None, "{field}");
        }
    }

    #[test]
    fn finds_field_names_in_upper_or_lower_case() {
        let found = article(r#"{"ID":1,"Title":"T","HIDDEN":true,"Canonical_URL":"/a"}"#);
        assert_eq!((found.id.as_str(), found.title.as_str()), ("1", "T"));
        assert!(found.editorial.hidden && found.editorial.canonical_url.is_some());
        for line in [r#"{"ID":1,"id":"a","title":"T"}"#, r#"{"id":"a","ID":1,"title":"T"}"#] {
            assert_eq!(article(line).id.as_str(), "a", "{line}");
        }
        assert_eq!(
            problem(br#"{"id":"a","title":"T","hidden":false,"Hidden":true}"#),
            "not valid JSON: duplicate field `hidden` in column 45"
        );
    }

    #[test]
    fn ids_may_be_numbers_and_tags_may_be_one_text() {
        assert_eq!(article(r#"{"id":7,"title":"T"}"#).id.as_str(), "7");
        assert_eq!(article(r#"{"id":-7,"title":"T","label":3}"#).label.as_deref(), Some("3"));
        assert_eq!(article(r#"{"id":1,"title":"T","tags":"a; b"}"#).tags, ["a", "b"]);
        assert_eq!(article(r#"{"id":1,"title":"T","tags":["a\u00e9",null,2]}"#).tags, ["aé", "2"]);
        assert_eq!(article(r#"{"id":1,"title":"T","tags":null,"url":null}"#).url, None);
    }

    #[test]
    fn errors_name_the_field_or_column() {
        let check = |line: &[u8], expected: &str| assert_eq!(problem(line), expected);
        check(br#"{"title":"T"}"#, "`id` is missing: every record needs a unique id");
        check(br#"{"id":""}"#, "`id` is missing: every record needs a unique id");
        check(br#"{"id":"a","text":" "}"#, "`title` and `text` are both empty");
        check(br#"{"id":"a","title":["T"]}"#, "`title` is a list, not text");
        check(br#"{"id":1.5}"#, "`id` is a number too large or with a fraction, not text");
        check(br#"{"id":"a","title":"T","tags":{}}"#, "`tags` is an object, not a list of texts");
        check(br#"{"id":"a","title":"T","tags":[[]]}"#, "`tags` is a list, not text");
        check(br#"["a","T","x"]"#, "the line is not a JSON object: expected `{`");
        check(br#"{"id":"a""#, "not valid JSON: EOF while parsing an object in column 9");
        check(br#"{"id":"a","id":"b"}"#, "not valid JSON: duplicate field `id` in column 14");
        check(
            b"{\"id\":\"\xff\"}",
            "not valid UTF-8 (byte 7 of the record): convert the file to UTF-8",
        );
        assert!(matches!(
            parse(b"\xff", ParseOptions::default()),
            Err(Skip::InvalidUtf8 { at: 0 })
        ));
        assert!(problem("[".repeat(100_000).as_bytes()).starts_with("the line"));
        let deep = format!("{{\"id\":{}", "[".repeat(100_000));
        assert!(problem(deep.as_bytes()).starts_with("not valid JSON: recursion limit"));
    }

    #[test]
    fn a_number_as_date_gives_a_warning() {
        let ParsedRecord { article, warnings, .. } =
            parse(br#"{"id":"a","title":"T","date":1623800000}"#, ParseOptions::default()).unwrap();
        assert_eq!((article.date, warnings.len()), (None, 1));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(line in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&line, ParseOptions::default());
            let _ = parse(&[b"{\"id\":\"".as_slice(), &line].concat(), ParseOptions::default());
        }

        #[test]
        fn reads_back_what_serde_json_writes(
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
