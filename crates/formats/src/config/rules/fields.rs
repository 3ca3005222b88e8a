//! The keys of one rule.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::RuleFileError;
use crate::config::line::line_at;
use alsolike::article::{ArticleId, Date};
use alsolike::recommend::Stance;

/// Reads the keys of one rule and collects their errors.
pub(super) struct RuleFields<'t, 'i> {
    table: &'t DeTable<'i>,
    /// The range of the rule in `text`.
    span: Range<usize>,
    text: &'t str,
    errors: Vec<RuleFileError>,
}

impl<'t, 'i> RuleFields<'t, 'i> {
    /// `span` is the range of the rule in `text`.
    pub(super) fn new(table: &'t DeTable<'i>, span: Range<usize>, text: &'t str) -> Self {
        Self { table, span, text, errors: Vec::new() }
    }

    /// Adds an error for each key that is not in `keys`.
    pub(super) fn check_keys(&mut self, kind: &str, keys: &[&str]) {
        for key in self.table.keys() {
            if !keys.contains(&key.get_ref().as_ref()) {
                let what =
                    format!("unknown key `{}` of `{kind}`: write {}", key.get_ref(), any_of(keys));
                self.add_error(key.span(), what);
            }
        }
    }

    /// Returns the line of the rule.
    pub(super) fn line(&self) -> u64 {
        line_at(self.text, self.span.start)
    }

    /// Returns the errors of all keys.
    pub(super) fn into_errors(self) -> Vec<RuleFileError> {
        self.errors
    }

    fn add_error(&mut self, span: Range<usize>, what: String) {
        self.errors.push(RuleFileError { line: line_at(self.text, span.start), what });
    }

    /// Returns the value of a key that may be missing. Adds an error when `read` rejects the value.
    pub(super) fn optional<T>(
        &mut self,
        key: &str,
        expected: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = self.table.get(key)?;
        let found = read(value.get_ref());
        if found.is_none() {
            self.add_error(value.span(), format!("`{key}` must be {expected}"));
        }
        found
    }

    /// Returns the value of a key, or the default after adding an error.
    pub(super) fn required<T: Default>(
        &mut self,
        key: &str,
        expected: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> T {
        if !self.table.contains_key(key) {
            self.add_error(self.span.clone(), format!("`{key}` is missing: it must be {expected}"));
        }
        self.optional(key, expected, read).unwrap_or_default()
    }

    /// Returns one article id.
    pub(super) fn id(&mut self, key: &str) -> ArticleId {
        self.required(key, "the id of an article", |value| {
            value.as_str().filter(|id| !id.is_empty()).map(ArticleId::from)
        })
    }

    /// Returns a list of article ids.
    pub(super) fn ids(&mut self, key: &str) -> Vec<ArticleId> {
        self.required(key, "a list of article ids, not empty", |value| {
            let DeValue::Array(items) = value else { return None };
            let id = |item: &Spanned<DeValue<'_>>| item.get_ref().as_str().map(ArticleId::from);
            items.iter().map(id).collect::<Option<Vec<_>>>().filter(|ids| !ids.is_empty())
        })
    }

    /// Returns the time at which the rule ends.
    pub(super) fn until(&mut self) -> Option<Date> {
        self.optional("until", "a day or an instant, such as 2026-12-31", |value| match value {
            DeValue::Datetime(at) => Date::parse(&at.to_string()).ok(),
            DeValue::String(at) => Date::parse(at).ok(),
            _ => None,
        })
    }

    /// Returns a stance on articles of the same kind.
    pub(super) fn stance(&mut self, key: &str) -> Option<Stance> {
        self.optional(key, "\"ignore\", \"prefer\" or \"exclude\"", |value| {
            match value.as_str()? {
                "ignore" => Some(Stance::Ignore),
                "prefer" => Some(Stance::Prefer),
                "exclude" => Some(Stance::Exclude),
                _ => None,
            }
        })
    }

    /// Returns a whole number that is at least `min`.
    pub(super) fn count(&mut self, key: &str, min: u32) -> Option<u32> {
        self.optional(key, &format!("a whole number from {min}"), |value| match value {
            DeValue::Integer(digits) => {
                let digits = digits.as_str().replace('_', "");
                digits.parse().ok().filter(|&count| count >= min)
            }
            _ => None,
        })
    }
}

/// Returns a decimal number; `None` for other values.
pub(super) fn number(value: &DeValue<'_>) -> Option<f64> {
    let digits = match value {
        DeValue::Integer(digits) if digits.radix() == 10 => digits.as_str(),
        DeValue::Float(digits) => digits.as_str(),
        _ => return None,
    };
    digits.replace('_', "").parse().ok()
}

/// Joins words as in `a, b or c`.
pub(super) fn any_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [word] => (*word).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
