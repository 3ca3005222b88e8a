//! Which column of a table holds which field.

use crate::read::{Skip, field::Field};

/// The columns of a table by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::read) struct Columns {
    of_field: [Option<usize>; Field::ALL.len()],
    n_columns: usize,
}

impl Columns {
    /// Finds the fields in a header, in upper or lower case, and ignores other columns.
    ///
    /// # Errors
    /// [`Skip::Header`] when there is no `id`, or neither `title` nor `text`.
    pub(super) fn from_header(names: &[&str]) -> Result<Self, Skip> {
        let column = |field: Field| {
            names.iter().position(|name| name.trim().eq_ignore_ascii_case(field.name()))
        };
        let columns = Self { of_field: Field::ALL.map(column), n_columns: names.len() };
        if columns.column(Field::Id).is_none() {
            return Err(Skip::Header { missing: "`id`" });
        }
        if columns.column(Field::Title).is_none() && columns.column(Field::Text).is_none() {
            return Err(Skip::Header { missing: "`title` or `text`" });
        }
        Ok(columns)
    }

    /// The columns of a table that has no usable header.
    pub(super) fn none() -> Self {
        Self { of_field: [None; Field::ALL.len()], n_columns: 0 }
    }

    /// Index of the column of a field, from 0.
    pub(super) fn column(&self, field: Field) -> Option<usize> {
        self.of_field[field as usize]
    }

    /// Number of columns in the header, ignored ones included.
    pub(super) fn n_columns(&self) -> usize {
        self.n_columns
    }
}
