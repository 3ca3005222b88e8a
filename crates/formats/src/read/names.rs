//! Which field a name in a file stands for.

use std::{collections::HashMap, sync::LazyLock};

use super::field::Field;

/// The names that fields have in files of one kind, beside the usual ones.
///
/// A field that is named here has no other name: with `text=body_html`, a field `text` of the file is ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldNames {
    /// A field, and its name or path in files.
    named: Vec<(Field, String)>,
}

/// A field that a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NameMatch<'n> {
    pub field: Field,
    /// The match with the lowest rank counts: 0 for the name itself and for a [`FieldNames`], 1 in another case, 2
    /// with other separators, then the other names in their order.
    pub rank: u8,
    /// The rest of the path, with dots between its parts; empty when the name is the field.
    pub rest: &'n str,
}

/// Maximal length of a name in bytes. Longer names are none of ours.
const MAX_NAME: usize = 40;

/// The endings of names that a flat file gives to the parts of a field.
const PARTS: [&str; 3] = [".rendered", ".value", ".processed"];

/// The fields of each name without separators and capitals, with the rank.
static BUILT_IN: LazyLock<HashMap<String, Vec<(Field, u8)>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<(Field, u8)>> = HashMap::new();
    for field in Field::ALL {
        let own = field.name().replace('_', "");
        let others = field.other_names().iter().map(|name| (*name).to_owned());
        for (rank, name) in (2..).zip([own].into_iter().chain(others)) {
            names.entry(name).or_default().push((field, rank));
        }
    }
    names
});

impl FieldNames {
    /// Names a field. `path` is the name in the file, or the names of nested objects with dots between them.
    ///
    /// # Errors
    /// The names of all fields, when there is no such field.
    pub fn insert(&mut self, field: &str, path: &str) -> Result<(), String> {
        let found = Field::ALL.into_iter().find(|known| known.name() == field.trim());
        let found = found.ok_or_else(|| Field::ALL.map(Field::name).join(", "))?;
        self.named.push((found, path.trim().to_owned()));
        Ok(())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// Returns the fields that a name may stand for.
    pub(super) fn matches<'n>(&'n self, name: &str) -> Vec<NameMatch<'n>> {
        let mut found = Vec::new();
        for (field, path) in &self.named {
            let rest = path.strip_prefix(name);
            let rest = rest.and_then(|rest| match rest {
                "" => Some(""),
                rest => rest.strip_prefix('.'),
            });
            found.extend(rest.map(|rest| NameMatch { field: *field, rank: 0, rest }));
        }
        let mut buffer = [0; MAX_NAME];
        let fields = squash(name, &mut buffer).and_then(|name| BUILT_IN.get(name));
        for &(field, rank) in fields.into_iter().flatten() {
            if self.named.iter().all(|(named, _)| *named != field) {
                let rank = match field.name() {
                    own if own == name => 0,
                    own if own.eq_ignore_ascii_case(name) => 1,
                    _ => rank,
                };
                found.push(NameMatch { field, rank, rest: "" });
            }
        }
        found
    }
}

/// Writes a name in lower case and without separators.
fn squash<'b>(name: &str, buffer: &'b mut [u8; MAX_NAME]) -> Option<&'b str> {
    let name = name.trim();
    // MongoDB's key. Other names with a leading `_` are internal.
    let name = if name == "_id" { "id" } else { name };
    let name = PARTS.iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name);
    let mut length = 0;
    for (at, byte) in name.bytes().enumerate() {
        if at > 0 && matches!(byte, b'_' | b'-' | b' ' | b':') {
            continue;
        }
        *buffer.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    std::str::from_utf8(&buffer[..length]).ok()
}

#[cfg(test)]
mod tests {
    use super::{FieldNames, NameMatch};
    use crate::read::field::Field;

    #[test]
    fn exact_names_go_before_other_spellings_and_names() {
        let rank = |name: &str, field: Field| {
            let names = FieldNames::default();
            names.matches(name).into_iter().find(|found| found.field == field).map(|m| m.rank)
        };
        assert_eq!(rank("title", Field::Title), Some(0));
        assert_eq!(rank("TITLE", Field::Title), Some(1));
        assert_eq!(rank("canonicalUrl", Field::CanonicalUrl), Some(2));
        assert_eq!(rank("headline", Field::Title), Some(3));
        assert_eq!(rank("Published At", Field::Date), rank("publishedAt", Field::Date));
        assert_eq!(rank("title.rendered", Field::Title), Some(2));
        assert_eq!(rank("_id", Field::Id), Some(2));
        assert_eq!(rank("_links", Field::Links), None);
        assert_eq!(rank(&"x".repeat(100), Field::Title), None);
        assert!(rank("body", Field::Text) < rank("content", Field::Text));
    }

    #[test]
    fn a_named_field_has_no_other_name() {
        let mut names = FieldNames::default();
        names.insert("text", "acf.body").unwrap();
        let found = NameMatch { field: Field::Text, rank: 0, rest: "body" };
        assert_eq!(names.matches("acf"), [found]);
        assert_eq!(names.matches("acf.body"), [NameMatch { rest: "", ..found }]);
        assert!(names.matches("text").is_empty() && names.matches("body").is_empty());
        assert!(names.insert("words", "x").unwrap_err().starts_with("id, title, text"));
    }
}
