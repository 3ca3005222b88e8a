//! Fields that Jekyll reads in its own way.

use std::borrow::Cow;

use super::kind::Kind;
use crate::read::{front_matter::FrontMatter, value::Value};

/// Extensions that Jekyll's converters know.
pub(super) const MARKUPS: [&str; 8] =
    ["md", "markdown", "mkd", "mkdn", "mkdown", "html", "htm", "textile"];

/// Returns the categories of a post: the folders above `_posts`, then `category`, then `categories`.
pub(super) fn categories(below: &str, matter: &FrontMatter, kind: &Kind) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if matches!(kind, Kind::Post | Kind::Draft) {
        let parts = below.split('/');
        let above = parts.take_while(|part| !matches!(*part, "_posts" | "_drafts"));
        found.extend(above.map(str::to_owned));
    }
    found.extend(words(matter.field("categories"), matter.field("category")));
    let mut unique: Vec<String> = Vec::new();
    for category in found {
        if !unique.contains(&category) {
            unique.push(category);
        }
    }
    unique
}

/// Returns the items of a list, or the words of a text, after the one item of the singular field.
pub(super) fn words(plural: Option<&Value>, singular: Option<&Value>) -> Vec<String> {
    let one = singular.map(|value| value.items().iter().filter_map(scalar).collect());
    let many = plural.map(|value| match value {
        Value::Text(text) => text.split_whitespace().map(str::to_owned).collect(),
        value => value.items().iter().filter_map(scalar).collect::<Vec<_>>(),
    });
    [one, many].into_iter().flatten().flatten().collect()
}

fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::Text(text) | Value::Bool(_, text) => Cow::Borrowed(text.as_str()),
        _ => return None,
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
