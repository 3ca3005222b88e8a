//! Parses the forms in which people, feeds and site generators write dates.

use jiff::{Timestamp, civil, tz::TimeZone};

/// Seconds since 1970-01-01T00:00:00Z, and the offset of the zone in minutes.
pub(super) type Parsed = (i64, i16);

/// English months by their first three letters.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// English days of the week.
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Offsets of zones by name, in minutes: those of RFC 822, and those of Europe, East Asia and Oceania that have one
/// meaning.
const ZONES: [(&str, i16); 27] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("hst", -600),
];

/// Maximal length of a date in bytes.
const MAX_LENGTH: usize = 100;

/// Parses a trimmed text.
pub(super) fn parse(text: &str) -> Option<Parsed> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let found = numeric(text).or_else(|| in_words(text));
    found.or_else(|| {
        // Forms of ISO 8601 that nobody but programs write, such as weeks and years of six digits.
        let at = text.parse::<Timestamp>().ok();
        let at = at.or_else(|| in_zone(text.parse::<civil::DateTime>().ok()?, 0));
        let at = at.or_else(|| in_zone(text.parse::<civil::Date>().ok()?.at(0, 0, 0, 0), 0));
        at.map(|at| (at.as_second(), 0))
    })
}

/// Parses a date that starts with its day in numbers: `2021-06-16`, `2021/6/16`, `20210616` or `16.06.2021`.
fn numeric(text: &str) -> Option<Parsed> {
    let (first, rest) = number(text)?;
    let (day, rest) = if first.len() == 8 {
        let part = |from, to| first.get(from..to)?.parse::<i16>().ok();
        (day(part(0, 4)?, part(4, 6)?, part(6, 8)?)?, rest)
    } else {
        let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
        let (second, rest) = number(rest.strip_prefix(separator)?)?;
        let (third, rest) = number(rest.strip_prefix(separator)?)?;
        let lengths = (first.len(), second.len(), third.len());
        let [first, second, third] = [first, second, third].map(|part| part.parse::<i16>().ok());
        match lengths {
            (4, 1..=2, 1..=2) => (day(first?, second?, third?)?, rest),
            // Only with dots is the order of day and month the same everywhere.
            (1..=2, 1..=2, 4) if separator == '.' => (day(third?, second?, first?)?, rest),
            _ => return None,
        }
    };
    if rest.is_empty() {
        return at(day, civil::Time::midnight(), 0);
    }
    let rest = match rest.strip_prefix(['T', 't', ' ', '_']) {
        Some(rest) => rest.trim_start_matches([' ', ',']),
        None => rest.strip_prefix(',')?.trim_start(),
    };
    let (time, rest) = clock(rest)?;
    time_at(day, time, zone(rest)?)
}

/// Parses a date with the name of its month.
fn in_words(text: &str) -> Option<Parsed> {
    let mut rest = text;
    let (mut month, mut day_of_month, mut year, mut clock_time, mut offset) =
        (None, None, None, None, None);
    let mut is_first_word = true;
    while !rest.is_empty() {
        if year.is_some() && clock_time.is_some() {
            break;
        }
        if clock_time.is_some() && rest.trim_start().starts_with(['+', '-']) {
            // `Wed Jun 16 14:30:00 +0000 2021`.
            let (name, number) = rest.trim_start().split_once(' ')?;
            (offset, rest) = (Some(zone(name)?), number);
            continue;
        }
        let is_separator = |c: char| matches!(c, ' ' | ',' | '-' | '.' | '\t');
        let trimmed = rest.trim_start_matches(is_separator);
        if trimmed.len() < rest.len() {
            rest = trimmed;
            continue;
        }
        if let Some((digits, behind)) = number(rest) {
            if behind.starts_with(':') && clock_time.is_none() {
                let (time, behind) = clock(rest)?;
                (clock_time, rest) = (Some(time), behind);
            } else if day_of_month.is_none() && digits.len() <= 2 {
                day_of_month = Some(digits.parse::<i16>().ok()?);
                let ordinals = ["st", "nd", "rd", "th"];
                rest = ordinals.iter().find_map(|end| behind.strip_prefix(end)).unwrap_or(behind);
            } else if year.is_none()
                && (month.is_some() && matches!(digits.len(), 2 | 4)
                    // `2015 May 27`
                    || digits.len() == 4 && day_of_month.is_none())
            {
                let number = digits.parse::<i16>().ok()?;
                // RFC 2822: two digits below 50 are of this century.
                year = Some(match digits.len() {
                    2 if number < 50 => 2000 + number,
                    2 => 1900 + number,
                    _ => number,
                });
                rest = behind;
            } else if year.is_some() {
                break;
            } else {
                return None;
            }
            continue;
        }
        let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(length);
        let lower = word.to_ascii_lowercase();
        let is_weekday = word.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&lower));
        if is_first_word && is_weekday {
            rest = behind;
        } else if month.is_none() && is_month(&lower) {
            month = MONTHS.iter().position(|name| lower.starts_with(name));
            rest = behind;
        } else if matches!(lower.as_str(), "of" | "at") && day_of_month.is_some() {
            rest = behind;
        } else if clock_time.is_some() && year.is_none() && !word.is_empty() {
            // `Wed Jun 16 14:30:00 UTC 2021`.
            let (name, number) = rest.rsplit_once(' ')?;
            offset = Some(zone(name)?);
            rest = number;
        } else {
            return None;
        }
        is_first_word = false;
    }
    let month = i16::try_from(month?).ok()? + 1;
    let day = day(year?, month, day_of_month?)?;
    match clock_time {
        None => rest.is_empty().then(|| at(day, civil::Time::midnight(), 0))?,
        Some(time) => time_at(day, time, offset.or_else(|| zone(rest))?),
    }
}

/// Whether a word is the name of a month, in full or cut.
fn is_month(word: &str) -> bool {
    const FULL: [&str; 12] = [
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
    word.len() >= 3 && FULL.iter().any(|month| month.starts_with(word))
}

/// A time of day: seconds since midnight, up to 24 hours.
type Clock = i64;

/// Parses a time of day. Returns it with the rest of the text.
fn clock(text: &str) -> Option<(Clock, &str)> {
    let (digits, rest) = number(text)?;
    let (hour, minute, second, mut rest) = match digits.len() {
        4 | 6 => {
            let part = |from| digits.get(from..from + 2).map_or(Some(0), |part| part.parse().ok());
            (part(0)?, part(2)?, part(4)?, rest)
        }
        1 | 2 => {
            let (minute, rest) = number(rest.strip_prefix(':')?)?;
            let seconds = rest.strip_prefix(':').and_then(number);
            let (second, rest) = seconds.unwrap_or(("0", rest));
            if minute.len() != 2 || second.len() > 2 {
                return None;
            }
            (digits.parse::<i64>().ok()?, minute.parse().ok()?, second.parse().ok()?, rest)
        }
        _ => return None,
    };
    if let Some((_, behind)) = rest.strip_prefix(['.', ',']).and_then(number) {
        rest = behind;
    }
    let half = rest.trim_start();
    let hours = ["am", "pm", "a.m.", "p.m."].iter().find_map(|name| {
        let start = half.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name))?;
        let behind = &half[start.len()..];
        (!behind.starts_with(|c: char| c.is_alphanumeric()))
            .then_some((name.starts_with('p'), behind))
    });
    let hour = match hours {
        Some((is_afternoon, behind)) if (1..=12).contains(&hour) => {
            rest = behind;
            hour % 12 + if is_afternoon { 12 } else { 0 }
        }
        Some(_) => return None,
        None => hour,
    };
    let is_time = hour < 24 && minute < 60 && second <= 60;
    let is_end_of_day = (hour, minute, second) == (24, 0, 0);
    // A leap second is shown as the second before.
    let seconds = hour * 3_600 + minute * 60 + second.min(59);
    (is_time || is_end_of_day).then_some((seconds, rest))
}

/// Parses what follows a time: nothing, an offset, the name of a zone, and remarks about it. Returns the offset in
/// minutes.
fn zone(text: &str) -> Option<i16> {
    let text = text.trim();
    if text.is_empty() {
        return Some(0);
    }
    let length = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = text.split_at(length);
    if name.is_empty() {
        let (offset, rest) = offset(text)?;
        return is_remark(rest).then_some(offset);
    }
    let lower = name.to_ascii_lowercase();
    let known = ZONES.iter().find(|(known, _)| *known == lower).map(|&(_, offset)| offset);
    if let ("utc" | "gmt", Some((offset, rest))) = (lower.as_str(), offset(rest)) {
        return is_remark(rest).then_some(offset);
    }
    // RFC 2822: an unknown name of a zone says nothing about the offset.
    let is_name = name.len() <= 5 && name.bytes().all(|b| b.is_ascii_uppercase());
    let offset = known.or(is_name.then_some(0))?;
    is_remark(rest).then_some(offset)
}

/// Whether the rest of a date only repeats its zone: `CEST`, `(CEST)`, `[Europe/Berlin]`, or Go's clock `m=+0.01`.
fn is_remark(text: &str) -> bool {
    text.split_whitespace().all(|word| {
        let is_zone = word.bytes().all(|b| b.is_ascii_uppercase()) && word.len() <= 5;
        is_zone || word.starts_with("m=")
    }) || (text.trim_start().starts_with('(') && text.ends_with(')'))
        || (text.starts_with('[') && text.ends_with(']'))
}

/// Parses `+0200`, `+02:00`, `+02` or `-5`. Returns the minutes and the rest of the text.
fn offset(text: &str) -> Option<(i16, &str)> {
    let (sign, rest) = match text.chars().next()? {
        '+' => (1, &text[1..]),
        '-' => (-1, &text[1..]),
        '\u{2212}' => (-1, &text['\u{2212}'.len_utf8()..]),
        _ => return None,
    };
    let (digits, rest) = number(rest)?;
    let (hours, minutes, rest) = match (digits.len(), rest.strip_prefix(':').and_then(number)) {
        (1 | 2, Some((minutes, rest))) if minutes.len() == 2 => (digits, minutes, rest),
        (1 | 2, _) => (digits, "0", rest),
        (3 | 4, _) => {
            let (hours, minutes) = digits.split_at(digits.len() - 2);
            (hours, minutes, rest)
        }
        _ => return None,
    };
    let (hours, minutes) = (hours.parse::<i16>().ok()?, minutes.parse::<i16>().ok()?);
    (hours < 24 && minutes < 60).then_some((sign * (hours * 60 + minutes), rest))
}

/// Splits the digits from the start of a text; `None` without any.
fn number(text: &str) -> Option<(&str, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (length > 0).then(|| text.split_at(length))
}

fn day(year: i16, month: i16, day: i16) -> Option<civil::Date> {
    civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Returns the date at a time of day in a zone.
fn time_at(day: civil::Date, seconds: Clock, offset: i16) -> Option<Parsed> {
    let midnight = at(day, civil::Time::midnight(), offset)?;
    Some((midnight.0 + seconds, offset))
}

fn at(day: civil::Date, time: civil::Time, offset: i16) -> Option<Parsed> {
    let at = in_zone(day.to_datetime(time), offset)?;
    Some((at.as_second(), offset))
}

fn in_zone(at: civil::DateTime, offset: i16) -> Option<Timestamp> {
    let utc = at.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
    utc.checked_sub(jiff::SignedDuration::from_mins(i64::from(offset))).ok()
}
