//! Rows of a table to the fields of an article.

mod columns;
mod table;

use std::borrow::Cow;

use super::{
    Skip,
    field::Field,
    fields::{EditorialFields, Fields, is_draft, split_tags, utf8},
    record::{ParseOptions, ParsedRecord},
};
use crate::links::RecordLinks;

use columns::Columns;
pub(super) use table::{Row, Table, delimiter};

/// Parses one row. `ends` are the ends of its fields in `bytes`.
///
/// # Errors
/// [`Skip::InvalidUtf8`], [`Skip::Draft`], [`Skip::NoId`] or [`Skip::Empty`].
pub(super) fn parse(
    bytes: &[u8],
    ends: &[usize],
    columns: &Columns,
    options: ParseOptions,
) -> Result<ParsedRecord, Skip> {
    let field = |field: Field| match columns.column(field) {
        Some(column) => {
            let start = if column == 0 { 0 } else { ends[column - 1] };
            utf8(&bytes[start..ends[column]])
        }
        None => Ok(""),
    };
    let is_draft =
        || Ok(is_draft(field(Field::Draft)?, field(Field::Published)?, field(Field::Status)?));
    if !options.draft && is_draft()? {
        return Err(Skip::Draft);
    }
    let text = |name: Field| field(name).map(Cow::Borrowed);
    let fields = Fields {
        id: text(Field::Id)?,
        title: text(Field::Title)?,
        text: text(Field::Text)?,
        summary: text(Field::Summary)?,
        url: text(Field::Url)?,
        date: text(Field::Date)?,
        lang: text(Field::Lang)?,
        section: text(Field::Section)?,
        label: text(Field::Label)?,
        tags: split_tags(field(Field::Tags)?),
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
    let mut parsed = fields.into_article(options)?;
    if options.own_links {
        parsed.links = RecordLinks {
            paths: parsed.article.url.iter().cloned().collect(),
            names: Vec::new(),
            targets: split_tags(field(Field::Links)?).into_iter().map(Cow::into_owned).collect(),
        };
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use proptest::prelude::*;

    use super::{Table, delimiter, parse};
    use alsolike::article::Article;

    use crate::read::{Skip, record::ParseOptions};

    /// Reads through a buffer of three bytes, so that fields, quotes and line breaks fall on buffer ends.
    fn rows(table: &[u8], limit: usize) -> Vec<(u64, Result<Article, Skip>)> {
        let stream = BufReader::with_capacity(3, Cursor::new(table.to_vec()));
        let mut table = Table::new(Box::new(stream), delimiter(table));
        let (mut bytes, mut ends, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        while let Some((line, row)) = table.next_row(limit, &mut bytes, &mut ends).unwrap() {
            let article = row.and_then(|row| {
                parse(&bytes[row.bytes], &ends[row.ends], &row.columns, ParseOptions::default())
            });
            rows.push((line, article.map(|parsed| parsed.article)));
        }
        rows
    }

    fn summaries(table: &str) -> Vec<String> {
        let summary = |(line, article): (u64, Result<Article, Skip>)| match article {
            Ok(article) => format!("{line} {} {:?} {:?}", article.id, article.text, article.tags),
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
    fn skips_drafts() {
        let table = "id,text,Draft,published\n1,a,true,\n2,b,,no\n3,c,no,2021-06-16\n";
        assert_eq!(
            summaries(table),
            ["2 marked as a draft", "3 marked as a draft", "4 3 \"c\" []"]
        );
    }

    #[test]
    fn semicolons_and_tabs_are_delimiters() {
        assert_eq!(summaries("id;text\n1;a, b\n"), ["2 1 \"a, b\" []"]);
        assert_eq!(summaries("id\ttext\n1\ta, b\n"), ["2 1 \"a, b\" []"]);
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
            ["1 the header has no column `id`: the first row must name the columns"]
        );
        assert_eq!(
            summaries("id,name\n1,x\n"),
            ["1 the header has no column `title` or `text`: the first row must name the columns"]
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
        assert_eq!((rows[1].0, rows[1].1.as_ref().unwrap().text.as_str()), (4, "x"));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(table in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = rows(&table, 100);
            let _ = rows(&[b"id,text\n".as_slice(), &table].concat(), 100);
        }
    }
}
