//! The fields of front matter, by name.

use std::borrow::Cow;

use super::value::MatterValue;
use crate::read::{Skip, Unpublished, fields::split_tags, state::unpublished_by_fields};

/// The fields of a Markdown file. Names are lower case, as in Hugo. Of repeated fields the last one counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::read) struct FrontMatter {
    fields: Vec<(String, MatterValue)>,
    /// Names of repeated fields, each with the line of its last occurrence in the file.
    repeated: Vec<(String, usize)>,
}

impl FrontMatter {
    /// `matter` is the text that the fields were parsed from, `line_before` the line in the file above it.
    pub(super) fn new(
        fields: Vec<(String, MatterValue)>,
        matter: &str,
        line_before: usize,
    ) -> Self {
        let mut repeated = Vec::new();
        for (at, (name, _)) in fields.iter().enumerate() {
            let is_repeated = fields[..at].iter().any(|(earlier, _)| earlier == name);
            let is_last = fields[at + 1..].iter().all(|(later, _)| later != name);
            if is_repeated && is_last {
                repeated.push((name.clone(), line_before + last_line_of(name, matter)));
            }
        }
        Self { fields, repeated }
    }

    /// Names of repeated fields, each with the line of its last occurrence in the file.
    pub(in crate::read) fn repeated(&self) -> &[(String, usize)] {
        &self.repeated
    }

    /// Returns the link targets of all these fields. A field may be a text, or a list of texts and of tables with a
    /// `url`. Other values have no target.
    pub(in crate::read) fn targets(&self, names: &[&str]) -> Vec<String> {
        let target = |value: &MatterValue| match value {
            MatterValue::Text(text) => Some(text.clone()),
            MatterValue::Map(fields) => match fields.iter().rfind(|(name, _)| name == "url") {
                Some((_, MatterValue::Text(url))) => Some(url.clone()),
                _ => None,
            },
            MatterValue::Null | MatterValue::Bool(_) | MatterValue::List(_) => None,
        };
        let targets_of = |value: &MatterValue| match value {
            MatterValue::List(items) => items.iter().filter_map(target).collect(),
            value => Vec::from_iter(target(value)),
        };
        names.iter().filter_map(|name| self.field(name)).flat_map(targets_of).collect()
    }

    /// Returns the text of the first of these fields that is not empty, or `""`. `false` counts as empty, as in
    /// `permalink: false`.
    ///
    /// # Errors
    /// [`Skip::WrongType`] when the value is not a text.
    pub(in crate::read) fn text(&self, names: &[&'static str]) -> Result<Cow<'_, str>, Skip> {
        match self.first(names) {
            None => Ok(Cow::Borrowed("")),
            Some((_, MatterValue::Text(text))) => Ok(Cow::Borrowed(text)),
            Some((field, other)) => Err(wrong_type(field, other, "text")),
        }
    }

    /// Returns the editorial value of the first of these fields that is not empty, as text. For a list or a table
    /// this is the name of its type, which is never a valid value.
    pub(in crate::read) fn editorial_text(&self, names: &[&'static str]) -> Cow<'_, str> {
        self.first(names).map_or(Cow::Borrowed(""), |(_, value)| value.to_editorial_text())
    }

    /// Returns the ids in the first of these fields that is not empty: a list, or one text, which is one id.
    ///
    /// # Errors
    /// [`Skip::WrongType`] when the value is neither.
    pub(in crate::read) fn ids(&self, names: &[&'static str]) -> Result<Vec<Cow<'_, str>>, Skip> {
        match self.first(names) {
            Some((_, MatterValue::Text(id))) => Ok(vec![Cow::Borrowed(id)]),
            _ => self.texts(names),
        }
    }

    /// Returns the texts of the first of these fields that is not empty: a list, or one text with separators.
    ///
    /// # Errors
    /// [`Skip::WrongType`] when the value is neither.
    pub(in crate::read) fn texts(&self, names: &[&'static str]) -> Result<Vec<Cow<'_, str>>, Skip> {
        match self.first(names) {
            None => Ok(Vec::new()),
            Some((_, MatterValue::Text(text))) => Ok(split_tags(text)),
            Some((field, MatterValue::List(items))) => {
                let items = items.iter().filter(|item| **item != MatterValue::Null);
                let texts = items.map(|item| match item {
                    MatterValue::Text(text) => Ok(Cow::Borrowed(text.as_str())),
                    other => Err(wrong_type(field, other, "a text")),
                });
                texts.collect()
            }
            Some((field, other)) => Err(wrong_type(field, other, "a list of texts")),
        }
    }

    /// Returns the text of the first of these fields, or of the first of these parts of it if it is a table, or of
    /// its first item. Other values give an empty text.
    pub(in crate::read) fn first_text(
        &self,
        names: &[&'static str],
        parts: &[&str],
    ) -> Cow<'_, str> {
        let found = self.first(names).and_then(|(_, value)| value.text_in(parts));
        Cow::Borrowed(found.unwrap_or_default())
    }

    /// Returns the names in the first of these fields that is not empty: texts, or tables with a `name` or `title`.
    /// One text is split at semicolons alone, because a name may hold a comma.
    pub(in crate::read) fn names(&self, names: &[&'static str]) -> Vec<Cow<'_, str>> {
        match self.first(names) {
            Some((_, MatterValue::Text(text))) => text.split(';').map(Cow::Borrowed).collect(),
            Some((_, MatterValue::List(items))) => items
                .iter()
                .filter_map(|item| item.text_in(&["name", "title"]))
                .map(Cow::Borrowed)
                .collect(),
            Some((_, value)) => {
                Vec::from_iter(value.text_in(&["name", "title"]).map(Cow::Borrowed))
            }
            None => Vec::new(),
        }
    }

    /// Why the page is not published, as far as its fields say.
    pub(in crate::read) fn unpublished(&self) -> Option<Unpublished> {
        // Not by `first`, which ignores `false`: `published: false` marks a draft.
        let text =
            |name| self.field(name).map_or(Cow::Borrowed(""), MatterValue::to_editorial_text);
        unpublished_by_fields(&text("draft"), &text("published"), &text("status"))
    }

    /// Returns the first of these fields that is not empty, with its name.
    fn first(&self, names: &[&'static str]) -> Option<(&'static str, &MatterValue)> {
        let is_filled = |value: &&MatterValue| match value {
            MatterValue::Null | MatterValue::Bool(false) => false,
            MatterValue::Text(text) => !text.trim().is_empty(),
            MatterValue::List(items) => !items.is_empty(),
            _ => true,
        };
        names.iter().find_map(|&name| Some((name, self.field(name).filter(is_filled)?)))
    }

    /// Returns a field, or a taxonomy: Zola keeps these in a table `taxonomies`.
    fn field(&self, name: &str) -> Option<&MatterValue> {
        let find = |fields: &'_ [(String, MatterValue)], name: &str| {
            fields.iter().rposition(|(field, _)| field == name)
        };
        if let Some(at) = find(&self.fields, name) {
            return Some(&self.fields[at].1);
        }
        let MatterValue::Map(taxonomies) = &self.fields[find(&self.fields, "taxonomies")?].1 else {
            return None;
        };
        Some(&taxonomies[find(taxonomies, name)?].1)
    }
}

/// The last line of `matter` that starts with the field, from 1; 0 when no line does, as with fields in braces.
fn last_line_of(name: &str, matter: &str) -> usize {
    let starts_with_it = |line: &str| {
        let (key, _) = line.split_once([':', '=']).unwrap_or_default();
        key.trim_end().trim_matches(['"', '\'']).to_lowercase() == *name
    };
    let lines = matter.lines().enumerate().filter(|(_, line)| starts_with_it(line));
    lines.last().map_or(0, |(line, _)| line + 1)
}

fn wrong_type(field: &'static str, value: &MatterValue, expected: &'static str) -> Skip {
    Skip::WrongType { field, found: value.kind(), expected }
}
