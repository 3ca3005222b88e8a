//! Hexo: posts, pages, addresses and publication, by the configuration and the front matter.

mod config;
mod rule;
mod slug;
#[cfg(test)]
mod tests;

use std::path::Path;

use self::{
    config::Config,
    slug::{Case, slug},
};
use super::{Generator, Page, address::encode, file_name, is_in};
use crate::{
    ReadError,
    read::{PassedOver, Unpublished, front_matter::FrontMatter},
};
use alsolike::article::Date;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// A Hexo site.
pub(super) struct Hexo {
    /// The root in the file system, with `/` between folders.
    root: String,
    config: Config,
}

/// What the path and the front matter of a post say of it.
struct Post<'p> {
    /// `:title` of the address.
    slug: String,
    /// Values that the name of the file holds.
    values: Vec<(&'p str, &'p str)>,
    matter: &'p FrontMatter,
    /// Date as the front matter or the name of the file writes it; may be empty.
    date: String,
}

/// Returns the path below the folder of posts or of drafts.
fn post_path(below: &str) -> Option<&str> {
    ["_posts/", "_drafts/"].iter().find_map(|folder| below.strip_prefix(folder))
}

/// Whether Hexo passes over a path because of the name of a folder or file in it.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with(['_', '.']))
}

/// Cuts the extension of a file.
fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// Returns the time that Hexo shows: one with an offset in the zone of the site, one without as it is written.
fn time(date: &str, zone: &TimeZone) -> Option<DateTime> {
    let at = Timestamp::from_second(Date::parse(date).ok()?.unix_seconds()).ok()?;
    let zone = if has_offset(date) { zone.clone() } else { TimeZone::UTC };
    Some(at.to_zoned_datetime(zone).datetime())
}

/// Whether a date has a time with an offset from UTC.
fn has_offset(date: &str) -> bool {
    let minutes = date.split_once(':').map_or("", |(_, minutes)| minutes).trim_end();
    minutes.contains(['+', '-']) || minutes.ends_with(['Z', 'z'])
}

impl<'p> Post<'p> {
    fn value(&self, name: &str) -> Option<&'p str> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// The day that the name of the file holds.
    fn day_of_name(&self) -> Option<String> {
        let year = self.value("year")?;
        let month = self.value("month").or_else(|| self.value("i_month"))?;
        let day = self.value("day").or_else(|| self.value("i_day"))?;
        Some(format!("{year}-{month:0>2}-{day:0>2}"))
    }
}

impl Hexo {
    /// Reads the configuration.
    ///
    /// # Errors
    /// As the reader of the configuration.
    pub(super) fn open(root: &Path) -> Result<Self, ReadError> {
        let config = Config::open(root)?;
        Ok(Self { root: root.to_string_lossy().replace('\\', "/"), config })
    }

    /// Returns a path below the source folder.
    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        is_in(path, &self.config.source)
            .then(|| path[self.config.source.len()..].trim_start_matches('/'))
    }

    /// Whether `ignore` names a path. Its patterns match whole paths of the file system.
    fn ignores(&self, path: &str) -> bool {
        !self.config.ignore.is_empty()
            && self.config.ignore.matches(&format!("{}/{path}", self.root))
    }

    /// Whether the configuration leaves out a file. `exclude` is for pages, and never for posts.
    fn excludes(&self, path: &str, below: &str) -> bool {
        self.ignores(path)
            || self.config.skip_render.matches(below)
            || post_path(below).is_none() && self.config.exclude.matches(below)
    }

    /// Whether Hexo makes a page of a file, by its name.
    fn is_page(&self, below: &str) -> bool {
        let is_page = [".md", ".markdown", ".html", ".htm"].iter().any(|end| below.ends_with(end));
        is_page
            && match post_path(below) {
                Some(post) => {
                    let end = &self.config.post_extension;
                    let is_post = !self.config.has_post_assets || post.ends_with(end.as_str());
                    is_post && !is_hidden(post)
                }
                None => !is_hidden(below) || self.config.include.matches(below),
            }
    }

    fn post<'p>(&'p self, path: &'p str, matter: &'p FrontMatter) -> Post<'p> {
        let values = self.config.new_post_name.values(path).unwrap_or_default();
        let mut post = Post { slug: String::new(), values, matter, date: String::new() };
        post.slug = post.value("title").map_or_else(|| slug(path, Case::AsWritten), str::to_owned);
        let written = matter.text(&["date"]).into_owned();
        let is_written = !written.is_empty();
        post.date = if is_written { written } else { post.day_of_name().unwrap_or_default() };
        post
    }

    /// Returns the address of a post. `None` when it depends on what only Hexo knows, such as the time of the file.
    fn post_address(&self, post: &Post<'_>, lang: &str) -> Option<String> {
        let own = post.matter.text(&["permalink"]);
        let address = match own.as_ref() {
            "" => {
                let at = time(&post.date, &self.config.zone);
                self.config.permalink.path(|name| self.token(name, post, at, lang))?
            }
            own => own.to_owned(),
        };
        let is_folder = address.ends_with('/') || address.ends_with(".html");
        let end = if self.config.has_post_assets && !is_folder { "/" } else { "" };
        Some(self.config.pretty(&format!("{address}{end}")))
    }

    /// Returns the value of a name in the address of posts.
    fn token(
        &self,
        name: &str,
        post: &Post<'_>,
        at: Option<DateTime>,
        lang: &str,
    ) -> Option<String> {
        let number = |format: &str| at.map(|at| at.strftime(format).to_string());
        let categories = || {
            let field = |name| post.matter.field(name).filter(|value| value.is_filled());
            field("categories").or_else(|| field("category"))
        };
        match name {
            "title" => Some(post.slug.clone()),
            "name" => Some(file_name(&post.slug).to_owned()),
            "post_title" => Some(slug(&post.matter.text(&["title"]), Case::Lower)),
            "year" => number("%Y"),
            "month" => number("%m"),
            "day" => number("%d"),
            "hour" => number("%H"),
            "minute" => number("%M"),
            "second" => number("%S"),
            "i_month" => at.map(|at| at.month().to_string()),
            "i_day" => at.map(|at| at.day().to_string()),
            "category" => Some(self.config.category(categories())),
            // Hexo makes it of the time of the file, too.
            "hash" => None,
            name => self.other_token(name, post, lang),
        }
    }

    /// Returns a value of the name of the file, the front matter or the defaults of the configuration.
    fn other_token(&self, name: &str, post: &Post<'_>, lang: &str) -> Option<String> {
        let field = name.to_lowercase();
        let own = post.matter.text(&[&field]).into_owned();
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        let default = || self.config.permalink_defaults.get(&field)?.as_text().map(str::to_owned);
        let lang = || filled(lang.to_owned()).filter(|_| name == "lang");
        post.value(name).map(str::to_owned).or_else(|| filled(own)).or_else(default).or_else(lang)
    }

    /// Returns the address of a page that is no post.
    fn page_address(&self, below: &str, matter: &FrontMatter) -> String {
        let own = matter.text(&["permalink"]);
        let address = match own.as_ref() {
            "" => format!("{}.html", stem(below)),
            own if own.ends_with('/') => format!("{own}index.html"),
            own if file_name(own).contains('.') => own.to_owned(),
            own => format!("{own}.html"),
        };
        // Sites link to the folder of an index.
        match address.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
            _ => self.config.pretty(&address),
        }
    }

    /// Returns the address of a path of an address.
    fn whole_address(&self, path: &str) -> String {
        if path.starts_with("http://") || path.starts_with("https://") {
            return path.to_owned();
        }
        format!("{}/{}", self.config.base, encode(path.trim_start_matches('/')))
    }
}

impl Generator for Hexo {
    fn root_address(&self) -> &str {
        &self.config.base
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        if path.is_empty() || is_in(&self.config.source, path) {
            return None;
        }
        if path == "public" {
            return Some(PassedOver::Built);
        }
        let Some(below) = self.below(path) else { return Some(PassedOver::NoContent) };
        if self.ignores(path) {
            return Some(PassedOver::Excluded);
        }
        let is_hidden = match post_path(below) {
            Some(post) => is_hidden(post),
            None if matches!(below, "_posts" | "_drafts") => false,
            None => is_hidden(below) && self.config.include.is_empty(),
        };
        is_hidden.then_some(PassedOver::NoContent)
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        match self.below(path) {
            Some(below) if self.is_page(below) => {
                self.excludes(path, below).then_some(PassedOver::Excluded)
            }
            _ => Some(PassedOver::NoContent),
        }
    }

    fn add_defaults(&self, _: &str, _: &mut FrontMatter) {}

    fn page(&self, path: &str, matter: &FrontMatter, now: Option<Date>) -> Page {
        let below = self.below(path).unwrap_or(path);
        let stem_below = stem(below);
        let post = post_path(stem_below).map(|path| self.post(path, matter));
        let languages = &self.config.languages;
        let of_name = post.as_ref().and_then(|post| post.value("lang")).map(str::to_owned);
        let of_folder = languages.iter().find(|lang| is_in(stem_below, lang)).cloned();
        let own_lang = matter.text(&["lang", "language"]).into_owned();
        let lang = Some(own_lang).filter(|lang| !lang.is_empty()).or(of_name).or(of_folder);
        let default = languages.first().cloned().unwrap_or_default();
        let address = match &post {
            Some(post) => self.post_address(post, lang.as_deref().unwrap_or(&default)),
            None => Some(self.page_address(below, matter)),
        };
        let date = match &post {
            Some(post) => post.date.clone(),
            None => matter.text(&["date"]).into_owned(),
        };
        let at = Date::parse(&date).ok();
        let is_draft = below.starts_with("_drafts/") && !self.config.shows_drafts;
        let is_ahead = !self.config.shows_future && at.zip(now).is_some_and(|(at, now)| at > now);
        let shared = lang.as_ref().and_then(|lang| stem_below.strip_prefix(lang.as_str()));
        let has_key = !languages.is_empty() && post.is_none();
        Page {
            unpublished: match is_draft {
                true => Some(Unpublished::Draft),
                false => is_ahead.then_some(Unpublished::Scheduled),
            },
            url: address.map(|path| self.whole_address(&path)),
            translation_key: has_key
                .then(|| shared.unwrap_or(stem_below).trim_start_matches('/').to_owned()),
            lang,
            default_lang: Some(default).filter(|lang| !lang.is_empty()),
            date: Some(date).filter(|date| !date.is_empty()),
            ..Page::default()
        }
    }
}
