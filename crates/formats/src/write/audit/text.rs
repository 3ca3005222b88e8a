//! The audit report as text for a terminal.

use super::{
    Advice, describe,
    figures::{self, Figure},
};
use crate::write::wrap::LINE_WIDTH;
use crate::write::wrap::{wrap, wrap_hanging};
use alsolike::audit::{AuditReport, Case, Check, Severity};
use alsolike::engine::Corpus;

pub(super) fn report(
    report: &AuditReport,
    figures: &[Figure],
    corpus: &Corpus,
    n_examples: usize,
    advice: &dyn Advice,
) -> String {
    let mut page = String::new();
    for (figure, what) in figures {
        page += &format!("{figure:>10}  {what}\n");
    }
    if report.langs.len() > 1 {
        page += &wrap(
            &format!("languages: {}", figures::languages(report)),
            "            ",
            LINE_WIDTH,
        );
    }
    if report.findings.is_empty() {
        return page + "\nNothing to fix.\n";
    }
    let mut severity = None;
    for (number, finding) in report.findings.iter().enumerate() {
        if severity != Some(finding.severity) {
            severity = Some(finding.severity);
            page += &format!("\n{}\n", heading(finding.severity));
        }
        let mut headline = describe::headline(finding, report.k);
        if finding.n_articles > 0 {
            headline += &format!(" ({})", figures::percent(finding.n_articles, report.n_docs));
        }
        page += &wrap_hanging(&headline, &format!("{:>3}. ", number + 1), LINE_WIDTH);
        page += &wrap(advice.why(finding), "     ", LINE_WIDTH);
        page += &wrap_hanging(advice.fix(finding), "     → ", LINE_WIDTH);
        let reasons = describe::reasons(finding);
        if reasons.len() > 1 {
            page += &wrap(&reasons.join("; "), "       ", LINE_WIDTH);
        }
        let shown = figures::examples(finding, report, n_examples);
        for case in shown {
            page += &wrap_hanging(&example(finding.problem, case, corpus), "       • ", LINE_WIDTH);
        }
        let more = finding.cases.len() - shown.len();
        if more > 0 && !shown.is_empty() {
            page += &format!("         and {more} more\n");
        }
    }
    page
}

fn heading(severity: Severity) -> &'static str {
    match severity {
        Severity::Wrong => "FIRST: what readers see wrong",
        Severity::Missing => "THEN: what readers miss",
        Severity::Weak => "LATER: what could be better",
        Severity::Note => "GOOD TO KNOW",
    }
}

fn example(check: Check, case: &Case, corpus: &Corpus) -> String {
    let detail = describe::detail(check, &case.detail);
    if let Some(line) = describe::subject_line(case) {
        return if detail.is_empty() { line } else { format!("{detail}: {line}") };
    }
    let (shown, more) = figures::shown(case, corpus);
    let named = |entry: &&alsolike::engine::ArticleMeta| match entry.title.is_empty() {
        true => format!("[{}]", entry.id),
        false => format!("{} [{}]", entry.title, entry.id),
    };
    let mut line = shown.iter().map(named).collect::<Vec<_>>().join(" = ");
    if more > 0 {
        line += &format!(" and {more} more");
    }
    if detail.is_empty() { line } else { format!("{line} ({detail})") }
}
