//! The fields of front matter, by name.

use std::borrow::Cow;

use crate::read::{
    Unpublished,
    fields::split_tags,
    state::{State, unpublished_by_fields},
    value::Value,
};

/// Tables whose fields stand in for fields of the page: Zola keeps tags in `taxonomies` and own fields in `extra`,
/// Hugo keeps own fields in `params`.
const INNER_TABLES: [&str; 3] = ["taxonomies", "params", "extra"];

/// The fields of a page. Names are lower case, as in Hugo. Of repeated fields the last one counts.
///
/// A value of an odd type is as good as none: an unrelated field must not cost the article.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::read) struct FrontMatter {
    /// A table.
    fields: Value,
    /// Names of repeated fields, each with the line of its last occurrence in the file.
    repeated: Vec<(String, usize)>,
    /// Whether the file has front matter, possibly empty.
    pub is_given: bool,
}

impl Default for FrontMatter {
    fn default() -> Self {
        Self { fields: Value::Map(Vec::new()), repeated: Vec::new(), is_given: false }
    }
}

impl FrontMatter {
    /// `matter` is the text that the fields were parsed from, `line_before` the line in the file above it.
    pub(super) fn new(fields: Value, matter: &str, line_before: usize) -> Self {
        let mut repeated = Vec::new();
        let list = fields.fields();
        for (at, (name, _)) in list.iter().enumerate() {
            let is_repeated = list[..at].iter().any(|(earlier, _)| earlier == name);
            let is_last = list[at + 1..].iter().all(|(later, _)| later != name);
            if is_repeated && is_last {
                repeated.push((name.clone(), line_before + last_line_of(name, matter)));
            }
        }
        Self { fields, repeated, is_given: true }
    }

    /// Names of repeated fields, each with the line of its last occurrence in the file.
    pub(in crate::read) fn repeated(&self) -> &[(String, usize)] {
        &self.repeated
    }

    /// Gives values to fields that the page does not set itself, as a generator's configuration does.
    pub(in crate::read) fn add_defaults(&mut self, defaults: &Value) {
        let Value::Map(fields) = &mut self.fields else { return };
        for (name, value) in defaults.fields() {
            match fields.iter_mut().rfind(|(field, _)| field == name) {
                // A table keeps its own fields and gets those that it lacks.
                Some((_, known @ Value::Map(_))) if matches!(value, Value::Map(_)) => {
                    let own = std::mem::replace(known, value.clone());
                    known.merge(own);
                }
                Some(_) => {}
                None => fields.push((name.clone(), value.clone())),
            }
        }
    }

    /// Returns the link targets of all these fields. A field may be a text, or a list of texts and of tables with a
    /// `url`. Other values have no target.
    pub(in crate::read) fn targets(&self, names: &[&str]) -> Vec<String> {
        let target = |value: &Value| match value {
            Value::List(_) => None,
            value => value.text_in(&["url"]).map(str::to_owned),
        };
        let found = names.iter().filter_map(|name| self.field(name));
        found.flat_map(Value::items).filter_map(target).collect()
    }

    /// Returns the text of the first of these fields that has one, or `""`. `false` is no text, as in
    /// `permalink: false`, but `True` is, as in the title of a film.
    pub(in crate::read) fn text(&self, names: &[&str]) -> Cow<'_, str> {
        let text = names.iter().find_map(|name| match self.field(name)? {
            Value::Text(text) | Value::Bool(true, text) if !text.trim().is_empty() => {
                Some(text.as_str())
            }
            Value::List(items) => items.iter().find_map(Value::as_text),
            _ => None,
        });
        Cow::Borrowed(text.unwrap_or_default())
    }

    /// Returns the editorial value of the first of these fields that is not empty, as text. For a list or a table
    /// this is the name of its type, which is never a valid value.
    pub(in crate::read) fn editorial_text(&self, names: &[&str]) -> Cow<'_, str> {
        self.first(names).map_or(Cow::Borrowed(""), Value::to_editorial_text)
    }

    /// Returns the ids in the first of these fields that is not empty: a list, or one text, which is one id.
    pub(in crate::read) fn ids(&self, names: &[&str]) -> Vec<Cow<'_, str>> {
        match self.first(names) {
            Some(Value::Text(id)) => vec![Cow::Borrowed(id)],
            _ => self.texts(names),
        }
    }

    /// Returns the texts of the first of these fields that is not empty: a list, or one text with separators.
    pub(in crate::read) fn texts(&self, names: &[&str]) -> Vec<Cow<'_, str>> {
        match self.first(names) {
            Some(Value::Text(text)) => split_tags(text),
            Some(Value::List(items)) => {
                let texts =
                    items.iter().filter_map(|item| item.text_in(&["name", "title", "slug"]));
                texts.map(Cow::Borrowed).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the text of the first of these fields, or of the first of these parts of it if it is a table, or of
    /// its first item. Other values give an empty text.
    pub(in crate::read) fn first_text(&self, names: &[&str], parts: &[&str]) -> Cow<'_, str> {
        let found = self.first(names).and_then(|value| value.text_in(parts));
        Cow::Borrowed(found.unwrap_or_default())
    }

    /// Returns the names in the first of these fields that is not empty: texts, or tables with a `name` or `title`.
    /// One text is split at semicolons alone, because a name may hold a comma.
    pub(in crate::read) fn names(&self, names: &[&str]) -> Vec<Cow<'_, str>> {
        match self.first(names) {
            Some(Value::Text(text)) => text.split(';').map(Cow::Borrowed).collect(),
            Some(value) => {
                let names =
                    value.items().iter().filter_map(|item| item.text_in(&["name", "title"]));
                names.map(Cow::Borrowed).collect()
            }
            None => Vec::new(),
        }
    }

    /// Why the page is not published, as far as its fields say.
    pub(in crate::read) fn unpublished(&self) -> Option<Unpublished> {
        // Not by `first`, which ignores `false`: `published: false` marks a draft.
        let text = |name| self.field(name).map_or(Cow::Borrowed(""), Value::to_editorial_text);
        unpublished_by_fields(&State {
            draft: &text("draft"),
            published: &text("published"),
            status: &text("status"),
            ..State::default()
        })
    }

    /// Returns the value of a field.
    pub(in crate::read) fn field(&self, name: &str) -> Option<&Value> {
        let inner = || INNER_TABLES.iter().find_map(|table| self.fields.get(table)?.get(name));
        self.fields.get(name).or_else(inner)
    }

    /// Returns the first of these fields that is not empty.
    fn first(&self, names: &[&str]) -> Option<&Value> {
        names.iter().find_map(|name| self.field(name).filter(|value| value.is_filled()))
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
