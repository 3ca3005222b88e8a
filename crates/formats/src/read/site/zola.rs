//! Zola: addresses, languages and publication, by the configuration and the front matter.

use std::path::Path;

use super::{Generator, Page, address::encode, config::read_config, file_name, is_in};
use crate::{
    ReadError,
    read::{
        PassedOver, Unpublished, file_name::split_day, front_matter::FrontMatter, value::Value,
    },
};
use alsolike::article::Date;

/// How the parts of a path become parts of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slugs {
    /// Lower-case ASCII letters, digits and `-`.
    On,
    /// What no file system forbids, with `_` for white space.
    Safe,
    Off,
}

/// A Zola site.
pub(super) struct Zola {
    base: String,
    default_language: String,
    languages: Vec<String>,
    slugs: Slugs,
}

impl Zola {
    /// Reads the configuration.
    ///
    /// # Errors
    /// As the reader of the configuration.
    pub(super) fn open(root: &Path) -> Result<Self, ReadError> {
        let config = read_config(&root.join("config.toml"))?;
        let config = match config {
            Some(config) => config,
            None => read_config(&root.join("zola.toml"))?.unwrap_or(Value::Null),
        };
        let text = |name: &str| config.get(name).and_then(Value::as_text).unwrap_or_default();
        let languages = config.get("languages").map(Value::fields).unwrap_or_default();
        let slugs = config.at(&["slugify", "paths"]).and_then(Value::as_text);
        Ok(Self {
            base: text("base_url").trim_end_matches('/').to_owned(),
            default_language: Some(text("default_language"))
                .filter(|lang| !lang.is_empty())
                .unwrap_or("en")
                .to_owned(),
            languages: languages.iter().map(|(key, _)| key.clone()).collect(),
            slugs: match slugs {
                Some("safe") => Slugs::Safe,
                Some("off") => Slugs::Off,
                _ => Slugs::On,
            },
        })
    }

    /// Splits `about.fr` into `about` and `fr`.
    fn split_language<'n>(&self, stem: &'n str) -> (&'n str, Option<&'n str>) {
        match stem.rsplit_once('.') {
            Some((before, lang))
                if self.languages.iter().any(|known| known == &lang.to_lowercase()) =>
            {
                (before, Some(lang))
            }
            _ => (stem, None),
        }
    }

    fn slug(&self, part: &str) -> String {
        match self.slugs {
            Slugs::Off => part.to_owned(),
            Slugs::Safe => part
                .chars()
                .filter(|c| !"<>:\"/\\|?*#()[]".contains(*c))
                .map(|c| if c.is_whitespace() { '_' } else { c })
                .collect(),
            Slugs::On => {
                let mut slug = String::new();
                for letter in deunicode(part).chars() {
                    if letter.is_ascii_alphanumeric() {
                        slug.push(letter.to_ascii_lowercase());
                    } else if !slug.is_empty() && !slug.ends_with('-') {
                        slug.push('-');
                    }
                }
                slug.trim_end_matches('-').to_owned()
            }
        }
    }
}

/// Returns a text without accents. Letters that have no ASCII form stay.
fn deunicode(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    text.nfd().filter(|&letter| !is_combining_mark(letter)).collect()
}

impl Generator for Zola {
    fn root_address(&self) -> &str {
        &self.base
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        match path {
            "" => None,
            "public" => Some(PassedOver::Built),
            path => (!is_in(path, "content")).then_some(PassedOver::NoContent),
        }
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        let stem = path.strip_suffix(".md").filter(|_| is_in(path, "content"));
        let Some(stem) = stem else { return Some(PassedOver::NoContent) };
        let (stem, _) = self.split_language(file_name(stem));
        (stem == "_index").then_some(PassedOver::PagePart)
    }

    fn add_defaults(&self, _: &str, _: &mut FrontMatter) {}

    fn page(&self, path: &str, matter: &FrontMatter, now: Option<Date>) -> Page {
        let below = path.strip_prefix("content/").unwrap_or(path);
        let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
        let (stem, lang) = self.split_language(name.strip_suffix(".md").unwrap_or(name));
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let own_name = if stem == "index" { parts.pop().unwrap_or_default() } else { stem };
        let (day, rest) = split_day(own_name);
        let key = parts.iter().chain([&own_name]).copied().collect::<Vec<_>>().join("/");
        let section = parts.first().map(|part| (*part).to_owned());
        let prefix = match lang {
            Some(lang) if lang != self.default_language => format!("{}/{lang}", self.base),
            _ => self.base.clone(),
        };
        let (own_path, slug) = (matter.text(&["path"]), matter.text(&["slug"]));
        let url = if own_path.is_empty() {
            let name = if slug.is_empty() { self.slug(rest) } else { self.slug(&slug) };
            let parts = parts.iter().map(|part| self.slug(part)).chain([name]);
            parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
        } else {
            own_path.trim_matches('/').to_owned()
        };
        let is_drawn = matter.field("render").and_then(Value::as_bool) != Some(false);
        let date = matter.text(&["date"]);
        let date = if date.is_empty() { day } else { date.into_owned() };
        let is_ahead = now.zip(Date::parse(&date).ok()).is_some_and(|(now, date)| date > now);
        let unpublished = if !is_drawn {
            Some(Unpublished::NoPage)
        } else {
            is_ahead.then_some(Unpublished::Scheduled)
        };
        Page {
            unpublished,
            url: Some(format!("{prefix}/{}/", encode(&url))),
            lang: Some(lang.unwrap_or(&self.default_language).to_owned()),
            translation_key: (!self.languages.is_empty()).then_some(key),
            date: Some(date).filter(|date| !date.is_empty()),
            section,
            ..Page::default()
        }
    }
}
