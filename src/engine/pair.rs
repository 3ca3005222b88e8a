//! Why one article does or does not stand in the list of another.

use super::{EngineError, Recommender};
use crate::article::ArticleId;
use crate::index::Progress;
use crate::recommend::{Exclusion, Factors, Origin, Reason};
use crate::sparse::DocId;

/// Why an article does or does not stand in a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PairExplanation {
    /// Its place in the list, from 1; `None` when it does not stand there.
    pub place: Option<usize>,
    /// Why it stands there.
    pub reason: Option<Reason>,
    /// Cosine of the two articles.
    pub score: f32,
    /// The factors that the score is multiplied by.
    pub factors: Factors,
    /// The product; with learned weights their sum.
    pub weighted: f32,
    /// Why it may not stand there.
    pub exclusion: Option<Exclusion>,
    /// The rule that blocks it.
    pub rule: Option<Origin>,
    /// The article that is shown in its place, because the two are nearly the same.
    pub shown_instead: Option<ArticleId>,
    /// Its place by weighted score among all articles that may stand in the list, from 1. `None` when it may not, when
    /// the two share no term, when it scores too low, and when it is no candidate for learned weights.
    pub rank: Option<usize>,
    /// Items asked for.
    pub asked: usize,
    /// Least score asked for.
    pub min_score: f32,
    /// The weighted score of the last similar item of the list.
    pub last: Option<f32>,
}

impl Recommender {
    /// Explains why `item` does or does not stand in the list of `article`. A few searches.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`].
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
            let at = ranked.iter().position(|near| near.doc == other);
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
