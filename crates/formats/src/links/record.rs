//! The links of one record.

/// The names that links may call a record by, and the links of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RecordLinks {
    /// Addresses of the page, with old ones, and the path of its file.
    pub paths: Vec<String>,
    /// Names without a path: file name and slug.
    pub names: Vec<String>,
    /// Targets of the links as written.
    pub targets: Vec<String>,
}
