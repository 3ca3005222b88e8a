//! An item as a JSON object, for templates.

use serde::Serialize;

use super::page::{Links, PageItem};

/// An item with the fields that a card shows. Fields without a value are left out.
#[derive(Serialize)]
pub(super) struct ItemJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    teaser: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    lang: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_alt: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    authors: &'a [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    paywall: bool,
    score: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    because: Vec<&'a str>,
}

impl<'a> ItemJson<'a> {
    pub(super) fn new(item: &'a PageItem<'a>, links: &Links) -> Self {
        let article = item.article;
        let presentation = article.presentation();
        Self {
            path: item.key.as_ref().map(|key| key.path.as_str()),
            id: article.id.as_str(),
            title: &article.title,
            teaser: &article.teaser,
            url: links.of(article).map(Into::into),
            date: article.date.map(|date| date.to_string()),
            lang: article.lang.to_string(),
            section: article.section.as_deref(),
            image: presentation.and_then(|shown| shown.image.as_deref()),
            image_alt: presentation.and_then(|shown| shown.image_alt.as_deref()),
            authors: presentation.map_or(&[], |shown| &shown.authors),
            paywall: presentation.is_some_and(|shown| shown.paywall),
            score: rounded(item.score),
            because: item.because.iter().map(|(term, _)| term.as_str()).collect(),
        }
    }
}

/// Rounds to four decimals, so that a change of the last bits changes no file.
pub(super) fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}

/// Writes JSON with a line for each page, so that a version control system shows what changed.
pub(super) fn object_of_lines<'a>(entries: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut text = String::from("{");
    for (at, (key, value)) in entries.into_iter().enumerate() {
        text += if at == 0 { "\n" } else { ",\n" };
        text += &to_json(&key);
        text += ": ";
        text += &value;
    }
    text + "\n}"
}

/// Returns a value as JSON.
///
/// # Panics
/// Never: the values of this module are texts, finite numbers, lists and objects with texts as keys.
pub(super) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts and finite numbers are JSON")
}
