//! Themes beside the frozen model: what remains of an archive when its articles are gone.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::Engine;
use crate::article::{Article, ArticleId};
use crate::themes::{Membership, Themes};
use crate::vectorize::{Idf, MAX_NGRAM, Vectorizer};

/// Themes with the model they were made in: places articles that come later, and is where the themes start
/// from when they are made again.
///
/// Memory: that of the vocabulary, 4 bytes for each of (terms · components), and the ids.
#[derive(Clone, Debug)]
pub struct ThemeModel {
    vectorizer: Vectorizer,
    themes: Themes,
    ids: Vec<ArticleId>,
}

impl ThemeModel {
    /// The themes of an engine's archive, with copies of its model and ids.
    #[must_use]
    pub fn new(engine: &Engine, themes: Themes) -> Self {
        let ids = engine.corpus().entries().iter().map(|entry| entry.id.clone()).collect();
        Self { vectorizer: engine.vectorizer().clone(), themes, ids }
    }

    /// The themes.
    #[must_use]
    pub fn themes(&self) -> &Themes {
        &self.themes
    }

    /// The theme of each article, as [`Themes::assign`] finds it, in their order. Parallel; O(bytes of text).
    #[must_use]
    pub fn assign(&self, articles: &[Article]) -> Vec<Option<Membership>> {
        let rows = self.vectorizer.transform(articles);
        let rows = self.vectorizer.reweigh(&rows, Idf::Smooth, MAX_NGRAM);
        let docs: Vec<_> = rows.docs().collect();
        docs.par_iter().map(|&doc| self.themes.assign(rows.row(doc))).collect()
    }

    /// The position of the theme that each of an engine's articles had here, by id, shape (n_docs,).
    pub(super) fn before(&self, engine: &Engine) -> Vec<Option<usize>> {
        let known: HashMap<&ArticleId, Option<Membership>> =
            self.ids.iter().zip(self.themes.memberships.iter().copied()).collect();
        let entries = engine.corpus().entries().iter();
        entries.map(|entry| known.get(&entry.id)?.map(|membership| membership.theme)).collect()
    }
}
