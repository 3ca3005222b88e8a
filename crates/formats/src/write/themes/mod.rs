//! Themes, in each format.

mod extras;
mod html;
mod json;
mod text;

use alsolike::engine::Corpus;
use alsolike::themes::Themes;

pub use extras::{Drift, Extras};

/// Formats of themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text for a terminal: each theme with its keywords and representatives.
    Text,
    /// One JSON object: `themes` and `articles`.
    Json,
    /// One JSON object per article, one per line.
    Jsonl,
    /// One HTML page with a map.
    Html,
}

impl Format {
    /// Whether the format shows a map.
    #[must_use]
    pub fn has_map(self) -> bool {
        self == Self::Html
    }

    /// Returns all themes of an archive.
    #[must_use]
    pub fn themes(self, themes: &Themes, corpus: &Corpus, extras: Extras<'_>) -> String {
        match self {
            Self::Text => text::themes(themes, corpus),
            Self::Json => json::themes(themes, corpus, extras),
            Self::Jsonl => json::articles(themes, corpus),
            Self::Html => html::page(themes, corpus, extras.map),
        }
    }
}
