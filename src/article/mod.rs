//! What a reader sees: an article and its fields.

mod canonical_url;
mod date;
mod editorial;
mod id;
mod lang;

pub use canonical_url::canonical_url;
pub use date::{Date, DateError, Month};
pub use editorial::Editorial;
pub use id::ArticleId;
pub use lang::Lang;

/// One article of an archive, as its source gave it.
///
/// Only `id` and the words of `title` and `text` matter to the vectors; everything else is carried
/// to the lists and pages. `text` is the largest part by far and is dropped as soon as its terms
/// are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Names the article in lists, files and commands; unique in an archive.
    pub id: ArticleId,
    /// Headline, plain text; may be empty.
    pub title: String,
    /// Body, plain text: paragraphs separated by blank lines, list items by newlines.
    pub text: String,
    /// Standfirst or abstract, plain text.
    pub summary: Option<String>,
    /// Address of the article's page.
    pub url: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// Language declared by the source; `None` asks for detection.
    pub lang: Option<Lang>,
    /// Section or desk of the publication.
    pub section: Option<String>,
    /// Tags given by editors.
    pub tags: Vec<String>,
    /// Known class, for evaluation alone: no list or theme ever looks at it.
    pub label: Option<String>,
    /// What editors say of it.
    pub editorial: Editorial,
}
