//! An article and its fields.

mod canonical_url;
mod date;
mod editorial;
mod id;
mod lang;
mod presentation;

pub use canonical_url::canonical_url;
pub use date::{Date, DateError, Month};
pub use editorial::Editorial;
pub use id::ArticleId;
pub use lang::Lang;
pub use presentation::Presentation;

/// One article of an archive, with the fields of its source.
///
/// The vectors use `title`, `tags`, `summary`, `text` and `lang`. The other fields serve lists, pages and
/// editorial rules. `text` is by far the largest field; it is no longer needed once its words are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Identifies the article in lists, files and commands. Unique in an archive.
    pub id: ArticleId,
    /// Headline as plain text. May be empty.
    pub title: String,
    /// Body as plain text. Blank lines separate paragraphs; newlines separate list items.
    pub text: String,
    /// Standfirst or abstract as plain text.
    pub summary: Option<String>,
    /// Address of the article's page.
    pub url: Option<String>,
    /// Publication date.
    pub date: Option<Date>,
    /// Language declared by the source. `None` means that the language is detected.
    pub lang: Option<Lang>,
    /// Section or desk of the publication.
    pub section: Option<String>,
    /// Tags given by editors.
    pub tags: Vec<String>,
    /// Known class. Only evaluation uses it; lists and themes never do.
    pub label: Option<String>,
    /// Editorial settings.
    pub editorial: Editorial,
    /// Picture, authors and the like, for pages that show the article.
    pub presentation: Presentation,
    /// Offset in the text, in bytes, at which a teaser starts: behind headings, tables and lists of links. An offset
    /// that is no start of a character counts as 0.
    pub lead: usize,
    /// Path of the file that holds the article, below its source, with `/` between folders. `None` for a record of
    /// a larger file.
    pub path: Option<String>,
}

impl Article {
    /// Returns the text from [`lead`](Self::lead) on.
    #[must_use]
    pub fn lead_text(&self) -> &str {
        self.text.get(self.lead..).unwrap_or(&self.text)
    }
}
