//! Figures of the whole archive, and the examples to show.

use super::describe::items;
use crate::read::ReadReport;
use alsolike::audit::{AuditReport, Case, Check, Finding};
use alsolike::engine::{ArticleMeta, Corpus};

/// Formats a share as `12.3 %`, and a share that would round to zero as `< 0.1 %`.
pub(super) fn percent(part: usize, whole: usize) -> String {
    let share = 100.0 * part as f64 / whole.max(1) as f64;
    if part > 0 && share < 0.1 { "< 0.1 %".to_owned() } else { format!("{share:.1} %") }
}

/// Returns the words that follow a number.
fn by_number(n: usize, singular: &str, plural: &str) -> String {
    if n == 1 { singular } else { plural }.to_owned()
}

/// A number, and the words that follow it.
pub(super) type Figure = (String, String);

/// Returns figures of the sources that deserve a look, and of all lists.
pub(super) fn figures(report: &AuditReport, reading: &ReadReport) -> Vec<Figure> {
    let AuditReport { n_docs, k, n_full, n_empty, median_best_score, inbound, .. } = report;
    let max_inbound = inbound.counts.iter().max().map_or(0, |&max| max as usize);
    let orphans = report.findings.iter().find(|finding| finding.problem == Check::Orphan);
    let n_orphans = orphans.map_or(0, |finding| finding.n_articles);
    let mut figures = vec![
        (n_docs.to_string(), by_number(*n_docs, "article", "articles")),
        (percent(*n_full, *n_docs), format!("have a full list of {}", items(*k))),
        (n_empty.to_string(), by_number(*n_empty, "has an empty list", "have an empty list")),
        (
            percent(inbound.n_candidates - n_orphans, inbound.n_candidates),
            "are in a list of another article, without copies and excluded articles".to_owned(),
        ),
        (
            max_inbound.to_string(),
            by_number(
                max_inbound,
                "list contains the most listed article",
                "lists contain the most listed article",
            ),
        ),
        (
            format!("{:.2}", inbound.gini),
            "Gini coefficient of how often articles are listed; 0 is even".to_owned(),
        ),
    ];
    if reading.html_texts > 0 {
        let what = by_number(reading.html_texts as usize, "text held HTML", "texts held HTML");
        figures.push((
            reading.html_texts.to_string(),
            format!("{what}, which is read without its tags"),
        ));
    }
    if reading.n_faults() > 0 {
        let n = reading.n_faults();
        let what = by_number(n as usize, "record was skipped", "records were skipped");
        figures.push((n.to_string(), format!("{what}; messages name the reasons")));
    }
    for (state, n) in reading.unpublished() {
        let what = by_number(n as usize, "record is", "records are");
        figures.push((n.to_string(), format!("{what} left out: {state}")));
    }
    if let Some(score) = median_best_score {
        figures.push((format!("{score:.3}"), "median of the best cosine of a list".to_owned()));
    }
    figures
}

/// Formats the languages with their number of articles: `en 2290, fr 11`.
pub(super) fn languages(report: &AuditReport) -> String {
    let langs: Vec<String> = report.langs.iter().map(|(lang, n)| format!("{lang} {n}")).collect();
    langs.join(", ")
}

/// Returns the first `n` cases of a finding. Returns none when the finding concerns all articles: then any article is an
/// example.
pub(super) fn examples<'f>(finding: &'f Finding, report: &AuditReport, n: usize) -> &'f [Case] {
    let is_all = finding.n_articles == report.n_docs && finding.cases.len() > n;
    &finding.cases[..if is_all { 0 } else { n.min(finding.cases.len()) }]
}

/// Maximal number of articles that are named of one case.
const MAX_SHOWN: usize = 5;

/// Returns the first articles of a case, and the number of the others.
pub(super) fn shown<'c>(case: &Case, corpus: &'c Corpus) -> (Vec<&'c ArticleMeta>, usize) {
    let shown = case.docs.iter().take(MAX_SHOWN).map(|&doc| corpus.article(doc)).collect();
    (shown, case.docs.len().saturating_sub(MAX_SHOWN))
}
