//! Rows of a table to the fields of an article.

mod columns;
mod table;

use std::borrow::Cow;

use super::{
    Skip,
    field::Field,
    fields::{EditorialFields, Fields, parse_date, split_names, split_tags, utf8},
    record::{ParseOptions, ParsedRecord},
    state::{State, unpublished_by_fields},
};
use crate::links::RecordLinks;

use columns::Columns;
pub(super) use table::{Row, Table, delimiter, table_delimiter};

/// Minimal length of a text in an unknown column that may be the text of the article, in bytes. Chosen by eye.
const LONG_TEXT: usize = 200;

/// Cells that databases write for a missing value.
const MISSING: [&str; 2] = ["NULL", "\\N"];

/// Parses one row. `ends` are the ends of its fields in `bytes`.
///
/// # Errors
/// [`Skip::InvalidUtf8`], [`Skip::Unpublished`], [`Skip::NoId`], [`Skip::NoText`] or [`Skip::Empty`].
pub(super) fn parse(
    bytes: &[u8],
    ends: &[usize],
    columns: &Columns,
    options: ParseOptions,
) -> Result<ParsedRecord, Skip> {
    let cell = |column: usize| {
        let start = if column == 0 { 0 } else { ends[column - 1] };
        utf8(&bytes[start..ends[column]])
    };
    let field = |field: Field| {
        for column in columns.columns(field) {
            let cell = cell(column)?;
            if !cell.trim().is_empty() && !MISSING.contains(&cell) {
                return Ok(cell);
            }
        }
        Ok("")
    };
    let published = field(Field::Published)?;
    let unpublished = unpublished_by_fields(&State {
        draft: field(Field::Draft)?,
        published,
        status: field(Field::Status)?,
        visibility: field(Field::Visibility)?,
        password: field(Field::Password)?,
    });
    let text = |name: Field| field(name).map(Cow::Borrowed);
    let dates: Result<Vec<&str>, Skip> = columns.columns(Field::Date).map(cell).collect();
    let mut dates = dates?.into_iter().chain([published]);
    let date = dates
        .find(|date| parse_date(date).is_ok())
        .map_or_else(|| text(Field::Date), |date| Ok(date.into()));
    let mut fields = Fields {
        id: text(Field::Id)?,
        title: text(Field::Title)?,
        text: text(Field::Text)?,
        summary: text(Field::Summary)?,
        url: text(Field::Url)?,
        date: date?,
        lang: text(Field::Lang)?,
        section: text(Field::Section)?,
        label: text(Field::Label)?,
        tags: split_tags(field(Field::Tags)?),
        image: text(Field::Image)?,
        image_alt: text(Field::ImageAlt)?,
        authors: split_names(field(Field::Authors)?),
        paywall: text(Field::Paywall)?,
        modified: text(Field::Modified)?,
        is_html: false,
        lead: 0,
        unpublished,
        editorial: EditorialFields {
            hidden: text(Field::Hidden)?,
            retracted: text(Field::Retracted)?,
            legal: text(Field::Legal)?,
            evergreen: text(Field::Evergreen)?,
            embargo: text(Field::Embargo)?,
            expires: text(Field::Expires)?,
            series: text(Field::Series)?,
            translation_key: text(Field::TranslationKey)?,
            canonical_url: text(Field::CanonicalUrl)?,
            pinned: split_tags(field(Field::Pinned)?),
            blocked: split_tags(field(Field::Blocked)?),
        },
    };
    if fields.text.is_empty() && unpublished.is_none() {
        let is_long =
            |text: &str| text.len() >= LONG_TEXT && text.split(' ').nth(LONG_TEXT / 20).is_some();
        let unknown = columns.unknown().iter();
        let long = unknown.filter(|&&(_, column)| cell(column).is_ok_and(is_long));
        let long: Vec<String> = long.map(|(name, _)| name.clone()).take(3).collect();
        if !long.is_empty() {
            return Err(Skip::NoText { fields: long });
        }
    }
    let mut targets = fields.read_markup(options.own_links);
    let mut parsed = fields.into_article(options)?;
    if options.own_links {
        targets.extend(split_tags(field(Field::Links)?).into_iter().map(Cow::into_owned));
        let paths = parsed.article.url.iter().cloned().collect();
        parsed.links = RecordLinks { paths, names: Vec::new(), targets };
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use proptest::prelude::*;

    use super::{Table, delimiter, parse, table_delimiter};
    use crate::read::{
        FieldNames, Skip, Unpublished,
        record::{ParseOptions, ParsedRecord},
    };

    /// Reads through a buffer of three bytes, so that fields, quotes and line breaks fall on buffer ends.
    fn rows(table: &[u8], limit: usize) -> Vec<(u64, Result<ParsedRecord, Skip>)> {
        let stream = BufReader::with_capacity(3, Cursor::new(table.to_vec()));
        let mut table = Table::new(
            Box::new(stream),
            delimiter(table, &FieldNames::default()),
            &FieldNames::default(),
        );
        let (mut bytes, mut ends, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        while let Some((line, row)) = table.next_row(limit, &mut bytes, &mut ends).unwrap() {
            let parsed = row.and_then(|row| {
                parse(&bytes[row.bytes], &ends[row.ends], &row.columns, ParseOptions::default())
            });
            rows.push((line, parsed));
        }
        rows
    }

    fn summaries(table: &str) -> Vec<String> {
        let summary = |(line, parsed): (u64, Result<ParsedRecord, Skip>)| match parsed {
            Ok(ParsedRecord { article, .. }) => {
                format!("{line} {} {:?} {:?}", article.id, article.text, article.tags)
            }
            Err(skip) => format!("{line} {skip}"),
        };
        rows(table.as_bytes(), 1000).into_iter().map(summary).collect()
    }

    #[test]
    fn finds_fields_by_name_and_counts_lines() {
        let lf = "Tags, TEXT ,other,ID\n\na|b,\"x\n\"\"y\"\"\",,1\n,z,,2\n";
        let expected = ["3 1 \"x\\n\\\"y\\\"\" [\"a\", \"b\"]", "5 2 \"z\" []"];
        assert_eq!(summaries(lf), expected);
        assert_eq!(summaries(&lf.replace('\n', "\r\n")), expected);
        assert_eq!(summaries(lf.trim_end()), expected);
    }

    #[test]
    fn recognizes_drafts() {
        let table = "id,text,Draft,published\n1,a,true,\n2,b,,no\n3,c,no,2021-06-16\n";
        let states =
            rows(table.as_bytes(), 1000).into_iter().map(|(_, row)| row.unwrap().unpublished);
        let draft = Some(Unpublished::Draft);
        assert_eq!(states.collect::<Vec<_>>(), [draft, draft, None]);
    }

    #[test]
    fn semicolons_and_tabs_are_delimiters() {
        assert_eq!(summaries("id;text\n1;a, b\n"), ["2 1 \"a, b\" []"]);
        assert_eq!(summaries("id\ttext\n1\ta, b\n"), ["2 1 \"a, b\" []"]);
    }

    #[test]
    fn finds_the_delimiter_and_the_names_of_other_systems() {
        let sep = "sep=;\r\npost_id;post_title;post_content;published\r\n1;A, b;<p>One</p><p>two</p>;2021-06-16\r\n";
        assert_eq!(summaries(sep), ["3 1 \"One\\n\\ntwo\" []"]);
        assert!(rows(sep.as_bytes(), 1000)[0].1.as_ref().unwrap().article.date.is_some());
        assert_eq!(
            summaries("id|headline, in full|body|headline\n1|T|x, y|z\n"),
            ["2 1 \"x, y\" []"]
        );
        assert_eq!(summaries("slug;title;name, given\n1;T;x\n"), ["2 1 \"\" []"]);
        assert_eq!(summaries("id,text,body\n1,,x\n2,NULL,y\n"), ["2 1 \"x\" []", "3 2 \"y\" []"]);
        let long = format!("id,title,words\n1,T,{}\n", "many words ".repeat(30));
        assert!(summaries(&long)[0].ends_with("write `--field text=words` to read it"));
    }

    #[test]
    fn recognizes_the_header_of_a_table() {
        let check = |head: &str, expected| {
            assert_eq!(
                table_delimiter(head.as_bytes(), &FieldNames::default()),
                expected,
                "{head}"
            );
        };
        check("id,title,text\n1,a,b", Some(b','));
        check("\"Slug\"\t\"Headline\"\n", Some(b'\t'));
        check("sep=;\nurl;body\n", Some(b';'));
        check("A title, and words.\n", None);
        check("Body\n\ntext", None);
        check("", None);
    }

    #[test]
    fn errors_name_the_missing_column_or_field() {
        let columns =
            "the row has 1 field, the header 2: is a quote missing, or a delimiter not quoted?";
        assert_eq!(
            summaries("id,text\n1\n,x\n"),
            [
                format!("2 {columns}"),
                "3 `id` is missing: every record needs a unique id".to_owned(),
            ]
        );
        assert_eq!(
            summaries("name,text\n1,x\n"),
            [
                "1 the header has no column `id`, only `name`, `text`: the first row must name the columns, or \
              `--field` states what they hold, as in `--field title=NAME,text=NAME`"
            ]
        );
        assert_eq!(
            summaries("id,words\n1,x\n"),
            [
                "1 the header has no column `title` or `text`, only `id`, `words`: the first row must name the \
              columns, or `--field` states what they hold, as in `--field title=NAME,text=NAME`"
            ]
        );
        assert!(summaries("").is_empty());
        let bad = rows(b"id,text\n1,\xff\n2,x\n", 1000);
        assert_eq!(bad[0], (2, Err(Skip::InvalidUtf8 { at: 0 })));
        assert!(bad[1].1.is_ok());
    }

    #[test]
    fn skips_a_row_beyond_the_limit() {
        let table = format!("id,text\n1,\"{}\n\"\n2,x\n", "a".repeat(100_000));
        let rows = rows(table.as_bytes(), 50);
        assert_eq!(rows[0], (2, Err(Skip::TooLong { limit: 50 })));
        assert_eq!((rows[1].0, rows[1].1.as_ref().unwrap().article.text.as_str()), (4, "x"));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(table in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = rows(&table, 100);
            let _ = rows(&[b"id,text\n".as_slice(), &table].concat(), 100);
        }
    }
}
