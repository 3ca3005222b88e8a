//! Hugo: languages, page bundles, cascades, addresses and publication, by the configuration and the front matter.

mod address;
mod cascade;
mod config;
mod content;
mod dates;
mod sanitize;
#[cfg(test)]
mod tests;

use std::path::Path;

use super::{Generator, Page, PageKey};
use crate::{
    ReadError,
    read::{PassedOver, Unpublished, front_matter::FrontMatter, value::Value},
};
use address::Addresses;
use alsolike::article::Date;
use cascade::Cascades;
use content::{Content, is_page_name};
use dates::Dates;

/// A Hugo site.
pub(super) struct Hugo {
    content: Content,
    cascades: Cascades,
    addresses: Addresses,
    dates: Dates,
    /// Whether pages dated ahead, expired pages and drafts are built.
    builds: Builds,
    data_folder: String,
}

#[derive(Clone, Copy, Debug, Default)]
struct Builds {
    drafts: bool,
    future: bool,
    expired: bool,
}

impl Hugo {
    /// Reads the configuration, and the fields that sections give to their pages.
    ///
    /// # Errors
    /// As the reader of the configuration.
    pub(super) fn open(root: &Path) -> Result<Self, ReadError> {
        let config = config::read(root)?;
        let flag = |name| config.get(name).and_then(Value::as_bool).unwrap_or(false);
        let content = Content::new(&config, root);
        Ok(Self {
            cascades: Cascades::read(&config, &content, root),
            addresses: Addresses::new(&config),
            dates: Dates::new(&config),
            builds: Builds {
                drafts: flag("builddrafts"),
                future: flag("buildfuture"),
                expired: flag("buildexpired"),
            },
            data_folder: config
                .get("datadir")
                .and_then(Value::as_text)
                .unwrap_or("data")
                .trim_matches(['.', '/'])
                .to_owned(),
            content,
        })
    }

    fn unpublished(&self, matter: &FrontMatter, now: Option<Date>) -> Option<Unpublished> {
        let text = |names: &[&str]| matter.editorial_text(names).into_owned();
        let is = |name: &str| matter.field(name).and_then(Value::as_bool);
        if is("draft") == Some(true) && !self.builds.drafts {
            return Some(Unpublished::Draft);
        }
        let build = |part: &str| {
            let table = matter.field("build").or_else(|| matter.field("_build"))?;
            table.get(part).map(|value| value.to_editorial_text().to_lowercase())
        };
        let is_rendered = !matches!(build("render").as_deref(), Some("never" | "false" | "link"));
        if is("headless") == Some(true) || !is_rendered {
            return Some(Unpublished::NoPage);
        }
        if matches!(build("list").as_deref(), Some("never" | "false")) {
            return Some(Unpublished::Unlisted);
        }
        let time = |names: &[&str]| Date::parse(&text(names)).ok();
        let now = now?;
        let is_ahead = |at: Option<Date>| at.is_some_and(|at| at > now);
        let dates = [time(&["publishdate", "pubdate", "published"]), time(&["date"])];
        if !self.builds.future && dates.into_iter().any(is_ahead) {
            return Some(Unpublished::Scheduled);
        }
        let expires = time(&["expirydate", "unpublishdate"]);
        (!self.builds.expired && expires.is_some_and(|at| at <= now))
            .then_some(Unpublished::Expired)
    }
}

impl Generator for Hugo {
    fn root_address(&self) -> &str {
        self.content.root_address()
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        self.content.passes_over_folder(path)
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        match self.content.file(path) {
            _ if !is_page_name(path) => Some(PassedOver::NoContent),
            None => Some(PassedOver::NoContent),
            Some(file) if file.is_section() || self.content.is_resource(path) => {
                Some(PassedOver::PagePart)
            }
            Some(_) => None,
        }
    }

    fn page_key(&self, path: &str) -> PageKey {
        match self.content.file(path) {
            Some(file) => PageKey { lang: file.lang, path: file.path },
            None => PageKey { lang: String::new(), path: path.to_owned() },
        }
    }

    fn data_folder(&self) -> Option<&str> {
        Some(&self.data_folder)
    }

    fn add_defaults(&self, path: &str, matter: &mut FrontMatter) {
        if let Some(file) = self.content.file(path) {
            self.cascades.add_to(&file, matter);
        }
    }

    fn page(&self, path: &str, matter: &FrontMatter, now: Option<Date>) -> Page {
        let Some(file) = self.content.file(path) else { return Page::default() };
        let dated = self.dates.of(matter, &file.name);
        let key = matter.text(&["translationkey"]);
        let is_enabled = self.content.is_enabled(&file.lang);
        let unpublished = self.unpublished(matter, now);
        Page {
            unpublished: unpublished.or((!is_enabled).then_some(Unpublished::NoPage)),
            url: Some(self.addresses.of(
                &file,
                matter,
                &dated,
                self.content.prefix(&file.lang),
                self.content.root_address(),
            )),
            lang: Some(self.content.tag(&file.lang)),
            translation_key: (self.content.n_languages() > 1)
                .then(|| if key.is_empty() { file.translation_path() } else { key.into_owned() }),
            date: dated.date,
            section: file.sections.first().cloned(),
            ..Page::default()
        }
    }
}
