//! The date of a page, from its front matter or the name of its file.

use crate::read::{front_matter::FrontMatter, value::Value};
use alsolike::article::Date;

/// Fields that hold the date by default, in this order.
const DEFAULT: [&str; 6] = ["date", "publishdate", "pubdate", "published", "lastmod", "modified"];

/// Where the dates of pages are looked for.
#[derive(Debug)]
pub(super) struct Dates {
    /// Names of fields; `:filename` is the name of the file.
    fields: Vec<String>,
    /// Whether another time than the date may come from the name of the file, and with it the slug.
    names_slug: bool,
}

/// The date of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dated {
    /// As its author wrote it.
    pub date: Option<String>,
    /// Year, month and day in the zone of the author; the first day of year 1 without a date.
    pub day: (u16, u8, u8),
    /// The rest of a file name whose start is the date.
    pub slug: Option<String>,
}

impl Dates {
    pub(super) fn new(config: &Value) -> Self {
        let chain = |name: &str| -> Vec<String> {
            let found = config.at(&["frontmatter", name]).map(Value::items).unwrap_or_default();
            found.iter().filter_map(|field| Some(field.as_text()?.to_lowercase())).collect()
        };
        let date = chain("date");
        let mut fields = Vec::new();
        for field in if date.is_empty() { vec![":default".to_owned()] } else { date } {
            match field.as_str() {
                ":default" => fields.extend(DEFAULT.map(str::to_owned)),
                _ => fields.push(field),
            }
        }
        let names_slug = ["publishdate", "lastmod", "expirydate"]
            .iter()
            .any(|name| chain(name).iter().any(|field| field == ":filename"));
        Self { fields, names_slug }
    }

    /// Returns the date of a page whose file has this name without extension.
    pub(super) fn of(&self, matter: &FrontMatter, name: &str) -> Dated {
        let from_name = split_day(name);
        let slug = || from_name.map(|(_, slug)| slug.to_owned()).filter(|slug| !slug.is_empty());
        for field in &self.fields {
            if field == ":filename" {
                if let Some((day, _)) = from_name {
                    return Dated { date: Some(day.to_owned()), day: civil_day(day), slug: slug() };
                }
                continue;
            }
            let text = matter.text(&[field]);
            let is_date = !text.trim().is_empty() && civil_day(&text) != NO_DAY;
            if is_date {
                let slug = if self.names_slug { slug() } else { None };
                return Dated {
                    date: Some(text.into_owned()),
                    day: civil_day(&text_of(matter, field)),
                    slug,
                };
            }
        }
        Dated { date: None, day: NO_DAY, slug: if self.names_slug { slug() } else { None } }
    }
}

/// The day that Hugo takes for a page without a date.
const NO_DAY: (u16, u8, u8) = (1, 1, 1);

fn text_of(matter: &FrontMatter, field: &str) -> String {
    matter.text(&[field]).into_owned()
}

/// Returns the day that a date names in its own zone.
fn civil_day(text: &str) -> (u16, u8, u8) {
    let parts = |text: &str| {
        let mut numbers = text.trim().splitn(3, '-');
        let year = numbers.next()?.parse().ok()?;
        let month = numbers.next()?.parse().ok()?;
        let day = numbers.next()?;
        let end = day.find(|c: char| !c.is_ascii_digit()).unwrap_or(day.len());
        Some((year, month, day[..end].parse().ok()?))
    };
    let other_form = || parts(&Date::parse(text).ok()?.to_string());
    parts(text).or_else(other_form).unwrap_or(NO_DAY)
}

/// Splits `2021-06-16-slug` into the day and the slug.
fn split_day(name: &str) -> Option<(&str, &str)> {
    let (day, rest) = name.split_at_checked("2021-06-16".len())?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    is_day.then(|| (day, rest.trim_matches([' ', '-', '_'])))
}
