//! The fields that the markup of a page has for itself, without fences.

use super::FrontMatter;
use crate::markup::light::{asciidoc_fields, org_fields, pelican_fields, rst_fields};
use crate::read::{SourceFormat, value::Value};

impl FrontMatter {
    /// Adds the fields at the start of the body that the front matter lacks, and returns the rest of the body.
    ///
    /// Markdown has such fields only without front matter, as in Pelican. Fields of AsciiDoc for the page, such as
    /// `page-date`, go before those for the document.
    pub(in crate::read) fn add_light_fields<'t>(
        &mut self,
        format: SourceFormat,
        body: &'t str,
    ) -> &'t str {
        let (mut fields, body) = match format {
            SourceFormat::Org => org_fields(body),
            SourceFormat::AsciiDoc => asciidoc_fields(body),
            SourceFormat::Rst => match rst_fields(body) {
                (fields, _) if fields.is_empty() => pelican_fields(body),
                found => found,
            },
            SourceFormat::Markdown if !self.is_given => pelican_fields(body),
            _ => return body,
        };
        if format == SourceFormat::AsciiDoc {
            fields.sort_by_key(|(name, _)| !name.starts_with("page-"));
        }
        for (name, value) in fields {
            let (name, value) = match format {
                SourceFormat::Org => org_field(name, &value),
                SourceFormat::AsciiDoc => asciidoc_field(name, value),
                _ => (name, Value::Text(value)),
            };
            self.add_defaults(&Value::Map(vec![(name, value)]));
        }
        body
    }
}

fn list<'t>(items: impl Iterator<Item = &'t str>) -> Value {
    Value::List(items.map(|item| Value::Text(item.to_owned())).collect())
}

/// `tags[]: a b` is a list in Hugo, and `filetags: :a:b:` in Org. Times stand in brackets.
fn org_field(name: String, value: &str) -> (String, Value) {
    if let Some(name) = name.strip_suffix("[]") {
        return (name.to_owned(), list(value.split_whitespace()));
    }
    match name.as_str() {
        "filetags" => {
            let tags = value.split(':').map(str::trim).filter(|tag| !tag.is_empty());
            ("tags".to_owned(), list(tags))
        }
        "tags" | "categories" if !value.contains(',') => (name, list(value.split_whitespace())),
        "language" => ("lang".to_owned(), Value::Text(value.to_owned())),
        _ => {
            let time = org_time(value);
            (name, Value::Text(time.unwrap_or_else(|| value.to_owned())))
        }
    }
}

/// Returns `2020-01-04 10:00` of `<2020-01-04 Sat 10:00>`; `None` for anything else.
fn org_time(value: &str) -> Option<String> {
    let inside = value.strip_prefix(['<', '['])?.strip_suffix(['>', ']'])?;
    let is_number = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit());
    let parts: Vec<&str> = inside.split_whitespace().filter(is_number).take(2).collect();
    (parts.first()?.len() == 10).then(|| parts.join(" "))
}

/// Fields of Jekyll and Antora start with `page-`.
fn asciidoc_field(name: String, value: String) -> (String, Value) {
    let name = match name.strip_prefix("page-") {
        Some(name) => name.to_owned(),
        None if name == "revdate" => "date".to_owned(),
        None => name,
    };
    let items = value.strip_prefix('[').and_then(|inside| inside.strip_suffix(']'));
    let value = match items {
        Some(items) => list(items.split(',').map(str::trim).filter(|item| !item.is_empty())),
        None => Value::Text(value),
    };
    (name, value)
}

#[cfg(test)]
mod tests {
    use crate::read::{SourceFormat, front_matter::split};

    fn check(format: SourceFormat, file: &str, names: &[&'static str], expected: &[&str]) {
        let (mut matter, body) = split(file).unwrap();
        matter.add_light_fields(format, body);
        assert_eq!(matter.texts(names), expected, "{file}");
    }

    #[test]
    fn reads_the_fields_of_the_markup() {
        let org = "#+title: T\n#+date: [2020-01-04 Sat 10:00]\n#+filetags: :a:b c:\n#+categories[]: x y\n\nText";
        check(SourceFormat::Org, org, &["date"], &["2020-01-04 10:00"]);
        check(SourceFormat::Org, org, &["tags"], &["a", "b c"]);
        check(SourceFormat::Org, org, &["categories"], &["x", "y"]);
        let asciidoc = "= T\nAnn Lee <a@b.c>\n2020-01-02\n:page-tags: [a, b c]\n:page-date: 2021-01-01\n\nText";
        check(SourceFormat::AsciiDoc, asciidoc, &["tags"], &["a", "b c"]);
        check(SourceFormat::AsciiDoc, asciidoc, &["date"], &["2021-01-01"]);
        check(
            SourceFormat::AsciiDoc,
            &format!("---\ntitle: Y\n---\n{asciidoc}"),
            &["title"],
            &["Y"],
        );
        check(SourceFormat::Markdown, "Title: T\nTags: a, b\n\nText", &["tags"], &["a", "b"]);
        check(SourceFormat::Markdown, "---\nx: 1\n---\nTitle: T\nTags: a, b\n", &["tags"], &[]);
    }
}
