//! Values of front matter and of configuration files, whether YAML, TOML or JSON.

mod json;
mod toml;
mod yaml;

use std::borrow::Cow;

pub(super) use self::{json::parse_json, toml::parse_toml, yaml::parse_yaml};

/// Maximal nesting. Lists of maps of lists occur in archives; deeper nesting is an attack or an accident.
const MAX_DEPTH: usize = 32;

/// A syntax error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    /// Line in the text, from 1.
    pub line: usize,
    pub what: String,
}

/// A value. Numbers and times are the text that the author wrote, so that version 1.10 does not become 1.1.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Text(String),
    /// A flag, and the word that the author wrote for it.
    Bool(bool, String),
    List(Vec<Value>),
    /// Fields by lower-case name, in the order of the file. A name may be repeated; the last one counts.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The type of the value, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text(_) => "text",
            Self::Bool(..) => "true or false",
            Self::List(_) => "a list",
            Self::Map(_) => "a table of fields",
        }
    }

    /// Whether the value says something: not null, `false`, blank or an empty list.
    pub(super) fn is_filled(&self) -> bool {
        match self {
            Self::Null | Self::Bool(false, _) => false,
            Self::Text(text) => !text.trim().is_empty(),
            Self::List(items) => !items.is_empty(),
            Self::Bool(true, _) | Self::Map(_) => true,
        }
    }

    /// Returns the field of a table, by its lower-case name.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let Self::Map(fields) = self else { return None };
        fields.iter().rfind(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// Returns the field at the end of a path of tables.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(self, |value, name| value.get(name))
    }

    /// Returns the fields of a table; no field for another value.
    pub(super) fn fields(&self) -> &[(String, Value)] {
        match self {
            Self::Map(fields) => fields,
            _ => &[],
        }
    }

    /// Returns the items of a list, and another value than null as its one item.
    pub(super) fn items(&self) -> &[Value] {
        match self {
            Self::List(items) => items,
            Self::Null => &[],
            one => std::slice::from_ref(one),
        }
    }

    /// Returns the text; `None` for another value.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns a flag, which YAML 1.1 also writes as `yes`, `on`, `no` and `off`; `None` for another value.
    pub(super) fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(flag, _) => Some(*flag),
            Self::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the text, the first text of a list, or the first of these parts of a table.
    pub(super) fn text_in(&self, parts: &[&str]) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(items) => items.iter().find_map(|item| item.text_in(parts)),
            Self::Map(_) => parts.iter().find_map(|part| self.get(part)?.text_in(&[])),
            Self::Null | Self::Bool(..) => None,
        }
    }

    /// Returns an editorial value as text. For a list or a table this is the name of its type, which is never a
    /// valid value.
    pub(super) fn to_editorial_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Null => "",
            Self::Text(text) => text,
            Self::Bool(true, _) => "true",
            Self::Bool(false, _) => "false",
            Self::List(_) | Self::Map(_) => self.kind(),
        })
    }

    /// Adds the fields of another table. Tables in both are joined; any other field of `other` replaces that of
    /// `self`.
    pub(super) fn merge(&mut self, other: Value) {
        match (self, other) {
            (Self::Map(fields), Self::Map(others)) => {
                for (name, value) in others {
                    match fields.iter_mut().rfind(|(field, _)| *field == name) {
                        Some((_, known)) => known.merge(value),
                        None => fields.push((name, value)),
                    }
                }
            }
            (this, other) => *this = other,
        }
    }
}
