//! Markdown, HTML and templates to plain text.

pub(crate) mod clean;
pub(crate) mod field;
pub(crate) mod html;
pub(crate) mod plain;
pub(crate) mod render;
mod shortcodes;
mod templates;
