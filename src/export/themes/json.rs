//! Themes as JSON.

use serde::Serialize;

use crate::engine::{Corpus, Entry};
use crate::sparse::DocId;
use crate::themes::{Membership, Naming, Themes};

#[derive(Serialize)]
struct Whole<'a> {
    themes: Vec<Theme<'a>>,
    articles: Vec<Placed<'a>>,
}

#[derive(Serialize)]
struct Theme<'a> {
    id: usize,
    label: &'a str,
    naming: &'static str,
    parent: Option<&'a str>,
    keywords: &'a [String],
    size: usize,
    representatives: Vec<Representative<'a>>,
}

#[derive(Serialize)]
struct Representative<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<&'a str>,
}

/// An article without words has no theme: all three are null.
#[derive(Serialize)]
struct Placed<'a> {
    id: &'a str,
    theme: Option<usize>,
    score: Option<f32>,
    margin: Option<f32>,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    placed: Placed<'a>,
    label: Option<&'a str>,
}

fn naming(naming: Naming) -> &'static str {
    match naming {
        Naming::Words => "words",
        Naming::Lexicon => "lexicon",
        Naming::Given => "given",
    }
}

fn placed<'a>(entry: &'a Entry, membership: Option<Membership>, themes: &Themes) -> Placed<'a> {
    Placed {
        id: entry.id.as_str(),
        theme: membership.map(|m| themes.themes[m.theme].id),
        score: membership.map(|m| m.score),
        margin: membership.map(|m| m.margin),
    }
}

pub(super) fn themes<'a>(themes: &'a Themes, corpus: &'a Corpus) -> String {
    let placed =
        |(entry, membership): (&'a Entry, &Option<Membership>)| placed(entry, *membership, themes);
    let representative = |&doc: &DocId| {
        let entry = corpus.entry(doc);
        Representative { id: entry.id.as_str(), title: &entry.title, url: entry.url.as_deref() }
    };
    let whole = Whole {
        themes: themes
            .themes
            .iter()
            .map(|theme| Theme {
                id: theme.id,
                label: &theme.label,
                naming: naming(theme.naming),
                parent: theme.parent.as_deref(),
                keywords: &theme.keywords,
                size: theme.size,
                representatives: theme.representatives.iter().map(representative).collect(),
            })
            .collect(),
        articles: corpus.entries().iter().zip(&themes.memberships).map(placed).collect(),
    };
    serde_json::to_string(&whole).expect("strings and finite numbers are JSON") + "\n"
}

pub(super) fn articles(themes: &Themes, corpus: &Corpus) -> String {
    let line = |(entry, membership): (&Entry, &Option<Membership>)| {
        let label = membership.map(|m| themes.themes[m.theme].label.as_str());
        let line = Line { placed: placed(entry, *membership, themes), label };
        serde_json::to_string(&line).expect("strings and finite numbers are JSON") + "\n"
    };
    corpus.entries().iter().zip(&themes.memberships).map(line).collect()
}
