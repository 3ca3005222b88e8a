//! The exact neighbours of articles, by text alone.

use super::{Eligible, Engine, EngineError};
use crate::index::{Neighbours, Search, Watch};
use crate::recommend::{Because, because};
use crate::sparse::{DocId, dot};

/// What the list of an article's neighbours should hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListSettings {
    /// Length of a list, 1 or more.
    pub k: usize,
    /// Least score of an item, 0 to 1.
    pub min_score: f32,
}

impl Default for ListSettings {
    /// Four items, as on a news page.
    fn default() -> Self {
        Self { k: 4, min_score: 0.0 }
    }
}

impl ListSettings {
    /// Whether the settings ask for something, so that a command can refuse before it reads.
    ///
    /// # Errors
    /// [`EngineError::NoArticlesAsked`] and [`EngineError::MinScore`].
    pub fn check(self) -> Result<(), EngineError> {
        self.search().map(|_| ())
    }

    pub(super) fn search(self) -> Result<Search, EngineError> {
        if self.k == 0 {
            return Err(EngineError::NoArticlesAsked);
        }
        if !(0.0..=1.0).contains(&self.min_score) {
            return Err(EngineError::MinScore(self.min_score));
        }
        Ok(Search { k: self.k, min_score: self.min_score })
    }
}

/// Why two articles are near.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation<'e> {
    /// Their score.
    pub score: f32,
    /// All shared terms, the largest share first; the shares sum to 1.
    pub because: Vec<Because<'e>>,
}

impl Engine {
    /// The exact neighbours of every article, in row order. Parallel; `watch` is told of rows done.
    ///
    /// # Errors
    /// [`EngineError::NoArticlesAsked`] and [`EngineError::MinScore`] for settings that ask nothing,
    /// [`EngineError::Eligibility`] when `eligible` is of another archive, and [`EngineError::Cancelled`]
    /// when `watch` broke the search off.
    pub fn neighbours(
        &self,
        settings: ListSettings,
        eligible: &Eligible,
        watch: &Watch<'_>,
    ) -> Result<Neighbours, EngineError> {
        let docs: Vec<DocId> = self.index.rows().docs().collect();
        self.neighbours_of(&docs, settings, eligible, watch)
    }

    /// The exact neighbours of some articles, in the order given.
    ///
    /// # Errors
    /// As [`Engine::neighbours`].
    pub fn neighbours_of(
        &self,
        docs: &[DocId],
        settings: ListSettings,
        eligible: &Eligible,
        watch: &Watch<'_>,
    ) -> Result<Neighbours, EngineError> {
        let (search, check) = (settings.search()?, eligible.check(&self.corpus)?);
        Ok(self.index.pairs(docs, search, |doc, other| check.admits(doc, other), watch)?)
    }

    /// The score of two articles.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] naming the id that no article has.
    pub fn similarity(&self, a: &str, b: &str) -> Result<f32, EngineError> {
        let (a, b) = (self.corpus.doc(a)?, self.corpus.doc(b)?);
        Ok(dot(self.index.rows().row(a), self.index.rows().row(b)))
    }

    /// Why two articles are near: every shared term with its share of the score.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] naming the id that no article has.
    pub fn explain(&self, a: &str, b: &str) -> Result<Explanation<'_>, EngineError> {
        let rows = self.index.rows();
        let (a, b) = (rows.row(self.corpus.doc(a)?), rows.row(self.corpus.doc(b)?));
        Ok(Explanation {
            score: dot(a, b),
            because: because(a, b, self.vectorizer.vocabulary(), usize::MAX),
        })
    }
}
