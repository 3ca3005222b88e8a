//! The parts of a list that all formats share: heading, name, reasons, and the text of an empty list.

use std::fmt::Write;

use alsolike::engine::{ArticleMeta, Corpus};
use alsolike::recommend::{RelatedItem, RelatedList, Shortfall};

/// The heading above a list.
pub(super) const HEADING: &str = "You May Also Like";

/// The article that a list is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Subject<'a> {
    /// Id; `None` for a text outside the archive.
    pub id: Option<&'a str>,
    /// Title.
    pub title: &'a str,
    /// The line below the title.
    pub teaser: &'a str,
    /// Address.
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
    /// Returns the title, or the id when there is no title.
    pub(super) fn name(&self) -> &str {
        if self.title.is_empty() { self.id.unwrap_or("(untitled text)") } else { self.title }
    }
}

/// Formats score and reasons of an item: `0.312: Geneva 12 %, arms control 8 %`. For lists of a reader, adds the most
/// similar article of the reading history: `; near Presidents meet in Geneva`.
pub(super) fn reasons(item: &RelatedItem<'_>, corpus: &Corpus) -> String {
    let mut line = format!("{:.3}:", item.score);
    for (at, because) in item.because.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(line, "{comma} {} {:.0} %", because.term, 100.0 * because.share);
    }
    if let Some(like) = item.nearest_like {
        line += &format!("; near {}", Subject::from(corpus.article(like)).name());
    }
    line
}

/// Explains to a reader why a list has no items.
pub(super) fn nothing(list: &RelatedList<'_>) -> String {
    let short = list.short.as_ref();
    let why = short.map_or_else(|| "none is near enough".to_owned(), Shortfall::describe);
    format!("Nothing similar: {why}.")
}
