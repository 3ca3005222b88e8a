//! One value of a JSON record.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::read::fields::{split_names, split_tags};

/// Maximal number of items of a list that are read. The rest of a longer list is ignored.
const MAX_ITEMS: usize = 10_000;

/// Maximal number of objects in objects that are looked into for a text.
const MAX_DEPTH: usize = 4;

/// The parts of an object that hold a text: WordPress, Drupal, XML as JSON.
pub(super) const TEXT: &[&str] = &[
    "rendered",
    "processed",
    "value",
    "html",
    "text",
    "plain",
    "raw",
    "#text",
    "$t",
    "_",
    "__cdata",
];
/// Roles of the headline and the body among several, in ninjs.
const MAIN: [&str; 4] = ["main", "body", "headline", "text"];
/// The parts of an object that hold an id: MongoDB, Drupal, XML as JSON.
pub(super) const ID: &[&str] =
    &["$oid", "$uuid", "$numberLong", "$numberInt", "value", "rendered", "id", "#text", "$t", "_"];
/// The parts of an object that hold a time.
pub(super) const TIME: &[&str] =
    &["$date", "$numberLong", "value", "iso", "rendered", "date", "#text", "$t", "_"];
/// The parts of an object that hold the name of a person, a section or a tag.
pub(super) const NAME: &[&str] = &[
    "name",
    "title",
    "label",
    "term",
    "display_name",
    "displayName",
    "value",
    "text",
    "headline",
    "slug",
    "#text",
    "$t",
    "_",
];
/// The parts of an object that hold an address.
pub(super) const ADDRESS: &[&str] = &[
    "url",
    "href",
    "src",
    "source_url",
    "contentUrl",
    "alias",
    "value",
    "@id",
    "path",
    "original",
];
/// The parts of an object that hold a language.
pub(super) const LANG: &[&str] = &["code", "locale", "iso", "value", "id", "#text", "$t", "_"];

/// A JSON value that is not decoded yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct JsonValue<'a>(&'a str);

impl<'a> From<&'a RawValue> for JsonValue<'a> {
    fn from(value: &'a RawValue) -> Self {
        Self(value.get())
    }
}

impl<'a> JsonValue<'a> {
    /// The JSON of the value.
    pub(super) fn json(self) -> &'a str {
        self.0
    }

    /// The type of the value, for error messages.
    pub(super) fn kind(self) -> &'static str {
        match self.0.as_bytes().first() {
            Some(b'"') => "text",
            Some(b't' | b'f') => "true or false",
            Some(b'[') => "a list",
            Some(b'{') => "an object",
            Some(b'n') | None => "null",
            Some(_) => "a number",
        }
    }

    /// Whether the value is `null` or an empty text.
    pub(super) fn is_missing(self) -> bool {
        matches!(self.0, "null" | "\"\"")
    }

    /// Whether the value is an empty list or object.
    pub(super) fn is_empty(self) -> bool {
        matches!(self.0, "[]" | "{}")
    }

    pub(super) fn is_list(self) -> bool {
        self.0.starts_with('[')
    }

    pub(super) fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// Returns a text; `None` for another type, and for a text with half of a surrogate pair.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        let is_text = self.0.starts_with('"');
        is_text.then(|| serde_json::from_str::<Text<'a>>(self.0).ok()).flatten().map(|text| text.0)
    }

    /// Returns a text, or a number as it is written.
    pub(super) fn name(self) -> Option<Cow<'a, str>> {
        match self.kind() {
            "a number" => Some(Cow::Borrowed(self.0)),
            _ => self.text(),
        }
    }

    /// Returns a text or number, or one of these parts of an object, or that of the first item of a list.
    pub(super) fn part(self, parts: &[&str]) -> Option<Cow<'a, str>> {
        self.part_within(parts, MAX_DEPTH)
    }

    fn part_within(self, parts: &[&str], depth: usize) -> Option<Cow<'a, str>> {
        let depth = depth.checked_sub(1)?;
        if self.is_object() {
            let members = self.members();
            return parts.iter().find_map(|part| {
                let (_, value) = members.iter().find(|(name, _)| name == part)?;
                value.part_within(parts, depth).filter(|text| !text.is_empty())
            });
        }
        if self.is_list() {
            return self.items().first()?.part_within(parts, depth);
        }
        self.name()
    }

    /// Returns the item of a list that has the part of the whole text, as ninjs 2 and 3 write headlines and bodies; the
    /// value itself for anything else.
    pub(super) fn main_item(self) -> Self {
        let items = self.items();
        let role = |item: &JsonValue<'a>| item.member("role").and_then(Self::text);
        let is_part = |item: &JsonValue<'a>| item.is_object() && item.member("value").is_some();
        if items.is_empty() || !items.iter().all(is_part) {
            return self;
        }
        let is_main = |item: &&JsonValue<'a>| role(item).is_some_and(|role| MAIN.contains(&&*role));
        items.iter().find(is_main).or(items.first()).copied().unwrap_or(self)
    }

    /// Returns a flag, text or number as text. For a list or an object this is the name of its type, which is never
    /// a valid value.
    pub(super) fn editorial(self) -> Cow<'a, str> {
        match self.kind() {
            "null" => Cow::Borrowed(""),
            "true or false" => Cow::Borrowed(self.0),
            kind => self.name().unwrap_or(Cow::Borrowed(kind)),
        }
    }

    /// Returns the names in a list of texts and objects, in an object, or in one text with separators. `None` for
    /// another type, and for a list of other types.
    pub(super) fn names(self, splits_at_commas: bool) -> Option<Vec<Cow<'a, str>>> {
        if self.is_list() {
            let items: Vec<JsonValue<'a>> =
                self.items().into_iter().filter(|item| !item.is_missing()).collect();
            let names: Vec<_> = items.iter().filter_map(|item| item.part(NAME)).collect();
            return (!names.is_empty() || items.is_empty()).then_some(names);
        }
        let split = if splits_at_commas { split_tags } else { split_names };
        match self.part(NAME)? {
            Cow::Borrowed(names) => Some(split(names)),
            Cow::Owned(names) => {
                Some(split(&names).into_iter().map(|name| Cow::Owned(name.into_owned())).collect())
            }
        }
    }

    /// Returns the ids of a list, or one id. A text is never split, because an id may hold any character. Fails with
    /// the value that is no id.
    pub(super) fn ids(self) -> Result<Vec<Cow<'a, str>>, JsonValue<'a>> {
        match self.is_list() {
            true => self.items().into_iter().map(|id| id.name().ok_or(id)).collect(),
            false => self.name().map(|id| vec![id]).ok_or(self),
        }
    }

    /// Returns the value at a path of names and numbers with dots between them.
    pub(super) fn at(self, path: &str) -> Option<Self> {
        let mut value = self;
        for name in path.split('.').filter(|name| !name.is_empty()) {
            value = match name.parse::<usize>() {
                Ok(index) if value.is_list() => value.items().get(index).copied()?,
                _ if value.is_list() => value.items().first()?.member(name)?,
                _ => value.member(name)?,
            };
        }
        Some(value)
    }

    fn member(self, name: &str) -> Option<Self> {
        self.members().into_iter().find(|(found, _)| found == name).map(|(_, value)| value)
    }

    /// Returns the members of an object; none for another type. At most [`MAX_ITEMS`].
    pub(super) fn members(self) -> Vec<(Cow<'a, str>, JsonValue<'a>)> {
        if !self.is_object() {
            return Vec::new();
        }
        serde_json::from_str::<Members<'a>>(self.0).map(|members| members.0).unwrap_or_default()
    }

    /// Returns the items of a list; none for another type. At most [`MAX_ITEMS`].
    pub(super) fn items(self) -> Vec<JsonValue<'a>> {
        if !self.is_list() {
            return Vec::new();
        }
        serde_json::from_str::<Items<'a>>(self.0).map(|items| items.0).unwrap_or_default()
    }
}

/// A text, borrowed when it has no escapes.
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

struct Members<'a>(Vec<(Cow<'a, str>, JsonValue<'a>)>);

struct Items<'a>(Vec<JsonValue<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(
                self,
                mut entries: A,
            ) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = entries.next_entry::<Text<'de>, &RawValue>()? {
                    if members.len() < MAX_ITEMS {
                        members.push((name.0, value.into()));
                    }
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Items<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ItemsVisitor;
        impl<'de> Visitor<'de> for ItemsVisitor {
            type Value = Items<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Items<'de>, A::Error> {
                let mut items = Vec::new();
                while items.len() < MAX_ITEMS {
                    let Some(item) = list.next_element::<&RawValue>()? else {
                        return Ok(Items(items));
                    };
                    items.push(item.into());
                }
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Items(items))
            }
        }
        deserializer.deserialize_seq(ItemsVisitor)
    }
}
