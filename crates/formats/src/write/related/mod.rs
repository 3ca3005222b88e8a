//! Lists of related articles, in each format.

mod html;
mod json;
mod markdown;
mod subject;
mod text;

use crate::write::html::{FOOT, head};
use alsolike::engine::Corpus;
use alsolike::recommend::RelatedList;

use subject::HEADING;
pub use subject::Subject;

/// Formats of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text for a terminal.
    Text,
    /// One JSON array of objects.
    Json,
    /// One JSON object per line.
    Jsonl,
    /// One HTML page.
    Html,
    /// Markdown with headings and bullet lists.
    Markdown,
}

impl Format {
    /// Returns the text before the first list.
    #[must_use]
    pub fn opening(self) -> String {
        match self {
            Self::Json => "[\n".to_owned(),
            Self::Html => head(HEADING) + "<h1>" + HEADING + "</h1>\n",
            Self::Text | Self::Jsonl | Self::Markdown => String::new(),
        }
    }

    /// Returns the text between two lists.
    #[must_use]
    pub fn separator(self) -> &'static str {
        match self {
            Self::Json => ",\n",
            Self::Text | Self::Markdown => "\n",
            Self::Jsonl | Self::Html => "",
        }
    }

    /// Returns the text after the last list.
    #[must_use]
    pub fn closing(self) -> &'static str {
        match self {
            Self::Json => "\n]\n",
            Self::Html => FOOT,
            Self::Text | Self::Jsonl | Self::Markdown => "",
        }
    }

    /// Returns one list. `show_reasons` adds scores and reasons to text, HTML and Markdown; JSON always has them.
    #[must_use]
    pub fn list(
        self,
        subject: Subject<'_>,
        list: &RelatedList<'_>,
        corpus: &Corpus,
        show_reasons: bool,
    ) -> String {
        match self {
            Self::Text => text::list(subject, list, corpus, show_reasons),
            Self::Json => json::list(subject, list, corpus),
            Self::Jsonl => json::list(subject, list, corpus) + "\n",
            Self::Html => html::list(subject, list, corpus, show_reasons),
            Self::Markdown => markdown::list(subject, list, corpus, show_reasons),
        }
    }
}
