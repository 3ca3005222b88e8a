//! The audit report as JSON, with all cases.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Advice, describe};
use crate::read::ReadReport;
use crate::write::shortfall::ShortfallJson;
use alsolike::audit::{AuditReport, Case, Detail, Finding};
use alsolike::engine::Corpus;
use alsolike::recommend::Exclusion;

#[derive(Serialize)]
struct ReportJson<'a> {
    articles: usize,
    k: usize,
    full_lists: usize,
    empty_lists: usize,
    median_best_score: Option<f32>,
    inbound: InboundJson,
    languages: Vec<LanguageJson>,
    reading: ReadingJson,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct InboundJson {
    mean: f64,
    gini: f64,
    most: u32,
    unnamed: usize,
}

/// What was read from the sources beside articles in plain text.
#[derive(Serialize)]
struct ReadingJson {
    html_texts: u64,
    skipped: u64,
    unpublished: BTreeMap<&'static str, u64>,
}

#[derive(Serialize)]
struct LanguageJson {
    lang: String,
    articles: usize,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    problem: &'static str,
    #[serde(rename = "gravity")]
    severity: &'static str,
    articles: usize,
    headline: String,
    why: &'static str,
    fix: &'static str,
    cases: Vec<CaseJson<'a>>,
}

/// The details of a case. Missing ones are left out.
#[derive(Default, Serialize)]
struct CaseJson<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    articles: Vec<ArticleJson<'a>>,
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
    lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines_in_articles: Option<usize>,
}

#[derive(Serialize)]
struct ArticleJson<'a> {
    id: &'a str,
    title: &'a str,
}

pub(super) fn report(
    report: &AuditReport,
    reading: &ReadReport,
    corpus: &Corpus,
    advice: &dyn Advice,
) -> String {
    let json = ReportJson {
        articles: report.n_docs,
        k: report.k,
        full_lists: report.n_full,
        empty_lists: report.n_empty,
        median_best_score: report.median_best_score,
        inbound: InboundJson {
            mean: report.inbound.mean,
            gini: report.inbound.gini,
            most: report.inbound.counts.iter().max().copied().unwrap_or(0),
            unnamed: report.inbound.n_unlinked(),
        },
        languages: report
            .langs
            .iter()
            .map(|(lang, articles)| LanguageJson { lang: lang.to_string(), articles: *articles })
            .collect(),
        reading: ReadingJson {
            html_texts: reading.html_texts,
            skipped: reading.n_faults(),
            unpublished: reading.unpublished().map(|(state, n)| (state.name(), n)).collect(),
        },
        findings: report
            .findings
            .iter()
            .map(|finding| finding_json(finding, report.k, corpus, advice))
            .collect(),
    };
    serde_json::to_string(&json).expect("strings and finite numbers are JSON") + "\n"
}

fn finding_json<'a>(
    finding: &'a Finding,
    k: usize,
    corpus: &'a Corpus,
    advice: &dyn Advice,
) -> FindingJson<'a> {
    FindingJson {
        problem: describe::code(finding.problem),
        severity: describe::severity(finding.severity),
        articles: finding.n_articles,
        headline: describe::headline(finding, k),
        why: advice.why(finding),
        fix: advice.fix(finding),
        cases: finding.cases.iter().map(|case| case_json(case, corpus)).collect(),
    }
}

fn case_json<'a>(case: &'a Case, corpus: &'a Corpus) -> CaseJson<'a> {
    let article = |&doc: &alsolike::sparse::DocId| {
        let entry = corpus.article(doc);
        ArticleJson { id: entry.id.as_str(), title: &entry.title }
    };
    let mut json =
        CaseJson { articles: case.docs.iter().map(article).collect(), ..CaseJson::default() };
    match &case.detail {
        Detail::None => {}
        Detail::Score(score) => json.score = Some(*score),
        Detail::Inbound(n) => json.inbound = Some(*n),
        Detail::Shortfall(short) => json.short = Some(short.into()),
        Detail::Rule(error) => json.rule = Some(error.to_string()),
        Detail::Exclusion(exclusion) => json.refused = Some(*exclusion),
        Detail::Terms(n) => json.terms = Some(*n),
        Detail::Lang(lang) => json.lang = Some(lang.to_string()),
        Detail::Url(url) => json.url = Some(url),
        Detail::Line(line, n) => {
            (json.line, json.lines_in_articles) = (Some(line.as_str()), Some(*n))
        }
    }
    json
}
