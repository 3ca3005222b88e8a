//! What a page shows of an article beside its title and teaser.

use super::Date;

/// What a page shows of an article beside its title and teaser.
///
/// Vectors, lists and themes do not use these fields. Writers pass them on. The default sets nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Presentation {
    /// Address or path of a picture.
    pub image: Option<String>,
    /// Text that describes the picture to readers who do not see it.
    pub image_alt: Option<String>,
    /// Names of the authors, as printed.
    pub authors: Vec<String>,
    /// Whether readers need a subscription to read the article.
    pub paywall: bool,
    /// Time of the last change.
    pub modified: Option<Date>,
}

impl Presentation {
    /// Returns whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
