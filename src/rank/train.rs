//! A ranker from links, and what it is worth on links that it was not learned from.

use rayon::prelude::*;
use serde::Serialize;

use super::logistic::{Example, Fitted, fit};
use super::untuned::{HALF_LIFE, NEARNESS};
use super::{Candidate, Feature, Features, RankView, Ranker};
use crate::evaluate::{Metric, QueryScores, RelevanceJudgments, score_queries};
use crate::index::Cancelled;
use crate::sparse::DocId;

/// Articles with links are dealt to so many folds, each ranked by what the others taught.
pub const N_FOLDS: usize = 5;

/// Strength of the ridge on standardised weights: a grain beside hundreds of links, a brake on a few. Not
/// tuned.
const RIDGE: f64 = 1.0;

/// Articles with links, their candidates, and which of these they link to.
#[derive(Clone, Debug)]
pub struct TrainingSet {
    queries: Vec<DocId>,
    candidates: Vec<Vec<Candidate>>,
    linked: Vec<Vec<bool>>,
    links: RelevanceJudgments,
}

/// What was learned.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainedRanker {
    /// Weights learned from all links.
    pub ranker: Ranker,
    /// Standardised weights, largest first: what a feature's ordinary variation moves.
    pub importance: Vec<(Feature, f64)>,
    /// Figures of the folds.
    pub report: LearnReport,
}

/// What a ranker is worth on articles whose links it was not learned from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LearnReport {
    /// Articles that link.
    pub n_queries: usize,
    /// Links between articles.
    pub n_links: usize,
    /// Links whose target is a candidate: no ranker can find more.
    pub n_reachable: usize,
    /// nDCG of the exact neighbours by text.
    pub text: Metric,
    /// nDCG of cosine × (1 + .6 · ½^(days apart / 90)), with the direction of time among older articles.
    pub untuned: Metric,
    /// nDCG of the learned rankers, each on the fold that it has not seen.
    pub held_out: Metric,
    /// Gain over `untuned`, article by article.
    pub gain: Metric,
}

impl TrainingSet {
    /// Gathers the candidates of all articles that link.
    ///
    /// Memory: some 20 KB an article that links.
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

    /// Learns a ranker, with or without the direction of time, and measures it fold by fold at `k`.
    ///
    /// Logistic regression of link or no link on the standardised features with a ridge. The folds are by
    /// article: none is ranked by what its own links taught. `None` when no link leads to a candidate.
    /// Same links, same bits, on any number of threads.
    #[must_use]
    pub fn learn(&self, direction: bool, k: usize, seed: u64) -> Option<TrainedRanker> {
        self.learn_from(&features(direction), direction, k, seed)
    }

    /// Like [`TrainingSet::learn`], from these features alone: what is a feature worth?
    #[must_use]
    pub fn learn_from(
        &self,
        features: &[Feature],
        direction: bool,
        k: usize,
        seed: u64,
    ) -> Option<TrainedRanker> {
        let all = self.fit(features, |_| true)?;
        let folds: Vec<Option<Vec<(Feature, f64)>>> = (0..N_FOLDS)
            .into_par_iter()
            .map(|fold| Some(self.fit(features, |query| query % N_FOLDS != fold)?.raw))
            .collect();
        let ranked = |query: usize| match &folds[query % N_FOLDS] {
            Some(weights) => self.order(query, |candidate| sum(weights, &candidate.features)),
            None => self.order(query, |candidate| f64::from(candidate.cosine)),
        };
        let held_out = self.score(ranked, k);
        let report = self.report(&held_out, direction, k, seed)?;
        let ranker = Ranker { learned_from: String::new(), weights: all.raw.into_iter().collect() };
        let mut importance = all.standardised;
        importance.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        Some(TrainedRanker { ranker, importance, report })
    }

    /// Measures a ranker that was learned elsewhere.
    #[must_use]
    pub fn measure(
        &self,
        ranker: &Ranker,
        direction: bool,
        k: usize,
        seed: u64,
    ) -> Option<LearnReport> {
        let ranked = |query: usize| self.order(query, |c| ranker.score(&c.features));
        self.report(&self.score(ranked, k), direction, k, seed)
    }

    /// A ranker from the links of several archives, each of which counts as much as any other.
    #[must_use]
    pub fn learn_together(all: &[&Self], direction: bool) -> Option<Ranker> {
        let examples: Vec<Example<'_>> = all
            .iter()
            .flat_map(|training_set| {
                let weight = 1_000.0 / training_set.queries.len().max(1) as f64;
                training_set.examples(|_| true, weight)
            })
            .collect();
        let fitted = fit(&examples, &features(direction), RIDGE)?;
        Some(Ranker { learned_from: String::new(), weights: fitted.raw.into_iter().collect() })
    }

    fn report(
        &self,
        held_out: &QueryScores,
        direction: bool,
        k: usize,
        seed: u64,
    ) -> Option<LearnReport> {
        let text = self.score(|query| self.order(query, |c| f64::from(c.cosine)), k);
        let by_hand = |candidate: &Candidate| {
            let features = &candidate.features;
            let near = features[Feature::Near30].powf(30.0 / HALF_LIFE);
            let is_listed = !direction || features[Feature::Older] > 0.0;
            let score = f64::from(candidate.cosine) * (1.0 + NEARNESS * near);
            if is_listed { score } else { 0.0 }
        };
        let untuned = self.score(|query| self.order(query, by_hand), k);
        Some(LearnReport {
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
        takes_part: impl Fn(usize) -> bool,
        weight: f64,
    ) -> impl Iterator<Item = Example<'_>> {
        let queries = (0..self.queries.len()).filter(move |&query| takes_part(query));
        queries.flat_map(move |query| {
            let pairs = self.candidates[query].iter().zip(&self.linked[query]);
            pairs.map(move |(c, &linked)| Example { features: &c.features, linked, weight })
        })
    }

    fn fit(&self, features: &[Feature], takes_part: impl Fn(usize) -> bool) -> Option<Fitted> {
        let examples: Vec<Example<'_>> = self.examples(takes_part, 1.0).collect();
        fit(&examples, features, RIDGE)
    }

    /// Candidates of a query by falling score, then by row.
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

/// Features with or without the direction of time.
fn features(direction: bool) -> Vec<Feature> {
    Feature::ALL.into_iter().filter(|feature| direction || !feature.is_directed()).collect()
}

fn sum(weights: &[(Feature, f64)], features: &Features) -> f64 {
    weights.iter().map(|&(feature, weight)| weight * features[feature]).sum()
}
