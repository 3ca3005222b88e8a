//! Leaves out articles that no list may show, because themes must not show them either.

use crate::report::notes::Notes;
use crate::report::wording::counted;
use alsolike::article::{Article, Date};
use alsolike::recommend::Exclusion;

/// Filters articles by their editorial fields, and counts what it leaves out.
pub(crate) struct VisibleArticles {
    now: Date,
    n_excluded: usize,
}

impl VisibleArticles {
    /// Judges embargoes and expiry at the moment `now`.
    pub(crate) fn new(now: Date) -> Self {
        Self { now, n_excluded: 0 }
    }

    /// Returns the articles of a batch that readers may see.
    pub(crate) fn filter(&mut self, mut batch: Vec<Article>) -> Vec<Article> {
        let n_read = batch.len();
        batch.retain(|article| Exclusion::by_editor(&article.editorial, self.now).is_none());
        self.n_excluded += n_read - batch.len();
        batch
    }

    /// Reports how many articles were left out, if any.
    pub(crate) fn report(&self, notes: Notes) {
        if self.n_excluded > 0 {
            let articles = counted(self.n_excluded as u64, "article");
            notes.note(&format!(
                "left out of the themes: {articles} hidden, retracted, legally sensitive, under embargo or expired"
            ));
        }
    }
}
