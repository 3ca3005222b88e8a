//! Publication dates.

use std::fmt;

use jiff::{Timestamp, civil, fmt::strtime, tz::TimeZone};
use thiserror::Error;

/// Time of publication in whole seconds. A day without a time is midnight in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    unix_seconds: i64,
}

/// A calendar month in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// A text that cannot be parsed as a date.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a date: write `2021-06-16` or `2021-06-16T14:30:00Z`")]
pub struct DateError(String);

/// Date formats beside ISO 8601, as written by static-site generators, feeds and people.
const OTHER_FORMATS: [&str; 11] = [
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M %z",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%a, %d %b %Y %H:%M:%S %z",
    "%B %d, %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%d %b %Y",
];

impl Date {
    /// Parses a day or a time.
    ///
    /// Accepts ISO 8601, also with a space instead of the `T`, and the formats of Jekyll, Hugo, RSS and written
    /// English. A day or month may have one digit. A time without an offset is in UTC.
    ///
    /// # Errors
    /// [`DateError`] with the text when no format matches.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let timestamp = text.parse::<Timestamp>().ok();
        let timestamp = timestamp.or_else(|| in_utc(text.parse::<civil::DateTime>().ok()?));
        let timestamp = timestamp.or_else(|| {
            in_utc(text.parse::<civil::Date>().ok()?.to_datetime(civil::Time::midnight()))
        });
        let timestamp = timestamp
            .or_else(|| OTHER_FORMATS.iter().find_map(|format| parse_format(format, text)));
        timestamp
            .map(|at| Self { unix_seconds: at.as_second() })
            .ok_or_else(|| DateError(text.to_owned()))
    }

    /// Returns the date at these seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn from_unix_seconds(unix_seconds: i64) -> Self {
        Self { unix_seconds }
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.unix_seconds
    }

    /// Returns the month in UTC, or `None` outside the years -9999 to 9999.
    #[must_use]
    pub fn month(self) -> Option<Month> {
        let day = self.day()?;
        Some(Month { year: day.year(), month: day.month() })
    }

    fn day(self) -> Option<civil::Date> {
        let at = Timestamp::from_second(self.unix_seconds).ok()?;
        Some(at.to_zoned_datetime(TimeZone::UTC).date())
    }
}

impl Month {
    /// Returns the year, from -9999 to 9999.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Returns the month of the year, from 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month.unsigned_abs()
    }
}

impl fmt::Display for Month {
    /// Writes year and month: `2021-06`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

fn in_utc(at: civil::DateTime) -> Option<Timestamp> {
    Some(at.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp())
}

/// Parses a text in one of the [`OTHER_FORMATS`]. Without a time it is midnight in UTC.
fn parse_format(format: &str, text: &str) -> Option<Timestamp> {
    let parts = strtime::parse(format, text).ok()?;
    let in_utc_time = || in_utc(parts.to_datetime().ok()?);
    let midnight = || in_utc(parts.to_date().ok()?.to_datetime(civil::Time::midnight()));
    parts.to_timestamp().ok().or_else(in_utc_time).or_else(midnight)
}

impl fmt::Display for Date {
    /// Writes the day in UTC: `2021-06-16`. Outside the years -9999 to 9999 it writes `@` and the seconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day() {
            Some(day) => write!(f, "{day}"),
            None => write!(f, "@{}", self.unix_seconds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn parses_days_and_times() {
        let check = |text: &str, expected: Option<i64>| {
            assert_eq!(Date::parse(text).ok().map(Date::unix_seconds), expected, "{text}");
        };
        check("1970-01-02", Some(86_400));
        check(" 1970-01-01T00:01:00Z ", Some(60));
        check("1970-01-01T01:00:00+01:00", Some(0));
        check("1970-01-01 00:00:05", Some(5));
        check("1970-01-01T00:00:05", Some(5));
        check("1970-01-01 01:00:00 +0100", Some(0));
        check("1970/01/02", Some(86_400));
        check("1970-1-2", Some(86_400));
        check("1970-1-2 00:01", Some(86_460));
        check("January 2, 1970", Some(86_400));
        check("2 Jan 1970", Some(86_400));
        check("02 january 1970", Some(86_400));
        check("yesterday", None);
        check("2021-02-30", None);
        check("", None);
    }

    #[test]
    fn displays_the_day_in_utc() {
        assert_eq!(Date::parse("2021-06-16T23:59:59Z").unwrap().to_string(), "2021-06-16");
        assert_eq!(Date::from_unix_seconds(i64::MAX).to_string(), format!("@{}", i64::MAX));
        let month = Date::parse("2021-06-30T23:59:59Z").unwrap().month().unwrap();
        assert_eq!((month.year(), month.month(), month.to_string()), (2021, 6, "2021-06".into()));
        assert_eq!(Date::from_unix_seconds(i64::MAX).month(), None);
    }
}
