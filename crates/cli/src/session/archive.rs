//! Reads sources into vectors and an engine, and reports what was not used.

use std::ffi::OsString;

use super::Session;
use super::visible::VisibleArticles;
use crate::io::error::Result;
use crate::io::stages::Stages;
use crate::report::reading::{check_reading, report_links, report_reading, report_vectors};
use alsolike::article::{Article, Date};
use alsolike::engine::{Engine, EngineBuilder, VectorizedCorpus};
use alsolike_formats::links::ResolvedLinks;
use alsolike_formats::read::{Reader, Source};
use alsolike_formats::write::inspect::InspectedRow;

/// Articles that are read and counted together. Their texts are in memory at the same time.
const BATCH: usize = 4_096;

/// Which articles of the sources are used, and which words of them.
#[derive(Clone, Copy, Debug, Default)]
struct Selection {
    /// Leave the words of links out, and resolve where the links lead.
    own_links: bool,
    /// Leave out the articles that no list may show at this moment.
    visible_at: Option<Date>,
}

/// Reads the sources into vectors.
pub(crate) fn read_corpus(session: &mut Session, sources: &[OsString]) -> Result<VectorizedCorpus> {
    Ok(vectorize(session, sources, Selection::default())?.0)
}

/// Reads and indexes the sources.
pub(crate) fn build_engine(session: &mut Session, sources: &[OsString]) -> Result<Engine> {
    let corpus = read_corpus(session, sources)?;
    Ok(session.stages.run("index", || Engine::new(corpus)))
}

/// Reads and indexes the sources without the words of links, and resolves where the links lead.
pub(crate) fn build_engine_and_links(
    session: &mut Session,
    sources: &[OsString],
) -> Result<(Engine, ResolvedLinks)> {
    let selection = Selection { own_links: true, ..Selection::default() };
    let (corpus, links) = vectorize(session, sources, selection)?;
    report_links(session.notes(), &links);
    Ok((session.stages.run("index", || Engine::new(corpus)), links))
}

/// Reads and indexes the articles that lists may show at the moment of the run, and reports how many others there are.
pub(crate) fn build_visible_engine(session: &mut Session, sources: &[OsString]) -> Result<Engine> {
    let selection = Selection { visible_at: Some(session.now), ..Selection::default() };
    let corpus = vectorize(session, sources, selection)?.0;
    Ok(session.stages.run("index", || Engine::new(corpus)))
}

fn vectorize(
    session: &mut Session,
    sources: &[OsString],
    selection: Selection,
) -> Result<(VectorizedCorpus, ResolvedLinks)> {
    let mut builder = EngineBuilder::new(&session.shared.settings())?;
    let mut visible = selection.visible_at.map(VisibleArticles::new);
    let reader = read_batches(session, sources, selection.own_links, |stages, batch| {
        let batch = match &mut visible {
            Some(visible) => visible.filter(batch),
            None => batch,
        };
        Ok(stages.run("vectorize", || builder.add(batch))?)
    })?;
    let corpus = session.stages.run("vectorize", || builder.finish())?;
    session.stages.count(corpus.corpus.n_docs(), corpus.text_bytes, corpus.rows.nnz());
    report_vectors(session.notes(), &corpus);
    if let Some(visible) = visible {
        visible.report(session.notes());
    }
    Ok((corpus, reader.own_links().resolve()))
}

/// Reads the sources batch by batch, and reports what was not used.
///
/// # Errors
/// As the reader and `take`; a fault when no article is read, or when `--strict` finds a skipped record.
pub(crate) fn read_batches(
    session: &mut Session,
    sources: &[OsString],
    own_links: bool,
    mut take: impl FnMut(&mut Stages, Vec<Article>) -> Result,
) -> Result<Reader> {
    let notes = session.notes();
    let mut reader = open_reader(session, sources, own_links)?;
    let bar = session.bars().count("reading");
    loop {
        let batch = session.stages.run("read", || reader.next_batch(BATCH))?;
        if batch.is_empty() {
            break;
        }
        bar.inc(batch.len() as u64);
        take(&mut session.stages, batch)?;
    }
    bar.finish_and_clear();
    report_reading(notes, reader.report());
    check_reading(reader.report(), sources, session.shared.reading.strict)?;
    session.reading = reader.report().clone();
    session.sites = reader.sites().to_vec();
    Ok(reader)
}

/// Reads the sources, and returns a row for every record and for everything that was passed over.
///
/// # Errors
/// As the reader.
pub(crate) fn inspect_sources(
    session: &mut Session,
    sources: &[OsString],
) -> Result<Vec<InspectedRow>> {
    let mut reader = open_reader(session, sources, false)?;
    let mut rows = Vec::new();
    loop {
        let records = session.stages.run("read", || reader.next_records(BATCH))?;
        if records.is_empty() && reader.is_at_end() {
            break;
        }
        rows.extend(records.iter().map(InspectedRow::from_record));
    }
    rows.extend(reader.report().passed_over.paths.iter().map(InspectedRow::from_passed_over));
    report_reading(session.notes(), reader.report());
    Ok(rows)
}

/// Lists the files of the sources, each source once.
fn open_reader(session: &Session, sources: &[OsString], own_links: bool) -> Result<Reader> {
    let notes = session.notes();
    let mut unique: Vec<Source> = Vec::new();
    for name in sources {
        let source = Source::from(name.as_os_str());
        if unique.contains(&source) {
            notes.warn(&format!("`{}` is given twice and read once", name.display()));
        } else {
            unique.push(source);
        }
    }
    let mut options = session.shared.reading.options(session.now, notes.verbose)?;
    options.own_links = own_links;
    Ok(Reader::open(&unique, options)?)
}
