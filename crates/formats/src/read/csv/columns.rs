//! Which column of a table holds which field.

use crate::read::{FieldNames, Skip, field::Field};

/// Maximal number of columns that an error names.
const MAX_NAMED: usize = 8;

/// The columns of a table by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::read) struct Columns {
    /// Field, rank of the name, and index of the column, sorted.
    of_fields: Vec<(Field, u8, usize)>,
    /// Names and indices of the columns without a field.
    unknown: Vec<(String, usize)>,
    n_columns: usize,
}

impl Columns {
    /// Finds the fields in a header by their names, and ignores other columns.
    ///
    /// # Errors
    /// [`Skip::Header`] when no column can be the id, or none the title or the text.
    pub(super) fn from_header(header: &[&str], names: &FieldNames) -> Result<Self, Skip> {
        let (mut of_fields, mut unknown) = (Vec::new(), Vec::new());
        for (at, name) in header.iter().enumerate() {
            let matches = names.matches(name.trim());
            if matches.is_empty() {
                unknown.push((name.trim().to_owned(), at));
            }
            let whole = matches.into_iter().filter(|found| found.rest.is_empty());
            of_fields.extend(whole.map(|found| (found.field, found.rank, at)));
        }
        of_fields.sort_unstable();
        let columns = Self { of_fields, unknown, n_columns: header.len() };
        let has = |field: Field| columns.columns(field).next().is_some();
        let fault = |missing| {
            let named: Vec<String> = header
                .iter()
                .take(MAX_NAMED)
                .map(|name| format!("`{}`", name.trim().chars().take(40).collect::<String>()))
                .collect();
            Err(Skip::Header { missing, found: named.join(", ") })
        };
        if !has(Field::Id) {
            return fault("`id`");
        }
        if !has(Field::Title) && !has(Field::Text) && !has(Field::Summary) {
            return fault("`title` or `text`");
        }
        Ok(columns)
    }

    /// The columns of a table that has no usable header.
    pub(super) fn none() -> Self {
        Self { of_fields: Vec::new(), unknown: Vec::new(), n_columns: 0 }
    }

    /// Indices of the columns that may hold a field, from 0, the likeliest first.
    pub(super) fn columns(&self, field: Field) -> impl Iterator<Item = usize> {
        let start = self.of_fields.partition_point(|&(found, ..)| found < field);
        let of_field =
            self.of_fields[start..].iter().take_while(move |&&(found, ..)| found == field);
        of_field.map(|&(.., column)| column)
    }

    /// Names and indices of the columns without a field.
    pub(super) fn unknown(&self) -> &[(String, usize)] {
        &self.unknown
    }

    /// Number of columns in the header, ignored ones included.
    pub(super) fn n_columns(&self) -> usize {
        self.n_columns
    }
}
