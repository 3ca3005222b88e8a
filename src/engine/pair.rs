//! Explains why an article does or does not appear in the list of another.

use super::{EngineError, Recommender};
use crate::article::ArticleId;
use crate::index::Progress;
use crate::recommend::{Exclusion, Factors, Origin, Reason};
use crate::sparse::DocId;

/// Why an article does or does not appear in a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PairExplanation {
    /// Its place in the list, from 1; `None` when it is not in the list.
    pub place: Option<usize>,
    /// Why it is in the list.
    pub reason: Option<Reason>,
    /// Cosine similarity of the two articles.
    pub score: f32,
    /// The factors by which the policy multiplies the score.
    pub factors: Factors,
    /// Score times factors; with learned weights, the weighted sum of the features.
    pub weighted: f32,
    /// Why it may not appear in the list.
    pub exclusion: Option<Exclusion>,
    /// Origin of the rule or field that blocks it.
    pub rule: Option<Origin>,
    /// The duplicate that is shown in its place.
    pub shown_instead: Option<ArticleId>,
    /// Its rank by weighted score among all articles that may appear in the list, from 1. `None` when it may not
    /// appear, shares no term, scores below the minimum, or is no candidate for learned weights.
    pub rank: Option<usize>,
    /// Number of items requested.
    pub asked: usize,
    /// Minimum score requested.
    pub min_score: f32,
    /// Weighted score of the last similar item of the list.
    pub last: Option<f32>,
}

impl Recommender {
    /// Explains why `item` does or does not appear in the list of `article`.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] with the first id that no article has, and the errors of
    /// [`Recommender::recommend`].
    ///
    /// # Performance
    /// The list of `article`, and a search that ranks the whole archive. Under a cap on inbound links, the first
    /// call builds all lists.
    pub fn explain_pair(&self, article: &str, item: &str) -> Result<PairExplanation, EngineError> {
        let (engine, selector) = (self.engine(), self.selector());
        let corpus = engine.corpus();
        let (doc, other) = (corpus.doc(article)?, corpus.doc(item)?);
        let list = self.recommend(&[doc], Progress::none())?.swap_remove(0);
        let place = list.iter().position(|item| item.doc == other);
        let exclusion = selector.exclusion(doc, other);
        let factors = selector.factors(doc, other);
        let score = engine.similarity(article, item)?;
        let id = |doc: DocId| corpus.article(doc).id.clone();
        let mut similar = list.iter().filter(|item| item.reason == Reason::Similar);
        let (rank, weighted) = if self.ranker().is_some() {
            let ranked = self.ranked(&[doc], Progress::none())?.swap_remove(0);
            let at = ranked.iter().position(|candidate| candidate.doc == other);
            (at.map(|at| at + 1), at.map_or(0.0, |at| ranked[at].score))
        } else {
            let rank = exclusion.is_none().then(|| selector.rank(doc, other)).flatten();
            (rank, (f64::from(score) * factors.product()) as f32)
        };
        Ok(PairExplanation {
            place: place.map(|place| place + 1),
            reason: place.map(|place| list[place].reason),
            score,
            factors,
            weighted,
            exclusion,
            rule: selector.block(doc, other).cloned(),
            shown_instead: selector.shown_instead(doc, other).map(id),
            rank,
            asked: selector.policy().k,
            min_score: selector.policy().min_score,
            last: similar.next_back().map(|item| item.weighted),
        })
    }
}
