//! Publication dates.

mod parse;

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
};

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};
use thiserror::Error;

/// Time of publication in whole seconds, with the offset of its zone. A day without a time is midnight in UTC.
///
/// Dates are equal, and are ordered, by their instants: 12:00 in Paris is 10:00 in London in June.
#[derive(Clone, Copy, Debug)]
pub struct Date {
    unix_seconds: i64,
    /// Offset of the zone from UTC in minutes, which decides the day that readers see.
    offset_minutes: i16,
}

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// A text that cannot be parsed as a date.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a date: write `2021-06-16` or `2021-06-16T14:30:00Z`")]
pub struct DateError(String);

/// Largest offset of a zone from UTC in minutes: one day.
const MAX_OFFSET: i16 = 24 * 60;

impl Date {
    /// Parses a day or a time.
    ///
    /// Accepts ISO 8601, also with a space instead of the `T` and with fractions of seconds; RFC 822 and its
    /// successors as feeds write it, with zones such as `GMT` and `EST` and a wrong or no day of the week; what Hugo
    /// and Jekyll write, such as `2021-06-16 10:00:00 +0200 CEST`; English prose such as `June 16, 2021 2:30 PM`; and
    /// `16.06.2021`. A day or month may have one digit, a year two. A time without a zone, or with an unknown one, is
    /// in UTC.
    ///
    /// # Errors
    /// [`DateError`] with the text when no form matches.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let parsed = parse::parse(text).ok_or_else(|| DateError(text.to_owned()))?;
        let (unix_seconds, offset_minutes) = parsed;
        Ok(Self { unix_seconds, offset_minutes })
    }

    /// Returns the date at these seconds since 1970-01-01T00:00:00Z, in UTC.
    #[must_use]
    pub fn from_unix_seconds(unix_seconds: i64) -> Self {
        Self { unix_seconds, offset_minutes: 0 }
    }

    /// Returns the same instant in a zone with this offset from UTC in minutes, east is positive. Offsets beyond one
    /// day count as one day.
    #[must_use]
    pub fn with_offset_minutes(self, offset_minutes: i16) -> Self {
        Self { offset_minutes: offset_minutes.clamp(-MAX_OFFSET, MAX_OFFSET), ..self }
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.unix_seconds
    }

    /// Returns the offset of the zone from UTC in minutes, east is positive.
    #[must_use]
    pub fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// Returns the month in the zone of the date, or `None` outside the years -9999 to 9999.
    #[must_use]
    pub fn month(self) -> Option<Month> {
        let day = self.day()?;
        Some(Month { year: day.year(), month: day.month() })
    }

    fn day(self) -> Option<civil::Date> {
        let at = Timestamp::from_second(self.unix_seconds).ok()?;
        let offset = SignedDuration::from_mins(i64::from(self.offset_minutes));
        Some(at.checked_add(offset).ok()?.to_zoned_datetime(TimeZone::UTC).date())
    }
}

impl PartialEq for Date {
    fn eq(&self, other: &Self) -> bool {
        self.unix_seconds == other.unix_seconds
    }
}

impl Eq for Date {}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        self.unix_seconds.cmp(&other.unix_seconds)
    }
}

impl Hash for Date {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.unix_seconds.hash(state);
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

impl fmt::Display for Date {
    /// Writes the day in the zone of the date: `2021-06-16`. Outside the years -9999 to 9999 it writes `@` and the seconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day() {
            Some(day) => write!(f, "{day}"),
            None => write!(f, "@{}", self.unix_seconds),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Date;

    /// 2021-06-16T12:00:00Z.
    const NOON: i64 = 1_623_844_800;

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
        check("2021-06-16T14:30", Some(NOON + 9_000));
        check("2021-06-16T14:30Z", Some(NOON + 9_000));
        check("2021-06-16 14:30:00.123456", Some(NOON + 9_000));
        check("2021-06-16 14:30:00,5Z", Some(NOON + 9_000));
        check("2021-06-16 14:30:00 UTC", Some(NOON + 9_000));
        check("2021-06-16T16:30:00 +0200", Some(NOON + 9_000));
        check("2021-06-16 16:30:00 +0200 CEST", Some(NOON + 9_000));
        check("2021-06-16 16:30:00.5 +0200 CEST m=+0.000000001", Some(NOON + 9_000));
        check("2021-06-16 20:00:00 +05:30", Some(NOON + 9_000));
        check("2021-06-16T16:30:00+02:00[Europe/Berlin]", Some(NOON + 9_000));
        check("2021-06-16T16:30:00+02", Some(NOON + 9_000));
        check("20210616T143000Z", Some(NOON + 9_000));
        check("20210616T163000+0200", Some(NOON + 9_000));
        check("20210616", Some(NOON - 43_200));
        check("2021-06-15T24:00:00Z", Some(NOON - 43_200));
        check("2021-06-16T14:29:60Z", Some(NOON + 8_999));
        check("16.06.2021", Some(NOON - 43_200));
        check("16.6.2021 14:30", Some(NOON + 9_000));
        check("2021-06-16 25:00", None);
        check("2021-06-16 14:30 (perhaps)", None);
        check("2021-06-16 soon", None);
        check("2021-13-01", None);
        check("06/07/2021", None);
        check("yesterday", None);
        check("12", None);
        check("May", None);
        check("0000-00-00 00:00:00", None);
        check("2021-02-30", None);
        check("", None);
    }

    #[test]
    fn parses_dates_of_feeds_and_prose() {
        let check = |text: &str, hours: i64| {
            let found = Date::parse(text).ok().map(Date::unix_seconds);
            assert_eq!(found, Some(NOON + 9_000 + hours * 3_600), "{text}");
        };
        for text in [
            "Wed, 16 Jun 2021 14:30:00 GMT",
            "Fri, 16 Jun 2021 14:30:00 GMT",
            "Wednesday, 16-Jun-21 14:30:00 GMT",
            "16 Jun 2021 14:30:00 +0000",
            "Wed, 16 Jun 2021 14:30 UT",
            "Wed,16 Jun 2021 14:30:00 Z",
            "Wed, 16 June 21 14:30:00 -0000",
            "wed, 16 jun 2021 14:30:00 gmt",
            "Wed Jun 16 14:30:00 2021",
            "2021 June 16 14:30:00",
            "Wed Jun 16 14:30:00 UTC 2021",
            "Wed Jun 16 14:30:00 +0000 2021",
            "Wed Jun 16 09:30:00 -0500 2021",
            "Wed Jun 16 2021 16:30:00 GMT+0200 (Central European Summer Time)",
            "Wed, 16 Jun 2021 14:30:00 A",
            "June 16, 2021 2:30 PM",
            "June 16th, 2021 at 2:30pm",
            "16 June 2021, 14:30",
            "Sept. 16, 2021 14:30",
        ] {
            check(text, if text.starts_with("Sept") { 92 * 24 } else { 0 });
        }
        check("Wed, 16 Jun 2021 14:30:00 EST", 5);
        check("Wed, 16 Jun 2021 14:30:00 PDT", 7);
        check("Wed, 16 Jun 2021 14:30:00 CEST", -2);
        check("Wed, 16 Jun 2021 14:30:00 +02:00", -2);
        check("Jun. 16, 2021 12:30 AM", -14);
        for text in
            ["Jun. 16, 2021", "16th of June 2021", "16 Jun 2021", "Wednesday, June 16, 2021"]
        {
            assert_eq!(Date::parse(text).unwrap().unix_seconds(), NOON - 43_200, "{text}");
        }
        assert_eq!(Date::parse("16 Jun 70").unwrap().to_string(), "1970-06-16");
        for text in ["16 Jun", "Jun 2021 x", "31 Jun 2021", "16 Foo 2021", "Wed", "of June 2021"] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_keeps_its_day_in_its_zone() {
        let check = |text: &str, day: &str| {
            assert_eq!(Date::parse(text).unwrap().to_string(), day, "{text}");
        };
        check("2021-06-16T23:30:00-05:00", "2021-06-16");
        check("2021-06-17T00:30:00+09:00", "2021-06-17");
        check("Wed, 16 Jun 2021 23:30:00 EST", "2021-06-16");
        check("2021-06-16T23:30:00Z", "2021-06-16");
        let (east, west) = ("2021-07-01T01:00:00+02:00", "2021-06-30T19:00:00-04:00");
        let [east, west] = [east, west].map(|text| Date::parse(text).unwrap());
        assert_eq!(east, west);
        assert_eq!([east, west].map(|date| date.month().unwrap().month()), [7, 6]);
        assert_eq!(west.offset_minutes(), -240);
        assert_eq!(size_of::<Date>(), 16);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}", like in "[A-Za-z0-9:.,+/ ()\\[\\]T-]{0,40}") {
            let _ = Date::parse(&text);
            let _ = Date::parse(&like);
            let _ = Date::parse(&format!("16 Jun 2021 {like}"));
            let _ = Date::parse(&format!("2021-06-16 {like}"));
        }

        #[test]
        fn reads_back_what_it_writes(seconds in -60_000_000_000i64..200_000_000_000, offset in -1439i16..1440) {
            let date = Date::from_unix_seconds(seconds).with_offset_minutes(offset);
            let day = date.to_string();
            prop_assert_eq!(Date::parse(&day).unwrap().to_string(), day);
        }
    }

    #[test]
    fn displays_the_day() {
        assert_eq!(Date::parse("2021-06-16T23:59:59Z").unwrap().to_string(), "2021-06-16");
        assert_eq!(Date::from_unix_seconds(i64::MAX).to_string(), format!("@{}", i64::MAX));
        let month = Date::parse("2021-06-30T23:59:59Z").unwrap().month().unwrap();
        assert_eq!((month.year(), month.month(), month.to_string()), (2021, 6, "2021-06".into()));
        assert_eq!(Date::from_unix_seconds(i64::MAX).month(), None);
    }
}
