//! TOML to values.

use toml::de::{DeTable, DeValue};

use super::{SyntaxError, Value};

/// Parses a document.
pub(in crate::read) fn parse_toml(text: &str) -> Result<Value, SyntaxError> {
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count() + 1;
        SyntaxError { line, what: error.message().to_owned() }
    })?;
    Ok(Value::Map(fields(table.get_ref())))
}

fn fields(table: &DeTable<'_>) -> Vec<(String, Value)> {
    table
        .iter()
        .map(|(name, field)| (name.get_ref().to_lowercase(), value(field.get_ref())))
        .collect()
}

fn value(found: &DeValue<'_>) -> Value {
    match found {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(number) => Value::Text(number.to_string()),
        DeValue::Float(number) => Value::Text(number.as_str().to_owned()),
        DeValue::Datetime(at) => Value::Text(at.to_string()),
        DeValue::Boolean(flag) => Value::Bool(*flag, flag.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| value(item.get_ref())).collect())
        }
        DeValue::Table(table) => Value::Map(fields(table)),
    }
}
