//! One value of front matter, whether YAML or TOML.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

/// A value of front matter. Numbers and times are kept as text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum MatterValue {
    Null,
    Text(String),
    Bool(bool),
    List(Vec<MatterValue>),
    /// Fields by lower-case name, in the order of the file.
    Map(Vec<(String, MatterValue)>),
}

impl MatterValue {
    /// The type of the value, for error messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text(_) => "text",
            Self::Bool(_) => "true or false",
            Self::List(_) => "a list",
            Self::Map(_) => "a table of fields",
        }
    }

    /// Returns the text, the first text of a list, or the first of these parts of a table.
    pub(super) fn text_in(&self, parts: &[&str]) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(items) => items.iter().find_map(|item| item.text_in(parts)),
            Self::Map(fields) => parts.iter().find_map(|part| {
                let (_, value) = fields.iter().rfind(|(name, _)| name == part)?;
                value.text_in(&[])
            }),
            Self::Null | Self::Bool(_) => None,
        }
    }

    /// Returns an editorial value as text. For a list or a table this is the name of its type, which is never a
    /// valid value.
    pub(super) fn to_editorial_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Null => "",
            Self::Text(text) => text,
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
            Self::List(_) | Self::Map(_) => self.kind(),
        })
    }
}

impl From<toml::Value> for MatterValue {
    fn from(value: toml::Value) -> Self {
        match value {
            toml::Value::String(text) => Self::Text(text),
            toml::Value::Integer(number) => Self::Text(number.to_string()),
            toml::Value::Float(number) => Self::Text(number.to_string()),
            toml::Value::Datetime(at) => Self::Text(at.to_string()),
            toml::Value::Boolean(flag) => Self::Bool(flag),
            toml::Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            toml::Value::Table(table) => Self::Map(fields_from_toml(table)),
        }
    }
}

/// Converts a TOML table to fields with lower-case names.
pub(super) fn fields_from_toml(table: toml::Table) -> Vec<(String, MatterValue)> {
    table.into_iter().map(|(name, value)| (name.to_lowercase(), value.into())).collect()
}

impl<'de> Deserialize<'de> for MatterValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = MatterValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<MatterValue, E> {
        Ok(MatterValue::Text(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<MatterValue, E> {
        Ok(MatterValue::Text(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<MatterValue, E> {
        Ok(MatterValue::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<MatterValue, E> {
        // `{:?}` keeps the `.0` of a version number such as `2.0`.
        Ok(MatterValue::Text(format!("{number:?}")))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<MatterValue, E> {
        Ok(MatterValue::Bool(flag))
    }

    fn visit_unit<E>(self) -> Result<MatterValue, E> {
        Ok(MatterValue::Null)
    }

    fn visit_none<E>(self) -> Result<MatterValue, E> {
        Ok(MatterValue::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<MatterValue, D::Error> {
        MatterValue::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<MatterValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(MatterValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<MatterValue, A::Error> {
        let mut fields = Vec::new();
        while let Some((name, value)) = entries.next_entry::<String, MatterValue>()? {
            fields.push((name.to_lowercase(), value));
        }
        Ok(MatterValue::Map(fields))
    }
}
