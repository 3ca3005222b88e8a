//! Docusaurus: documents, blog, translations and addresses.
//!
//! The configuration is a program. Only plain assignments of texts are read from it.

mod address;
mod config;
mod script;
#[cfg(test)]
mod tests;

use std::path::Path;

use self::{
    address::{BlogName, DocName, joined, page_slug},
    config::{Config, Content, Kind, Version},
};
use super::{Generator, Page, address::encode, file_name, is_in};
use crate::read::{PassedOver, Unpublished, front_matter::FrontMatter, value::Value};
use alsolike::article::Date;

pub(super) use self::config::CONFIGS;

/// A Docusaurus site.
pub(super) struct Docusaurus(Config);

/// What a file or folder belongs to.
struct Place<'p> {
    content: &'p Content,
    version: &'p Version,
    /// Language of a translation.
    lang: Option<&'p str>,
    /// Path below the folder of the content.
    below: &'p str,
}

impl Docusaurus {
    /// Reads what it can of the configuration.
    pub(super) fn open(root: &Path) -> Self {
        Self(Config::open(root))
    }

    fn versions(&self) -> impl Iterator<Item = (&Content, &Version)> {
        let contents = self.0.contents.iter();
        contents.flat_map(|content| content.versions.iter().map(move |version| (content, version)))
    }

    /// Finds what a path belongs to.
    fn place<'p>(&'p self, path: &'p str) -> Option<Place<'p>> {
        let translation = path.strip_prefix("i18n/").and_then(|rest| rest.split_once('/'));
        let places = self.versions().filter_map(|(content, version)| {
            let (lang, path, folder) = match translation {
                Some((lang, path)) => (Some(lang), path, translations(content, version)),
                None => (None, path, version.folder.clone()),
            };
            let below = is_in(path, &folder).then(|| &path[folder.len()..])?;
            Some(Place { content, version, lang, below: below.trim_start_matches('/') })
        });
        // Content may lie in a folder of other content.
        places.min_by_key(|place| place.below.len())
    }

    /// Whether a folder holds content, or a folder that does.
    fn holds_content(&self, path: &str) -> bool {
        let translation = path.strip_prefix("i18n/").and_then(|rest| rest.split_once('/'));
        let is_near = |path: &str, folder: &str| is_in(path, folder) || is_in(folder, path);
        match translation {
            Some((_, path)) => self
                .versions()
                .any(|(content, version)| is_near(path, &translations(content, version))),
            None => {
                is_in(path, "i18n")
                    || self.versions().any(|(_, version)| is_near(path, &version.folder))
            }
        }
    }

    /// Adds or cuts the end of an address as the configuration wants it.
    fn with_end(&self, address: String) -> String {
        match self.0.trailing_slash {
            _ if address == "/" => address,
            Some(true) if !address.ends_with('/') => address + "/",
            Some(false) => address.trim_end_matches('/').to_owned(),
            _ => address,
        }
    }
}

/// Returns the folder of translations of a version below that of a language.
fn translations(content: &Content, version: &Version) -> String {
    match version.translated.as_str() {
        "" => content.translations.clone(),
        folder => format!("{}/{folder}", content.translations),
    }
}

/// Cuts the extension of a file.
fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// What the path and the front matter of a file say of its page.
#[derive(Default)]
struct Names {
    slug: String,
    title: Option<String>,
    section: Option<String>,
    day: Option<String>,
}

impl Place<'_> {
    fn names(&self, matter: &FrontMatter) -> Names {
        let path = stem(self.below);
        let slug = matter.text(&["slug"]);
        let or_slug = |address: String| if slug.is_empty() { address } else { slug.to_string() };
        match self.content.kind {
            Kind::Docs => self.doc_names(path, matter, &slug),
            Kind::Blog => {
                let name = BlogName::new(path);
                Names {
                    slug: or_slug(name.slug()),
                    title: Some(name.text.to_owned()).filter(|title| !title.is_empty()),
                    day: name.day(),
                    section: None,
                }
            }
            Kind::Pages => Names { slug: or_slug(page_slug(path)), ..Names::default() },
        }
    }

    fn doc_names(&self, path: &str, matter: &FrontMatter, slug: &str) -> Names {
        let numbers = matter.field("parse_number_prefixes").and_then(Value::as_bool);
        let name = DocName::new(path, self.content.has_numbers && numbers != Some(false));
        // A document that stands for its folder lies beside it.
        let is_top = name.is_index && slug.is_empty() && name.folders.len() == 1;
        Names {
            slug: name.slug(slug, &matter.text(&["id"])),
            section: name.folders.first().filter(|_| !is_top).cloned(),
            title: Some(name.name),
            day: None,
        }
    }
}

impl Generator for Docusaurus {
    fn root_address(&self) -> &str {
        &self.0.base
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        if path.is_empty() {
            return None;
        }
        if path == "build" {
            return Some(PassedOver::Built);
        }
        let has_parts = self.place(path).is_none_or(|place| place.content.has_parts());
        let is_part = file_name(path).starts_with('_') && has_parts;
        (!self.holds_content(path) || is_part).then_some(PassedOver::NoContent)
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        let is_text = [".md", ".mdx"].iter().any(|end| path.ends_with(end));
        let place = self.place(path).filter(|_| is_text);
        let Some(place) = place else { return Some(PassedOver::NoContent) };
        if place.content.excludes(place.below) {
            return Some(PassedOver::Excluded);
        }
        let is_part = file_name(path).starts_with('_') && place.content.has_parts();
        is_part.then_some(PassedOver::NoContent)
    }

    fn add_defaults(&self, _: &str, _: &mut FrontMatter) {}

    fn page(&self, path: &str, matter: &FrontMatter, _: Option<Date>) -> Page {
        let Some(place) = self.place(path) else { return Page::default() };
        let lang = place.lang.unwrap_or(&self.0.default_language);
        let prefix = match lang == self.0.default_language {
            true => self.0.base.clone(),
            false => format!("{}/{lang}", self.0.base),
        };
        let route = [place.content.route.as_str(), place.version.route.as_str()];
        let names = place.names(matter);
        let address = self.with_end(joined(route.into_iter().chain([names.slug.as_str()])));
        let is = |name: &str| matter.field(name).and_then(Value::as_bool) == Some(true);
        let is_unlisted = is("unlisted") || !place.version.is_last;
        let own_date = Some(matter.text(&["date"]).into_owned()).filter(|date| !date.is_empty());
        Page {
            unpublished: if is("draft") {
                Some(Unpublished::Draft)
            } else {
                is_unlisted.then_some(Unpublished::Unlisted)
            },
            url: Some(format!("{prefix}{}", encode(&address))),
            lang: Some(lang.to_owned()),
            translation_key: Some(
                joined(route.into_iter().chain([stem(place.below)])).split_off(1),
            ),
            date: own_date.or(names.day),
            title: names.title,
            section: names.section,
            ..Page::default()
        }
    }
}
