//! Articles that may stand in no list at the moment that is asked about: themes leave them out, too.

use crate::session::archive::{SharedArgs, counted};
use alsolike::article::{Article, Date};
use alsolike::recommend::Exclusion;

/// Takes articles out of what is read, and counts them.
pub(crate) struct HeldBack {
    now: Date,
    n_articles: usize,
}

impl HeldBack {
    /// Judges at the moment `now`.
    pub(crate) fn at(now: Date) -> Self {
        Self { now, n_articles: 0 }
    }

    /// The articles of a batch that readers may see.
    pub(crate) fn rest_of(&mut self, mut batch: Vec<Article>) -> Vec<Article> {
        let n_read = batch.len();
        batch.retain(|article| Exclusion::by_editor(&article.editorial, self.now).is_none());
        self.n_articles += n_read - batch.len();
        batch
    }

    /// Says how many there were, if any.
    pub(crate) fn report(&self, shared: &SharedArgs) {
        if self.n_articles > 0 {
            let articles = counted(self.n_articles as u64, "article");
            let what = format!(
                "left out of the themes: {articles} hidden, retracted, legally sensitive, under embargo or expired"
            );
            shared.note("note", &what);
        }
    }
}
