//! Reads a draft: one article that is not in the archive.

use std::path::Path;

use super::Session;
use crate::args::reading::SourceFormatArg;
use crate::io::error::{Fault, Result};
use alsolike::article::Article;
use alsolike_formats::read::{Reader, Source};

/// Reads the one article of a file, or of standard input for `-`.
///
/// # Errors
/// A [`Fault`] when the file holds no article, an article without text, or several articles.
pub(crate) fn read_draft(
    session: &Session,
    path: &Path,
    format: Option<SourceFormatArg>,
) -> Result<Article> {
    let notes = session.notes();
    let mut options = session.shared.reading.options(session.now, notes.verbose)?;
    options.draft = true;
    options.format = format.map(Into::into);
    let mut reader = Reader::open(&[Source::from(path.as_os_str())], options)?;
    let mut articles = reader.next_batch(1)?;
    let has_more = !reader.next_batch(1)?.is_empty();
    let report = reader.report();
    for warned in &report.first_warned {
        notes.warn(&warned.to_string());
    }
    let path = path.display();
    match (articles.pop(), report.first_skipped.first()) {
        (Some(_), _) if has_more => {
            let fault = Fault::new(format!("`{path}` holds several articles, --text takes one"));
            Err(fault.hint("list articles of SOURCE with --for ID").into())
        }
        (Some(article), _) => Ok(article),
        (None, Some(skipped)) => Err(Fault::new(skipped.to_string()).into()),
        (None, None) => Err(Fault::new(format!("`{path}` has no text")).into()),
    }
}
