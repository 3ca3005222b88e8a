//! A feed in Atom whose entries link to their related articles.

use super::{
    error::PublishError,
    page::{Links, Page, absolute},
};
use crate::write::html::escape;

/// Returns the feed, the newest entry first. An entry without a date has the first second of 1970.
///
/// # Errors
/// [`PublishError::NoAbsoluteAddress`].
pub(super) fn file(pages: &[Page<'_>], links: &Links) -> Result<String, PublishError> {
    let time = |page: &Page<'_>| {
        page.article.date.map_or_else(|| "1970-01-01".to_owned(), |date| date.to_string())
            + "T00:00:00Z"
    };
    let mut entries: Vec<&Page<'_>> = pages.iter().collect();
    entries.sort_by_key(|page| std::cmp::Reverse(page.article.date));
    let updated =
        entries.first().map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |page| time(page));
    let id = if links.root.is_empty() { "urn:alsolike:related" } else { links.root.as_str() };
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>Related articles</title>\n\
         <id>{}</id>\n<updated>{updated}</updated>\n<author><name>alsolike</name></author>\n",
        escape(id)
    );
    for page in entries {
        let url = absolute(page.article, links, "Atom")?;
        feed += &format!(
            "<entry>\n<title>{}</title>\n<id>{url}</id>\n<updated>{}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\n",
            escape(&page.article.title),
            time(page),
            url = escape(&url),
        );
        for item in &page.items {
            feed += &format!(
                "<link rel=\"related\" type=\"text/html\" href=\"{}\" title=\"{}\"/>\n",
                escape(&absolute(item.article, links, "Atom")?),
                escape(&item.article.title)
            );
        }
        feed += &format!("<summary>{}</summary>\n</entry>\n", escape(&page.article.teaser));
    }
    Ok(feed + "</feed>\n")
}
