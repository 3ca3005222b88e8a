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
    /// One page for people, with a map.
    Html,
}

impl Format {
    /// Whether a map is shown.
    #[must_use]
    pub fn has_map(self) -> bool {
        self == Self::Html
    }

    /// All themes of an archive.
    ///
    /// `map`, shape (n_docs,), is where each article lies, as [`Engine::map`](crate::engine::Engine::map)
    /// says; only the page shows it, and goes without when it is empty.
    #[must_use]
    pub fn themes(self, themes: &Themes, corpus: &Corpus, map: &[Option<[f32; 2]>]) -> String {
        match self {
            Self::Text => text::themes(themes, corpus),
            Self::Json => json::themes(themes, corpus),
            Self::Jsonl => json::articles(themes, corpus),
            Self::Html => html::page(themes, corpus, map),
        }
    }
}
