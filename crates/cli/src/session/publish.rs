//! From lists to the files of a site or a program.

use std::fs;
use std::path::{Path, PathBuf};

use super::Session;
use crate::args::publish::PublishArgs;
use crate::io::changes::{Changes, apply, find_changes};
use crate::io::error::{Fault, Result};
use crate::report::wording::{counted, quoted};
use alsolike::engine::{ArticleMeta, Corpus, Recommender};
use alsolike::recommend::Recommendation;
use alsolike::sparse::DocId;
use alsolike_formats::read::{PageKey, Site};
use alsolike_formats::write::publish::{
    Consumer, Links, MANIFEST, Page, PageItem, PublishError, PublishedFile,
};

/// Where the files of a consumer lie.
struct Place {
    folder: PathBuf,
    /// The name of the only file, if the user chose one.
    name: Option<PathBuf>,
}

/// Writes the lists for a consumer, or checks that its files are up to date.
///
/// # Errors
/// A [`Fault`] when the sources are no site of the consumer, when a page cannot be looked up, when a file cannot be
/// written, and with `--check` when a file is out of date.
pub(crate) fn publish(
    session: &Session,
    args: &PublishArgs,
    consumer: Consumer,
    recommender: &Recommender,
    lists: &[(DocId, &Vec<Recommendation>)],
    n_because: usize,
) -> Result {
    let corpus = recommender.engine().corpus();
    let pages = pages(session, recommender, lists, n_because);
    let site = site_of(session, consumer)?;
    let links = Links {
        style: args.link_style(consumer),
        root: session.sites.first().map_or("", Site::root_address).to_owned(),
        prefix: args.path_prefix.trim_end_matches('/').to_owned(),
    };
    let files = consumer.files(&pages, &links, corpus).map_err(fault)?;
    let place = place(args, consumer, site);
    let named = |file: &PublishedFile| place.name.clone().unwrap_or_else(|| file.path.clone());
    let files: Vec<(PathBuf, Vec<u8>)> =
        files.into_iter().map(|file| (named(&file), file.bytes)).collect();
    let all = || files.iter().map(|(name, bytes)| (name.as_path(), bytes.as_slice()));
    let changes = find_changes(&place.folder, all(), &earlier_fragments(consumer, &place.folder))?;
    if args.check {
        return check(&changes);
    }
    apply(&changes, &place.folder, all())?;
    let file = files.first().map_or_else(PathBuf::new, |(name, _)| place.folder.join(name));
    tell(session, &changes, &file, pages.len());
    Ok(())
}

/// Returns the site that the consumer belongs to; `None` for other programs.
fn site_of(session: &Session, consumer: Consumer) -> Result<Option<&Site>, Fault> {
    let Some(name) = consumer.site() else { return Ok(None) };
    let found = session.sites.iter().find(|site| site.name() == name);
    found.map(Some).ok_or_else(|| {
        let flag = name.to_string().to_lowercase();
        Fault::new(format!("no SOURCE is a {name} site"))
            .hint(format!("name the root of the site as SOURCE, or add `--site {flag}`"))
    })
}

fn place(args: &PublishArgs, consumer: Consumer, site: Option<&Site>) -> Place {
    match (args.path(), consumer) {
        (Some(path), Consumer::Fragments) => Place { folder: path.to_owned(), name: None },
        (Some(path), _) => {
            let folder = path.parent().map(Path::to_owned).unwrap_or_default();
            Place { folder, name: path.file_name().map(PathBuf::from) }
        }
        (None, Consumer::Fragments) => Place { folder: "fragments".into(), name: None },
        (None, _) => {
            Place { folder: site.and_then(Site::data_folder).unwrap_or_default(), name: None }
        }
    }
}

fn pages<'a>(
    session: &Session,
    recommender: &'a Recommender,
    lists: &[(DocId, &Vec<Recommendation>)],
    n_because: usize,
) -> Vec<Page<'a>> {
    let corpus: &'a Corpus = recommender.engine().corpus();
    let key = |article: &ArticleMeta| -> Option<PageKey> {
        let path = article.path.as_deref()?;
        session.sites.iter().find_map(|site| site.key_of(path))
    };
    let page = |&(doc, items): &(DocId, &Vec<Recommendation>)| {
        let list = recommender.list(doc, items, n_because);
        let article = corpus.article(doc);
        let item = |item: alsolike::recommend::RelatedItem<'_>| {
            let article = corpus.article(item.doc);
            let because = item.because.iter();
            PageItem {
                article,
                key: key(article),
                score: item.score,
                reason: item.reason.name(),
                because: because.map(|term| (term.term.to_string(), term.share as f32)).collect(),
            }
        };
        Page { article, key: key(article), items: list.items.into_iter().map(item).collect() }
    };
    use rayon::prelude::*;
    lists.par_iter().map(page).collect()
}

/// Adds what to do to an error of a writer.
fn fault(error: PublishError) -> Fault {
    let hint = match &error {
        PublishError::NoAbsoluteAddress { .. } => {
            "add `--base-url https://HOST`, which goes before addresses without a host"
        }
        PublishError::NoAddress { .. } => {
            "add `--url-pattern` or `--addresses`, or look pages up by id or path"
        }
        PublishError::NoNumber { .. } => {
            "read an export of WordPress, or records whose ids are the numbers of posts"
        }
        _ => "read the folder of the site alone",
    };
    Fault::new(error.to_string()).hint(hint)
}

/// Returns the fragments of an earlier run by their manifest.
fn earlier_fragments(consumer: Consumer, folder: &Path) -> Vec<PathBuf> {
    if consumer != Consumer::Fragments {
        return Vec::new();
    }
    let manifest = fs::read(folder.join(MANIFEST)).unwrap_or_default();
    let known: std::collections::BTreeMap<PathBuf, String> =
        serde_json::from_slice(&manifest).unwrap_or_default();
    known.into_keys().collect()
}

/// Fails when a file is out of date.
fn check(changes: &Changes) -> Result {
    if changes.is_empty() {
        return Ok(());
    }
    const SHOWN: usize = 3;
    let stale: Vec<&PathBuf> = changes.written.iter().chain(&changes.removed).collect();
    let n = stale.len();
    let names = quoted(stale.into_iter().map(|path| path.display().to_string()), SHOWN);
    let verb = if n == 1 { "is" } else { "are" };
    let what = format!("{} {verb} out of date: {names}", counted(n as u64, "file"));
    Err(Fault::new(what).hint("run the same command without `--check`").into())
}

fn tell(session: &Session, changes: &Changes, file: &Path, n_pages: usize) {
    let lists = counted(n_pages as u64, "list");
    let place = file.display();
    let note = match (changes.written.len(), changes.removed.len(), changes.n_unchanged) {
        (0, 0, 1) => format!("`{place}` is up to date: {lists}"),
        (1, 0, 0) => format!("wrote {lists} to `{place}`"),
        (written, removed, unchanged) => format!(
            "wrote {}, removed {removed}, left {unchanged} that are up to date: {lists}",
            counted(written as u64, "file")
        ),
    };
    session.notes().note(&note);
}
