//! Themes as JSON.

use serde::Serialize;

use super::extras::{Drift, Extras};
use alsolike::article;
use alsolike::engine::{ArticleMeta, Corpus, Timeline, part_timelines, timelines};
use alsolike::sparse::DocId;
use alsolike::themes::{Membership, Naming, Subtheme, Theme, ThemeDiff, Themes};

#[derive(Serialize)]
struct ReportJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<DiffJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drift: Option<Drift>,
    themes: Vec<ThemeJson<'a>>,
    outliers: Vec<&'a str>,
    ambiguous: Vec<&'a str>,
    articles: Vec<AssignmentJson<'a>>,
}

/// The changes since earlier themes, by theme id.
#[derive(Serialize)]
struct DiffJson<'a> {
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
struct ThemeJson<'a> {
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
    subthemes: Vec<SubthemeJson<'a>>,
}

#[derive(Serialize)]
struct SubthemeJson<'a> {
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

/// The theme of an article. All four values are null for an article without indexed terms; `subtheme` is also null when
/// the theme has no subthemes.
#[derive(Serialize)]
struct AssignmentJson<'a> {
    id: &'a str,
    theme: Option<usize>,
    subtheme: Option<usize>,
    score: Option<f32>,
    margin: Option<f32>,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    assignment: AssignmentJson<'a>,
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

fn assignment<'a>(
    article: &'a ArticleMeta,
    membership: Option<Membership>,
    themes: &Themes,
) -> AssignmentJson<'a> {
    AssignmentJson {
        id: article.id.as_str(),
        theme: membership.map(|m| themes.themes[m.theme].id),
        subtheme: membership.and_then(|m| m.subtheme),
        score: membership.map(|m| m.score),
        margin: membership.map(|m| m.margin),
    }
}

fn changes(changes: &ThemeDiff) -> DiffJson<'_> {
    let split = changes.split.iter().map(|(theme, into)| Split { theme: *theme, into });
    let merged = changes.merged.iter().map(|(themes, into)| Merged { themes, into: *into });
    DiffJson {
        warm: changes.warm,
        kept: &changes.kept,
        new: &changes.new,
        gone: &changes.gone,
        split: split.collect(),
        merged: merged.collect(),
    }
}

pub(super) fn themes<'a>(themes: &'a Themes, corpus: &'a Corpus, extras: Extras<'a>) -> String {
    let timelines = timelines(themes, corpus).into_iter().zip(part_timelines(themes, corpus));
    let themes_json = themes.themes.iter().zip(timelines);
    let memberships = corpus.articles().iter().zip(&themes.memberships);
    let report = ReportJson {
        changes: extras.changes.map(changes),
        drift: extras.drift,
        themes: themes_json
            .map(|(theme, (timeline, parts))| theme_json(theme, timeline, parts, corpus))
            .collect(),
        outliers: ids(&themes.outliers, corpus),
        ambiguous: ids(&themes.ambiguous, corpus),
        articles: memberships
            .map(|(article, membership)| assignment(article, *membership, themes))
            .collect(),
    };
    serde_json::to_string(&report).expect("strings and finite numbers are JSON") + "\n"
}

fn theme_json<'a>(
    theme: &'a Theme,
    timeline: Timeline,
    parts: Vec<Timeline>,
    corpus: &'a Corpus,
) -> ThemeJson<'a> {
    let parts = theme.subthemes.iter().zip(parts);
    ThemeJson {
        id: theme.id,
        label: &theme.label,
        naming: naming(theme.naming),
        parent: theme.parent.as_deref(),
        keywords: &theme.keywords,
        size: theme.size,
        cohesion: theme.cohesion,
        dates: dates(timeline),
        representatives: representatives(&theme.representatives, corpus),
        subthemes: parts.map(|(part, timeline)| subtheme_json(part, timeline, corpus)).collect(),
    }
}

fn dates(timeline: Timeline) -> Dates {
    let month =
        |(month, articles): (article::Month, usize)| Month { month: month.to_string(), articles };
    Dates {
        first: timeline.span.map(|(first, _)| first.to_string()),
        last: timeline.span.map(|(_, last)| last.to_string()),
        months: timeline.months.into_iter().map(month).collect(),
        undated: timeline.n_undated,
    }
}

fn subtheme_json<'a>(
    part: &'a Subtheme,
    timeline: Timeline,
    corpus: &'a Corpus,
) -> SubthemeJson<'a> {
    SubthemeJson {
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
        let article = corpus.article(doc);
        Representative {
            id: article.id.as_str(),
            title: &article.title,
            url: article.url.as_deref(),
        }
    };
    docs.iter().map(representative).collect()
}

pub(super) fn articles(themes: &Themes, corpus: &Corpus) -> String {
    let line = |(article, membership): (&ArticleMeta, &Option<Membership>)| {
        let label = membership.map(|m| themes.themes[m.theme].label.as_str());
        let part = |m: Membership| Some(&themes.themes[m.theme].subthemes[m.subtheme?]);
        let sublabel = membership.and_then(part).map(|part| part.label.as_str());
        let line = Line { assignment: assignment(article, *membership, themes), label, sublabel };
        serde_json::to_string(&line).expect("strings and finite numbers are JSON") + "\n"
    };
    corpus.articles().iter().zip(&themes.memberships).map(line).collect()
}
