//! Markdown, HTML and templates to the words that a reader sees.

pub(crate) mod clean;
pub(crate) mod html;
pub(crate) mod render;
mod templates;
