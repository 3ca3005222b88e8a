//! Markdown, HTML, templates and the markup of static sites to plain text.

pub(crate) mod clean;
pub(crate) mod field;
pub(crate) mod html;
pub(crate) mod light;
pub(crate) mod mdx;
pub(crate) mod plain;
pub(crate) mod render;
mod shortcodes;
mod templates;
