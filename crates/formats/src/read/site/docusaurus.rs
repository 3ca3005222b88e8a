//! Docusaurus: documents, blog, translations and addresses.
//!
//! The configuration is a program. Only plain assignments of texts are read from it.

use std::{fs, path::Path};

use super::{Generator, Page, address::encode, file_name, is_in};
use crate::read::{
    PassedOver, Unpublished, file_name::split_day, front_matter::FrontMatter, value::Value,
};
use alsolike::article::Date;

/// Names of the configuration file.
pub(super) const CONFIGS: [&str; 5] = [
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "docusaurus.config.mjs",
    "docusaurus.config.cjs",
    "docusaurus.config.mts",
];

/// A Docusaurus site.
pub(super) struct Docusaurus {
    /// Start of all addresses.
    base: String,
    /// Start of the addresses of documents, without `/` at its ends.
    docs: String,
    default_language: String,
}

/// What a file belongs to.
enum Place<'p> {
    /// A document, by its path below the folder of documents.
    Doc(&'p str),
    /// An article of the blog, by its path below the folder of the blog.
    Blog(&'p str),
    /// A page of its own.
    Page(&'p str),
}

impl Docusaurus {
    /// Reads what it can of the configuration.
    pub(super) fn open(root: &Path) -> Self {
        let config = CONFIGS.iter().find_map(|name| fs::read_to_string(root.join(name)).ok());
        let config = config.unwrap_or_default();
        let base_url = assigned(&config, "baseUrl").unwrap_or("/");
        let url = assigned(&config, "url").unwrap_or_default().trim_end_matches('/');
        let docs = block(&config, "docs").and_then(|docs| assigned(docs, "routeBasePath"));
        let docs = docs.unwrap_or("docs");
        Self {
            base: format!("{url}{}", base_url.trim_end_matches('/')),
            docs: docs.trim_matches('/').to_owned(),
            default_language: assigned(&config, "defaultLocale").unwrap_or("en").to_owned(),
        }
    }
}

/// Returns the text that a property of the configuration is set to.
fn assigned<'c>(config: &'c str, name: &str) -> Option<&'c str> {
    config.match_indices(name).find_map(|(at, _)| {
        let before = config[..at].chars().next_back();
        let rest = config[at + name.len()..].trim_start_matches(['\'', '"']).trim_start();
        let rest = rest.strip_prefix(':')?.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '\'' | '"' | '`'))?;
        let is_name = before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '.');
        let text = rest[1..].split(quote).next()?;
        is_name.then_some(text)
    })
}

/// Returns the first object that a property of the configuration is set to.
fn block<'c>(config: &'c str, name: &str) -> Option<&'c str> {
    let start = config.match_indices(name).find_map(|(at, _)| {
        let rest = config[at + name.len()..].trim_start_matches(['\'', '"']).trim_start();
        let rest = rest.strip_prefix(':')?.trim_start();
        rest.starts_with('{').then_some(config.len() - rest.len())
    })?;
    let mut depth = 0_usize;
    let end = config[start..].find(|letter| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some(&config[start..start + end])
}

/// Splits a path into the language and the place of its file. `None` for a file that is no page.
fn place(path: &str) -> Option<(Option<&str>, Place<'_>)> {
    let (lang, path) = match path.strip_prefix("i18n/") {
        Some(rest) => {
            let (lang, rest) = rest.split_once('/')?;
            (Some(lang), rest)
        }
        None => (None, path),
    };
    let docs = path
        .strip_prefix("docs/")
        .or_else(|| path.strip_prefix("docusaurus-plugin-content-docs/current/"));
    let blog =
        path.strip_prefix("blog/").or_else(|| path.strip_prefix("docusaurus-plugin-content-blog/"));
    let page = path
        .strip_prefix("src/pages/")
        .or_else(|| path.strip_prefix("docusaurus-plugin-content-pages/"));
    let place = docs.map(Place::Doc).or(blog.map(Place::Blog)).or(page.map(Place::Page))?;
    Some((lang, place))
}

/// Cuts the number that orders a document from the start of its name: `01-intro`.
fn without_number(part: &str) -> &str {
    let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let rest = part[digits..].trim_start_matches(' ');
    let rest = rest.strip_prefix(['-', '_', '.']).filter(|_| digits > 0);
    let rest = rest.map(|rest| rest.trim_start_matches([' ', '-', '_', '.']));
    // A version or a day is no order.
    rest.filter(|rest| rest.starts_with(|c: char| !c.is_ascii_digit())).unwrap_or(part)
}

impl Generator for Docusaurus {
    fn root_address(&self) -> &str {
        &self.base
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        const CONTENT: [&str; 4] = ["docs", "blog", "i18n", "src/pages"];
        let name = file_name(path);
        if path == "build" {
            return Some(PassedOver::Built);
        }
        let holds = CONTENT.iter().any(|folder| is_in(path, folder) || is_in(folder, path));
        let is_partial = name.starts_with('_') && !path.is_empty();
        let is_old = name.starts_with("version-") && path.contains("plugin-content-docs/");
        (!holds && !path.is_empty() || is_partial || is_old).then_some(PassedOver::NoContent)
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        let is_text = [".md", ".mdx"].iter().any(|end| path.ends_with(end));
        let is_page = is_text && place(path).is_some() && !file_name(path).starts_with('_');
        (!is_page).then_some(PassedOver::NoContent)
    }

    fn add_defaults(&self, _: &str, _: &mut FrontMatter) {}

    fn page(&self, path: &str, matter: &FrontMatter, _: Option<Date>) -> Page {
        let Some((lang, place)) = place(path) else { return Page::default() };
        let lang = lang.unwrap_or(&self.default_language);
        let prefix = match lang == self.default_language {
            true => self.base.clone(),
            false => format!("{}/{lang}", self.base),
        };
        let slug = matter.text(&["slug"]);
        let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_owned();
        let (route, below, mut date) = match place {
            Place::Doc(path) => (self.docs.as_str(), stem(path), String::new()),
            Place::Blog(path) => ("blog", stem(path), String::new()),
            Place::Page(path) => ("", stem(path), String::new()),
        };
        let mut parts: Vec<String> = match place {
            Place::Doc(_) => below.split('/').map(|part| without_number(part).to_owned()).collect(),
            Place::Blog(_) => {
                // `2021-06-16-name`, `2021-06-16-name/index`, `2021/06/16/name`.
                let name = below.strip_suffix("/index").unwrap_or(&below);
                let (day, rest) = split_day(name);
                let is_dated = !day.is_empty();
                date = day.clone();
                let day = if is_dated { day.replace('-', "/") } else { String::new() };
                [day, rest.to_owned()].into_iter().filter(|part| !part.is_empty()).collect()
            }
            Place::Page(_) => vec![below.clone()],
        };
        // A document that is called like its folder stands for it.
        let is_index = parts.last().is_some_and(|last| {
            let last = last.to_lowercase();
            let folder = parts.len().checked_sub(2).map(|at| parts[at].to_lowercase());
            matches!(last.as_str(), "index" | "readme") || folder.as_ref() == Some(&last)
        });
        if is_index && !matches!(place, Place::Blog(_)) {
            parts.pop();
        } else if let (Place::Doc(_), id) = (&place, matter.text(&["id"]))
            && !id.is_empty()
            && let Some(last) = parts.last_mut()
        {
            *last = id.into_owned();
        }
        let address = match slug.strip_prefix('/') {
            Some(slug) => format!("{route}/{slug}"),
            None if !slug.is_empty() => {
                if !matches!(place, Place::Blog(_)) {
                    parts.pop();
                } else {
                    parts.clear();
                }
                parts.push(slug.into_owned());
                format!("{route}/{}", parts.join("/"))
            }
            None => format!("{route}/{}", parts.join("/")),
        };
        let address = address.trim_matches('/').replace("//", "/");
        let is = |name: &str| matter.field(name).and_then(Value::as_bool) == Some(true);
        let own_date = matter.text(&["date"]).into_owned();
        Page {
            unpublished: if is("draft") {
                Some(Unpublished::Draft)
            } else {
                is("unlisted").then_some(Unpublished::Unlisted)
            },
            url: Some(format!("{prefix}/{}", encode(&address))),
            lang: Some(lang.to_owned()),
            translation_key: Some(format!("{route}/{below}")),
            date: Some(if own_date.is_empty() { date } else { own_date })
                .filter(|date| !date.is_empty()),
            section: parts.first().filter(|_| parts.len() > 1).cloned(),
            ..Page::default()
        }
    }
}
