//! A page of a built site to the fields of an article.

use super::{
    Skip, SourceFormat, Unpublished,
    fields::{EditorialFields, Fields},
    html_page::{Verdict, parse_page},
    page_file::PageFile,
    record::{ParseOptions, ParsedRecord},
    state::by_word,
};
use crate::{links::RecordLinks, markup::html::is_whole_page};
use std::borrow::Cow;

/// Whether a file is a page of a built site: a complete page that no generator reads.
pub(super) fn is_built(bytes: &[u8], format: SourceFormat, file: &PageFile) -> bool {
    // A page may have another encoding, which it states.
    format == SourceFormat::Html
        && file.site.is_none()
        && is_whole_page(&String::from_utf8_lossy(bytes))
}

/// Parses one page. What its head and its classes do not say comes from its path.
///
/// # Errors
/// [`Skip::Unpublished`] for a page that is no article and has neither title nor text.
pub(super) fn parse(
    html: &[u8],
    file: &PageFile,
    options: ParseOptions,
) -> Result<ParsedRecord, Skip> {
    let mut page = parse_page(html, &file.facts);
    let path = file.path.as_deref().unwrap_or_default();
    page.place(path);
    let (lang, key) = file.by_path.clone().unzip();
    let translation_key = if page.translation_key.is_empty() {
        key.unwrap_or_default()
    } else {
        page.translation_key
    };
    let url = if page.url.is_empty() { address_of_path(path) } else { page.url };
    let paywall = if page.paywall { "true" } else { "" };
    let fields = Fields {
        id: Cow::Borrowed(&file.id),
        title: page.title.into(),
        text: page.text.into(),
        lead: page.lead,
        summary: page.summary.into(),
        url: url.into(),
        date: page.date.into(),
        lang: if page.lang.is_empty() { lang.unwrap_or_default() } else { page.lang }.into(),
        section: page.section.into(),
        tags: page.tags.into_iter().map(Cow::Owned).collect(),
        image: page.image.into(),
        image_alt: page.image_alt.into(),
        authors: page.authors.into_iter().map(Cow::Owned).collect(),
        paywall: paywall.into(),
        modified: page.modified.into(),
        unpublished: by_word(&page.status).or_else(|| unpublished(page.verdict)),
        editorial: EditorialFields {
            translation_key: translation_key.into(),
            ..EditorialFields::default()
        },
        ..Fields::default()
    };
    let mut parsed = fields.into_article(options)?;
    parsed.article.path.clone_from(&file.path);
    if options.own_links {
        let mut paths = vec![file.id.clone()];
        paths.extend(parsed.article.url.clone());
        parsed.links = RecordLinks { paths, names: vec![file.stem.clone()], targets: Vec::new() };
    }
    parsed.article.url = file.address(parsed.article.url.take(), &parsed.article);
    Ok(parsed)
}

/// Returns the address below the root of the site, as web servers have it: `/a/` for `a/index.html`.
fn address_of_path(path: &str) -> String {
    match path.strip_suffix("index.html").or_else(|| path.strip_suffix("index.htm")) {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{path}"),
    }
}

fn unpublished(verdict: Verdict) -> Option<Unpublished> {
    match verdict {
        Verdict::Article => None,
        Verdict::NoIndex => Some(Unpublished::Unlisted),
        Verdict::Draft => Some(Unpublished::Draft),
        Verdict::Redirect | Verdict::NotFound => Some(Unpublished::NoPage),
        Verdict::Pagination | Verdict::Listing => Some(Unpublished::List),
        Verdict::Copy | Verdict::Amp | Verdict::Print => Some(Unpublished::Copy),
        Verdict::Short | Verdict::NoText => Some(Unpublished::Short),
    }
}
