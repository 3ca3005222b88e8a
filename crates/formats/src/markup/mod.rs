//! Markdown, HTML and templates to plain text.

pub(crate) mod clean;
pub(crate) mod html;
mod plain;
pub(crate) mod render;
mod templates;
