//! Where the content of a Hugo site lies, and what language and place a file has.

use std::{collections::HashSet, path::Path};

use crate::read::{PassedOver, site::is_in, value::Value};

/// Folders at the root of a site that hold no content.
const OTHER_FOLDERS: [&str; 3] = ["public", "resources", "node_modules"];

/// A folder of content.
#[derive(Clone, Debug)]
struct Folder {
    /// Path below the root of the site.
    path: String,
    /// Path below `content` at which it is mounted.
    target: String,
    /// Language of everything in it, unless a file name says another.
    lang: Option<String>,
}

#[derive(Clone, Debug)]
struct Language {
    /// As the configuration writes it, in lower case.
    key: String,
    /// Language tag.
    tag: String,
    /// Start of the addresses: the path of the site, and the language where it is part of the address.
    prefix: String,
    is_enabled: bool,
}

/// The folders of content and the languages.
#[derive(Debug)]
pub(super) struct Content {
    folders: Vec<Folder>,
    languages: Vec<Language>,
    default_language: String,
    /// Start of all addresses.
    root_address: String,
    /// Folders of leaf bundles, below the root of the site.
    bundles: HashSet<String>,
    /// Paths below `content` of the sections that a file `_index.*` introduces.
    sections: HashSet<String>,
}

/// The place of a file in the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ContentFile {
    /// Language, as the configuration writes it in lower case.
    pub lang: String,
    /// Folders of the page below `content`, without the folder of a leaf bundle.
    pub sections: Vec<String>,
    /// Those of `sections` that lead to the nearest section: the first one, or one with a file `_index.*`.
    pub current_section: Vec<String>,
    /// Name of the page: that of the file without language and extension, or of the folder of a leaf bundle.
    pub name: String,
    /// Name of the file without language and extension.
    pub stem: String,
    /// Path of the file below `content`.
    pub path: String,
}

impl ContentFile {
    /// Whether the file introduces a section, as `_index.md` does.
    pub(super) fn is_section(&self) -> bool {
        self.stem == "_index"
    }

    /// Path that the translations of a page share.
    pub(super) fn translation_path(&self) -> String {
        let parts = self.sections.iter().map(String::as_str).chain([self.name.as_str()]);
        parts.collect::<Vec<_>>().join("/").to_lowercase()
    }
}

impl Content {
    pub(super) fn new(config: &Value, root: &Path) -> Self {
        let text = |name: &str| config.get(name).and_then(Value::as_text);
        let default_language = text("defaultcontentlanguage").unwrap_or("en").to_lowercase();
        let in_subfolder = config.get("defaultcontentlanguageinsubdir").and_then(Value::as_bool);
        let mut content = Self {
            folders: folders(config),
            languages: languages(config, &default_language, in_subfolder.unwrap_or(false)),
            root_address: text("baseurl").unwrap_or_default().trim_end_matches('/').to_owned(),
            default_language,
            bundles: HashSet::new(),
            sections: HashSet::new(),
        };
        for folder in content.folders.clone() {
            content.find_bundles(root, &folder.path);
        }
        content
    }

    /// Collects the folders with a file `index.*`, which are one page each with all below them, and the sections.
    fn find_bundles(&mut self, root: &Path, folder: &str) {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return };
        let mut folders = Vec::new();
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if name.starts_with("_index.") {
                let section = self.file(&path).map(|file| file.sections.join("/"));
                self.sections.extend(section);
            } else if is_page_name(&name) && self.stem_and_language(&name).0 == "index" {
                self.bundles.insert(folder.to_owned());
                return;
            }
        }
        folders.iter().for_each(|folder| self.find_bundles(root, folder));
    }

    /// Whether a file is part of a leaf bundle but not its page.
    pub(super) fn is_resource(&self, path: &str) -> bool {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_index = self.stem_and_language(name).0 == "index";
        let mut above = Some(folder);
        while let Some(folder) = above {
            if self.bundles.contains(folder) {
                return !(is_index && path.len() == folder.len() + 1 + name.len());
            }
            above = folder.rsplit_once('/').map(|(above, _)| above);
        }
        false
    }

    pub(super) fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        let holds_content = self
            .folders
            .iter()
            .any(|folder| is_in(path, &folder.path) || is_in(&folder.path, path));
        match holds_content || path.is_empty() {
            true => None,
            false if OTHER_FOLDERS.contains(&path) => Some(PassedOver::Built),
            false => Some(PassedOver::NoContent),
        }
    }

    /// Returns the place of a file; `None` outside the content.
    pub(super) fn file(&self, path: &str) -> Option<ContentFile> {
        let candidates = self.folders.iter().filter(|folder| is_in(path, &folder.path));
        let is_default = |folder: &Folder| {
            folder.lang.as_ref().is_none_or(|lang| *lang == self.default_language)
        };
        let folder = candidates.max_by_key(|folder| (folder.path.len(), is_default(folder)))?;
        let below = path[folder.path.len()..].trim_start_matches('/');
        let below = format!("{}/{below}", folder.target);
        let path = below.trim_start_matches('/').to_owned();
        let (folders, file_name) = below.rsplit_once('/').unwrap_or(("", &below));
        let (stem, lang) = self.stem_and_language(file_name);
        let parts = folders.split('/').filter(|part| !part.is_empty());
        let mut sections: Vec<String> = parts.map(str::to_owned).collect();
        let name =
            if stem == "index" { sections.pop().unwrap_or_default() } else { stem.to_owned() };
        let lang = lang.or_else(|| folder.lang.clone());
        let lang = lang.unwrap_or_else(|| self.default_language.clone());
        let is_section = |n: &usize| self.sections.contains(&sections[..*n].join("/"));
        let n_current = (1..=sections.len()).rev().find(is_section).unwrap_or(1);
        let current_section = sections[..n_current.min(sections.len())].to_vec();
        Some(ContentFile { lang, sections, current_section, name, stem: stem.to_owned(), path })
    }

    /// Splits the name of a file into its stem and the language that it names, as in `about.fr.md`.
    fn stem_and_language<'n>(&self, name: &'n str) -> (&'n str, Option<String>) {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if let Some((before, lang)) = stem.rsplit_once('.') {
            let lang = lang.to_lowercase();
            if !before.is_empty() && self.languages.iter().any(|known| known.key == lang) {
                return (before, Some(lang));
            }
        }
        (stem, None)
    }

    /// Paths of the folders of content, below the root of the site.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.iter().map(|folder| folder.path.as_str())
    }

    /// Number of languages.
    pub(super) fn n_languages(&self) -> usize {
        self.languages.len()
    }

    /// Tag of a language.
    pub(super) fn tag(&self, key: &str) -> String {
        self.language(key).map_or(key, |lang| &lang.tag).to_owned()
    }

    /// Start of the addresses in a language.
    pub(super) fn prefix(&self, key: &str) -> &str {
        self.language(key).map_or("", |lang| &lang.prefix)
    }

    /// Start of all addresses.
    pub(super) fn root_address(&self) -> &str {
        &self.root_address
    }

    /// Whether the site is built in a language.
    pub(super) fn is_enabled(&self, key: &str) -> bool {
        self.language(key).is_none_or(|lang| lang.is_enabled)
    }

    fn language(&self, key: &str) -> Option<&Language> {
        self.languages.iter().find(|lang| lang.key == key)
    }
}

/// Whether a file may be a page by its name.
pub(super) fn is_page_name(name: &str) -> bool {
    const PAGES: [&str; 10] =
        ["md", "markdown", "mdown", "html", "htm", "org", "adoc", "asciidoc", "rst", "pandoc"];
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    PAGES.iter().any(|page| page.eq_ignore_ascii_case(extension))
}

fn folders(config: &Value) -> Vec<Folder> {
    let clean = |path: &str| {
        path.trim_start_matches("./").trim_matches('/').trim_start_matches('.').to_owned()
    };
    let whole = clean(config.get("contentdir").and_then(Value::as_text).unwrap_or("content"));
    let languages = config.get("languages").map(Value::fields).unwrap_or_default();
    let own = |language: &Value| Some(clean(language.get("contentdir")?.as_text()?));
    let mut folders = Vec::new();
    if languages.iter().any(|(_, language)| own(language).is_some()) {
        // A language without a folder of its own lies in that of the site.
        folders.extend(languages.iter().map(|(key, language)| Folder {
            path: own(language).unwrap_or_else(|| whole.clone()),
            target: String::new(),
            lang: Some(key.clone()),
        }));
    }
    let mounts = config.at(&["module", "mounts"]).map(Value::items).unwrap_or_default();
    for mount in mounts {
        let text = |name: &str| mount.get(name).and_then(Value::as_text).map(clean);
        let (Some(path), Some(target)) = (text("source"), text("target")) else { continue };
        let Some(target) = target.strip_prefix("content") else { continue };
        let target = target.trim_matches('/').to_owned();
        let matrix = mount.at(&["sites", "matrix", "languages"]);
        let langs = matrix.or_else(|| mount.get("lang")).map(Value::items).unwrap_or_default();
        if langs.is_empty() {
            folders.push(Folder { path: path.clone(), target: target.clone(), lang: None });
        }
        for lang in langs.iter().filter_map(Value::as_text) {
            let lang = Some(lang.to_lowercase());
            folders.push(Folder { path: path.clone(), target: target.clone(), lang });
        }
    }
    if folders.is_empty() {
        folders.push(Folder { path: whole, target: String::new(), lang: None });
    }
    folders
}

fn languages(config: &Value, default: &str, in_subfolder: bool) -> Vec<Language> {
    let text = |value: &Value, name: &str| {
        Some(value.get(name)?.as_text()?.to_owned()).filter(|text| !text.is_empty())
    };
    let disabled: Vec<String> = config
        .get("disablelanguages")
        .map(Value::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|lang| Some(lang.as_text()?.to_lowercase()))
        .collect();
    let base = text(config, "baseurl").unwrap_or_default();
    let tables = config.get("languages").map(Value::fields).unwrap_or_default();
    // With one host for each language, no address holds the language.
    let has_hosts = tables.iter().any(|(_, table)| text(table, "baseurl").is_some());
    let language = |key: &str, table: &Value| {
        let tag = text(table, "locale").or_else(|| text(table, "languagecode"));
        let host = text(table, "baseurl").unwrap_or_else(|| base.clone());
        let host = host.trim_end_matches('/');
        let is_part = !has_hosts && (key != default || in_subfolder);
        Language {
            key: key.to_owned(),
            tag: tag.unwrap_or_else(|| key.to_owned()),
            prefix: if is_part { format!("{host}/{key}") } else { host.to_owned() },
            is_enabled: !disabled.iter().any(|lang| lang == key)
                && table.get("disabled").and_then(Value::as_bool) != Some(true),
        }
    };
    let mut languages: Vec<Language> =
        tables.iter().map(|(key, table)| language(key, table)).collect();
    if languages.is_empty() {
        let tag = text(config, "locale").or_else(|| text(config, "languagecode"));
        let mut only = language(default, &Value::Null);
        only.tag = tag.unwrap_or(only.tag);
        languages.push(only);
    }
    languages
}
