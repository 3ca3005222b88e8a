//! Lists as JSON objects.

use serde::Serialize;

use super::Subject;
use crate::engine::Corpus;
use crate::recommend::{Because, RelatedItem, RelatedList};

#[derive(Serialize)]
struct List<'a> {
    id: Option<&'a str>,
    title: &'a str,
    related: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    title: &'a str,
    teaser: &'a str,
    url: Option<&'a str>,
    score: f32,
    because: Vec<Reason<'a>>,
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
        let entry = corpus.entry(item.doc);
        let reason =
            |because: &'a Because<'_>| Reason { term: because.term, share: because.share as f32 };
        Item {
            id: entry.id.as_str(),
            title: &entry.title,
            teaser: &entry.teaser,
            url: entry.url.as_deref(),
            score: item.score,
            because: item.because.iter().map(reason).collect(),
        }
    };
    let related = list.items.iter().map(item).collect();
    let list = List { id: subject.id, title: subject.title, related };
    serde_json::to_string(&list).expect("strings and finite numbers are JSON")
}
