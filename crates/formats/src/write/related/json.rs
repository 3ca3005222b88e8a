//! Lists as JSON objects.

use std::collections::BTreeMap;

use serde::Serialize;

use super::subject::Subject;
use crate::write::shortfall::ShortfallJson;
use alsolike::engine::{ArticleMeta, Corpus};
use alsolike::recommend::{RelatedItem, RelatedList, TermContribution};

#[derive(Serialize)]
struct List<'a> {
    id: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(flatten)]
    fields: Fields<'a>,
    related: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Option<ShortfallJson<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    title: &'a str,
    teaser: &'a str,
    url: Option<&'a str>,
    #[serde(flatten)]
    fields: Fields<'a>,
    score: f32,
    reason: &'static str,
    /// Factors of the score by name. Factors that do not apply are left out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    factors: BTreeMap<&'static str, f64>,
    because: Vec<Reason<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also_published_as: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest_like: Option<&'a str>,
}

/// The fields of an article that pages show. Fields without a value are left out.
#[derive(Default, Serialize)]
struct Fields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_alt: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    authors: &'a [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    paywall: bool,
}

impl<'a> Fields<'a> {
    fn of(article: &'a ArticleMeta) -> Self {
        let presentation = article.presentation();
        Self {
            path: article.path.as_deref(),
            date: article.date.map(|date| date.to_string()),
            modified: presentation.and_then(|shown| Some(shown.modified?.to_string())),
            lang: Some(article.lang.to_string()),
            section: article.section.as_deref(),
            tags: &article.tags,
            image: presentation.and_then(|shown| shown.image.as_deref()),
            image_alt: presentation.and_then(|shown| shown.image_alt.as_deref()),
            authors: presentation.map_or(&[], |shown| &shown.authors),
            paywall: presentation.is_some_and(|shown| shown.paywall),
        }
    }
}

#[derive(Serialize)]
struct Reason<'a> {
    term: &'a str,
    share: f32,
}

pub(super) fn list<'a>(
    subject: Subject<'a>,
    list: &'a RelatedList<'_>,
    corpus: &'a Corpus,
) -> String {
    let item = |item: &'a RelatedItem<'_>| {
        let article = corpus.article(item.doc);
        let reason = |because: &'a TermContribution<'_>| Reason {
            term: &because.term,
            share: because.share as f32,
        };
        Item {
            id: article.id.as_str(),
            title: &article.title,
            teaser: &article.teaser,
            url: article.url.as_deref(),
            fields: Fields::of(article),
            score: item.score,
            reason: item.reason.name(),
            factors: item.factors.applied().map(|(name, factor)| (name, rounded(factor))).collect(),
            because: item.because.iter().map(reason).collect(),
            also_published_as: item
                .also
                .iter()
                .map(|&doc| corpus.article(doc).id.as_str())
                .collect(),
            nearest_like: item.nearest_like.map(|doc| corpus.article(doc).id.as_str()),
        }
    };
    let related = list.items.iter().map(item).collect();
    let list = List {
        id: subject.id,
        title: subject.title,
        url: subject.url,
        fields: list.article.map(|doc| Fields::of(corpus.article(doc))).unwrap_or_default(),
        related,
        short: list.short.as_ref().map(ShortfallJson::from),
    };
    serde_json::to_string(&list).expect("strings and finite numbers are JSON")
}

/// Rounds to four decimals, which are enough for a reader.
fn rounded(factor: f64) -> f64 {
    (factor * 1e4).round() / 1e4
}
