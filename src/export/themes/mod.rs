//! Themes, in each format.

mod html;
mod json;
mod text;

use crate::engine::Corpus;
use crate::themes::Themes;

/// How themes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Each theme with its keywords and representatives.
    Text,
    /// One JSON object: `themes` and `articles`.
    Json,
    /// One JSON object an article, a line each.
    Jsonl,
    /// One page for people.
    Html,
}

impl Format {
    /// All themes of an archive.
    #[must_use]
    pub fn themes(self, themes: &Themes, corpus: &Corpus) -> String {
        match self {
            Self::Text => text::themes(themes, corpus),
            Self::Json => json::themes(themes, corpus),
            Self::Jsonl => json::articles(themes, corpus),
            Self::Html => html::themes(themes, corpus),
        }
    }
}
