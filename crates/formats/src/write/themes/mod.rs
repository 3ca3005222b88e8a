//! Themes, in each format.

mod html;
mod json;
mod text;

use serde::Serialize;

use alsolike::engine::Corpus;
use alsolike::themes::{ThemeDiff, Themes};

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

/// What is told beside the themes; by default nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// Where each article lies, shape (n_docs,), as [`Engine::map`](alsolike::engine::Engine::map) says. Only the
    /// page shows it, and goes without when it is empty.
    pub map: &'a [Option<[f32; 2]>],
    /// What became of earlier themes. Only JSON tells.
    pub changes: Option<&'a ThemeDiff>,
    /// How far the articles have moved away from saved themes. Only JSON tells.
    pub drift: Option<Drift>,
}

/// How far articles have moved away from saved themes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// As [`Assignments::drift`](alsolike::engine::Placed::drift) says.
    pub value: f64,
    /// Whether the themes should be made again.
    pub refit: bool,
}

impl Format {
    /// Whether a map is shown.
    #[must_use]
    pub fn has_map(self) -> bool {
        self == Self::Html
    }

    /// All themes of an archive.
    #[must_use]
    pub fn themes(self, themes: &Themes, corpus: &Corpus, beside: Beside<'_>) -> String {
        match self {
            Self::Text => text::themes(themes, corpus),
            Self::Json => json::themes(themes, corpus, beside),
            Self::Jsonl => json::articles(themes, corpus),
            Self::Html => html::page(themes, corpus, beside.map),
        }
    }
}
