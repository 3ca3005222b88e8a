//! The generators that are known.

use std::fmt;

/// A generator of static sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SiteName {
    /// Hugo.
    Hugo,
    /// Jekyll.
    Jekyll,
    /// Zola.
    Zola,
    /// Hexo.
    Hexo,
    /// Docusaurus.
    Docusaurus,
    /// Eleventy.
    Eleventy,
    /// Astro.
    Astro,
}

impl fmt::Display for SiteName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hugo => "Hugo",
            Self::Jekyll => "Jekyll",
            Self::Zola => "Zola",
            Self::Hexo => "Hexo",
            Self::Docusaurus => "Docusaurus",
            Self::Eleventy => "Eleventy",
            Self::Astro => "Astro",
        })
    }
}

/// Which generator makes the site of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SiteChoice {
    /// Recognize it by its configuration.
    #[default]
    Detect,
    /// The folder is no site.
    None,
    /// This one, whatever the folder looks like.
    Named(SiteName),
}
