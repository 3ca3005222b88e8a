//! Sites: what their generators make of the files of a folder.
//!
//! A [`Generator`] knows three things of a file by its path and its front matter: whether it is content at all, what
//! the configuration adds to its fields, and the page that the generator makes of it. No template is run.

mod address;
mod astro;
mod config;
mod detect;
mod docusaurus;
mod eleventy;
mod hexo;
mod hugo;
mod jekyll;
mod name;
mod zola;

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

pub(super) use detect::find_site;
pub use name::{SiteChoice, SiteName};

use super::{PassedOver, Unpublished, front_matter::FrontMatter};
use alsolike::article::Date;

/// The root of a site, and its generator.
pub(super) struct SiteRoot {
    pub folder: PathBuf,
    pub name: SiteName,
    pub generator: Box<dyn Generator>,
}

impl fmt::Debug for SiteRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.name, self.folder.display())
    }
}

/// What a generator makes of files. Paths are below the root of the site, with `/` between folders.
pub(super) trait Generator: Send + Sync {
    /// Returns the start of all addresses, without `/` at its end; empty when the configuration has none.
    fn root_address(&self) -> &str;

    /// Returns why a folder holds no content; `None` to look into it.
    fn passes_over_folder(&self, path: &str) -> Option<PassedOver>;

    /// Returns why a file is no page by its path; `None` for a page.
    fn passes_over_file(&self, path: &str) -> Option<PassedOver>;

    /// Whether the generator makes pages of files of an extension that other folders of articles do not have.
    fn reads_extension(&self, _extension: &str) -> bool {
        false
    }

    /// Returns the name by which templates know a page.
    fn page_key(&self, path: &str) -> PageKey {
        PageKey { lang: String::new(), path: path.to_owned() }
    }

    /// Returns the folder of data files below the root of the site; `None` when the generator has none.
    fn data_folder(&self) -> Option<&str> {
        None
    }

    /// Adds what the configuration says of the fields of a page.
    fn add_defaults(&self, path: &str, matter: &mut FrontMatter);

    /// Returns the page of a file. `matter` holds the defaults, too. `now` decides what is scheduled or expired.
    fn page(&self, path: &str, matter: &FrontMatter, now: Option<Date>) -> Page;
}

/// The name by which the templates of a site know a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageKey {
    /// Language as the configuration writes it; empty where pages have one name for all languages.
    pub lang: String,
    /// `.File.Path` in Hugo, `page.path` in Jekyll, `page.inputPath` in Eleventy; elsewhere the path below the root of
    /// the site.
    pub path: String,
}

/// The site of a source.
#[derive(Clone, Debug)]
pub struct Site {
    pub(in crate::read) root: Arc<SiteRoot>,
    /// Path of the source below the folder of all sources; empty for a single source.
    pub(in crate::read) prefix: String,
    /// Path of the source below the root of the site.
    pub(in crate::read) below_site: String,
}

impl Site {
    /// Returns the generator of the site.
    #[must_use]
    pub fn name(&self) -> SiteName {
        self.root.name
    }

    /// Returns the root of the site.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.root.folder
    }

    /// Returns the start of all addresses by the configuration, without `/` at its end; empty when it has none.
    #[must_use]
    pub fn root_address(&self) -> &str {
        self.root.generator.root_address()
    }

    /// Returns the folder from which templates read data; `None` when the generator has none.
    #[must_use]
    pub fn data_folder(&self) -> Option<PathBuf> {
        Some(self.root.folder.join(self.root.generator.data_folder()?))
    }

    /// Returns the name by which templates know the page of a file, given its
    /// [`Article::path`](alsolike::article::Article::path); `None` for a file of another source.
    #[must_use]
    pub fn key_of(&self, path: &str) -> Option<PageKey> {
        if !is_in(path, &self.prefix) {
            return None;
        }
        let inside = path[self.prefix.len()..].trim_start_matches('/');
        let path = match self.below_site.as_str() {
            "" => inside.to_owned(),
            below => format!("{below}/{inside}"),
        };
        Some(self.root.generator.page_key(&path))
    }
}

/// What a generator makes of one file. Fields without a value leave what the front matter says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub unpublished: Option<Unpublished>,
    /// Address, with the scheme and host where the configuration has them.
    pub url: Option<String>,
    /// Language tag.
    pub lang: Option<String>,
    /// Language tag of a page whose front matter and path say none.
    pub default_lang: Option<String>,
    /// Key that the translations of a page share.
    pub translation_key: Option<String>,
    pub date: Option<String>,
    /// Title of a page that has none in its front matter.
    pub title: Option<String>,
    /// Name of the section, for a page that has none in its front matter.
    pub section: Option<String>,
    /// Tags, where the generator splits them in its own way.
    pub tags: Option<Vec<String>>,
    /// Mark in the text that ends the summary, if it is not `<!--more-->`.
    pub summary_end: Option<String>,
}

/// Returns the name of a file without its folder.
fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Whether a path is a folder or lies in it. The empty folder is the root.
fn is_in(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
