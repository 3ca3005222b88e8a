//! What the configuration of a Docusaurus site says of its content.

use std::{fs, path::Path};

use globset::{GlobBuilder, GlobMatcher};

use super::script::{Place, Script};
use crate::read::{site::config::read_config, value::Value};

/// Names of the configuration file.
pub(in crate::read::site) const CONFIGS: [&str; 5] = [
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "docusaurus.config.mjs",
    "docusaurus.config.cjs",
    "docusaurus.config.mts",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Docs,
    Blog,
    Pages,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Docs, Self::Blog, Self::Pages];

    fn name(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Blog => "blog",
            Self::Pages => "pages",
        }
    }
}

/// A version of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    /// Folder of its files below the root.
    pub folder: String,
    /// Folder of its files below that of a translation.
    pub translated: String,
    /// Part of the addresses of its documents.
    pub route: String,
    /// Whether it is the version that readers see first.
    pub is_last: bool,
}

/// Files of one kind in one folder.
#[derive(Debug)]
pub(super) struct Content {
    pub kind: Kind,
    /// Folder of translations below that of a language.
    pub translations: String,
    /// Start of the addresses, without `/` at its ends.
    pub route: String,
    /// Whether numbers at the start of names order the documents.
    pub has_numbers: bool,
    /// The versions that are read. Content that has no versions is its own.
    pub versions: Vec<Version>,
    /// Files that are no pages; `None` for those that start with `_`.
    exclude: Option<Vec<GlobMatcher>>,
}

impl Content {
    /// Whether the configuration leaves out a file, by its path below the folder.
    pub(super) fn excludes(&self, below: &str) -> bool {
        self.exclude.iter().flatten().any(|glob| glob.is_match(below))
    }

    /// Whether names that start with `_` are those of parts of other pages.
    pub(super) fn has_parts(&self) -> bool {
        self.exclude.is_none()
    }
}

/// The configuration.
#[derive(Debug)]
pub(super) struct Config {
    /// Start of all addresses, without `/` at its end.
    pub base: String,
    pub default_language: String,
    /// Whether addresses end with `/`; `None` for the ends that the files give.
    pub trailing_slash: Option<bool>,
    pub contents: Vec<Content>,
}

impl Config {
    /// Reads what it can of the configuration.
    pub(super) fn open(root: &Path) -> Self {
        let program = CONFIGS.iter().find_map(|name| fs::read_to_string(root.join(name)).ok());
        let script = Script::new(&program.unwrap_or_default());
        let reader = Reader { script: &script, root };
        let config = reader.config();
        let text = |name: &str| reader.text(config, name);
        let url = text("url").unwrap_or_default().trim_end_matches('/');
        let base_url = text("baseUrl").unwrap_or_default().trim_matches('/');
        let slash = if base_url.is_empty() { "" } else { "/" };
        Self {
            base: format!("{url}{slash}{base_url}"),
            default_language: reader
                .text(reader.field(config, "i18n"), "defaultLocale")
                .unwrap_or("en")
                .to_owned(),
            trailing_slash: reader.flag(config, "trailingSlash"),
            contents: reader.contents(config),
        }
    }
}

/// Reads a configuration. Properties of what is missing are missing.
struct Reader<'s> {
    script: &'s Script,
    root: &'s Path,
}

impl<'s> Reader<'s> {
    fn field(&self, object: Option<Place>, name: &str) -> Option<Place> {
        self.script.field(object?, name)
    }

    fn text(&self, object: Option<Place>, name: &str) -> Option<&'s str> {
        self.script.text(self.field(object, name)?)
    }

    fn flag(&self, object: Option<Place>, name: &str) -> Option<bool> {
        self.script.flag(self.field(object, name)?)
    }

    /// Returns the object with the address of the site.
    fn config(&self) -> Option<Place> {
        let has = |object: &Place, name| self.script.field(*object, name).is_some();
        let whole = self.script.objects().find(|it| has(it, "url") && has(it, "baseUrl"));
        whole.or_else(|| {
            let has_title = |it: &Place| has(it, "title") && has(it, "url");
            self.script.objects().find(|it| has(it, "baseUrl") || has_title(it))
        })
    }

    fn contents(&self, config: Option<Place>) -> Vec<Content> {
        let list = |name| self.field(config, name).map(|list| self.script.items(list));
        let plugins = list("plugins").unwrap_or_default();
        let mut contents: Vec<Content> =
            plugins.into_iter().filter_map(|plugin| self.plugin(plugin)).collect();
        let presets = list("presets");
        if presets.is_some() || contents.is_empty() {
            let presets = presets.unwrap_or_default();
            let preset = presets.into_iter().find_map(|preset| self.preset(preset));
            contents.extend(Kind::ALL.into_iter().filter_map(|kind| {
                let is_on = self.flag(preset, kind.name()) != Some(false);
                is_on.then(|| self.content(kind, self.field(preset, kind.name()))).flatten()
            }));
        }
        contents
    }

    /// Returns the options of a preset with content. Other presets may stand beside it.
    fn preset(&self, preset: Place) -> Option<Place> {
        let options = self.options(preset)?;
        let has = |kind: Kind| self.script.field(options, kind.name()).is_some();
        let is_classic =
            self.script.first_text(preset).is_some_and(|name| name.ends_with("classic"));
        (is_classic || Kind::ALL.into_iter().any(has)).then_some(options)
    }

    /// Returns the options of a plugin or preset: `['name', {…}]`.
    fn options(&self, item: Place) -> Option<Place> {
        let second = self.script.items(item).get(1).copied()?;
        self.script.first_object(second)
    }

    fn plugin(&self, plugin: Place) -> Option<Content> {
        let name = self.script.first_text(plugin)?;
        let is_kind = |kind: &Kind| name.ends_with(&format!("content-{}", kind.name()));
        let kind = Kind::ALL.into_iter().find(is_kind)?;
        self.content(kind, self.options(plugin))
    }

    /// Returns the content of these options. `None` when it lies outside the site.
    fn content(&self, kind: Kind, options: Option<Place>) -> Option<Content> {
        let (name, folder, route) = match kind {
            Kind::Docs => ("docs", "docs", "docs"),
            Kind::Blog => ("blog", "blog", "blog"),
            Kind::Pages => ("pages", "src/pages", ""),
        };
        let folder = self.text(options, "path").unwrap_or(folder);
        let folder = folder.trim_start_matches("./").trim_matches('/');
        if folder.starts_with("..") || folder.is_empty() {
            return None;
        }
        let id = self.text(options, "id").filter(|id| *id != "default");
        let end = id.map(|id| format!("-{id}")).unwrap_or_default();
        let route = self.text(options, "routeBasePath").unwrap_or(route);
        let exclude = self.field(options, "exclude").map(|list| self.globs(list));
        Some(Content {
            kind,
            translations: format!("docusaurus-plugin-content-{name}{end}"),
            route: route.trim_matches('/').to_owned(),
            has_numbers: self.flag(options, "numberPrefixParser") != Some(false),
            versions: match kind {
                Kind::Docs => self.versions(folder, id, options),
                Kind::Blog | Kind::Pages => vec![Version {
                    folder: folder.to_owned(),
                    translated: String::new(),
                    route: String::new(),
                    is_last: true,
                }],
            },
            exclude,
        })
    }

    fn globs(&self, list: Place) -> Vec<GlobMatcher> {
        let items = self.script.items(list);
        let patterns = items.into_iter().filter_map(|item| self.script.text(item));
        let globs =
            patterns.filter_map(|glob| GlobBuilder::new(glob).literal_separator(true).build().ok());
        globs.map(|glob| glob.compile_matcher()).collect()
    }

    /// Returns the last version of documents, and the one that is being written.
    fn versions(&self, folder: &str, id: Option<&str>, options: Option<Place>) -> Vec<Version> {
        let start = id.map(|id| format!("{id}_")).unwrap_or_default();
        // A list that cannot be read is none.
        let list = read_config(&self.root.join(format!("{start}versions.json"))).ok().flatten();
        let first = list.as_ref().and_then(|list| list.items().first()).and_then(Value::as_text);
        let last = self.text(options, "lastVersion").or(first).unwrap_or("current");
        let route = |name: &str, default: &str| {
            let own = self.field(self.field(options, "versions"), name);
            self.text(own, "path").unwrap_or(default).trim_matches('/').to_owned()
        };
        let is_last = last == "current";
        let mut versions = Vec::new();
        if self.flag(options, "includeCurrentVersion") != Some(false) {
            versions.push(Version {
                folder: folder.to_owned(),
                translated: "current".to_owned(),
                route: route("current", if is_last { "" } else { "next" }),
                is_last,
            });
        }
        if !is_last {
            versions.push(Version {
                folder: format!("{start}versioned_docs/version-{last}"),
                translated: format!("version-{last}"),
                route: route(last, ""),
                is_last: true,
            });
        }
        versions
    }
}
