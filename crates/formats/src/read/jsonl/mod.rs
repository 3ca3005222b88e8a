//! A JSON object to the fields of an article.

mod line;
mod tree;
mod value;

use std::borrow::Cow;

use super::{
    FieldNames, Skip,
    field::Field,
    fields::{EditorialFields, Fields, parse_date, utf8},
    record::{ParseOptions, ParsedRecord},
    state::{State, unpublished_by_fields},
};
use crate::links::RecordLinks;

use line::Line;
pub(super) use tree::tree_text;
use value::{ADDRESS, ID, LANG, NAME, TEXT, TIME};

/// Parses one JSON object and ignores unknown fields.
///
/// # Performance
/// Linear in the length of the record: a value is decoded only where a field needs it, lists up to 10,000 items and
/// trees of text up to 120 levels. Memory: the fields of the article, and 32 bytes for each known field.
///
/// # Errors
/// Any [`Skip`] except those that concern whole files.
pub(super) fn parse(line: &[u8], options: ParseOptions) -> Result<ParsedRecord, Skip> {
    let json = utf8(line)?;
    // serde would also accept an array with the values in the order of the fields.
    if !json.trim_start().starts_with('{') {
        return Err(Skip::Malformed("the line is not a JSON object: expected `{`".to_owned()));
    }
    let usual = FieldNames::default();
    let mut line = Line::parse(json, options.names.unwrap_or(&usual))
        .map_err(|error| Skip::Malformed(describe(&error)))?;
    let mut fields = fields(&mut line)?;
    let long = if fields.text.is_empty() { line.long_texts() } else { Vec::new() };
    if !long.is_empty() && fields.unpublished.is_none() {
        return Err(Skip::NoText { fields: long });
    }
    let mut targets = fields.read_markup(options.own_links);
    let mut parsed = fields.into_article(options)?;
    parsed.warnings.append(&mut line.warnings);
    if options.own_links {
        targets.extend(line.ids(Field::Links).unwrap_or_default().into_iter().map(Cow::into_owned));
        let paths = parsed.article.url.iter().cloned().collect();
        parsed.links = RecordLinks { paths, names: Vec::new(), targets };
    }
    Ok(parsed)
}

/// Returns the fields of a record.
///
/// # Errors
/// [`Skip::WrongType`] for a title, a text or an id of the wrong type, and for lists of editors. Any other field of a
/// wrong type is left out.
fn fields<'a>(line: &mut Line<'a>) -> Result<Fields<'a>, Skip> {
    let [draft, published, status, visibility, password] =
        [Field::Draft, Field::Published, Field::Status, Field::Visibility, Field::Password]
            .map(|field| line.editorial(field));
    let state = unpublished_by_fields(&State {
        draft: &draft,
        published: &published,
        status: &status,
        visibility: &visibility,
        password: &password,
    });
    let is_for_members = ["paid", "members", "tiers", "only_paid", "subscribers"];
    let mut paywall = line.editorial(Field::Paywall);
    if paywall.is_empty() && is_for_members.contains(&&*visibility) {
        paywall = "true".into();
    }
    // Numbers are keys of another table.
    let is_key = |list: &value::JsonValue<'_>| {
        list.is_list() && list.items().first().is_some_and(|item| item.kind() == "a number")
    };
    let mut sections = line.values(Field::Section).filter(|value| !is_key(value));
    let section = sections.find_map(|value| value.part(NAME)).unwrap_or_default();
    drop(sections);
    Ok(Fields {
        id: line.needed(Field::Id, ID)?,
        title: line.needed(Field::Title, TEXT)?,
        text: line.body()?,
        summary: line.optional(Field::Summary, TEXT),
        url: line.optional(Field::Url, ADDRESS),
        date: date(line, published),
        lang: line.optional(Field::Lang, LANG),
        section,
        label: line.optional(Field::Label, NAME),
        tags: line.names(Field::Tags, true),
        // Fields that only pages show need no warning.
        image: line.part(Field::Image, ADDRESS),
        image_alt: line.part(Field::ImageAlt, TEXT),
        authors: line.quiet_names(Field::Authors),
        paywall,
        modified: line.part(Field::Modified, TIME),
        is_html: false,
        lead: 0,
        unpublished: state,
        editorial: EditorialFields {
            hidden: line.editorial(Field::Hidden),
            retracted: line.editorial(Field::Retracted),
            legal: line.editorial(Field::Legal),
            evergreen: line.editorial(Field::Evergreen),
            embargo: time(line, Field::Embargo),
            expires: time(line, Field::Expires),
            series: line.part(Field::Series, NAME),
            translation_key: line.part(Field::TranslationKey, ID),
            canonical_url: line.optional(Field::CanonicalUrl, ADDRESS),
            pinned: line.ids(Field::Pinned)?,
            blocked: line.ids(Field::Blocked)?,
        },
    })
}

/// Returns the first date that can be read, else the first that cannot. `published` may be a date, too.
fn date<'a>(line: &mut Line<'a>, published: Cow<'a, str>) -> Cow<'a, str> {
    let dates: Vec<_> = line.values(Field::Date).filter_map(|value| value.part(TIME)).collect();
    let mut readable = dates.into_iter().chain([published]).filter(|date| parse_date(date).is_ok());
    readable.next().unwrap_or_else(|| line.optional(Field::Date, TIME))
}

/// Returns a time of editors. A value of an odd type is given by its type, which hides the article.
fn time<'a>(line: &Line<'a>, field: Field) -> Cow<'a, str> {
    let part =
        line.first(field).filter(|value| value.is_object()).and_then(|value| value.part(TIME));
    part.unwrap_or_else(|| line.editorial(field))
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

    use crate::read::{FieldNames, Skip, Unpublished, record::ParseOptions};

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
        let mut found = article(line);
        assert_eq!(std::mem::take(&mut found.presentation).authors, ["N"]);
        assert_eq!(found, expected);
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
        check(br#"{"id":"a","title":["T","U"]}"#, "`title` is a list, not text");
        check(br#"{"id":[[1],[2]]}"#, "`id` is a list, not text");
        check(br#"{"id":"a","title":"T","pinned":[[1]]}"#, "`pinned` is a list, not text");
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
        assert!(problem(deep.as_bytes()).starts_with("not valid JSON: EOF"));
    }

    #[test]
    fn numbers_as_dates_are_seconds_or_milliseconds() {
        let date = |date: &str| {
            let line = format!(r#"{{"id":"a","title":"T","date":{date}}}"#);
            let parsed = parse(line.as_bytes(), ParseOptions::default()).unwrap();
            (parsed.article.date.map(Date::unix_seconds), parsed.warnings.len())
        };
        assert_eq!(date("1623800000"), (Some(1_623_800_000), 0));
        assert_eq!(date("1623800000123"), (Some(1_623_800_000), 0));
        assert_eq!(date("\"1623800000\""), (Some(1_623_800_000), 0));
        assert_eq!(date(r#"{"$date":{"$numberLong":"1623800000123"}}"#), (Some(1_623_800_000), 0));
        assert_eq!(date(r#"{"$date":"2021-06-16T00:00:00Z"}"#), (Some(1_623_801_600), 0));
        assert_eq!(date("16238"), (None, 1));
        assert_eq!(date("[]"), (None, 0));
        assert_eq!(date("[[1],{}]"), (None, 1));
    }

    #[test]
    fn numbers_stay_as_written() {
        for id in ["1.10", "1.1", "184467440737095516150", "12e4", "120000.0"] {
            assert_eq!(article(&format!(r#"{{"id":{id},"title":"T"}}"#)).id.as_str(), id);
        }
        assert_eq!(article(r#"{"id":1,"title":3.10}"#).title, "3.10");
    }

    #[test]
    fn reads_the_names_of_other_systems() {
        let wordpress = article(
            r#"{"id":7,"date":"1970-01-02T00:00:00","slug":"s","link":"https://x.org/s","status":"publish",
            "title":{"rendered":"A &#8211; b"},"content":{"rendered":"<p>One</p>\n<p>two</p>","protected":false},
            "excerpt":{"rendered":"<p>E</p>"},"categories":[3],"author":1}"#,
        );
        assert_eq!((wordpress.title.as_str(), wordpress.text.as_str()), ("A – b", "One\n\ntwo"));
        assert_eq!(wordpress.summary.as_deref(), Some("E"));
        assert_eq!((wordpress.section, wordpress.url.as_deref()), (None, Some("https://x.org/s")));
        let mongo = article(
            r#"{"_id":{"$oid":"5f"},"headline":"H","body":"B","publishedAt":{"$date":"1970-01-02T00:00:00Z"},
            "author":{"name":"N, jr."},"topics":[{"name":"p"},{"slug":"q"}]}"#,
        );
        assert_eq!(
            (mongo.id.as_str(), mongo.title.as_str(), mongo.text.as_str()),
            ("5f", "H", "B")
        );
        assert_eq!(mongo.presentation.authors, ["N, jr."]);
        assert_eq!((mongo.tags.len(), mongo.date.is_some()), (2, true));
        let strapi = article(r#"{"id":3,"attributes":{"title":"T","content":"C","locale":"de"}}"#);
        assert_eq!((strapi.title.as_str(), strapi.text.as_str()), ("T", "C"));
        let drupal = article(
            r#"{"nid":[{"value":4}],"title":[{"value":"T"}],"body":[{"value":"raw","processed":"<p>C</p>"}]}"#,
        );
        assert_eq!((drupal.id.as_str(), drupal.text.as_str()), ("4", "C"));
        let ninjs = article(
            r#"{"uri":"u:1","versionCreated":"1970-01-02T00:00:00Z","pubStatus":"usable","language":"en",
            "headlines":[{"role":"kicker","value":"K"},{"role":"main","value":"H"}],
            "bodies":[{"role":"main","contentType":"text/html","value":"<p>B</p>"}],"subjects":[{"name":"S"}]}"#,
        );
        assert_eq!(
            (ninjs.id.as_str(), ninjs.title.as_str(), ninjs.text.as_str()),
            ("u:1", "H", "B")
        );
        assert_eq!((ninjs.tags.join(""), ninjs.date.is_some()), ("S".into(), true));
        let tree = article(
            r#"{"id":1,"title":"T","body":[{"_type":"block","children":[{"_type":"span","text":"W"}]}]}"#,
        );
        assert_eq!(tree.text, "W");
    }

    #[test]
    fn an_exact_name_wins_in_any_order_unless_it_is_empty() {
        for line in [
            r#"{"id":1,"headline":"H","title":"T"}"#,
            r#"{"id":1,"title":"T","headline":"H"}"#,
            r#"{"id":1,"title":"","name":"N","headline":"T"}"#,
            r#"{"id":1,"title":null,"headline":"T"}"#,
        ] {
            assert_eq!(article(line).title, "T", "{line}");
        }
        assert_eq!(article(r#"{"slug":"s","title":"T","url":"/u"}"#).id.as_str(), "s");
        assert_eq!(article(r#"{"title":"T","url":"/u"}"#).id.as_str(), "/u");
    }

    #[test]
    fn the_caller_may_name_fields() {
        let mut names = FieldNames::default();
        names.insert("title", "h.en").unwrap();
        names.insert("text", "parts.0.words").unwrap();
        let line = br#"{"id":1,"title":"no","h":{"en":"T"},"parts":[{"words":"W"}]}"#;
        let options = ParseOptions { names: Some(&names), ..ParseOptions::default() };
        let found = parse(line, options).unwrap().article;
        assert_eq!((found.title.as_str(), found.text.as_str()), ("T", "W"));
    }

    #[test]
    fn an_unknown_field_with_the_text_is_named() {
        let words = "many words ".repeat(30);
        let line = format!(r#"{{"id":1,"title":"T","maintext":"{words}","x":{{"y":"{words}"}}}}"#);
        assert_eq!(
            problem(line.as_bytes()),
            "`text` is missing, and `maintext` and `x.y` hold a long text: write `--field text=maintext` to read it"
        );
        let address = format!(r#"{{"id":1,"title":"T","data":"{}"}}"#, "x".repeat(500));
        assert_eq!(article(&address).title, "T");
    }

    #[test]
    fn a_field_of_an_odd_type_costs_that_field() {
        let line = r#"{"id":"a","title":"T","url":[[]],"lang":{"main":"de"},"section":{"x":1},"tags":{},
            "summary":true,"date":false,"image":{"x":[]},"authors":7,"label":[{}],"canonical_url":{}}"#;
        let found = parse(line.as_bytes(), ParseOptions::default()).unwrap();
        assert_eq!(found.article.title, "T");
        let warnings: Vec<String> = found.warnings.iter().map(ToString::to_string).collect();
        assert!(
            warnings.contains(&"`lang` is ignored: it is an object, not text".to_owned()),
            "{warnings:?}"
        );
    }

    #[test]
    fn deep_and_repeated_values_take_linear_time() {
        for value in ["[", "{\"a\":", "{\"title\":", "[{\"value\":"] {
            let line = format!("{{\"id\":1,\"title\":\"T\",\"text\":{}", value.repeat(200_000));
            assert!(parse(line.as_bytes(), ParseOptions::default()).is_err());
        }
        let list = format!("{{\"id\":1,\"title\":\"T\",\"tags\":[{}0]}}", "0,".repeat(500_000));
        assert_eq!(article(&list).tags.len(), 10_000);
        let keys = "\"TITLE\":\"\",\"headline\":\"x\",".repeat(100_000);
        assert_eq!(article(&format!("{{{keys}\"id\":1}}")).title, "x");
        let nested = format!(
            "{{\"id\":1,\"title\":\"T\",\"text\":{}1{}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert!(problem(nested.as_bytes()).starts_with("`text` is a list"));
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
            title in "[^\\p{Cc}\\s<&]{0,9}( [^\\p{Cc}\\s<&]{1,9})?",
            text in "[^\\p{Cc}\\s<&]([^\\p{Cc}<&\\[]|\n|\t)*",
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
