//! Why a record was skipped.

use std::fmt;

use thiserror::Error;

use super::{Place, Unpublished};

/// Why a record was skipped.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Skip {
    /// The record has no `id`, or an empty one.
    #[error("`id` is missing: every record needs a unique id")]
    NoId,
    /// The record has neither a title nor a text.
    #[error("`title` and `text` are both empty")]
    Empty,
    /// The record has no text in a field that is known, but in others.
    #[error(
        "`text` is missing, and {} a long text: write `--field text={}` to read it",
        hold(.fields), .fields.first().map_or("", String::as_str)
    )]
    NoText {
        /// The fields that hold long texts, by name, with dots between the parts of a path.
        fields: Vec<String>,
    },
    /// A field has a value of the wrong type.
    #[error("`{field}` is {found}, not {expected}")]
    WrongType {
        /// The field.
        field: &'static str,
        /// The type of its value.
        found: &'static str,
        /// The types it may have.
        expected: &'static str,
    },
    /// The record is not in the format of its file.
    #[error("{0}")]
    Malformed(String),
    /// The header of a table lacks a column.
    #[error(
        "the header has no column {missing}, only {found}: the first row must name the columns, \
         or `--field` states what they hold, as in `--field title=NAME,text=NAME`"
    )]
    Header {
        /// The column or columns.
        missing: &'static str,
        /// The first columns there are.
        found: String,
    },
    /// The record is not UTF-8.
    #[error("not valid UTF-8 (byte {at} of the record): convert the file to UTF-8")]
    InvalidUtf8 {
        /// Offset in the record, from 0.
        at: usize,
    },
    /// The record is longer than [`ReadOptions::max_record_bytes`](super::ReadOptions::max_record_bytes).
    #[error(
        "longer than {limit} bytes: is a line break or a closing quote missing? else raise the limit"
    )]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// An earlier record has the same id.
    #[error("duplicate id `{id}`: the record at {first} has it and is kept")]
    DuplicateId {
        /// The id.
        id: String,
        /// The place of the record that is kept.
        first: Place,
    },
    /// The site does not publish the record. This is no fault of the record.
    #[error("not published: {0}")]
    Unpublished(Unpublished),
}

/// Writes `a` holds, or `a` and `b` hold.
fn hold(fields: &[String]) -> String {
    let names: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
    match names.as_slice() {
        [name] => format!("{name} holds"),
        names => format!("{} hold", names.join(" and ")),
    }
}

impl Skip {
    /// The reason without details, as a key for counts.
    #[must_use]
    pub fn reason(&self) -> SkipReason {
        match self {
            Self::NoId => SkipReason::NoId,
            Self::Empty => SkipReason::Empty,
            Self::NoText { .. } => SkipReason::NoText,
            Self::WrongType { .. } => SkipReason::WrongType,
            Self::Malformed(_) => SkipReason::Malformed,
            Self::Header { .. } => SkipReason::Header,
            Self::InvalidUtf8 { .. } => SkipReason::InvalidUtf8,
            Self::TooLong { .. } => SkipReason::TooLong,
            Self::DuplicateId { .. } => SkipReason::DuplicateId,
            Self::Unpublished(state) => SkipReason::Unpublished(*state),
        }
    }
}

/// Why records were skipped, without details; one reason for each [`Skip`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SkipReason {
    /// See [`Skip::NoId`].
    NoId,
    /// See [`Skip::Empty`].
    Empty,
    /// See [`Skip::NoText`].
    NoText,
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
    /// See [`Skip::Unpublished`].
    Unpublished(Unpublished),
}

impl SkipReason {
    /// Whether the record has a fault that its author can mend. An unpublished record has none.
    #[must_use]
    pub fn is_fault(self) -> bool {
        !matches!(self, Self::Unpublished(_))
    }
}

impl fmt::Display for SkipReason {
    /// Writes a phrase that follows a number, as in `3 without id`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoId => "without id",
            Self::Empty => "without title and text",
            Self::NoText => "with their text in an unknown field",
            Self::WrongType => "with a field of the wrong type",
            Self::Malformed => "malformed",
            Self::Header => "tables without the needed columns",
            Self::InvalidUtf8 => "not valid UTF-8",
            Self::TooLong => "too long",
            Self::DuplicateId => "with the id of another",
            Self::Unpublished(state) => state.name(),
        })
    }
}
