//! The report as JSON, with every article concerned.

use serde::Serialize;

use super::words;
use crate::write::shortfall::ShortfallJson;
use alsolike::audit::{AuditReport, Case, Detail, Finding};
use alsolike::engine::Corpus;
use alsolike::recommend::Exclusion;

#[derive(Serialize)]
struct Report<'a> {
    articles: usize,
    k: usize,
    full_lists: usize,
    empty_lists: usize,
    median_best_score: Option<f32>,
    inbound: Inbound,
    languages: Vec<Language<'a>>,
    findings: Vec<Check<'a>>,
}

#[derive(Serialize)]
struct Inbound {
    mean: f64,
    gini: f64,
    most: u32,
    unnamed: usize,
}

#[derive(Serialize)]
struct Language<'a> {
    lang: &'a str,
    articles: usize,
}

#[derive(Serialize)]
struct Check<'a> {
    problem: &'static str,
    #[serde(rename = "gravity")]
    severity: &'static str,
    articles: usize,
    headline: String,
    why: &'static str,
    fix: &'static str,
    cases: Vec<CaseOf<'a>>,
}

/// Only what is known of a case is written.
#[derive(Default, Serialize)]
struct CaseOf<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    articles: Vec<Article<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inbound: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Option<ShortfallJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<Exclusion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines_in_articles: Option<usize>,
}

#[derive(Serialize)]
struct Article<'a> {
    id: &'a str,
    title: &'a str,
}

pub(super) fn report(found: &AuditReport, corpus: &Corpus) -> String {
    let report = Report {
        articles: found.n_docs,
        k: found.k,
        full_lists: found.n_full,
        empty_lists: found.n_empty,
        median_best_score: found.median_best_score,
        inbound: Inbound {
            mean: found.inbound.mean,
            gini: found.inbound.gini,
            most: found.inbound.counts.iter().max().copied().unwrap_or(0),
            unnamed: found.inbound.n_unlinked(),
        },
        languages: found
            .langs
            .iter()
            .map(|(lang, articles)| Language { lang: lang.code(), articles: *articles })
            .collect(),
        findings: found.findings.iter().map(|finding| problem(finding, found.k, corpus)).collect(),
    };
    serde_json::to_string(&report).expect("strings and finite numbers are JSON") + "\n"
}

fn problem<'a>(finding: &'a Finding, k: usize, corpus: &'a Corpus) -> Check<'a> {
    Check {
        problem: words::code(finding.problem),
        severity: words::severity(finding.severity),
        articles: finding.n_articles,
        headline: words::headline(finding, k),
        why: words::why(finding),
        fix: words::fix(finding),
        cases: finding.cases.iter().map(|case| case_of(case, corpus)).collect(),
    }
}

fn case_of<'a>(case: &'a Case, corpus: &'a Corpus) -> CaseOf<'a> {
    let article = |&doc: &alsolike::sparse::DocId| {
        let entry = corpus.article(doc);
        Article { id: entry.id.as_str(), title: &entry.title }
    };
    let mut json =
        CaseOf { articles: case.docs.iter().map(article).collect(), ..CaseOf::default() };
    match &case.detail {
        Detail::None => {}
        Detail::Score(score) => json.score = Some(*score),
        Detail::Inbound(n) => json.inbound = Some(*n),
        Detail::Shortfall(short) => json.short = Some(short.into()),
        Detail::Rule(problem) => json.rule = Some(problem.to_string()),
        Detail::Exclusion(exclusion) => json.refused = Some(*exclusion),
        Detail::Terms(n) => json.terms = Some(*n),
        Detail::Lang(lang) => json.lang = Some(lang.code()),
        Detail::Url(url) => json.url = Some(url),
        Detail::Line(line, n) => {
            (json.line, json.lines_in_articles) = (Some(line.as_str()), Some(*n))
        }
    }
    json
}
