//! Markdown, HTML, templates and the markup of static sites to plain text.

pub(crate) mod clean;
pub(crate) mod html;
#[allow(dead_code, reason = "the readers of these files are written next")]
pub(crate) mod light;
#[allow(dead_code, reason = "the readers of these files are written next")]
pub(crate) mod mdx;
mod plain;
pub(crate) mod render;
mod templates;
