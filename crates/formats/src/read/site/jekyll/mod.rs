//! Jekyll: posts, collections, pages, defaults, addresses and publication, by the configuration and the front matter.

mod address;
mod config;
mod dates;
mod fields;
mod kind;
#[cfg(test)]
mod tests;

use std::path::Path;

use super::{Generator, Page, PageKey, file_name, is_in};
use crate::{
    ReadError,
    read::{PassedOver, Unpublished, front_matter::FrontMatter, value::Value},
};
use address::{AddressParts, address};
use alsolike::article::Date;
use config::Config;
use dates::{PostName, instant, split_post_name};
use fields::{MARKUPS, categories, words};
use kind::Kind;

/// A Jekyll site.
pub(super) struct Jekyll {
    config: Config,
}

impl Jekyll {
    /// Reads the configuration.
    ///
    /// # Errors
    /// As the reader of the configuration.
    pub(super) fn open(root: &Path) -> Result<Self, ReadError> {
        Ok(Self { config: Config::read(root)? })
    }
}

impl Generator for Jekyll {
    fn root_address(&self) -> &str {
        &self.config.root_address
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        if path.is_empty() || is_in(&self.config.source, path) {
            return None;
        }
        let Some(below) = self.config.below_source(path) else {
            return Some(PassedOver::NoContent);
        };
        let name = file_name(path);
        if is_in(below, &self.config.destination)
            || matches!(name, "node_modules" | "bower_components")
        {
            return Some(PassedOver::Built);
        }
        if self.config.excludes(below) {
            return Some(PassedOver::Excluded);
        }
        if below.starts_with("vendor/") || below == "vendor" {
            return Some(PassedOver::Built);
        }
        let is_special =
            matches!(name, "_posts" | "_drafts") || self.config.is_in_collection(below);
        let is_data = name.starts_with('_') && !is_special && !self.config.includes(below);
        is_data.then_some(PassedOver::NoContent)
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        let Some(below) = self.config.below_source(path) else {
            return Some(PassedOver::NoContent);
        };
        if self.config.excludes(below) {
            return Some(PassedOver::Excluded);
        }
        let name = file_name(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        if !MARKUPS.contains(&extension.to_lowercase().as_str()) {
            return Some(PassedOver::NoContent);
        }
        let is_special = name.starts_with(['_', '#', '~']) && !self.config.includes(below);
        (is_special || name.ends_with('~')).then_some(PassedOver::NoContent)
    }

    fn reads_extension(&self, extension: &str) -> bool {
        MARKUPS.contains(&extension)
    }

    fn page_key(&self, path: &str) -> PageKey {
        let below = self.config.below_source(path).unwrap_or(path);
        PageKey { lang: String::new(), path: self.config.below_collections(below).to_owned() }
    }

    fn data_folder(&self) -> Option<&str> {
        Some(&self.config.data_folder)
    }

    fn add_defaults(&self, path: &str, matter: &mut FrontMatter) {
        let Some(below) = self.config.below_source(path) else { return };
        let kind = self.config.kind(below);
        for values in self.config.defaults(below, &kind) {
            matter.add_defaults(values);
        }
    }

    fn page(&self, path: &str, matter: &FrontMatter, now: Option<Date>) -> Page {
        let Some(below) = self.config.below_source(path) else { return Page::default() };
        let kind = self.config.kind(below);
        let name = file_name(below);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let post_name = match kind {
            Kind::Post => split_post_name(stem),
            Kind::Draft | Kind::Collection(_) | Kind::Page => None,
        };
        let zone = &self.config.zone;
        let written = matter.text(&["date"]);
        let at =
            instant(&written, zone).or_else(|| instant(post_name.as_ref()?.day.as_str(), zone));
        let parts = AddressParts {
            below,
            matter,
            kind: &kind,
            post_name: post_name.as_ref(),
            at: at.as_ref(),
        };
        let url = address(&parts, &self.config);
        let lang = matter.text(&["lang", "language", "locale"]).into_owned();
        let key =
            matter.text(&["translation_id", "translation_key", "page_id", "ref"]).into_owned();
        let permalink = matter.text(&["permalink"]).into_owned();
        let same_address = (!permalink.is_empty() && !lang.is_empty() && self.config.has_languages)
            .then_some(permalink);
        Page {
            unpublished: self.unpublished(
                below,
                &kind,
                post_name.as_ref(),
                matter,
                at.as_ref(),
                now,
            ),
            url: Some(url),
            lang: Some(lang).filter(|lang| !lang.is_empty()),
            default_lang: self.config.lang.clone(),
            translation_key: Some(key).filter(|key| !key.is_empty()).or(same_address),
            date: at.map(|at| at.to_string_with_offset()),
            title: title_of(post_name.as_ref().map_or(stem, |name| &name.slug), &kind),
            section: section_of(below, matter, &kind),
            tags: Some(words(matter.field("tags"), matter.field("tag"))),
            summary_end: matter
                .field("excerpt_separator")
                .and_then(Value::as_text)
                .map(str::to_owned)
                .or_else(|| self.config.excerpt_separator.clone()),
        }
    }
}

impl Jekyll {
    fn unpublished(
        &self,
        below: &str,
        kind: &Kind,
        post_name: Option<&PostName>,
        matter: &FrontMatter,
        at: Option<&dates::Instant>,
        now: Option<Date>,
    ) -> Option<Unpublished> {
        let is_no = |name: &str| matter.field(name).and_then(Value::as_bool) == Some(false);
        if *kind == Kind::Draft && !self.config.shows_drafts {
            return Some(Unpublished::Draft);
        }
        if is_no("published") && !self.config.shows_unpublished {
            return Some(Unpublished::Draft);
        }
        // A file without front matter is copied as it is; a post may lack it.
        let is_copied = !matter.is_given && !matches!(kind, Kind::Post | Kind::Draft);
        let has_output = match kind {
            Kind::Collection(name) => {
                self.config.collection(name).is_some_and(|found| found.output)
            }
            Kind::Post => post_name.is_some(),
            Kind::Draft | Kind::Page => true,
        };
        let leads_elsewhere = matter.field("redirect_to").is_some_and(Value::is_filled);
        if is_copied || !has_output || leads_elsewhere || is_error_page(below) {
            return Some(Unpublished::NoPage);
        }
        let is_dated = matches!(kind, Kind::Post | Kind::Collection(_));
        let is_ahead = at.zip(now).is_some_and(|(at, now)| at.date() > now);
        (is_dated && is_ahead && !self.config.shows_future).then_some(Unpublished::Scheduled)
    }
}

fn is_error_page(below: &str) -> bool {
    below.rsplit_once('.').is_some_and(|(stem, _)| stem == "404")
}

/// Returns the title that Jekyll makes of the name of a file: `ferry-aground` becomes `Ferry Aground`.
fn title_of(slug: &str, kind: &Kind) -> Option<String> {
    if *kind == Kind::Page {
        return None;
    }
    let words = slug.split('-').filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters.as_str().to_lowercase().chars()).collect::<String>()
    });
    Some(words.collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty())
}

/// Returns the first category, else the name of the collection.
fn section_of(below: &str, matter: &FrontMatter, kind: &Kind) -> Option<String> {
    let categories = categories(below, matter, kind);
    let collection = match kind {
        Kind::Collection(name) => Some(name.clone()),
        Kind::Post | Kind::Draft | Kind::Page => None,
    };
    categories.into_iter().next().or(collection)
}
