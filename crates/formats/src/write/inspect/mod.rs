//! Tables of what was read from sources: articles, records that were skipped, and files that were passed over.

mod csv;
mod json;
mod row;
mod text;

pub use row::InspectedRow;

/// How the table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table of the articles, then the other rows by their state.
    Text,
    /// One JSON array with an object for each row.
    Json,
    /// A header and a line for each row.
    Csv,
}

/// Writes the rows.
#[must_use]
pub fn table(rows: &[InspectedRow], format: Format) -> String {
    match format {
        Format::Text => text::table(rows),
        Format::Json => json::array(rows),
        Format::Csv => csv::table(rows),
    }
}
