//! What a person should fix, in each format.

mod html;
mod json;
mod text;
mod words;

use alsolike::audit::AuditReport;
use alsolike::engine::Corpus;

/// How an examination is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal, with some examples.
    Text,
    /// One JSON object with every article concerned.
    Json,
    /// One page for people, with some examples.
    Html,
}

impl Format {
    /// The whole report; `n_examples` cases of each problem where people read it, all of them in JSON.
    ///
    /// # Panics
    /// When the examination is of another archive than `corpus`.
    #[must_use]
    pub fn report(self, found: &AuditReport, corpus: &Corpus, n_examples: usize) -> String {
        match self {
            Self::Text => text::report(found, corpus, n_examples),
            Self::Json => json::report(found, corpus),
            Self::Html => html::report(found, corpus, n_examples),
        }
    }
}
