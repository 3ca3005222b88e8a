//! The address of a page.

use super::{
    config::Config,
    dates::{Instant, PostName},
    fields::{MARKUPS, categories},
    kind::Kind,
};
use crate::read::{
    front_matter::FrontMatter,
    site::{address::encode, file_name},
};

/// What the address of a page is made of.
pub(super) struct AddressParts<'p> {
    /// Path below the source.
    pub below: &'p str,
    pub matter: &'p FrontMatter,
    pub kind: &'p Kind,
    pub post_name: Option<&'p PostName>,
    pub at: Option<&'p Instant>,
}

/// Returns the address of a page.
pub(super) fn address(parts: &AddressParts<'_>, config: &Config) -> String {
    let permalink = parts.matter.text(&["permalink"]);
    match permalink.contains("://") {
        true => permalink.into_owned(),
        false => format!("{}{}", config.root_address, path(parts, config)),
    }
}

/// Returns the path of the address of a page, encoded.
fn path(parts: &AddressParts<'_>, config: &Config) -> String {
    let name = file_name(parts.below);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let extension = match MARKUPS.contains(&extension.to_lowercase().as_str()) {
        true => ".html".to_owned(),
        false if extension.is_empty() => String::new(),
        false => format!(".{extension}"),
    };
    let own = parts.matter.text(&["permalink"]);
    let end = end_of(&config.permalink);
    let tokens = Tokens { parts, config, stem, extension: &extension };
    let pattern = match parts.kind {
        _ if !own.is_empty() => own.into_owned(),
        Kind::Post | Kind::Draft => {
            let posts = config.collection("posts").and_then(|posts| posts.permalink.clone());
            posts.unwrap_or_else(|| config.permalink.clone())
        }
        Kind::Collection(collection) => {
            let own = config.collection(collection).and_then(|found| found.permalink.clone());
            own.unwrap_or_else(|| format!("/:collection/:path{end}"))
        }
        Kind::Page if extension != ".html" => ":path/:basename:output_ext".to_owned(),
        Kind::Page if stem == "index" => ":path/".to_owned(),
        Kind::Page => format!(":path/:basename{end}"),
    };
    let path = tokens.expand(style(&pattern));
    let mut joined = String::from("/");
    for letter in path.chars() {
        if letter != '/' || !joined.ends_with('/') {
            joined.push(letter);
        }
    }
    joined
}

/// Returns the end of the addresses of pages, which follows that of posts.
fn end_of(permalink: &str) -> &'static str {
    match permalink {
        "pretty" => "/",
        "date" | "ordinal" | "none" => ":output_ext",
        pattern if pattern.ends_with('/') => "/",
        pattern if pattern.ends_with(":output_ext") => ":output_ext",
        _ => "",
    }
}

/// Returns the pattern behind the name of a style.
fn style(pattern: &str) -> &str {
    match pattern {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        pattern => pattern,
    }
}

struct Tokens<'t> {
    parts: &'t AddressParts<'t>,
    config: &'t Config,
    /// Name of the file without extension.
    stem: &'t str,
    /// Extension of the page with its dot.
    extension: &'t str,
}

/// The names of the tokens, a longer name before its start.
const TOKENS: [&str; 25] = [
    "slugified_categories",
    "categories",
    "collection",
    "output_ext",
    "short_month",
    "long_month",
    "short_year",
    "short_day",
    "long_day",
    "basename",
    "i_month",
    "i_day",
    "y_day",
    "w_year",
    "w_day",
    "second",
    "minute",
    "month",
    "title",
    "hour",
    "path",
    "name",
    "slug",
    "week",
    "year",
];

impl Tokens<'_> {
    fn expand(&self, pattern: &str) -> String {
        let mut path = String::new();
        let mut parts = pattern.split(':');
        path.push_str(&encode(parts.next().unwrap_or_default()));
        for part in parts {
            let token = TOKENS.iter().chain(&["day"]).find(|token| part.starts_with(**token));
            let value = token.and_then(|token| Some((token, self.token(token)?)));
            match value {
                Some((token, value)) => {
                    path.push_str(&value);
                    path.push_str(&encode(&part[token.len()..]));
                }
                None => {
                    path.push(':');
                    path.push_str(&encode(part));
                }
            }
        }
        path
    }

    fn token(&self, token: &str) -> Option<String> {
        let AddressParts { below, matter, kind, post_name, at } = self.parts;
        let slug = matter.text(&["slug"]);
        let own_name = post_name.map_or(self.stem, |name| &name.slug);
        let time =
            |format: &str| at.map(|at| at.civil().strftime(format).to_string()).unwrap_or_default();
        Some(match token {
            "categories" => {
                let names =
                    categories(below, matter, kind).into_iter().map(|name| name.to_lowercase());
                let mut unique: Vec<String> = Vec::new();
                names.for_each(|name| {
                    if !unique.contains(&name) {
                        unique.push(name);
                    }
                });
                encode(&unique.join("/"))
            }
            "slugified_categories" => {
                let names = categories(below, matter, kind);
                let slugs = names.iter().map(|name| encode(&slugify(name, false, false)));
                slugs.collect::<Vec<_>>().join("/")
            }
            "collection" => match kind {
                Kind::Collection(name) => encode(name),
                Kind::Post | Kind::Draft => "posts".to_owned(),
                Kind::Page => String::new(),
            },
            "output_ext" => self.extension.to_owned(),
            "title" => {
                let name = if slug.is_empty() { own_name } else { &slug };
                encode(&slugify(name, true, true))
            }
            "slug" => {
                let name = if slug.is_empty() { own_name } else { &slug };
                encode(&slugify(name, false, false))
            }
            "name" => encode(&slugify(self.stem, false, false)),
            "basename" => encode(self.stem),
            "path" => match kind {
                Kind::Page => encode(below.rsplit_once('/').map_or("", |(folder, _)| folder)),
                Kind::Post | Kind::Draft | Kind::Collection(_) => {
                    let path = self.config.below_collection(below);
                    encode(path.strip_suffix(file_name(path)).unwrap_or_default())
                        + &encode(self.stem)
                }
            },
            "year" => time("%Y"),
            "short_year" => time("%y"),
            "month" => time("%m"),
            "i_month" => time("%-m"),
            "short_month" => time("%b"),
            "long_month" => time("%B"),
            "day" => time("%d"),
            "i_day" => time("%-d"),
            "short_day" => time("%a"),
            "long_day" => time("%A"),
            "y_day" => time("%j"),
            "hour" => time("%H"),
            "minute" => time("%M"),
            "second" => time("%S"),
            "week" => time("%V"),
            "w_year" => time("%G"),
            "w_day" => time("%u"),
            _ => return None,
        })
    }
}

/// Returns a name for addresses: letters, digits and marks stay, runs of all else become `-`.
fn slugify(name: &str, keeps_case: bool, keeps_signs: bool) -> String {
    let is_kept = |letter: char| {
        letter.is_alphanumeric()
            || unicode_normalization::char::is_combining_mark(letter)
            || keeps_signs && "._~!$&'()+,;=@".contains(letter)
    };
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars() {
        if is_kept(letter) {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    if keeps_case { slug.to_owned() } else { slug.to_lowercase() }
}
