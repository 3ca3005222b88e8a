//! Why a record was not used, or not in full.

use std::fmt;

use thiserror::Error;

use super::Place;

/// Why a record was not used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Skip {
    /// No `id`, or an empty one.
    #[error("`id` is missing: every record needs its own")]
    NoId,
    /// Neither a title nor a text.
    #[error("`title` and `text` are both empty")]
    Empty,
    /// A field holds something it cannot hold.
    #[error("`{field}` is {found}, not {expected}")]
    WrongType {
        /// The field.
        field: &'static str,
        /// What it holds.
        found: &'static str,
        /// What it may hold.
        expected: &'static str,
    },
    /// The record is not in the format of its file.
    #[error("{0}")]
    Malformed(String),
    /// A table whose first row does not name what is needed.
    #[error("the header has no column {missing}: the first row must name the columns")]
    Header {
        /// The column or columns.
        missing: &'static str,
    },
    /// Bytes that are no UTF-8.
    #[error("not valid UTF-8 (byte {at} of the record): convert the file to UTF-8")]
    InvalidUtf8 {
        /// Offset in the record, from 0.
        at: usize,
    },
    /// Longer than [`ReadOptions::max_record_bytes`](super::ReadOptions::max_record_bytes).
    #[error(
        "longer than {limit} bytes: is a line break or a closing quote missing? else raise the limit"
    )]
    TooLong {
        /// The limit in force.
        limit: usize,
    },
    /// An id that an earlier record has.
    #[error("id `{id}` is also that of {first}, which is kept")]
    DuplicateId {
        /// The id.
        id: String,
        /// The record that is kept.
        first: Place,
    },
    /// Marked as a draft, or as not published.
    #[error("a draft")]
    Draft,
}

impl Skip {
    /// The reason without its details, to count by.
    #[must_use]
    pub fn reason(&self) -> SkipReason {
        match self {
            Self::NoId => SkipReason::NoId,
            Self::Empty => SkipReason::Empty,
            Self::WrongType { .. } => SkipReason::WrongType,
            Self::Malformed(_) => SkipReason::Malformed,
            Self::Header { .. } => SkipReason::Header,
            Self::InvalidUtf8 { .. } => SkipReason::InvalidUtf8,
            Self::TooLong { .. } => SkipReason::TooLong,
            Self::DuplicateId { .. } => SkipReason::DuplicateId,
            Self::Draft => SkipReason::Draft,
        }
    }
}

/// Why records were not used, to count by; one for each [`Skip`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SkipReason {
    /// See [`Skip::NoId`].
    NoId,
    /// See [`Skip::Empty`].
    Empty,
    /// See [`Skip::WrongType`].
    WrongType,
    /// See [`Skip::Malformed`].
    Malformed,
    /// See [`Skip::Header`].
    Header,
    /// See [`Skip::InvalidUtf8`].
    InvalidUtf8,
    /// See [`Skip::TooLong`].
    TooLong,
    /// See [`Skip::DuplicateId`].
    DuplicateId,
    /// See [`Skip::Draft`].
    Draft,
}

impl fmt::Display for SkipReason {
    /// A few words that follow a number: `3 without id`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoId => "without id",
            Self::Empty => "without title and text",
            Self::WrongType => "with a field of the wrong type",
            Self::Malformed => "malformed",
            Self::Header => "tables without the needed columns",
            Self::InvalidUtf8 => "not valid UTF-8",
            Self::TooLong => "too long",
            Self::DuplicateId => "with the id of another",
            Self::Draft => "drafts",
        })
    }
}

/// What an article had to do without.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Warning {
    /// `date` is no date: the article has none.
    #[error("`date` is left out: `{0}` is not a date like 2021-06-16 or 2021-06-16T14:30:00Z")]
    Date(String),
    /// `lang` is no language code: the language is detected instead.
    #[error("`lang` is left out: `{0}` is not a two-letter code like en")]
    Lang(String),
    /// An editor's flag is neither true nor false.
    #[error("`{field}` is `{value}`, not true or false: taken as {taken_as}")]
    Flag {
        /// The field.
        field: &'static str,
        /// What it holds.
        value: String,
        /// What it is taken for.
        taken_as: bool,
    },
    /// `embargo` or `expires` is no time.
    #[error("`{field}` is `{value}`, not a time like 2021-06-16T14:30:00Z: the article is hidden")]
    Time {
        /// The field.
        field: &'static str,
        /// What it holds.
        value: String,
    },
    /// A field stands in the front matter more than once.
    #[error(
        "`{field}` stands twice in the front matter, last in line {line}: {}",
        if *.hides { "the article is hidden" } else { "the last one counts" }
    )]
    Repeated {
        /// The field.
        field: String,
        /// The line in the file where it stands last.
        line: usize,
        /// Whether the article is hidden for it.
        hides: bool,
    },
}

impl Warning {
    /// The reason without its details, to count by.
    #[must_use]
    pub fn reason(&self) -> WarningReason {
        match self {
            Self::Date(_) => WarningReason::Date,
            Self::Lang(_) => WarningReason::Lang,
            Self::Flag { .. } => WarningReason::Flag,
            Self::Time { .. } => WarningReason::Time,
            Self::Repeated { .. } => WarningReason::Repeated,
        }
    }
}

/// What articles had to do without, to count by; one for each [`Warning`].
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
    /// See [`Warning::Repeated`].
    Repeated,
}

impl fmt::Display for WarningReason {
    /// A few words that follow a number: `3 without a readable date`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Date => "without a readable date",
            Self::Lang => "without a readable language code",
            Self::Flag => "with an editor's flag that cannot be read",
            Self::Time => "with an embargo or expiry that cannot be read",
            Self::Repeated => "with a field that stands twice",
        })
    }
}
