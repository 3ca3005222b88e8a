//! The score of two articles and the terms behind it.

use super::{Engine, EngineError};
use crate::recommend::{TermContribution, explain_score};
use crate::sparse::dot;

/// The score of two articles, and the shares of their shared terms.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Explanation<'e> {
    /// Cosine similarity of the two articles.
    pub score: f32,
    /// All shared terms, largest share first. The shares sum to 1.
    pub because: Vec<TermContribution<'e>>,
}

impl Engine {
    /// Returns the cosine similarity of two articles.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] with the first id that no article has.
    pub fn similarity(&self, a: &str, b: &str) -> Result<f32, EngineError> {
        let (a, b) = (self.corpus().doc(a)?, self.corpus().doc(b)?);
        Ok(dot(self.index().rows().row(a), self.index().rows().row(b)))
    }

    /// Returns the cosine similarity of two articles, with the share of every shared term.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] with the first id that no article has.
    pub fn explain(&self, a: &str, b: &str) -> Result<Explanation<'_>, EngineError> {
        let rows = self.index().rows();
        let (a, b) = (rows.row(self.corpus().doc(a)?), rows.row(self.corpus().doc(b)?));
        let (score, because) = explain_score(a, b, self.vectorizer().vocabulary(), usize::MAX);
        Ok(Explanation { score, because })
    }
}
