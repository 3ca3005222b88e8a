//! The error for a setting outside its range, which all parts of the library share.

use std::fmt::Display;

use thiserror::Error;

/// A setting has a value that is outside its range.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{name}` is {value}: it must be {expected}")]
#[non_exhaustive]
pub struct InvalidSetting {
    /// Name of the setting.
    pub name: &'static str,
    /// The value that was given.
    pub value: String,
    /// The values that are allowed, as words that follow "it must be".
    pub expected: String,
}

impl InvalidSetting {
    /// Returns the error for `value`, where `expected` follows "it must be".
    #[must_use]
    pub fn new(name: &'static str, value: impl Display, expected: impl Into<String>) -> Self {
        Self { name, value: value.to_string(), expected: expected.into() }
    }

    /// Checks that `value` is a number from `min` to `max`; `max` may be infinite.
    ///
    /// # Errors
    /// [`InvalidSetting`] for NaN and for any other value outside the range.
    pub fn check_range(name: &'static str, value: f64, min: f64, max: f64) -> Result<(), Self> {
        if (min..=max).contains(&value) {
            return Ok(());
        }
        let expected =
            if max.is_finite() { format!("from {min} to {max}") } else { format!("{min} or more") };
        Err(Self::new(name, value, expected))
    }
}

#[cfg(test)]
mod tests {
    use super::InvalidSetting;

    #[test]
    fn names_the_value_and_the_range() {
        let check = |value: f64, max: f64, expected: &str| {
            let error = InvalidSetting::check_range("dial", value, 0.0, max).unwrap_err();
            assert_eq!(error.to_string(), expected);
        };
        check(2.0, 1.0, "`dial` is 2: it must be from 0 to 1");
        check(f64::NAN, 1.0, "`dial` is NaN: it must be from 0 to 1");
        check(-1.0, f64::INFINITY, "`dial` is -1: it must be 0 or more");
        assert_eq!(InvalidSetting::check_range("dial", 1.0, 0.0, 1.0), Ok(()));
    }
}
