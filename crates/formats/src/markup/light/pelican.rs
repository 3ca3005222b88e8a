//! The lines of metadata at the head of Markdown files.

/// Names that start a block of metadata, in lower case.
const NAMES: [&str; 22] = [
    "author",
    "authors",
    "categories",
    "category",
    "date",
    "description",
    "image",
    "keywords",
    "lang",
    "language",
    "layout",
    "modified",
    "published",
    "save_as",
    "series",
    "slug",
    "status",
    "subtitle",
    "summary",
    "tags",
    "title",
    "url",
];

/// Names that make a block of one line metadata. Prose starts with `Summary:`, but not with these.
const ALONE: [&str; 4] = ["date", "slug", "status", "title"];

/// Splits the `Name: value` lines of Pelican and MultiMarkdown, or the `.. name: value` comment of Nikola, from the
/// rest of a Markdown file. Names are in lower case.
///
/// A block of metadata starts in the first line and ends at a blank line. It has a title, or starts with a name of
/// Pelican's and has two of them, so that prose that starts with `Note: ` stays prose.
pub(crate) fn pelican_fields(text: &str) -> (Vec<(String, String)>, &str) {
    nikola_fields(text).or_else(|| block(text)).unwrap_or((Vec::new(), text))
}

fn block(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let (first, _) = field(text.lines().next()?)?;
    let starts_known = is_known(first);
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = below;
        if line.trim().is_empty() {
            break;
        }
        match (field(line), fields.last_mut()) {
            // The next line of a value is indented.
            (_, Some((_, value))) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((name, value)), _) => fields.push((name.to_lowercase(), value.to_owned())),
            (None, _) => return None,
        }
    }
    let n_known = fields.iter().filter(|(name, _)| is_known(name)).count();
    let names_alone = fields.iter().any(|(name, _)| ALONE.contains(&name.as_str()));
    // Headers of mail, as PEPs have them, start with other names.
    let has_title = fields.iter().any(|(name, _)| name == "title");
    let is_metadata = if starts_known { n_known > 1 || names_alone } else { has_title };
    is_metadata.then_some((fields, rest))
}

fn is_known(name: &str) -> bool {
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty()
        && name.len() <= 40
        && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    let is_field = is_name && (value.is_empty() || value.starts_with([' ', '\t', '\r']));
    is_field.then(|| (name, value.trim()))
}

/// Reads `<!--`, lines `.. name: value`, `-->`.
fn nikola_fields(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let inside = text.trim_start().strip_prefix("<!--")?;
    let (inside, rest) = inside.split_once("-->")?;
    let lines = inside.lines().map(str::trim).filter(|line| !line.is_empty());
    let fields = lines.map(|line| field(line.strip_prefix("..")?.trim_start()));
    let fields: Option<Vec<_>> = fields.collect();
    let fields = fields?.into_iter().map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let fields: Vec<_> = fields.collect();
    (!fields.is_empty()).then(|| (fields, rest.trim_start_matches(['\r', '\n'])))
}

#[cfg(test)]
mod tests {
    use super::{NAMES, pelican_fields};

    #[test]
    fn splits_metadata_from_markdown() {
        let check = |file: &str, expected: &[(&str, &str)], rest: &str| {
            let (fields, found) = pelican_fields(file);
            let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            assert_eq!((fields.as_slice(), found), (expected, rest), "{file}");
        };
        check(
            "Title: A: b\nDate: 2020-01-01 09:00\nTags: a, b\n    c\nMy_field:\n\n# Head",
            &[
                ("title", "A: b"),
                ("date", "2020-01-01 09:00"),
                ("tags", "a, b c"),
                ("my_field", ""),
            ],
            "# Head",
        );
        check("Slug: x\n\nText", &[("slug", "x")], "Text");
        check("PEP: 8\nTitle: Style\n\nText", &[("pep", "8"), ("title", "Style")], "Text");
        check(
            "<!--\n.. title: A\n.. date: 2020\n-->\n\nText",
            &[("title", "A"), ("date", "2020")],
            "Text",
        );
        for prose in [
            "Note: mind the gap.\n\nText",
            "Summary: all is well.\n\nText",
            "Title: x\nand a second line of prose\n\nText",
            "Date:x\n",
            "<!-- a comment -->\nText",
            "<!-- open",
            "",
            "# Head\n\nTitle: x",
        ] {
            check(prose, &[], prose);
        }
    }

    #[test]
    fn the_names_are_sorted() {
        assert!(NAMES.is_sorted());
    }
}
