//! The fields of a JSON line.

use std::{borrow::Cow, fmt, mem};

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};

use super::value::JsonValue;
use crate::read::{Skip, field::Field};

/// The values of a JSON object, one for each [`Field`].
pub(super) struct Line<'a>([JsonValue<'a>; Field::ALL.len()]);

impl<'a> Line<'a> {
    /// Takes the value of a field; [`JsonValue::Missing`] for a field without one.
    pub(super) fn take(&mut self, field: Field) -> JsonValue<'a> {
        mem::take(&mut self.0[field as usize])
    }

    /// Takes a text. Like the methods below, fails with [`Skip::WrongType`].
    pub(super) fn text(&mut self, field: Field) -> Result<Cow<'a, str>, Skip> {
        self.take(field).into_text(field.name())
    }

    /// Takes a text or a whole number.
    pub(super) fn name(&mut self, field: Field) -> Result<Cow<'a, str>, Skip> {
        self.take(field).into_name(field.name())
    }

    /// Takes a list of ids, or one id.
    pub(super) fn ids(&mut self, field: Field) -> Result<Vec<Cow<'a, str>>, Skip> {
        self.take(field).into_ids(field.name())
    }

    /// Takes a list of texts, or one text with separators.
    pub(super) fn list(&mut self, field: Field) -> Result<Vec<Cow<'a, str>>, Skip> {
        self.take(field).into_list(field.name())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Line<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LineVisitor)
    }
}

struct LineVisitor;

impl<'de> Visitor<'de> for LineVisitor {
    type Value = Line<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    /// Accepts field names in upper or lower case, as the other formats do.
    ///
    /// Of two names that differ only in case, the exact spelling of [`Field::name`] counts. Editorial fields must
    /// not be repeated in any spelling, because it is unclear which value the editor means.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Line<'de>, A::Error> {
        let mut line = Line(Default::default());
        let mut found = [None; Field::ALL.len()];
        while let Some(key) = entries.next_key()? {
            let Key::Known { field, is_exact } = key else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            match found[field as usize] {
                Some(was_exact) if field.is_for_editors() || was_exact && is_exact => {
                    return Err(A::Error::duplicate_field(field.name()));
                }
                Some(_) if !is_exact => {
                    entries.next_value::<IgnoredAny>()?;
                }
                _ => {
                    line.0[field as usize] = entries.next_value()?;
                    found[field as usize] = Some(is_exact);
                }
            }
        }
        Ok(line)
    }
}

/// A key of the object.
enum Key {
    /// `is_exact` when the key equals [`Field::name`] in case, too.
    Known {
        field: Field,
        is_exact: bool,
    },
    Unknown,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        let mut fields = Field::ALL.into_iter();
        let field = fields.find(|field| field.name().eq_ignore_ascii_case(name));
        let known = |field: Field| Key::Known { field, is_exact: field.name() == name };
        Ok(field.map_or(Key::Unknown, known))
    }
}
