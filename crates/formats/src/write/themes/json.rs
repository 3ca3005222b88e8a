//! Themes as JSON.

use serde::Serialize;

use super::{Beside, Drift};
use alsolike::engine::{ArticleMeta, Corpus, Timeline, part_timelines, timelines};
use alsolike::sparse::DocId;
use alsolike::themes::{self, Membership, Naming, Subtheme, Themes};

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<ThemeDiff<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drift: Option<Drift>,
    themes: Vec<Theme<'a>>,
    outliers: Vec<&'a str>,
    ambiguous: Vec<&'a str>,
    articles: Vec<Assignments<'a>>,
}

/// Themes by their ids.
#[derive(Serialize)]
struct ThemeDiff<'a> {
    warm: bool,
    kept: &'a [usize],
    new: &'a [usize],
    gone: &'a [usize],
    split: Vec<Split<'a>>,
    merged: Vec<Merged<'a>>,
}

#[derive(Serialize)]
struct Split<'a> {
    theme: usize,
    into: &'a [usize],
}

#[derive(Serialize)]
struct Merged<'a> {
    themes: &'a [usize],
    into: usize,
}

#[derive(Serialize)]
struct Theme<'a> {
    id: usize,
    label: &'a str,
    naming: &'static str,
    parent: Option<&'a str>,
    keywords: &'a [String],
    size: usize,
    cohesion: f32,
    #[serde(flatten)]
    dates: Dates,
    representatives: Vec<Representative<'a>>,
    subthemes: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    label: &'a str,
    keywords: &'a [String],
    size: usize,
    cohesion: f32,
    #[serde(flatten)]
    dates: Dates,
    representatives: Vec<Representative<'a>>,
}

#[derive(Serialize)]
struct Dates {
    first: Option<String>,
    last: Option<String>,
    months: Vec<Month>,
    undated: usize,
}

#[derive(Serialize)]
struct Month {
    month: String,
    articles: usize,
}

#[derive(Serialize)]
struct Representative<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<&'a str>,
}

/// An article without words has no theme: all four are null; `subtheme` is also null where the theme has none.
#[derive(Serialize)]
struct Assignments<'a> {
    id: &'a str,
    theme: Option<usize>,
    subtheme: Option<usize>,
    score: Option<f32>,
    margin: Option<f32>,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    placed: Assignments<'a>,
    label: Option<&'a str>,
    sublabel: Option<&'a str>,
}

fn naming(naming: Naming) -> &'static str {
    match naming {
        Naming::Words => "words",
        Naming::Lexicon => "lexicon",
        Naming::Given => "given",
    }
}

fn placed<'a>(
    entry: &'a ArticleMeta,
    membership: Option<Membership>,
    themes: &Themes,
) -> Assignments<'a> {
    Assignments {
        id: entry.id.as_str(),
        theme: membership.map(|m| themes.themes[m.theme].id),
        subtheme: membership.and_then(|m| m.subtheme),
        score: membership.map(|m| m.score),
        margin: membership.map(|m| m.margin),
    }
}

fn changes(changes: &themes::ThemeDiff) -> ThemeDiff<'_> {
    let split = changes.split.iter().map(|(theme, into)| Split { theme: *theme, into });
    let merged = changes.merged.iter().map(|(themes, into)| Merged { themes, into: *into });
    ThemeDiff {
        warm: changes.warm,
        kept: &changes.kept,
        new: &changes.new,
        gone: &changes.gone,
        split: split.collect(),
        merged: merged.collect(),
    }
}

pub(super) fn themes<'a>(themes: &'a Themes, corpus: &'a Corpus, beside: Beside<'a>) -> String {
    let placed = |(entry, membership): (&'a ArticleMeta, &Option<Membership>)| {
        placed(entry, *membership, themes)
    };
    let whole = Whole {
        changes: beside.changes.map(changes),
        drift: beside.drift,
        themes: themes
            .themes
            .iter()
            .zip(timelines(themes, corpus).into_iter().zip(part_timelines(themes, corpus)))
            .map(|(one, (timeline, parts))| theme(one, timeline, parts, corpus))
            .collect(),
        outliers: ids(&themes.outliers, corpus),
        ambiguous: ids(&themes.ambiguous, corpus),
        articles: corpus.articles().iter().zip(&themes.memberships).map(placed).collect(),
    };
    serde_json::to_string(&whole).expect("strings and finite numbers are JSON") + "\n"
}

fn theme<'a>(
    theme: &'a alsolike::themes::Theme,
    timeline: Timeline,
    parts: Vec<Timeline>,
    corpus: &'a Corpus,
) -> Theme<'a> {
    let parts = theme.subthemes.iter().zip(parts);
    Theme {
        id: theme.id,
        label: &theme.label,
        naming: naming(theme.naming),
        parent: theme.parent.as_deref(),
        keywords: &theme.keywords,
        size: theme.size,
        cohesion: theme.cohesion,
        dates: dates(timeline),
        representatives: representatives(&theme.representatives, corpus),
        subthemes: parts.map(|(one, timeline)| part(one, timeline, corpus)).collect(),
    }
}

fn dates(timeline: Timeline) -> Dates {
    let month = |(month, articles): (alsolike::article::Month, usize)| Month {
        month: month.to_string(),
        articles,
    };
    Dates {
        first: timeline.span.map(|(first, _)| first.to_string()),
        last: timeline.span.map(|(_, last)| last.to_string()),
        months: timeline.months.into_iter().map(month).collect(),
        undated: timeline.n_undated,
    }
}

fn part<'a>(part: &'a Subtheme, timeline: Timeline, corpus: &'a Corpus) -> Part<'a> {
    Part {
        label: &part.label,
        keywords: &part.keywords,
        size: part.size,
        cohesion: part.cohesion,
        dates: dates(timeline),
        representatives: representatives(&part.representatives, corpus),
    }
}

fn ids<'a>(docs: &[DocId], corpus: &'a Corpus) -> Vec<&'a str> {
    docs.iter().map(|&doc| corpus.article(doc).id.as_str()).collect()
}

fn representatives<'a>(docs: &[DocId], corpus: &'a Corpus) -> Vec<Representative<'a>> {
    let representative = |&doc: &DocId| {
        let entry = corpus.article(doc);
        Representative { id: entry.id.as_str(), title: &entry.title, url: entry.url.as_deref() }
    };
    docs.iter().map(representative).collect()
}

pub(super) fn articles(themes: &Themes, corpus: &Corpus) -> String {
    let line = |(entry, membership): (&ArticleMeta, &Option<Membership>)| {
        let label = membership.map(|m| themes.themes[m.theme].label.as_str());
        let part = |m: Membership| Some(&themes.themes[m.theme].subthemes[m.subtheme?]);
        let sublabel = membership.and_then(part).map(|part| part.label.as_str());
        let line = Line { placed: placed(entry, *membership, themes), label, sublabel };
        serde_json::to_string(&line).expect("strings and finite numbers are JSON") + "\n"
    };
    corpus.articles().iter().zip(&themes.memberships).map(line).collect()
}
