//! YAML to values.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_saphyr::{Location, Spanned};

use super::{MAX_DEPTH, SyntaxError, Value};

/// Parses one document.
pub(in crate::read) fn parse_yaml(text: &str) -> Result<Value, SyntaxError> {
    // The crate limits aliases and scalars by default. These limits are tighter, since the files are small and flat.
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_documents: 1,
            max_nodes: 100_000,
            max_aliases: 1_000,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 100_000 },
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        strict_booleans: true,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    let found: Result<Spanned<Node>, _> = serde_saphyr::from_str_with_options(text, options);
    found.map(|node| value(node, text)).map_err(|error| {
        let line = error.location().map_or(1, |at| at.line() as usize);
        let what = error.to_string();
        let what = what.lines().next().unwrap_or_default();
        // Its line counts from the start of the text; the caller knows the line in the file.
        let what = what.split(" at line ").next().unwrap_or_default();
        SyntaxError { line, what: what.to_owned() }
    })
}

/// A value whose numbers do not know yet how they are written.
enum Node {
    Null,
    Text(String),
    Bool(bool),
    /// The number as the parser understands it.
    Number(String),
    List(Vec<Spanned<Node>>),
    Map(Vec<(String, Spanned<Node>)>),
}

fn value(node: Spanned<Node>, source: &str) -> Value {
    match node.value {
        Node::Null => Value::Null,
        Node::Text(text) => Value::Text(text),
        Node::Bool(flag) => {
            let written =
                written(&node.defined, source).unwrap_or(if flag { "true" } else { "false" });
            Value::Bool(flag, written.to_owned())
        }
        Node::Number(number) => {
            let written = written(&node.defined, source);
            let written = written.filter(|text| text.bytes().any(|b| b.is_ascii_digit()));
            Value::Text(written.map_or(number, str::to_owned))
        }
        Node::List(items) => {
            Value::List(items.into_iter().map(|item| value(item, source)).collect())
        }
        Node::Map(fields) => {
            let field =
                |(name, node): (String, Spanned<Node>)| (name.to_lowercase(), value(node, source));
            Value::Map(fields.into_iter().map(field).collect())
        }
    }
}

/// Returns how the author wrote a scalar.
fn written<'s>(at: &Location, source: &'s str) -> Option<&'s str> {
    let start = usize::try_from(at.span().byte_offset()?).ok()?;
    let length = usize::try_from(at.span().byte_len()?).ok()?;
    source.get(start..start.checked_add(length)?).map(str::trim)
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        // `{:?}` keeps the `.0` of a version number such as `2.0`.
        Ok(Node::Number(format!("{number:?}")))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Bool(flag))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        Ok(Node::Map(fields))
    }
}
