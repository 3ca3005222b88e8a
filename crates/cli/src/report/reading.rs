//! Reports the records and files that were not used. Fails when no article was read.

use std::ffi::OsString;

use super::notes::Notes;
use super::wording::{counted, quoted};
use crate::io::error::Fault;
use alsolike::engine::VectorizedCorpus;
use alsolike_formats::links::ResolvedLinks;
use alsolike_formats::read::{ReadReport, SkipReason};

/// Reports the records and files that were not used.
pub(crate) fn report_reading(notes: Notes, report: &ReadReport) {
    report_records(notes, report);
    if report.ignored_special > 0 {
        let files = counted(report.ignored_special, "file");
        notes.warn(&format!("{files} not read: pipes, sockets or devices"));
    }
    if !report.ignored_repository_files.is_empty() {
        let paths = report.ignored_repository_files.iter().map(|path| path.display().to_string());
        let names = quoted(paths, notes.n_shown());
        let files = counted(report.ignored_repository_files.len() as u64, "file");
        notes.note(&format!(
            "{files} left out because of the name: {names} (name a file as SOURCE to read it)"
        ));
    }
    // Without articles, the kinds of the other files show what the source holds.
    if notes.verbose || report.articles == 0 {
        report_ignored(notes, report);
    }
}

fn report_records(notes: Notes, report: &ReadReport) {
    let (n_skipped, n_warnings) = (report.n_skipped(), report.n_warnings());
    for skipped in &report.first_skipped {
        notes.write("skipped", &skipped.to_string());
    }
    for warned in &report.first_warned {
        notes.warn(&warned.to_string());
    }
    if n_skipped > 0 {
        let total = counted(report.articles + n_skipped, "record");
        notes.warn(&format!("skipped {n_skipped} of {total}"));
    }
    if n_warnings > report.first_warned.len() as u64 {
        notes.warn(&format!("{n_warnings} fields in all could not be used"));
    }
    if report.skipped.contains_key(&SkipReason::TooLong) {
        notes.note("--max-record-bytes sets the greatest length of a record");
    }
}

fn report_ignored(notes: Notes, report: &ReadReport) {
    if !report.ignored.is_empty() {
        let kind = |(extension, n): (&String, &u64)| match extension.as_str() {
            "" => format!("{n} without extension"),
            extension => format!("{n} .{extension}"),
        };
        let kinds: Vec<String> = report.ignored.iter().map(kind).collect();
        notes.note(&format!("files of other kinds were left out: {}", kinds.join(", ")));
    }
    if report.ignored_links > 0 {
        let links = counted(report.ignored_links, "symbolic link");
        notes.note(&format!("{links} not followed: the target is missing or is read elsewhere"));
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
    let n_skipped = report.n_skipped();
    if is_strict && n_skipped > 0 {
        let records = counted(n_skipped, "record");
        let fault = Fault::new(format!("skipped {records}, and --strict is given"));
        return Err(fault.hint("correct the records, or leave out --strict"));
    }
    if report.articles > 0 {
        return Ok(());
    }
    let names = quoted(sources.iter().map(|source| source.display().to_string()), usize::MAX);
    let what = if n_skipped > 0 { "no record could be used" } else { "there are no articles" };
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

/// Reports the boilerplate that was left out, and the articles without an indexed term.
pub(crate) fn report_vectors(notes: Notes, corpus: &VectorizedCorpus) {
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
