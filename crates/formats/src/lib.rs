//! Readers of articles, and writers of lists, themes and reports.
//!
//! | module | holds |
//! |---|---|
//! | [`read`] | files, folders and standard input to articles, with a report of what was skipped |
//! | [`links`] | the links that authors set between their articles |
//! | [`config`] | files that editors write: rules, lists of themes, names of themes, rated pairs |
//! | [`mod@write`] | lists, themes and reports as text, JSON, HTML and Markdown; vectors as NumPy files |
//!
//! The private module `markup` turns Markdown, HTML and templates into plain text.

mod error;

pub mod config;
pub mod links;
mod markup;
pub mod read;
pub mod write;

pub use error::ReadError;
