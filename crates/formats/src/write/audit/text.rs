//! The report for a terminal.

use super::words;
use crate::write::wrap;
use alsolike::audit::{AuditReport, Case, Check, Severity};
use alsolike::engine::Corpus;

/// Columns of a line.
const WIDTH: usize = 80;

pub(super) fn report(found: &AuditReport, corpus: &Corpus, n_examples: usize) -> String {
    let mut page = String::new();
    for (figure, what) in words::figures(found) {
        page += &format!("{figure:>10}  {what}\n");
    }
    if found.langs.len() > 1 {
        page += &wrap(&format!("languages: {}", words::languages(found)), "            ", WIDTH);
    }
    if found.findings.is_empty() {
        return page + "\nNothing to fix.\n";
    }
    let mut last = None;
    for (number, finding) in found.findings.iter().enumerate() {
        if last != Some(finding.severity) {
            last = Some(finding.severity);
            page += &format!("\n{}\n", heading(finding.severity));
        }
        let mut headline = words::headline(finding, found.k);
        if finding.n_articles > 0 {
            headline += &format!(" ({})", words::percent(finding.n_articles, found.n_docs));
        }
        page += &hanging(&headline, &format!("{:>3}. ", number + 1));
        page += &wrap(words::why(finding), "     ", WIDTH);
        page += &hanging(words::fix(finding), "     → ");
        let reasons = words::reasons(finding);
        if reasons.len() > 1 {
            page += &wrap(&reasons.join("; "), "       ", WIDTH);
        }
        let shown = words::examples(finding, found, n_examples);
        for case in shown {
            page += &hanging(&example(finding.problem, case, corpus), "       • ");
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

fn example(problem: Check, case: &Case, corpus: &Corpus) -> String {
    let detail = words::detail(problem, &case.detail);
    if let Some(line) = words::line(case) {
        return if detail.is_empty() { line } else { format!("{detail}: {line}") };
    }
    let (shown, more) = words::shown(case, corpus);
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

/// A mark before the first line, as many spaces before the others.
fn hanging(text: &str, mark: &str) -> String {
    let blank = " ".repeat(mark.chars().count());
    wrap(text, &blank, WIDTH).replacen(&blank, mark, 1)
}
