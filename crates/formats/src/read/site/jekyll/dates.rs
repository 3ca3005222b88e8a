//! The dates of posts.

use jiff::{Timestamp, ZonedDateTime, civil, tz::TimeZone};

use alsolike::article::Date;

/// The parts of the name of a post: `2021-06-16-slug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PostName {
    pub day: String,
    pub slug: String,
}

/// Splits the name of a post; month and day may have one digit. `None` for a name that is no post's.
pub(super) fn split_post_name(stem: &str) -> Option<PostName> {
    let mut parts = stem.splitn(4, '-');
    let mut number = |lengths: std::ops::RangeInclusive<usize>| {
        let part = parts.next()?;
        let is_number = lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (mut year, month, day) = (number(2..=4)?, number(1..=2)?, number(1..=2)?);
    if year < 100 {
        year += 2000;
    }
    let slug = parts.next()?;
    Some(PostName { day: format!("{year:04}-{month:02}-{day:02}"), slug: slug.to_owned() })
}

/// A time in the zone of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Instant(ZonedDateTime);

impl Instant {
    /// The civil time in the zone of the site.
    pub(super) fn civil(&self) -> civil::DateTime {
        self.0.datetime()
    }

    pub(super) fn date(&self) -> Date {
        Date::from_unix_seconds(self.0.timestamp().as_second())
    }

    /// Writes the time with its offset: `2021-06-16T01:30:00+02:00`.
    pub(super) fn to_string_with_offset(&self) -> String {
        self.0.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

/// Reads a date as Jekyll does: a day is in the zone of the site, and a time without an offset is UTC.
pub(super) fn instant(text: &str, zone: &TimeZone) -> Option<Instant> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Some(day) = day(text) {
        return Some(Instant(day.to_zoned_datetime(zone.clone()).ok()?));
    }
    let at = Timestamp::from_second(Date::parse(text).ok()?.unix_seconds()).ok()?;
    Some(Instant(at.to_zoned_datetime(zone.clone())))
}

/// Reads a day without a time; month and day may have one digit.
fn day(text: &str) -> Option<civil::Date> {
    let mut parts = text.split('-');
    let mut number = || parts.next()?.parse::<i16>().ok();
    let (year, month, day) = (number()?, number()?, number()?);
    let found = civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    parts.next().is_none().then_some(found)
}
