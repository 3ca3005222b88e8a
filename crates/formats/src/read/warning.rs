//! Fields of an article that could not be used as written.

use std::fmt;

use thiserror::Error;

/// A field of an article that could not be used as written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Warning {
    /// `date` is not a date. The article has no date.
    #[error("`date` is ignored: `{0}` is not a date like 2021-06-16 or 2021-06-16T14:30:00Z")]
    Date(String),
    /// `lang` is not a language code. The language is detected instead.
    #[error("`lang` is ignored: `{0}` is not a language tag like en")]
    Lang(String),
    /// An editorial flag is neither true nor false.
    #[error("`{field}` is `{value}`, not true or false: read as {read_as}")]
    Flag {
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
        /// The value that the article gets.
        read_as: bool,
    },
    /// `embargo` or `expires` is not a time. The article is hidden.
    #[error("`{field}` is `{value}`, not a time like 2021-06-16T14:30:00Z: the article is hidden")]
    Time {
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
    },
    /// A field has a value of the wrong type. The article is read without it.
    #[error("`{field}` is ignored: it is {found}, not {expected}")]
    WrongType {
        /// The field.
        field: &'static str,
        /// The type of its value.
        found: &'static str,
        /// The types it may have.
        expected: &'static str,
    },
    /// A field is repeated in the front matter.
    #[error(
        "`{field}` is repeated in the front matter, last in line {line}: {}",
        if *.hides { "the article is hidden" } else { "the last one counts" }
    )]
    Repeated {
        /// The field.
        field: String,
        /// The line of its last occurrence in the file.
        line: usize,
        /// Whether the repeated field hides the article.
        hides: bool,
    },
}

impl Warning {
    /// The reason without details, as a key for counts.
    #[must_use]
    pub fn reason(&self) -> WarningReason {
        match self {
            Self::Date(_) => WarningReason::Date,
            Self::Lang(_) => WarningReason::Lang,
            Self::Flag { .. } => WarningReason::Flag,
            Self::Time { .. } => WarningReason::Time,
            Self::WrongType { .. } => WarningReason::WrongType,
            Self::Repeated { .. } => WarningReason::Repeated,
        }
    }
}

/// Which fields could not be used, without details; one reason for each [`Warning`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WarningReason {
    /// See [`Warning::Date`].
    Date,
    /// See [`Warning::Lang`].
    Lang,
    /// See [`Warning::Flag`].
    Flag,
    /// See [`Warning::Time`].
    Time,
    /// See [`Warning::WrongType`].
    WrongType,
    /// See [`Warning::Repeated`].
    Repeated,
}

impl fmt::Display for WarningReason {
    /// Writes a phrase that follows a number, as in `3 without a readable date`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Date => "without a readable date",
            Self::Lang => "without a readable language code",
            Self::Flag => "with an editor's flag that cannot be read",
            Self::Time => "with an embargo or expiry that cannot be read",
            Self::WrongType => "with a field of the wrong type",
            Self::Repeated => "with a repeated field",
        })
    }
}
