//! Lists as files that sites and programs read: one consumer a file.
//!
//! | module | holds |
//! |---|---|
//! | `page` | a page with its list, and how its addresses are written |
//! | `item` | an item as a JSON object, for templates |
//! | `hugo` `keyed` `astro` `wordpress` `json_ld` `fragments` `block` `edges` `graphml` `atom` `ninjs` | the consumers |
//! | `snippets` | what a user pastes into a site |

mod astro;
mod atom;
mod block;
mod edges;
mod error;
mod file;
mod fragments;
mod graphml;
mod heading;
mod hugo;
mod item;
mod json_ld;
mod keyed;
mod ninjs;
mod page;
mod wordpress;

use alsolike::engine::Corpus;

use crate::read::SiteName;
pub use error::PublishError;
pub use file::PublishedFile;
pub use fragments::MANIFEST;
pub use keyed::Key;
pub use page::{LinkStyle, Links, Page, PageItem};

/// A program that reads lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Consumer {
    /// Templates of Hugo.
    Hugo,
    /// Templates of Jekyll.
    Jekyll,
    /// Templates of Eleventy.
    Eleventy,
    /// Content collections of Astro.
    Astro,
    /// Programs that look lists up by id, path or address.
    Json(Key),
    /// Pages that include fragments of HTML.
    Fragments,
    /// Search engines and programs that read JSON-LD.
    JsonLd,
    /// A plugin of WordPress.
    WordPress,
    /// Spreadsheets and databases: one row an item.
    Csv,
    /// Programs that draw graphs.
    GraphMl,
    /// Readers of feeds.
    Atom,
    /// Systems of news agencies.
    Ninjs,
}

impl Consumer {
    /// Returns the files of all pages. The same pages give the same bytes.
    ///
    /// # Errors
    /// A [`PublishError`] that names the first page that the consumer could not look up.
    pub fn files(
        self,
        pages: &[Page<'_>],
        links: &Links,
        corpus: &Corpus,
    ) -> Result<Vec<PublishedFile>, PublishError> {
        let file = |name: &str, text: String| vec![PublishedFile::new(name, text)];
        Ok(match self {
            Self::Hugo => file("alsolike.json", hugo::file(pages, links)?),
            Self::Jekyll => file("alsolike.json", keyed::by_file(pages, links, "Jekyll")?),
            Self::Eleventy => file("alsolike.json", keyed::by_file(pages, links, "Eleventy")?),
            Self::Astro => file("alsolike.json", astro::file(pages)?),
            Self::Json(key) => file("alsolike.json", keyed::file(pages, links, key)?),
            Self::Fragments => fragments::files(pages, links)?,
            Self::JsonLd => file("alsolike.jsonld", json_ld::file(pages, links)?),
            Self::WordPress => file("alsolike.json", wordpress::file(pages)?),
            Self::Csv => file("alsolike.csv", edges::file(pages, links)),
            Self::GraphMl => file("alsolike.graphml", graphml::file(pages, links, corpus)),
            Self::Atom => file("alsolike.atom", atom::file(pages, links)?),
            Self::Ninjs => file("alsolike.ninjs.json", ninjs::file(pages, links)),
        })
    }

    /// Returns the site whose templates read the files; `None` for other programs.
    #[must_use]
    pub fn site(self) -> Option<SiteName> {
        Some(match self {
            Self::Hugo => SiteName::Hugo,
            Self::Jekyll => SiteName::Jekyll,
            Self::Eleventy => SiteName::Eleventy,
            Self::Astro => SiteName::Astro,
            _ => return None,
        })
    }

    /// Returns the link style that the consumer expects.
    #[must_use]
    pub fn link_style(self) -> LinkStyle {
        match self {
            Self::Hugo | Self::Jekyll | Self::Eleventy => LinkStyle::Site,
            Self::Astro | Self::Json(_) | Self::Fragments => LinkStyle::Path,
            _ => LinkStyle::Absolute,
        }
    }

    /// Returns what a user pastes into the site, with a first line that says where; `None` where nothing is needed.
    #[must_use]
    pub fn snippet(self) -> Option<&'static str> {
        Some(match self {
            Self::Hugo => include_str!("snippets/hugo.html"),
            Self::Jekyll => include_str!("snippets/jekyll.html"),
            Self::Eleventy => include_str!("snippets/eleventy.njk"),
            Self::Astro => include_str!("snippets/astro.txt"),
            Self::Fragments => include_str!("snippets/fragments.html"),
            Self::WordPress => include_str!("snippets/wordpress.php"),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests;
