//! Training of a ranker from links, and its evaluation on held-out links.

use rayon::prelude::*;
#[cfg(feature = "serde")]
use serde::Serialize;

use super::logistic::{Example, Fitted, fit};
use super::untuned::{HALF_LIFE_DAYS, NEARNESS_WEIGHT};
use super::{Candidate, Feature, Features, RankView, Ranker};
use crate::evaluate::{Metric, QueryScores, RelevanceJudgments, score_queries};
use crate::index::Cancelled;
use crate::sparse::DocId;

/// Number of cross-validation folds. Each article with links is ranked by weights from the other folds.
pub const N_FOLDS: usize = 5;

/// Ridge penalty on standardised weights: negligible with hundreds of links, a strong restraint with a few. Not tuned.
const RIDGE: f64 = 1.0;

/// The queries of a training run: the articles with links, their candidates, and which candidates they link to.
#[derive(Clone, Debug)]
pub struct TrainingSet {
    queries: Vec<DocId>,
    candidates: Vec<Vec<Candidate>>,
    linked: Vec<Vec<bool>>,
    links: RelevanceJudgments,
}

/// A trained ranker and its evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainedRanker {
    /// Weights learned from all links.
    pub ranker: Ranker,
    /// Standardised weights, largest first: by how much one standard deviation of a feature changes the score.
    pub importance: Vec<(Feature, f64)>,
    /// Evaluation by cross-validation.
    pub report: TrainingReport,
}

/// Evaluation of a ranker on articles whose links were not in its training data.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct TrainingReport {
    /// Number of articles with links.
    pub n_queries: usize,
    /// Number of links between articles.
    pub n_links: usize,
    /// Number of links whose target is a candidate. No ranker can find the others.
    pub n_reachable: usize,
    /// nDCG of the candidates ranked by cosine.
    pub text: Metric,
    /// nDCG of the untuned baseline, cosine × (1 + .6 · ½^(days apart / 90)). With the direction of time it ranks older
    /// articles first and gives all others the score 0.
    pub untuned: Metric,
    /// nDCG of the trained rankers, each on its held-out fold.
    pub held_out: Metric,
    /// Gain of `held_out` over `untuned`, paired by article.
    pub gain: Metric,
}

impl TrainingSet {
    /// Computes the candidates of all articles with links.
    ///
    /// Memory: about 20 KB for each article with links.
    ///
    /// # Errors
    /// As [`RankView::candidates`].
    pub fn new(view: &RankView<'_>, links: &RelevanceJudgments) -> Result<Self, Cancelled> {
        let queries: Vec<DocId> = links.iter().map(|(query, _)| query).collect();
        let candidates = view.candidates(&queries, |_, _| true)?;
        let linked = links
            .iter()
            .zip(&candidates)
            .map(|((_, targets), candidates)| {
                candidates.iter().map(|candidate| targets.contains(&candidate.doc)).collect()
            })
            .collect();
        Ok(Self { queries, candidates, linked, links: links.clone() })
    }

    /// Trains a ranker on all features and evaluates it by cross-validation, as nDCG at `k`.
    ///
    /// `directed` selects whether the features of the direction of time take part. The model is a ridge-regularised
    /// logistic regression of link or no link on the standardised features. The folds are by article, so no article is
    /// ranked by weights from its own links. `seed` determines the confidence intervals.
    /// `None` when no link leads to a candidate. The result does not depend on the number of threads.
    #[must_use]
    pub fn train(&self, directed: bool, k: usize, seed: u64) -> Option<TrainedRanker> {
        self.train_on(&features(directed), directed, k, seed)
    }

    /// Like [`TrainingSet::train`], on the given features alone. Shows what a group of features is worth.
    #[must_use]
    pub fn train_on(
        &self,
        features: &[Feature],
        directed: bool,
        k: usize,
        seed: u64,
    ) -> Option<TrainedRanker> {
        let all = self.fit(features, |_| true)?;
        let folds: Vec<Option<Vec<(Feature, f64)>>> = (0..N_FOLDS)
            .into_par_iter()
            .map(|fold| Some(self.fit(features, |query| query % N_FOLDS != fold)?.raw))
            .collect();
        let ranked = |query: usize| match &folds[query % N_FOLDS] {
            Some(weights) => {
                self.order(query, |candidate| weighted_sum(weights, &candidate.features))
            }
            None => self.order(query, |candidate| f64::from(candidate.cosine)),
        };
        let held_out = self.score(ranked, k);
        let report = self.report(&held_out, directed, k, seed)?;
        let ranker = Ranker { learned_from: String::new(), weights: all.raw.into_iter().collect() };
        let mut importance = all.standardised;
        importance.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        Some(TrainedRanker { ranker, importance, report })
    }

    /// Evaluates a ranker that was trained on other links; `None` without queries.
    #[must_use]
    pub fn evaluate(
        &self,
        ranker: &Ranker,
        directed: bool,
        k: usize,
        seed: u64,
    ) -> Option<TrainingReport> {
        let ranked = |query: usize| self.order(query, |c| ranker.score(&c.features));
        self.report(&self.score(ranked, k), directed, k, seed)
    }

    /// Trains one ranker on several archives, which all have the same weight. `None` when no link leads to a candidate.
    #[must_use]
    pub fn train_jointly(all: &[&Self], directed: bool) -> Option<Ranker> {
        let examples: Vec<Example<'_>> = all
            .iter()
            .flat_map(|training_set| {
                let weight = 1_000.0 / training_set.queries.len().max(1) as f64;
                training_set.examples(|_| true, weight)
            })
            .collect();
        let fitted = fit(&examples, &features(directed), RIDGE)?;
        Some(Ranker { learned_from: String::new(), weights: fitted.raw.into_iter().collect() })
    }

    fn report(
        &self,
        held_out: &QueryScores,
        directed: bool,
        k: usize,
        seed: u64,
    ) -> Option<TrainingReport> {
        let text = self.score(|query| self.order(query, |c| f64::from(c.cosine)), k);
        let untuned_score = |candidate: &Candidate| {
            let features = &candidate.features;
            let nearness = features[Feature::Near30].powf(30.0 / HALF_LIFE_DAYS);
            let is_allowed = !directed || features[Feature::Older] > 0.0;
            let score = f64::from(candidate.cosine) * (1.0 + NEARNESS_WEIGHT * nearness);
            if is_allowed { score } else { 0.0 }
        };
        let untuned = self.score(|query| self.order(query, untuned_score), k);
        Some(TrainingReport {
            n_queries: self.queries.len(),
            n_links: self.links.n_links(),
            n_reachable: self.linked.iter().flatten().filter(|&&linked| linked).count(),
            text: Metric::from_values(&text.ndcg, seed)?,
            untuned: Metric::from_values(&untuned.ndcg, seed)?,
            held_out: Metric::from_values(&held_out.ndcg, seed)?,
            gain: Metric::gain(&untuned.ndcg, &held_out.ndcg, seed)?,
        })
    }

    fn examples(
        &self,
        is_included: impl Fn(usize) -> bool,
        weight: f64,
    ) -> impl Iterator<Item = Example<'_>> {
        let queries = (0..self.queries.len()).filter(move |&query| is_included(query));
        queries.flat_map(move |query| {
            let pairs = self.candidates[query].iter().zip(&self.linked[query]);
            pairs.map(move |(c, &linked)| Example { features: &c.features, linked, weight })
        })
    }

    fn fit(&self, features: &[Feature], is_included: impl Fn(usize) -> bool) -> Option<Fitted> {
        let examples: Vec<Example<'_>> = self.examples(is_included, 1.0).collect();
        fit(&examples, features, RIDGE)
    }

    /// Returns the candidates of a query: score descending, then row ascending.
    fn order(&self, query: usize, score: impl Fn(&Candidate) -> f64) -> Vec<DocId> {
        let mut scored: Vec<(f64, DocId)> =
            self.candidates[query].iter().map(|c| (score(c), c.doc)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.into_iter().map(|(_, doc)| doc).collect()
    }

    fn score(&self, list: impl Fn(usize) -> Vec<DocId>, k: usize) -> QueryScores {
        let n_lists = self.queries.iter().map(|doc| doc.index() + 1).max().unwrap_or(0);
        let mut lists = vec![Vec::new(); n_lists];
        for (query, doc) in self.queries.iter().enumerate() {
            lists[doc.index()] = list(query);
        }
        score_queries(&lists, &self.links, k)
    }
}

/// Returns all features, or all but the directed ones.
fn features(directed: bool) -> Vec<Feature> {
    Feature::ALL.into_iter().filter(|feature| directed || !feature.is_directed()).collect()
}

fn weighted_sum(weights: &[(Feature, f64)], features: &Features) -> f64 {
    weights.iter().map(|&(feature, weight)| weight * features[feature]).sum()
}
