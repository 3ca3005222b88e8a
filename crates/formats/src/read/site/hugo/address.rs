//! The address of a page.

use std::collections::HashMap;

use super::{content::ContentFile, dates::Dated, sanitize::Sanitizer};
use crate::read::{
    front_matter::FrontMatter,
    site::address::{encode, encode_address},
    value::Value,
};

/// The rules for addresses in the configuration.
#[derive(Debug)]
pub(super) struct Addresses {
    /// Patterns by section; the root has the empty name.
    patterns: HashMap<String, String>,
    ugly: Ugly,
    sanitizer: Sanitizer,
}

/// Which addresses end in `.html`.
#[derive(Debug)]
enum Ugly {
    All(bool),
    Sections(Vec<String>),
}

impl Addresses {
    pub(super) fn new(config: &Value) -> Self {
        let flag = |name| config.get(name).and_then(Value::as_bool).unwrap_or(false);
        let mut patterns = HashMap::new();
        // `permalinks.page.posts`, and the older `permalinks.posts`.
        let permalinks = config.get("permalinks").map(Value::fields).unwrap_or_default();
        let pages = config.at(&["permalinks", "page"]).map(Value::fields).unwrap_or_default();
        for (section, pattern) in permalinks.iter().chain(pages) {
            if let Some(pattern) = pattern.as_text() {
                patterns.insert(section.trim_matches('/').to_owned(), pattern.to_owned());
            }
        }
        let ugly = match config.get("uglyurls") {
            Some(sections @ Value::Map(_)) => {
                let is_set = |(_, flag): &&(String, Value)| flag.as_bool() == Some(true);
                let set = sections.fields().iter().filter(is_set);
                Ugly::Sections(set.map(|(section, _)| section.clone()).collect())
            }
            _ => Ugly::All(flag("uglyurls")),
        };
        let sanitizer = Sanitizer {
            lowers: !flag("disablepathtolower"),
            removes_accents: flag("removepathaccents"),
        };
        Self { patterns, ugly, sanitizer }
    }

    /// Returns the address of a page. `prefix` is the start of the addresses in its language, `root` that of the
    /// site.
    pub(super) fn of(
        &self,
        file: &ContentFile,
        matter: &FrontMatter,
        dated: &Dated,
        prefix: &str,
        root: &str,
    ) -> String {
        let page = PageNames { file, matter, dated, sanitizer: self.sanitizer };
        let url = matter.text(&["url"]);
        if !url.is_empty() {
            if url.contains("://") {
                return url.into_owned();
            }
            let path = if url.contains(':') { page.expand(&url) } else { url.to_string() };
            let start = if path.starts_with('/') { root } else { prefix };
            return format!("{start}{}", encode_address(&with_slash(&format!("/{path}"))));
        }
        let section = file.sections.first().map_or("", String::as_str);
        let key = section.to_lowercase();
        let path = match self.patterns.get(&key) {
            Some(pattern) => page.expand(pattern),
            None => {
                let slug = page.slug();
                let name = if slug.is_empty() { file.name.clone() } else { slug.replace('/', "-") };
                let parts = file.sections.iter().cloned().chain([name]);
                parts.collect::<Vec<_>>().join("/")
            }
        };
        let path = self.sanitizer.path(&format!("/{path}/"));
        let is_ugly = match &self.ugly {
            Ugly::All(all) => *all,
            Ugly::Sections(sections) => sections.contains(&key),
        };
        let path = joined(&path);
        match is_ugly && path.len() > 1 {
            true => format!("{prefix}{}.html", encode(path.trim_end_matches('/'))),
            false => format!("{prefix}{}", encode(&path)),
        }
    }
}

/// Adds `/` at the end, unless the last part has an extension, and joins repeated `/`.
fn with_slash(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    joined(&if last.is_empty() || last.contains('.') {
        path.to_owned()
    } else {
        format!("{path}/")
    })
}

/// Joins repeated `/`.
fn joined(path: &str) -> String {
    let mut joined = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter != '/' || !joined.ends_with('/') {
            joined.push(letter);
        }
    }
    joined
}

/// What the tokens of a pattern stand for.
struct PageNames<'p> {
    file: &'p ContentFile,
    matter: &'p FrontMatter,
    dated: &'p Dated,
    sanitizer: Sanitizer,
}

impl PageNames<'_> {
    /// The slug of the front matter, or of a file name with a day; empty when there is none.
    fn slug(&self) -> String {
        let slug = self.matter.text(&["slug"]);
        let slug = if slug.is_empty() { self.dated.slug.clone() } else { Some(slug.into_owned()) };
        slug.map(|slug| self.sanitizer.text(&slug)).unwrap_or_default()
    }

    fn title(&self) -> String {
        self.sanitizer.text(&self.matter.text(&["title"]).replace('/', "-"))
    }

    /// Replaces the tokens of a pattern, such as `:year` and `:sections[1:]`.
    fn expand(&self, pattern: &str) -> String {
        let mut path = String::new();
        let mut parts = pattern.split(':');
        path.push_str(parts.next().unwrap_or_default());
        let mut parts = parts.peekable();
        while let Some(part) = parts.next() {
            let end =
                part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
            let (token, mut rest) = part.split_at(end);
            // The `:` in the brackets of a slice has split it.
            let joined;
            if rest.starts_with('[') && !rest.contains(']') && parts.peek().is_some() {
                joined = format!("{rest}:{}", parts.next().unwrap_or_default());
                rest = &joined;
            }
            let slice = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            let rest = slice.map_or(rest, |(_, rest)| rest);
            match self.token(token, slice.map(|(slice, _)| slice)) {
                Some(value) => path.push_str(&value),
                None => {
                    path.push(':');
                    path.push_str(token);
                }
            }
            path.push_str(rest);
        }
        path
    }

    fn token(&self, token: &str, slice: Option<&str>) -> Option<String> {
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let (year, month, day) = self.dated.day;
        let name = || self.sanitizer.path(&self.file.name);
        let filled = |slug: String, other: String| if slug.is_empty() { other } else { slug };
        let sections = &self.file.current_section;
        Some(match token.to_ascii_lowercase().as_str() {
            "year" => year.to_string(),
            "month" => format!("{month:02}"),
            "monthname" => MONTHS[usize::from(month.clamp(1, 12)) - 1].to_owned(),
            "day" => format!("{day:02}"),
            "yearday" => day_of_year(year, month, day).to_string(),
            "section" => self.file.sections.first().cloned().unwrap_or_default(),
            "sections" => slice_of(sections, slice.unwrap_or(":")).join("/"),
            "sectionslug" => {
                self.sanitizer.text(self.file.sections.first().map_or("", String::as_str))
            }
            "title" => self.title(),
            "slug" => filled(self.slug(), self.title()),
            "filename" | "contentbasename" => name(),
            "slugorfilename" | "slugorcontentbasename" => filled(self.slug(), name()),
            _ => return None,
        })
    }
}

fn day_of_year(year: u16, month: u8, day: u8) -> u16 {
    const BEFORE: [u16; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    BEFORE[usize::from(month.clamp(1, 12)) - 1] + u16::from(day) + u16::from(is_leap && month > 2)
}

/// Returns the items that a slice names: `0`, `last`, `1:`, `:2`, `1:last`.
fn slice_of<'s>(sections: &'s [String], slice: &str) -> &'s [String] {
    let n = sections.len();
    let at = |text: &str, default: usize| match text.trim() {
        "" => default,
        "last" => n.saturating_sub(1),
        number => number.parse().unwrap_or(default),
    };
    let (start, end) = match slice.split_once(':') {
        Some((start, end)) => (at(start, 0), at(end, n)),
        None => (at(slice, 0), at(slice, 0) + 1),
    };
    sections.get(start.min(n)..end.min(n).max(start.min(n))).unwrap_or_default()
}
