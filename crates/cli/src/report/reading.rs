//! Reports the records and files that were not used. Fails when no article was read.

use std::ffi::OsString;

use super::languages::language_name;
use super::notes::Notes;
use super::wording::{counted, quoted};
use crate::io::error::Fault;
use alsolike::article::Lang;
use alsolike::engine::VectorizedCorpus;
use alsolike_formats::links::ResolvedLinks;
use alsolike_formats::read::{PassedOver, PassedOverFiles, ReadReport, SkipReason};

/// Reports the sites that were recognized, and the records and files that were not used.
pub(crate) fn report_reading(notes: Notes, report: &ReadReport) {
    for site in &report.sites {
        notes.note(&format!("read as a {site} site (--site none reads the files as they are)"));
    }
    report_records(notes, report);
    let passed_over = describe_passed_over(&report.passed_over);
    if !passed_over.is_empty() {
        notes.note(&format!(
            "passed over: {} (`alsolike inspect` names all)",
            passed_over.join(", ")
        ));
    }
}

/// Describes what was passed over: folders by name, files by reason, and other files by kind.
fn describe_passed_over(files: &PassedOverFiles) -> Vec<String> {
    const FILES: [(PassedOver, &str); 8] = [
        (PassedOver::RepositoryFile, "of the repository"),
        (PassedOver::PagePart, "part of a page or section"),
        (PassedOver::NoContent, "without content"),
        (PassedOver::Excluded, "excluded by the site's configuration"),
        (PassedOver::GitIgnored, "named in .gitignore"),
        (PassedOver::Hidden, "hidden"),
        (PassedOver::Link, "linked to nothing or to what is read elsewhere"),
        (PassedOver::Special, "pipe, socket or device"),
    ];
    const MAX_FOLDERS: usize = 5;
    let mut parts = Vec::new();
    let folders: Vec<String> = files
        .paths
        .iter()
        .filter(|path| path.is_folder)
        .map(|path| path.path.file_name().unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    if !folders.is_empty() {
        let n = counted(folders.len() as u64, "folder");
        parts.push(format!("{n} ({})", quoted(folders.into_iter(), MAX_FOLDERS)));
    }
    let count = |(why, text): (PassedOver, &str)| {
        let n = files.of(why).filter(|path| !path.is_folder).count();
        (n > 0).then(|| format!("{n} {text}"))
    };
    let kind = |(extension, n): (&String, &u64)| match extension.as_str() {
        "" => format!("{n} without extension"),
        extension => format!("{n} .{extension}"),
    };
    let counts = FILES.into_iter().filter_map(count).chain(files.kinds.iter().map(kind));
    let counts: Vec<String> = counts.collect();
    if !counts.is_empty() {
        parts.push(format!("files: {}", counts.join(", ")));
    }
    parts
}

fn report_records(notes: Notes, report: &ReadReport) {
    let (n_faults, n_warnings) = (report.n_faults(), report.n_warnings());
    for skipped in &report.first_skipped {
        notes.write("skipped", &skipped.to_string());
    }
    for warned in &report.first_warned {
        notes.warn(&warned.to_string());
    }
    if n_faults > 0 {
        let total = counted(report.articles + report.n_skipped(), "record");
        notes.warn(&format!("skipped {n_faults} of {total}"));
    }
    let states: Vec<String> =
        report.unpublished().map(|(state, n)| format!("{n} {}", state.name())).collect();
    if !states.is_empty() {
        notes.note(&format!("not published and left out: {}", states.join(", ")));
    }
    if report.html_texts > 0 {
        let texts = counted(report.html_texts, "text");
        notes.note(&format!("read the HTML of {texts} as plain text"));
    }
    if n_warnings > report.first_warned.len() as u64 {
        notes.warn(&format!("{n_warnings} fields in all could not be used"));
    }
    if report.skipped.contains_key(&SkipReason::TooLong) {
        notes.note("--max-record-bytes sets the greatest length of a record");
    }
}

/// Fails when a strict run skipped a record, and when no article was read.
///
/// # Errors
/// A [`Fault`] that names the sources.
pub(crate) fn check_reading(
    report: &ReadReport,
    sources: &[OsString],
    is_strict: bool,
) -> Result<(), Fault> {
    let n_faults = report.n_faults();
    if is_strict && n_faults > 0 {
        let records = counted(n_faults, "record");
        let fault = Fault::new(format!("skipped {records}, and --strict is given"));
        return Err(fault.hint("correct the records, or leave out --strict"));
    }
    if report.articles > 0 {
        return Ok(());
    }
    let names = quoted(sources.iter().map(|source| source.display().to_string()), usize::MAX);
    let what =
        if report.n_skipped() > 0 { "no record could be used" } else { "there are no articles" };
    Err(Fault::new(format!("{what} in {names}")))
}

/// Reports the links between pages of the site that lead to no article.
pub(crate) fn report_links(notes: Notes, links: &ResolvedLinks) {
    let n_shown = notes.n_shown();
    for (from, target) in links.unresolved.iter().take(n_shown) {
        notes.write("unresolved", &format!("link of `{from}` to `{target}`"));
    }
    let n_unresolved = links.unresolved.len();
    if n_unresolved > 0 {
        let links = counted(n_unresolved as u64, "link");
        let rest = if n_unresolved > n_shown { " (--verbose names all)" } else { "" };
        notes.note(&format!("{links} to pages of the site that are no articles here{rest}"));
    }
}

/// Reports the languages that were detected. English alone is reported only with `--verbose`.
fn report_languages(notes: Notes, detected: &[(Lang, usize)]) {
    let is_told = notes.verbose || detected.iter().any(|&(lang, _)| lang != Lang::ENGLISH);
    if detected.is_empty() || !is_told {
        return;
    }
    let n: usize = detected.iter().map(|&(_, n)| n).sum();
    let n_shown = notes.n_shown();
    let mut langs: Vec<String> = detected
        .iter()
        .take(n_shown)
        .map(|&(lang, n)| format!("{n} {}", language_name(lang)))
        .collect();
    let n_others: usize = detected.iter().skip(n_shown).map(|&(_, n)| n).sum();
    if n_others > 0 {
        langs.push(format!("{n_others} others"));
    }
    let articles = counted(n as u64, "article");
    notes.note(&format!("{articles} without a language: {}", langs.join(", ")));
}

/// Reports the boilerplate that was left out, and the articles without an indexed term.
pub(crate) fn report_vectors(notes: Notes, corpus: &VectorizedCorpus) {
    report_languages(notes, &corpus.detected);
    let n_shown = notes.n_shown();
    for line in corpus.boilerplate.iter().take(n_shown) {
        let articles = counted(line.n_articles as u64, "article");
        let text = format!("left out of {articles}: {}", line.text);
        notes.write("boilerplate", &text);
    }
    if corpus.boilerplate.len() > n_shown {
        let n_more = corpus.boilerplate.len() - n_shown;
        let text = format!(
            "and {n_more} more such lines (--verbose names all, --keep-boilerplate counts them)"
        );
        notes.write("boilerplate", &text);
    }
    let n_empty = corpus.rows.docs().filter(|&doc| corpus.rows.row(doc).is_empty()).count();
    if n_empty > 0 {
        let articles = counted(n_empty as u64, "article");
        let (share, get) = if n_empty == 1 { ("shares", "it gets") } else { ("share", "they get") };
        notes.warn(&format!(
            "{articles} {share} no indexed term with any other article: {get} no list and no theme"
        ));
    }
}
