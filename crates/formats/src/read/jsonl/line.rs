//! The fields of a JSON object.

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    tree::value_tree,
    value::{JsonValue, TEXT, Text},
};
use crate::read::{FieldNames, Skip, Warning, field::Field};

/// Objects in which systems wrap the fields of a record: Strapi, Contentful and Airtable, Elasticsearch, GraphQL,
/// CouchDB.
const WRAPPERS: [&str; 7] =
    ["attributes", "fields", "_source", "source", "node", "doc", "document"];

/// Minimal length of a text in an unknown field that may be the text of the article, in bytes of JSON. Chosen by eye.
const LONG_TEXT: usize = 200;

/// Maximal number of unknown fields that an error names.
const MAX_NAMED: usize = 3;

/// The values of a JSON object that may belong to a [`Field`].
pub(super) struct Line<'a> {
    /// Sorted by field, then by rank.
    values: Vec<(Field, u8, JsonValue<'a>)>,
    /// Unknown fields with values of [`LONG_TEXT`] bytes or more.
    long: Vec<(Cow<'a, str>, JsonValue<'a>)>,
    pub(super) warnings: Vec<Warning>,
}

impl<'a> Line<'a> {
    /// Parses an object.
    ///
    /// # Errors
    /// The error of the parser, also for a field that is given twice.
    pub(super) fn parse(json: &'a str, names: &FieldNames) -> Result<Self, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let mut line = LineSeed { names }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        let is_wrapped = |(name, value): &(Cow<'_, str>, JsonValue<'_>)| {
            WRAPPERS.contains(&&**name) && value.is_object()
        };
        let wrapped: Vec<_> = line.long.iter().filter(|found| is_wrapped(found)).cloned().collect();
        for (_, value) in wrapped {
            let mut inner = serde_json::Deserializer::from_str(value.json());
            let inner = LineSeed { names }.deserialize(&mut inner)?;
            // A name outside goes before the same name inside, because the sort is stable.
            line.values.extend(inner.values);
            line.long.extend(inner.long);
        }
        line.values.sort_by_key(|&(field, rank, _)| (field, rank));
        Ok(line)
    }

    /// The values that a field may have, the likeliest first.
    pub(super) fn values(&self, field: Field) -> impl Iterator<Item = JsonValue<'a>> {
        let start = self.values.partition_point(|&(found, ..)| found < field);
        self.values[start..]
            .iter()
            .take_while(move |&&(found, ..)| found == field)
            .map(|&(.., value)| value)
    }

    /// The likeliest value of a field.
    pub(super) fn first(&self, field: Field) -> Option<JsonValue<'a>> {
        self.values(field).next()
    }

    /// Returns a text, or one of these parts of an object. The first value with words counts.
    ///
    /// # Errors
    /// [`Skip::WrongType`] when only values of other types are there.
    pub(super) fn needed(&self, field: Field, parts: &[&str]) -> Result<Cow<'a, str>, Skip> {
        let mut odd = None;
        for value in self.values(field).map(JsonValue::main_item) {
            // A list of texts has no text that counts. Drupal writes a list of one object.
            let is_list = match value.items().as_slice() {
                [item] => !item.is_object(),
                _ => value.is_list(),
            };
            match value.part(parts).filter(|_| !is_list) {
                Some(text) if !text.trim().is_empty() => return Ok(text),
                Some(_) => {}
                None if value.json() == "[]" => {}
                None => odd = odd.or(Some(value)),
            }
        }
        match odd {
            None => Ok(Cow::Borrowed("")),
            Some(value) => {
                let (found, expected) = (value.kind(), "text");
                Err(Skip::WrongType { field: field.name(), found, expected })
            }
        }
    }

    /// Returns the body of the article: a text, or the words of a tree.
    ///
    /// # Errors
    /// [`Skip::WrongType`].
    pub(super) fn body(&self) -> Result<Cow<'a, str>, Skip> {
        match self.needed(Field::Text, TEXT) {
            Err(skip) => self.values(Field::Text).find_map(value_tree).ok_or(skip),
            found => found,
        }
    }

    /// Returns a text or number, or one of these parts of an object. A value of another type costs the field, and
    /// adds a warning.
    pub(super) fn optional(&mut self, field: Field, parts: &[&str]) -> Cow<'a, str> {
        let found = self.values(field).find_map(|value| value.part(parts));
        if found.is_none() {
            self.warn(field, "text");
        }
        found.unwrap_or_default()
    }

    /// Returns a text or number, or one of these parts of an object. A value of another type costs the field.
    pub(super) fn part(&self, field: Field, parts: &[&str]) -> Cow<'a, str> {
        self.values(field).find_map(|value| value.part(parts)).unwrap_or_default()
    }

    /// Returns names of people like [`JsonValue::names`]. A value of another type costs the field.
    pub(super) fn quiet_names(&self, field: Field) -> Vec<Cow<'a, str>> {
        self.values(field).find_map(|value| value.names(false)).unwrap_or_default()
    }

    /// Returns names like [`JsonValue::names`]. A value of another type costs the field, and adds a warning.
    pub(super) fn names(&mut self, field: Field, splits_at_commas: bool) -> Vec<Cow<'a, str>> {
        let found = self.values(field).find_map(|value| value.names(splits_at_commas));
        if found.is_none() {
            self.warn(field, "a list of texts");
        }
        found.unwrap_or_default()
    }

    /// Returns a list of ids, or one id.
    ///
    /// # Errors
    /// [`Skip::WrongType`].
    pub(super) fn ids(&self, field: Field) -> Result<Vec<Cow<'a, str>>, Skip> {
        let Some(value) = self.first(field) else { return Ok(Vec::new()) };
        let wrong = |value: JsonValue<'_>| {
            let (found, expected) = (value.kind(), "text");
            Skip::WrongType { field: field.name(), found, expected }
        };
        value.ids().map_err(wrong)
    }

    /// Returns a flag or text of editors; empty without one.
    pub(super) fn editorial(&self, field: Field) -> Cow<'a, str> {
        self.first(field).map(JsonValue::editorial).unwrap_or_default()
    }

    /// Returns the unknown fields that hold a text of many words.
    pub(super) fn long_texts(&self) -> Vec<String> {
        let is_long = |value: &JsonValue<'_>| {
            let json = value.json();
            json.starts_with('"')
                && json.len() >= LONG_TEXT
                && json.bytes().filter(|&b| b == b' ').nth(LONG_TEXT / 20).is_some()
        };
        let mut names = Vec::new();
        for (name, value) in &self.long {
            if is_long(value) {
                names.push(name.clone().into_owned());
            } else if !WRAPPERS.contains(&&**name) {
                let parts = value.members().into_iter().filter(|(_, value)| is_long(value));
                names.extend(parts.map(|(part, _)| format!("{name}.{part}")));
            }
        }
        names.truncate(MAX_NAMED);
        names
    }

    fn warn(&mut self, field: Field, expected: &'static str) {
        if let Some(value) = self.first(field).filter(|value| !value.is_empty()) {
            let (field, found) = (field.name(), value.kind());
            self.warnings.push(Warning::WrongType { field, found, expected });
        }
    }
}

struct LineSeed<'n> {
    names: &'n FieldNames,
}

impl<'de> DeserializeSeed<'de> for LineSeed<'_> {
    type Value = Line<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Line<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for LineSeed<'_> {
    type Value = Line<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    /// Collects the values by name. A field must not have its exact name twice, and an editorial field must not have
    /// it in two spellings, because it is unclear which value the editor means.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Line<'de>, A::Error> {
        let mut line = Line { values: Vec::new(), long: Vec::new(), warnings: Vec::new() };
        // Whether a field had its name in any case, and exactly.
        let mut seen = [(false, false); Field::ALL.len()];
        while let Some(Text(name)) = entries.next_key::<Text<'de>>()? {
            let matches = self.names.matches(&name);
            for found in matches.iter().filter(|found| found.rank <= 1 && found.rest.is_empty()) {
                let (in_any_case, exactly) = &mut seen[found.field as usize];
                let is_exact = found.rank == 0;
                if *in_any_case && found.field.is_for_editors() || *exactly && is_exact {
                    return Err(A::Error::duplicate_field(found.field.name()));
                }
                (*in_any_case, *exactly) = (true, *exactly || is_exact);
            }
            let value = JsonValue::from(entries.next_value::<&'de RawValue>()?);
            for found in &matches {
                let value = value.at(found.rest);
                let value = value.filter(|value| !value.is_missing());
                line.values.extend(value.map(|value| (found.field, found.rank, value)));
            }
            let is_wrapper = WRAPPERS.contains(&&*name);
            if matches.is_empty() && (value.json().len() >= LONG_TEXT || is_wrapper) {
                line.long.push((name, value));
            }
        }
        Ok(line)
    }
}
