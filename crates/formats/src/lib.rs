//! Files of articles, and files of results: everything that alsolike reads and writes but its own archive.
//!
//! | module | holds |
//! |---|---|
//! | [`read`] | files, folders and standard input to articles, with a report of everything that was not used |
//! | [`links`] | the links that authors set between their articles |
//! | [`config`] | files that editors write: rules, lists of themes, names of themes, rated pairs |
//! | [`write`] | lists, themes and reports as text, JSON, HTML and Markdown; vectors as NumPy files |
//!
//! `markup` turns Markdown, HTML and templates into plain text and is private.

mod error;

pub mod config;
pub mod links;
mod markup;
pub mod read;
pub mod write;

pub use error::ReadError;
