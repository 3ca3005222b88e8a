//! Lists of related articles, in each format.

mod html;
mod json;
mod markdown;
mod text;

use std::fmt::Write;

use alsolike::engine::{ArticleMeta, Corpus};
use alsolike::recommend::{RelatedItem, RelatedList, Shortfall};

/// What readers call the block.
const HEADING: &str = "You May Also Like";

/// How lists are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The block as a reader of the page would see it.
    Text,
    /// One JSON array of objects.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// One page for people.
    Html,
    /// Headings and bullet lists.
    Markdown,
}

/// What is known of the article a list is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Subject<'a> {
    /// Its id; `None` for an unseen text.
    pub id: Option<&'a str>,
    /// Its title.
    pub title: &'a str,
    /// The line under its title.
    pub teaser: &'a str,
    /// Its address.
    pub url: Option<&'a str>,
}

impl<'a> From<&'a ArticleMeta> for Subject<'a> {
    fn from(entry: &'a ArticleMeta) -> Self {
        Self {
            id: Some(entry.id.as_str()),
            title: &entry.title,
            teaser: &entry.teaser,
            url: entry.url.as_deref(),
        }
    }
}

impl Subject<'_> {
    /// The title, else the id.
    fn name(&self) -> &str {
        if self.title.is_empty() { self.id.unwrap_or("(untitled text)") } else { self.title }
    }
}

impl Format {
    /// What stands before the first list.
    #[must_use]
    pub fn opening(self) -> String {
        match self {
            Self::Json => "[\n".to_owned(),
            Self::Html => super::html::head(HEADING) + "<h1>" + HEADING + "</h1>\n",
            Self::Text | Self::Jsonl | Self::Markdown => String::new(),
        }
    }

    /// What stands between two lists.
    #[must_use]
    pub fn separator(self) -> &'static str {
        match self {
            Self::Json => ",\n",
            Self::Text | Self::Markdown => "\n",
            Self::Jsonl | Self::Html => "",
        }
    }

    /// What stands behind the last list.
    #[must_use]
    pub fn closing(self) -> &'static str {
        match self {
            Self::Json => "\n]\n",
            Self::Html => super::html::FOOT,
            Self::Text | Self::Jsonl | Self::Markdown => "",
        }
    }

    /// One list. `show_reasons` adds score and reasons to the formats that people read; JSON always
    /// has them.
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

/// `0.312: Geneva 12 %, arms control 8 %`; for a reader also `; near Presidents meet in Geneva`.
fn reasons(item: &RelatedItem<'_>, corpus: &Corpus) -> String {
    let mut line = format!("{:.3}:", item.score);
    for (place, because) in item.because.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(line, "{comma} {} {:.0} %", because.term, 100.0 * because.share);
    }
    if let Some(like) = item.nearest_like {
        line += &format!("; near {}", Subject::from(corpus.article(like)).name());
    }
    line
}

/// Why a list has no items, for those who read it.
fn nothing(list: &RelatedList<'_>) -> String {
    let short = list.short.as_ref();
    let why = short.map_or_else(|| "none is near enough".to_owned(), Shortfall::describe);
    format!("Nothing similar: {why}.")
}
