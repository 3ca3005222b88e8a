//! The report as a page: no script, so that it opens anywhere and nothing of an archive can run.

use super::words;
use crate::write::html::{FOOT, escape, head_with, linked};
use alsolike::audit::{AuditReport, Case, Check, Finding, Inbound};
use alsolike::engine::Corpus;

const CSS: &str = include_str!("page.css");

/// Title of the page.
const HEADING: &str = "What to fix in this archive";

pub(super) fn report(found: &AuditReport, corpus: &Corpus, n_examples: usize) -> String {
    let mut page =
        head_with(HEADING, CSS) + &format!("<h1>{HEADING}</h1>\n<dl class=\"figures\">\n");
    for (figure, what) in words::figures(found) {
        page += &format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escape(&what), escape(&figure));
    }
    page += "</dl>\n";
    if found.findings.is_empty() {
        page += "<p>Nothing to fix.</p>\n";
    } else {
        page += "<nav aria-labelledby=\"order\">\n<h2 id=\"order\">In this order</h2>\n<ol>\n";
        for finding in &found.findings {
            let (code, severity) =
                (words::code(finding.problem), words::severity(finding.severity));
            page += &format!(
                "<li><a href=\"#{code}\">{}</a> {}</li>\n",
                escape(&words::headline(finding, found.k)),
                badge(severity),
            );
        }
        page += "</ol>\n</nav>\n";
    }
    for finding in &found.findings {
        page += &section(finding, found, corpus, n_examples);
    }
    page += &inbound(&found.inbound);
    if found.langs.len() > 1 {
        page += "<section>\n<h2>Languages</h2>\n";
        let rows = found.langs.iter().map(|&(lang, n)| (lang.to_string(), n));
        page += &bars(("Language", "Articles"), rows);
        page += "</section>\n";
    }
    page + FOOT
}

fn badge(severity: &str) -> String {
    format!("<span class=\"badge {severity}\">{severity}</span>")
}

fn section(finding: &Finding, found: &AuditReport, corpus: &Corpus, n_examples: usize) -> String {
    let (code, severity) = (words::code(finding.problem), words::severity(finding.severity));
    let mut block = format!(
        "<section id=\"{code}\" class=\"{severity}\">\n<h2>{} {}</h2>\n",
        escape(&words::headline(finding, found.k)),
        badge(severity),
    );
    if finding.n_articles > 0 {
        let share = words::percent(finding.n_articles, found.n_docs);
        block += &format!("<p class=\"meta\">{} of all articles</p>\n", escape(&share));
    }
    block += &format!(
        "<p>{}</p>\n<p class=\"fix\"><strong>To do:</strong> {}</p>\n",
        with_code(words::why(finding)),
        with_code(words::fix(finding)),
    );
    let reasons = words::reasons(finding);
    if !reasons.is_empty() {
        block += &format!("<p class=\"meta\">{}</p>\n", escape(&reasons.join("; ")));
    }
    let shown = words::examples(finding, found, n_examples);
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
                "<p class=\"meta\">and {more} more, all named by <code>--format json</code></p>\n"
            );
        }
    }
    block + "</section>\n"
}

fn example(problem: Check, case: &Case, corpus: &Corpus) -> String {
    let detail = words::detail(problem, &case.detail);
    let detail = if detail.is_empty() {
        String::new()
    } else {
        format!("<p class=\"meta\">{}</p>", escape(&detail))
    };
    if let Some(line) = words::line(case) {
        let line = match problem {
            Check::Rule => with_code(&line),
            _ => format!("<q>{}</q>", escape(&line)),
        };
        return format!("<li>{line}{detail}</li>\n");
    }
    let (shown, more) = words::shown(case, corpus);
    let mut item = "<li>".to_owned();
    for entry in shown {
        item += &format!(
            "<p><span class=\"title\">{}</span> <code>{}</code></p>",
            linked(words::name(entry), entry.url.as_deref()),
            escape(entry.id.as_str())
        );
    }
    if more > 0 {
        item += &format!("<p class=\"meta\">and {more} more</p>");
    }
    item + &detail + "</li>\n"
}

/// How many articles are in how many lists.
fn inbound(inbound: &Inbound) -> String {
    // 0, 1, 2–3, 4–7, …: halves of a long tail.
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

/// A table whose numbers are drawn beside them.
fn bars(header: (&str, &str), rows: impl Iterator<Item = (String, usize)> + Clone) -> String {
    let most = rows.clone().map(|(_, n)| n).max().unwrap_or(0).max(1);
    let mut table = format!(
        "<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><td></td></tr></thead>\n<tbody>\n",
        header.0, header.1
    );
    for (name, n) in rows {
        table += &format!(
            "<tr><th scope=\"row\">{}</th><td>{n}</td><td class=\"bar\"><span style=\"width:{:.1}%\"></span></td></tr>\n",
            escape(&name),
            100.0 * n as f64 / most as f64
        );
    }
    table + "</tbody>\n</table>\n"
}

/// What stands between backticks is code.
fn with_code(text: &str) -> String {
    let part = |(at, part): (usize, &str)| {
        let part = escape(part);
        if at % 2 == 1 { format!("<code>{part}</code>") } else { part.into_owned() }
    };
    text.split('`').enumerate().map(part).collect()
}
