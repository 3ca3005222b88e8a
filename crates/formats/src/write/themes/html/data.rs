//! What the page's script works on: all articles, a column a field.

use serde::Serialize;

use super::title;
use crate::write::html::address;
use alsolike::engine::Corpus;
use alsolike::themes::Themes;

/// Steps on a side of the map: a place takes four digits, finer than any screen shows.
const SIDE: f32 = 10_000.0;

/// Shape of each: (n_docs,). An article without a theme has theme −1 and place −1.
#[derive(Serialize)]
struct Data<'a> {
    x: Vec<i32>,
    y: Vec<i32>,
    theme: Vec<i64>,
    title: Vec<&'a str>,
    teaser: Vec<&'a str>,
    url: Vec<Option<&'a str>>,
    /// Days since 1970-01-01, UTC.
    day: Vec<Option<i64>>,
}

/// JSON that may stand in an element `script`: nothing in it ends the element or starts a comment, and old
/// scripts read it too.
pub(super) fn json(themes: &Themes, corpus: &Corpus, map: &[Option<[f32; 2]>]) -> String {
    let entries = corpus.articles();
    let place = |axis: usize| {
        let of =
            |spot: &Option<[f32; 2]>| spot.map_or(-1, |spot| (spot[axis] * SIDE).round() as i32);
        map.iter().map(of).collect()
    };
    let theme = |membership: &Option<alsolike::themes::Membership>| {
        membership.map_or(-1, |m| m.theme as i64)
    };
    // Beyond what a script's dates can say, a date is as good as none.
    let day =
        |seconds: i64| Some(seconds.div_euclid(86_400)).filter(|day| day.abs() <= 100_000_000);
    let data = Data {
        x: place(0),
        y: place(1),
        theme: themes.memberships.iter().map(theme).collect(),
        title: entries.iter().map(title).collect(),
        teaser: entries.iter().map(|entry| entry.teaser.as_str()).collect(),
        url: entries.iter().map(|entry| address(entry.url.as_deref())).collect(),
        day: entries
            .iter()
            .map(|entry| entry.date.and_then(|date| day(date.unix_seconds())))
            .collect(),
    };
    harmless(&serde_json::to_string(&data).expect("strings and whole numbers are JSON"))
}

/// The same JSON; these characters stand in its strings alone, where an escape says the same.
fn harmless(json: &str) -> String {
    let mut safe = String::with_capacity(json.len() + json.len() / 64);
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_string_ends_the_script() {
        let hostile = [
            "</script><script>alert(1)</script>",
            "<!--<script>",
            "]]>&amp;",
            "\u{2028}\u{2029}\"\\",
        ];
        let json = harmless(&serde_json::to_string(&hostile).unwrap());
        assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), hostile);
    }
}
