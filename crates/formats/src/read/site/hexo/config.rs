//! The configuration of a Hexo site.

use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

use super::{
    rule::Rule,
    slug::{Case, slug},
};
use crate::{
    ReadError,
    read::{site::config::read_config, value::Value},
};
use jiff::tz::TimeZone;

/// A list of glob patterns. A pattern that starts with `!` matches all other paths.
#[derive(Debug, Default)]
pub(super) struct Globs(Vec<(bool, GlobMatcher)>);

impl Globs {
    /// Reads a pattern or a list of patterns. Patterns that cannot be read match nothing.
    fn new(value: Option<&Value>) -> Self {
        let patterns = value.map(Value::items).unwrap_or_default().iter();
        let globs = patterns.filter_map(Value::as_text).filter_map(|pattern| {
            let (is_plain, pattern) = match pattern.strip_prefix('!') {
                Some(pattern) => (false, pattern),
                None => (true, pattern),
            };
            let glob = GlobBuilder::new(pattern).literal_separator(true).build().ok()?;
            Some((is_plain, glob.compile_matcher()))
        });
        Self(globs.collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        self.0.iter().any(|(is_plain, glob)| glob.is_match(path) == *is_plain)
    }
}

#[derive(Debug)]
pub(super) struct Config {
    /// Folder of the content, below the root.
    pub source: String,
    /// Start of all addresses.
    pub base: String,
    pub permalink: Rule,
    /// Values of the address for posts that have none of their own.
    pub permalink_defaults: Value,
    pub new_post_name: Rule,
    /// The end of the names of posts, with its dot.
    pub post_extension: String,
    /// Whether the files next to a post belong to it.
    pub has_post_assets: bool,
    /// Languages that are folders of the source.
    pub languages: Vec<String>,
    /// Zone in which times with an offset are shown.
    pub zone: TimeZone,
    pub shows_drafts: bool,
    pub shows_future: bool,
    /// Paths below the source that are read although their names start with `_`.
    pub include: Globs,
    /// Paths of pages below the source.
    pub exclude: Globs,
    /// Paths of the file system.
    pub ignore: Globs,
    /// Paths below the source that are copied.
    pub skip_render: Globs,
    pub keeps_index: bool,
    pub keeps_html: bool,
    default_category: String,
    category_map: Value,
    filename_case: Case,
}

impl Config {
    /// Reads `_config.yml`.
    ///
    /// # Errors
    /// As the reader of the configuration.
    pub(super) fn open(root: &Path) -> Result<Self, ReadError> {
        let config = read_config(&root.join("_config.yml"))?.unwrap_or(Value::Null);
        let text = |name: &str, default: &str| {
            let text = config.get(name).and_then(Value::as_text).unwrap_or_default();
            if text.is_empty() { default.to_owned() } else { text.to_owned() }
        };
        let flag = |path: &[&str]| config.at(path).and_then(Value::as_bool);
        let table = |name: &str| config.get(name).cloned().unwrap_or(Value::Null);
        let globs = |name: &str| Globs::new(config.get(name));
        let languages = config.get("language").map(Value::items).unwrap_or_default();
        let name = text("new_post_name", ":title.md");
        let dot = name.rfind('.').filter(|at| !name[*at..].contains('/')).unwrap_or(name.len());
        let source = text("source_dir", "source");
        Ok(Self {
            source: source.trim_start_matches("./").trim_matches('/').to_owned(),
            base: text("url", "").trim_end_matches('/').to_owned(),
            permalink: Rule::new(&text("permalink", ":year/:month/:day/:title/")),
            permalink_defaults: table("permalink_defaults"),
            new_post_name: Rule::new(&name[..dot]),
            post_extension: name[dot..].to_owned(),
            has_post_assets: flag(&["post_asset_folder"]).unwrap_or(false),
            languages: languages.iter().filter_map(Value::as_text).map(str::to_owned).collect(),
            // Without a zone it is that of the machine, which others do not know.
            zone: TimeZone::get(&text("timezone", "UTC")).unwrap_or(TimeZone::UTC),
            shows_drafts: flag(&["render_drafts"]).unwrap_or(false),
            shows_future: flag(&["future"]).unwrap_or(true),
            include: globs("include"),
            exclude: globs("exclude"),
            ignore: globs("ignore"),
            skip_render: globs("skip_render"),
            keeps_index: flag(&["pretty_urls", "trailing_index"]).unwrap_or(true),
            keeps_html: flag(&["pretty_urls", "trailing_html"]).unwrap_or(true),
            default_category: text("default_category", "uncategorized"),
            category_map: table("category_map"),
            filename_case: match text("filename_case", "0").as_str() {
                "1" => Case::Lower,
                "2" => Case::Upper,
                _ => Case::AsWritten,
            },
        })
    }

    /// Returns the part of an address that stands for the categories of a post.
    pub(super) fn category(&self, categories: Option<&Value>) -> String {
        let items = categories.map(Value::items).unwrap_or_default();
        // A list of lists holds a line of categories in each; else the list is one line.
        let line = match items.iter().any(|item| matches!(item, Value::List(_))) {
            true => items.last().map(Value::items).unwrap_or_default(),
            false => items,
        };
        let names = line.iter().filter_map(Value::as_text).filter(|name| !name.is_empty());
        let slugs: Vec<String> = names.map(|name| self.category_slug(name)).collect();
        if slugs.is_empty() { self.default_category.clone() } else { slugs.join("/") }
    }

    fn category_slug(&self, name: &str) -> String {
        // The reader writes names of fields in lower case.
        let mapped = self.category_map.get(&name.to_lowercase()).and_then(Value::as_text);
        slug(mapped.filter(|mapped| !mapped.is_empty()).unwrap_or(name), self.filename_case)
    }

    /// Cuts the end of an address that the configuration does not want.
    pub(super) fn pretty(&self, address: &str) -> String {
        let cut = match address.strip_suffix("index.html") {
            Some(folder) if !self.keeps_index => folder,
            Some(_) => address,
            None if !self.keeps_html => address.strip_suffix(".html").unwrap_or(address),
            None => address,
        };
        cut.to_owned()
    }
}
