//! The configuration of a Jekyll site.

use std::path::Path;

use globset::{Glob, GlobMatcher};

use super::kind::Kind;
use crate::{
    ReadError,
    read::{
        site::{config::read_config, is_in},
        value::Value,
    },
};
use jiff::tz::TimeZone;

/// A collection of documents.
#[derive(Clone, Debug)]
pub(super) struct Collection {
    name: String,
    /// Whether its documents are pages.
    pub output: bool,
    pub permalink: Option<String>,
}

/// Values for the fields of some pages.
#[derive(Debug)]
struct Defaults {
    path: String,
    glob: Option<GlobMatcher>,
    kind: Option<String>,
    values: Value,
}

#[derive(Debug)]
pub(super) struct Config {
    /// Folder of the content, below the root; empty for the root.
    pub source: String,
    /// Folder of the built site, below the source.
    pub destination: String,
    /// Folder of data files, below the root.
    pub data_folder: String,
    collections_dir: String,
    collections: Vec<Collection>,
    /// The most specific last.
    defaults: Vec<Defaults>,
    exclude: Vec<Pattern>,
    include: Vec<Pattern>,
    pub permalink: String,
    /// Start of all addresses.
    pub root_address: String,
    pub zone: TimeZone,
    /// Language of the whole site.
    pub lang: Option<String>,
    pub shows_future: bool,
    pub shows_unpublished: bool,
    pub shows_drafts: bool,
    pub excerpt_separator: Option<String>,
    /// Whether a plugin builds the site once for each language.
    pub has_languages: bool,
}

/// Files that Jekyll leaves out unless the configuration has a list of its own.
const EXCLUDED: [&str; 9] = [
    ".sass-cache",
    ".jekyll-cache",
    "gemfiles",
    "Gemfile",
    "Gemfile.lock",
    "node_modules",
    "vendor/bundle",
    "vendor/cache",
    "vendor/ruby",
];

/// The name of the folder of data files, unless the configuration has another one.
fn with_default(data_dir: String) -> String {
    if data_dir.is_empty() { "_data".to_owned() } else { data_dir }
}

impl Config {
    pub(super) fn read(root: &Path) -> Result<Self, ReadError> {
        let mut config = Value::Map(Vec::new());
        for name in ["_config.yml", "_config.yaml"] {
            if let Some(found) = read_config(&root.join(name))? {
                config = found;
                break;
            }
        }
        Ok(Self::new(&config))
    }

    fn new(config: &Value) -> Self {
        let text = |name: &str| config.get(name).and_then(Value::as_text).map(str::to_owned);
        let flag = |name: &str| config.get(name).and_then(Value::as_bool).unwrap_or(false);
        let folder = |name: &str| clean(&text(name).unwrap_or_default());
        let texts = |name: &str| {
            let items = config.get(name).map(Value::items).unwrap_or_default();
            items.iter().filter_map(Value::as_text).collect::<Vec<_>>()
        };
        let exclude = texts("exclude").into_iter().chain(EXCLUDED);
        let url = text("url").unwrap_or_default();
        let base = text("baseurl").unwrap_or_default();
        let base = base.trim_matches('/');
        let slash = if base.is_empty() { "" } else { "/" };
        let zone = text("timezone").and_then(|name| TimeZone::get(&name).ok());
        Self {
            source: folder("source"),
            destination: Some(folder("destination"))
                .filter(|folder| !folder.is_empty())
                .unwrap_or_else(|| "_site".to_owned()),
            data_folder: match (folder("source"), folder("data_dir")) {
                (source, data) if source.is_empty() => with_default(data),
                (source, data) => format!("{source}/{}", with_default(data)),
            },
            collections_dir: folder("collections_dir"),
            collections: collections(config.get("collections")),
            defaults: defaults(config.get("defaults")),
            exclude: exclude.filter_map(Pattern::new).collect(),
            include: texts("include").into_iter().filter_map(Pattern::new).collect(),
            permalink: text("permalink").unwrap_or_else(|| "date".to_owned()),
            root_address: format!("{}{slash}{base}", url.trim_end_matches('/')),
            zone: zone.unwrap_or(TimeZone::UTC),
            lang: text("lang").or_else(|| text("locale")).filter(|lang| !lang.is_empty()),
            shows_future: flag("future"),
            shows_unpublished: flag("unpublished"),
            shows_drafts: flag("show_drafts"),
            excerpt_separator: text("excerpt_separator").filter(|mark| !mark.is_empty()),
            has_languages: !texts("languages").is_empty(),
        }
    }

    /// Returns a path below the source; `None` outside it.
    pub(super) fn below_source<'p>(&self, path: &'p str) -> Option<&'p str> {
        is_in(path, &self.source).then(|| path[self.source.len()..].trim_start_matches('/'))
    }

    /// Returns the path of a file of a collection below the folder of all collections; other paths as they are.
    pub(super) fn below_collections<'p>(&self, below: &'p str) -> &'p str {
        let inside = below.strip_prefix(self.collections_dir.as_str());
        let inside = inside.and_then(|rest| rest.strip_prefix('/'));
        inside.filter(|rest| rest.starts_with('_')).unwrap_or(below)
    }

    pub(super) fn excludes(&self, below: &str) -> bool {
        !self.includes(below) && self.exclude.iter().any(|pattern| pattern.names(below))
    }

    pub(super) fn includes(&self, below: &str) -> bool {
        self.include.iter().any(|pattern| pattern.names(below))
    }

    /// Whether a folder is that of a collection, lies in one, or holds them.
    pub(super) fn is_in_collection(&self, below: &str) -> bool {
        let folder = |collection: &Collection| match self.collections_dir.as_str() {
            "" => format!("_{}", collection.name),
            parent => format!("{parent}/_{}", collection.name),
        };
        self.collections.iter().any(|collection| is_in(below, &folder(collection)))
            || !self.collections_dir.is_empty() && is_in(&self.collections_dir, below)
    }

    pub(super) fn collection(&self, name: &str) -> Option<&Collection> {
        self.collections.iter().find(|collection| collection.name == name)
    }

    pub(super) fn kind(&self, below: &str) -> Kind {
        let inner = match self.collections_dir.as_str() {
            "" => below,
            parent => below.strip_prefix(parent).map_or(below, |rest| rest.trim_start_matches('/')),
        };
        let folders = || below.split('/').rev().skip(1);
        if folders().any(|folder| folder == "_drafts") {
            return Kind::Draft;
        }
        if folders().any(|folder| folder == "_posts") {
            return Kind::Post;
        }
        let name = inner.split('/').next().and_then(|folder| folder.strip_prefix('_'));
        match name.filter(|name| inner.contains('/') && self.collection(name).is_some()) {
            Some(name) => Kind::Collection(name.to_owned()),
            None => Kind::Page,
        }
    }

    /// Returns the path of a document below the folder of its collection.
    pub(super) fn below_collection<'p>(&self, below: &'p str) -> &'p str {
        let inner = match self.collections_dir.as_str() {
            "" => below,
            parent => below.strip_prefix(parent).map_or(below, |rest| rest.trim_start_matches('/')),
        };
        inner.split_once('/').map_or(inner, |(_, rest)| rest)
    }

    /// Returns the values for the fields of a page, the most specific first.
    pub(super) fn defaults(&self, below: &str, kind: &Kind) -> impl Iterator<Item = &Value> {
        let kind = match kind {
            Kind::Post => "posts",
            Kind::Draft => "drafts",
            Kind::Page => "pages",
            Kind::Collection(name) => name.as_str(),
        }
        .to_owned();
        let below = below.to_owned();
        let holds = move |defaults: &&Defaults| {
            let has_kind = defaults
                .kind
                .as_ref()
                .is_none_or(|wanted| *wanted == kind || *wanted == "posts" && kind == "drafts");
            has_kind
                && match &defaults.glob {
                    Some(glob) => {
                        let mut above = Some(below.as_str());
                        std::iter::from_fn(|| {
                            let path = above?;
                            above = path.rsplit_once('/').map(|(folder, _)| folder);
                            Some(path)
                        })
                        .any(|path| glob.is_match(path))
                    }
                    None => is_in(&below, &defaults.path),
                }
        };
        self.defaults.iter().rev().filter(holds).map(|defaults| &defaults.values)
    }
}

fn clean(path: &str) -> String {
    path.trim_start_matches("./").trim_matches('/').trim_start_matches('.').to_owned()
}

fn collections(found: Option<&Value>) -> Vec<Collection> {
    let named = |name: &str, table: &Value| Collection {
        name: name.to_owned(),
        output: table.get("output").and_then(Value::as_bool).unwrap_or(name == "posts"),
        permalink: table.get("permalink").and_then(Value::as_text).map(str::to_owned),
    };
    match found {
        Some(Value::Map(tables)) => tables.iter().map(|(name, table)| named(name, table)).collect(),
        Some(list) => list
            .items()
            .iter()
            .filter_map(Value::as_text)
            .map(|name| named(name, &Value::Null))
            .collect(),
        None => Vec::new(),
    }
}

fn defaults(found: Option<&Value>) -> Vec<Defaults> {
    let entry = |entry: &Value| {
        let text = |name: &str| entry.at(&["scope", name]).and_then(Value::as_text);
        let path = clean(text("path").unwrap_or_default());
        let glob = path.contains('*').then(|| Glob::new(&path).ok()).flatten();
        Some(Defaults {
            glob: glob.map(|glob| glob.compile_matcher()),
            path,
            kind: text("type").map(str::to_owned).filter(|kind| !kind.is_empty()),
            values: entry.get("values")?.clone(),
        })
    };
    let found = found.map(Value::items).unwrap_or_default();
    let mut defaults: Vec<Defaults> = found.iter().filter_map(entry).collect();
    // A longer path is more specific, then a type; a later entry wins over an earlier equal one.
    defaults.sort_by_key(|defaults| (defaults.path.len(), defaults.kind.is_some()));
    defaults
}

/// A pattern of `exclude` or `include`: a path, a folder or a glob.
#[derive(Debug)]
struct Pattern {
    path: String,
    glob: Option<GlobMatcher>,
}

impl Pattern {
    fn new(pattern: &str) -> Option<Self> {
        let path = pattern.trim_start_matches("./").trim_matches('/').to_owned();
        let is_glob = path.contains(['*', '?', '[']);
        let glob = is_glob.then(|| Glob::new(&path).ok()).flatten();
        (!path.is_empty()).then(|| Self { glob: glob.map(|glob| glob.compile_matcher()), path })
    }

    fn names(&self, below: &str) -> bool {
        is_in(below, &self.path) || self.glob.as_ref().is_some_and(|glob| glob.is_match(below))
    }
}
