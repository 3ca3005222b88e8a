//! Why two articles are near.

use super::{Engine, EngineError};
use crate::recommend::{TermContribution, explain_score};
use crate::sparse::dot;

/// Why two articles are near.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation<'e> {
    /// Their score.
    pub score: f32,
    /// All shared terms, the largest share first; the shares sum to 1.
    pub because: Vec<TermContribution<'e>>,
}

impl Engine {
    /// The score of two articles.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] naming the id that no article has.
    pub fn similarity(&self, a: &str, b: &str) -> Result<f32, EngineError> {
        let (a, b) = (self.corpus().doc(a)?, self.corpus().doc(b)?);
        Ok(dot(self.index().rows().row(a), self.index().rows().row(b)))
    }

    /// Why two articles are near: every shared term with its share of the score.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] naming the id that no article has.
    pub fn explain(&self, a: &str, b: &str) -> Result<Explanation<'_>, EngineError> {
        let rows = self.index().rows();
        let (a, b) = (rows.row(self.corpus().doc(a)?), rows.row(self.corpus().doc(b)?));
        let (score, because) = explain_score(a, b, self.vectorizer().vocabulary(), usize::MAX);
        Ok(Explanation { score, because })
    }
}
