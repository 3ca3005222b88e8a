//! Hexo: posts, pages, addresses and publication, by the configuration and the front matter.

use std::path::Path;

use super::{Generator, Page, address::encode, config::read_config, file_name, is_in};
use crate::{
    ReadError,
    read::{
        PassedOver, Unpublished, file_name::split_day, front_matter::FrontMatter, value::Value,
    },
};
use alsolike::article::Date;

/// A Hexo site.
pub(super) struct Hexo {
    source: String,
    /// Start of all addresses.
    base: String,
    permalink: String,
    /// Languages that are folders of the source.
    languages: Vec<String>,
    /// Whether file names start with the day.
    names_day: bool,
    shows_drafts: bool,
    shows_future: bool,
}

impl Hexo {
    /// Reads the configuration.
    ///
    /// # Errors
    /// As the reader of the configuration.
    pub(super) fn open(root: &Path) -> Result<Self, ReadError> {
        let config = read_config(&root.join("_config.yml"))?.unwrap_or(Value::Null);
        let text = |name: &str, default: &str| {
            let text = config.get(name).and_then(Value::as_text).unwrap_or_default();
            if text.is_empty() { default.to_owned() } else { text.to_owned() }
        };
        let flag = |name: &str| config.get(name).and_then(Value::as_bool);
        let languages = config.get("language").map(Value::items).unwrap_or_default();
        Ok(Self {
            source: text("source_dir", "source").trim_matches('/').to_owned(),
            base: text("url", "").trim_end_matches('/').to_owned(),
            permalink: text("permalink", ":year/:month/:day/:title/"),
            languages: languages.iter().filter_map(Value::as_text).map(str::to_owned).collect(),
            names_day: text("new_post_name", "").starts_with(":year-"),
            shows_drafts: flag("render_drafts").unwrap_or(false),
            shows_future: flag("future").unwrap_or(true),
        })
    }

    /// Returns a path below the source folder.
    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        Some(path.strip_prefix(&self.source)?.trim_start_matches('/'))
    }

    fn post_address(&self, name: &str, matter: &FrontMatter, day: &str, lang: &str) -> String {
        let own = matter.text(&["permalink"]);
        if !own.is_empty() {
            return own.trim_start_matches('/').to_owned();
        }
        let mut numbers = day.split('-');
        let mut number = || numbers.next().unwrap_or_default().to_owned();
        let (year, month, day) = (number(), number(), number());
        let categories = matter.texts(&["categories", "category"]);
        let category =
            categories.first().map_or("uncategorized".into(), |name| name.replace(' ', "-"));
        // A longer name before its start.
        let tokens = [
            (":category", category),
            (":i_month", month.trim_start_matches('0').to_owned()),
            (":i_day", day.trim_start_matches('0').to_owned()),
            (":post_title", matter.text(&["title"]).to_lowercase().replace(' ', "-")),
            (":month", month),
            (":title", name.to_owned()),
            (":year", year),
            (":name", file_name(name).to_owned()),
            (":lang", lang.to_owned()),
            (":day", day),
        ];
        tokens
            .iter()
            .fold(self.permalink.clone(), |path, (token, value)| path.replace(token, value))
    }
}

impl Generator for Hexo {
    fn root_address(&self) -> &str {
        &self.base
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        if path.is_empty() || is_in(&self.source, path) {
            return None;
        }
        if path == "public" {
            return Some(PassedOver::Built);
        }
        let Some(below) = self.below(path) else { return Some(PassedOver::NoContent) };
        let name = file_name(below);
        (name.starts_with('_') && !matches!(name, "_posts" | "_drafts"))
            .then_some(PassedOver::NoContent)
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        let is_page = [".md", ".markdown", ".html", ".htm"].iter().any(|end| path.ends_with(end));
        let is_hidden = file_name(path).starts_with('_');
        (self.below(path).is_none() || !is_page || is_hidden).then_some(PassedOver::NoContent)
    }

    fn add_defaults(&self, _: &str, _: &mut FrontMatter) {}

    fn page(&self, path: &str, matter: &FrontMatter, now: Option<Date>) -> Page {
        let below = self.below(path).unwrap_or(path);
        let below = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
        let lang = self.languages.iter().find(|lang| is_in(below, lang)).cloned();
        let own_lang = matter.text(&["lang", "language"]).into_owned();
        let lang = Some(own_lang).filter(|lang| !lang.is_empty()).or(lang);
        let default = self.languages.first().cloned().unwrap_or_default();
        let written = matter.text(&["date"]).into_owned();
        let post = ["_posts/", "_drafts/"].iter().find_map(|folder| below.strip_prefix(folder));
        let (day, name) = match post.filter(|_| self.names_day) {
            Some(name) => split_day(name),
            None => (String::new(), post.unwrap_or(below)),
        };
        let date = if written.is_empty() { day } else { written };
        let at = Date::parse(&date).ok();
        let path = match post {
            Some(_) => {
                let day = at.map(|at| at.to_string()).unwrap_or_default();
                self.post_address(name, matter, &day, lang.as_deref().unwrap_or(&default))
            }
            None => match below.strip_suffix("index") {
                Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
                _ => format!("{below}.html"),
            },
        };
        let is_draft = below.starts_with("_drafts/") && !self.shows_drafts;
        let is_ahead = !self.shows_future && at.zip(now).is_some_and(|(at, now)| at > now);
        let shared = lang.as_ref().and_then(|lang| below.strip_prefix(lang.as_str()));
        let has_key = !self.languages.is_empty() && post.is_none();
        Page {
            unpublished: match is_draft {
                true => Some(Unpublished::Draft),
                false => is_ahead.then_some(Unpublished::Scheduled),
            },
            url: Some(format!("{}/{}", self.base, encode(&path))),
            translation_key: has_key
                .then(|| shared.unwrap_or(below).trim_start_matches('/').to_owned()),
            lang,
            default_lang: Some(default).filter(|lang| !lang.is_empty()),
            date: Some(date).filter(|date| !date.is_empty()),
            ..Page::default()
        }
    }
}
