//! The audit report as an HTML page. It has no scripts, so that nothing in an archive can run.

use super::{
    Advice, describe,
    figures::{self, Figure},
};
use crate::write::html::{FOOT, escape, head_with_style, linked};
use crate::write::title::title_or_id;
use alsolike::audit::{AuditReport, Case, Check, Finding, Inbound};
use alsolike::engine::Corpus;

const CSS: &str = include_str!("page.css");

const HEADING: &str = "What to fix in this archive";

pub(super) fn report(
    report: &AuditReport,
    figures: &[Figure],
    corpus: &Corpus,
    n_examples: usize,
    advice: &dyn Advice,
) -> String {
    let mut page =
        head_with_style(HEADING, CSS) + &format!("<h1>{HEADING}</h1>\n<dl class=\"figures\">\n");
    for (figure, what) in figures {
        page += &format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escape(what), escape(figure));
    }
    page += "</dl>\n";
    if report.findings.is_empty() {
        page += "<p>Nothing to fix.</p>\n";
    } else {
        page += "<nav aria-labelledby=\"order\">\n<h2 id=\"order\">In this order</h2>\n<ol>\n";
        for finding in &report.findings {
            let (code, severity) =
                (describe::code(finding.problem), describe::severity(finding.severity));
            page += &format!(
                "<li><a href=\"#{code}\">{}</a> {}</li>\n",
                escape(&describe::headline(finding, report.k)),
                badge(severity),
            );
        }
        page += "</ol>\n</nav>\n";
    }
    for finding in &report.findings {
        page += &section(finding, report, corpus, n_examples, advice);
    }
    page += &inbound(&report.inbound);
    if report.langs.len() > 1 {
        page += "<section>\n<h2>Languages</h2>\n";
        let rows = report.langs.iter().map(|&(lang, n)| (lang.to_string(), n));
        page += &bars(("Language", "Articles"), rows);
        page += "</section>\n";
    }
    page + FOOT
}

fn badge(severity: &str) -> String {
    format!("<span class=\"badge {severity}\">{severity}</span>")
}

fn section(
    finding: &Finding,
    report: &AuditReport,
    corpus: &Corpus,
    n_examples: usize,
    advice: &dyn Advice,
) -> String {
    let (code, severity) = (describe::code(finding.problem), describe::severity(finding.severity));
    let mut block = format!(
        "<section id=\"{code}\" class=\"{severity}\">\n<h2>{} {}</h2>\n",
        escape(&describe::headline(finding, report.k)),
        badge(severity),
    );
    if finding.n_articles > 0 {
        let share = figures::percent(finding.n_articles, report.n_docs);
        block += &format!("<p class=\"meta\">{} of all articles</p>\n", escape(&share));
    }
    block += &format!(
        "<p>{}</p>\n<p class=\"fix\"><strong>To do:</strong> {}</p>\n",
        with_code(advice.why(finding)),
        with_code(advice.fix(finding)),
    );
    let reasons = describe::reasons(finding);
    if !reasons.is_empty() {
        block += &format!("<p class=\"meta\">{}</p>\n", escape(&reasons.join("; ")));
    }
    let shown = figures::examples(finding, report, n_examples);
    if !shown.is_empty() {
        let n_shown = shown.len();
        let heading =
            if n_shown == 1 { "1 example".to_owned() } else { format!("{n_shown} examples") };
        block += &format!("<details open>\n<summary>{heading}</summary>\n<ul>\n");
        shown.iter().for_each(|case| block += &example(finding.problem, case, corpus));
        block += "</ul>\n</details>\n";
        let more = finding.cases.len() - n_shown;
        if more > 0 {
            block += &format!(
                "<p class=\"meta\">and {more} more, {}</p>\n",
                with_code(advice.all_cases())
            );
        }
    }
    block + "</section>\n"
}

fn example(check: Check, case: &Case, corpus: &Corpus) -> String {
    let detail = describe::detail(check, &case.detail);
    let detail = if detail.is_empty() {
        String::new()
    } else {
        format!("<p class=\"meta\">{}</p>", escape(&detail))
    };
    if let Some(line) = describe::subject_line(case) {
        let line = match check {
            Check::Rule => with_code(&line),
            _ => format!("<q>{}</q>", escape(&line)),
        };
        return format!("<li>{line}{detail}</li>\n");
    }
    let (shown, more) = figures::shown(case, corpus);
    let mut item = "<li>".to_owned();
    for entry in shown {
        item += &format!(
            "<p><span class=\"title\">{}</span> <code>{}</code></p>",
            linked(title_or_id(entry), entry.url.as_deref()),
            escape(entry.id.as_str())
        );
    }
    if more > 0 {
        item += &format!("<p class=\"meta\">and {more} more</p>");
    }
    item + &detail + "</li>\n"
}

/// Returns a table of the number of articles by the number of lists that contain them.
fn inbound(inbound: &Inbound) -> String {
    // Powers of two: 0, 1, 2–3, 4–7, …
    let bucket = |count: u32| (u32::BITS - count.leading_zeros()) as usize;
    let n_buckets = inbound.counts.iter().map(|&count| bucket(count) + 1).max().unwrap_or(0);
    let mut buckets = vec![0usize; n_buckets];
    inbound.counts.iter().for_each(|&count| buckets[bucket(count)] += 1);
    let name = |at: usize| match at {
        0 => "none".to_owned(),
        1 => "1".to_owned(),
        at => format!("{}–{}", 1u64 << (at - 1), (1u64 << at) - 1),
    };
    let rows = buckets.iter().enumerate().map(|(at, &n)| (name(at), n));
    format!(
        "<section>\n<h2>In how many lists articles are</h2>\n{}</section>\n",
        bars(("Lists", "Articles"), rows)
    )
}

/// Returns a table of numbers with bars beside them.
fn bars(header: (&str, &str), rows: impl Iterator<Item = (String, usize)> + Clone) -> String {
    let max = rows.clone().map(|(_, n)| n).max().unwrap_or(0).max(1);
    let mut table = format!(
        "<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><td></td></tr></thead>\n<tbody>\n",
        header.0, header.1
    );
    for (name, n) in rows {
        table += &format!(
            "<tr><th scope=\"row\">{}</th><td>{n}</td><td class=\"bar\"><span style=\"width:{:.1}%\"></span></td></tr>\n",
            escape(&name),
            100.0 * n as f64 / max as f64
        );
    }
    table + "</tbody>\n</table>\n"
}

/// Returns a text as HTML; text between backticks becomes code.
fn with_code(text: &str) -> String {
    let part = |(at, part): (usize, &str)| {
        let part = escape(part);
        if at % 2 == 1 { format!("<code>{part}</code>") } else { part.into_owned() }
    };
    text.split('`').enumerate().map(part).collect()
}
