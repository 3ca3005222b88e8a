//! One value of a JSON line.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::read::{Skip, fields::split_tags};

/// A JSON value. Text without escapes is borrowed from the line.
#[derive(Default)]
pub(super) enum JsonValue<'a> {
    /// `null`, or no value.
    #[default]
    Missing,
    Text(Cow<'a, str>),
    Integer(String),
    /// A number with a fraction, or beyond 64 bits.
    Fraction,
    Bool(bool),
    List(Vec<JsonValue<'a>>),
    Object,
}

// The errors below are all `Skip::WrongType`.
impl<'a> JsonValue<'a> {
    /// The type of the value, for error messages.
    fn kind(&self) -> &'static str {
        match self {
            Self::Missing => "null",
            Self::Text(_) => "text",
            Self::Integer(_) => "a number",
            Self::Fraction => "a number too large or with a fraction",
            Self::Bool(_) => "true or false",
            Self::List(_) => "a list",
            Self::Object => "an object",
        }
    }

    pub(super) fn into_text(self, field: &'static str) -> Result<Cow<'a, str>, Skip> {
        match self {
            Self::Missing => Ok(Cow::Borrowed("")),
            Self::Text(text) => Ok(text),
            other => Err(Skip::WrongType { field, found: other.kind(), expected: "text" }),
        }
    }

    /// Accepts whole numbers beside texts: ids and labels may be numbers.
    pub(super) fn into_name(self, field: &'static str) -> Result<Cow<'a, str>, Skip> {
        match self {
            Self::Integer(digits) => Ok(Cow::Owned(digits)),
            other => other.into_text(field),
        }
    }

    /// Returns an editorial value as text. For a list, an object or a fraction this is the name of its type, which
    /// is never a valid value.
    pub(super) fn into_editorial_text(self) -> Cow<'a, str> {
        match self {
            Self::Missing => Cow::Borrowed(""),
            Self::Text(text) => text,
            Self::Integer(digits) => Cow::Owned(digits),
            Self::Bool(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
            other => Cow::Borrowed(other.kind()),
        }
    }

    /// Returns a text or whole number, or the first item of a list. Other values give an empty text.
    pub(super) fn into_first_name(self) -> Cow<'a, str> {
        match self {
            Self::Text(name) => name,
            Self::Integer(digits) => Cow::Owned(digits),
            Self::List(names) => {
                names.into_iter().next().map(Self::into_first_name).unwrap_or_default()
            }
            Self::Missing | Self::Fraction | Self::Bool(_) | Self::Object => Cow::Borrowed(""),
        }
    }

    /// Returns the ids of a list, or one id. A text is never split, because an id may hold any character.
    pub(super) fn into_ids(self, field: &'static str) -> Result<Vec<Cow<'a, str>>, Skip> {
        match self {
            Self::Missing => Ok(Vec::new()),
            Self::List(ids) => ids.into_iter().map(|id| id.into_name(field)).collect(),
            id => Ok(vec![id.into_name(field)?]),
        }
    }

    /// Returns the items of a list, or the parts of one text with separators.
    pub(super) fn into_list(self, field: &'static str) -> Result<Vec<Cow<'a, str>>, Skip> {
        match self {
            Self::List(items) => items.into_iter().map(|item| item.into_name(field)).collect(),
            Self::Text(Cow::Borrowed(tags)) => Ok(split_tags(tags)),
            Self::Text(Cow::Owned(tags)) => {
                Ok(split_tags(&tags).into_iter().map(|tag| Cow::Owned(tag.into_owned())).collect())
            }
            Self::Missing => Ok(Vec::new()),
            other => {
                let (found, expected) = (other.kind(), "a list of texts");
                Err(Skip::WrongType { field, found, expected })
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for JsonValue<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = JsonValue<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<JsonValue<'de>, E> {
        Ok(JsonValue::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<JsonValue<'de>, E> {
        Ok(JsonValue::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<JsonValue<'de>, E> {
        Ok(JsonValue::Integer(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<JsonValue<'de>, E> {
        Ok(JsonValue::Integer(number.to_string()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<JsonValue<'de>, E> {
        Ok(JsonValue::Fraction)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<JsonValue<'de>, E> {
        Ok(JsonValue::Bool(flag))
    }

    fn visit_unit<E>(self) -> Result<JsonValue<'de>, E> {
        Ok(JsonValue::Missing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<JsonValue<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(JsonValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<JsonValue<'de>, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(JsonValue::Object)
    }
}
