//! JSON to values.

use serde_json::{Deserializer, Value as Json};

use super::{SyntaxError, Value};

/// Parses the JSON value at the start of a text. Returns it with its length in bytes.
pub(in crate::read) fn parse_json(text: &str) -> Result<(Value, usize), SyntaxError> {
    let mut values = Deserializer::from_str(text).into_iter::<Json>();
    match values.next() {
        Some(Ok(found)) => Ok((value(found), values.byte_offset())),
        Some(Err(error)) => {
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or_default().to_owned();
            Err(SyntaxError { line: error.line().max(1), what })
        }
        None => Ok((Value::Null, 0)),
    }
}

fn value(found: Json) -> Value {
    match found {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(flag, flag.to_string()),
        Json::Number(number) => Value::Text(number.to_string()),
        Json::String(text) => Value::Text(text),
        Json::Array(items) => Value::List(items.into_iter().map(value).collect()),
        Json::Object(fields) => {
            let field = |(name, found): (String, Json)| (name.to_lowercase(), value(found));
            Value::Map(fields.into_iter().map(field).collect())
        }
    }
}
