//! The data for the script of the page: one array per field of the articles.

use serde::Serialize;

use crate::write::html::address;
use crate::write::title::title_or_id;
use alsolike::engine::Corpus;
use alsolike::themes::Themes;

/// Steps per side of the map. A position then has four digits, which is finer than any screen.
const SIDE: f32 = 10_000.0;

/// Arrays of shape (n_docs,). An article without a theme has theme −1 and position −1.
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

/// Returns JSON for an element `script`. No text in it can end the element or start a comment, and scripts of older
/// browsers can parse it.
pub(super) fn json(themes: &Themes, corpus: &Corpus, map: &[Option<[f32; 2]>]) -> String {
    let articles = corpus.articles();
    let positions = |axis: usize| {
        let step = |position: &Option<[f32; 2]>| {
            position.map_or(-1, |position| (position[axis] * SIDE).round() as i32)
        };
        map.iter().map(step).collect()
    };
    let theme = |membership: &Option<alsolike::themes::Membership>| {
        membership.map_or(-1, |m| m.theme as i64)
    };
    // JavaScript dates end 100 million days before and after 1970-01-01.
    let day =
        |seconds: i64| Some(seconds.div_euclid(86_400)).filter(|day| day.abs() <= 100_000_000);
    let data = Data {
        x: positions(0),
        y: positions(1),
        theme: themes.memberships.iter().map(theme).collect(),
        title: articles.iter().map(title_or_id).collect(),
        teaser: articles.iter().map(|article| article.teaser.as_str()).collect(),
        url: articles.iter().map(|article| address(article.url.as_deref())).collect(),
        day: articles
            .iter()
            .map(|article| article.date.and_then(|date| day(date.unix_seconds())))
            .collect(),
    };
    escape_json(&serde_json::to_string(&data).expect("strings and whole numbers are JSON"))
}

/// Escapes characters that occur only in strings of the JSON. The value stays the same.
fn escape_json(json: &str) -> String {
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
    use super::escape_json;

    #[test]
    fn no_text_ends_the_script_element() {
        let hostile = [
            "</script><script>alert(1)</script>",
            "<!--<script>",
            "]]>&amp;",
            "\u{2028}\u{2029}\"\\",
        ];
        let json = escape_json(&serde_json::to_string(&hostile).unwrap());
        assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), hostile);
    }
}
