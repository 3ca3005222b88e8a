//! What a page takes from its file.

use std::sync::Arc;

use super::{Addresses, addresses::PatternFields, html_page::SiteFacts, site::SiteRoot};
use alsolike::article::Article;

/// What a page takes from its file.
#[derive(Debug, Default)]
pub(super) struct PageFile {
    /// Path below the source, without extensions.
    pub id: String,
    /// File name without extensions; for `index` files, the name of their folder.
    pub stem: String,
    /// Path below the source.
    pub path: Option<String>,
    /// Addresses beside those of the site and of the front matter.
    pub addresses: Arc<Addresses>,
    /// The site of the file, with its path below the root of the site.
    pub site: Option<(Arc<SiteRoot>, String)>,
    /// Whether the file lies in a folder of drafts.
    pub is_draft: bool,
    /// Language by the path, with the key that all translations share.
    pub by_path: Option<(String, String)>,
    /// What the built pages of the sources share.
    pub facts: Arc<SiteFacts>,
}

impl PageFile {
    /// Whether the list of addresses says that no page is made of the file.
    pub(super) fn is_no_page(&self) -> bool {
        self.listed() == Some("")
    }

    fn listed(&self) -> Option<&str> {
        let below_site = self.site.as_ref().map_or("", |(_, path)| path);
        self.addresses.of_path(&[below_site, self.path.as_deref().unwrap_or_default()])
    }

    /// Returns the address of the list or of the pattern, else `own`, with the base of the site.
    pub(super) fn address(&self, own: Option<String>, article: &Article) -> Option<String> {
        let listed = self.listed().map(str::to_owned);
        let by_pattern = || {
            self.addresses.by_pattern(&PatternFields {
                path: &self.id,
                id: article.id.as_str(),
                lang: article.lang.as_ref().map(ToString::to_string).as_deref().unwrap_or_default(),
                section: article.section.as_deref().unwrap_or_default(),
                day: article.date.map(|date| date.to_string()).as_deref().unwrap_or_default(),
            })
        };
        let root = self.site.as_ref().map_or("", |(site, _)| site.generator.root_address());
        Some(self.addresses.rebased(listed.or(own).or_else(by_pattern)?, root))
    }
}
