//! Candidates for lists, and lists by a linear ranker.

use rayon::prelude::*;
use serde::Serialize;

use super::untuned::{HALF_LIFE, NEARNESS};
use super::{Feature, Features, PairFeatures, Ranker};
use crate::index::{Cancelled, Index, Neighbour, Progress, Search};
use crate::sparse::DocId;

/// The nearest by text that candidates are taken from.
const POOL: usize = 240;
/// Candidates by text, and as many by text and nearness in time; from the prototype, about a hundred together.
const CANDIDATES: usize = 80;

/// The features of an archive beside its index: where candidates and their ranks come from.
#[derive(Clone, Copy, Debug)]
pub struct RankView<'e> {
    index: &'e Index,
    features: &'e PairFeatures,
}

/// An article that may stand in a list, and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The article.
    pub doc: DocId,
    /// Its cosine with the list's article.
    pub cosine: f32,
    /// What is known of the pair.
    pub features: Features,
}

/// What a feature adds to a score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RankPart {
    /// The feature.
    pub feature: Feature,
    /// Its value for the pair.
    pub value: f64,
    /// Its value times its weight.
    pub part: f64,
}

/// An article of a list by a [`Ranker`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The article.
    pub doc: DocId,
    /// Its cosine with the list's article.
    pub cosine: f32,
    /// Its score: weights × features, of any sign.
    pub score: f64,
}

impl<'e> RankView<'e> {
    /// Puts an index and the features of its archive together.
    #[must_use]
    pub fn new(index: &'e Index, features: &'e PairFeatures) -> Self {
        Self { index, features }
    }

    /// Who may stand in the lists of `docs`, in the order given, each list in row order.
    ///
    /// Of the 240 nearest that `admits` lets into the list of the first: the 80 nearest, and the 80 best by cosine × (1 + .6 · ½^(days
    /// apart / 90)). Parallel; memory: some 20 KB an article asked for.
    ///
    /// # Errors
    /// [`Cancelled`] never, since nobody watches.
    pub fn candidates(
        &self,
        docs: &[DocId],
        admits: impl Fn(DocId, DocId) -> bool + Sync,
    ) -> Result<Vec<Vec<Candidate>>, Cancelled> {
        let search = Search { k: POOL, min_score: 0.0 };
        let pool = self.index.pairs(docs, search, admits, Progress::none())?;
        let lists: Vec<_> = docs.iter().copied().zip(pool.iter()).collect();
        let candidates = |&(doc, near): &(DocId, &[Neighbour])| {
            let mut by_time: Vec<(usize, f64)> = near
                .iter()
                .enumerate()
                .map(|(place, neighbour)| {
                    let nearness = self.features.nearness(doc, neighbour.doc, HALF_LIFE);
                    (place, f64::from(neighbour.score) * (1.0 + NEARNESS * nearness))
                })
                .collect();
            by_time.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let mut places: Vec<usize> =
                by_time.iter().take(CANDIDATES).map(|&(place, _)| place).collect();
            places.extend(0..CANDIDATES.min(near.len()));
            places.sort_unstable();
            places.dedup();
            let mut found: Vec<Candidate> = places
                .into_iter()
                .map(|place| Candidate {
                    doc: near[place].doc,
                    cosine: near[place].score,
                    features: self.features.of(self.index.rows(), doc, near[place].doc, place),
                })
                .collect();
            found.sort_by_key(|candidate| candidate.doc);
            found
        };
        Ok(lists.par_iter().map(candidates).collect())
    }

    /// The candidates of each of `docs` by a ranker: score descending, then row ascending; those whose cosine
    /// is below `min_score` are left out.
    ///
    /// # Errors
    /// As [`RankView::candidates`].
    pub fn lists(
        &self,
        ranker: &Ranker,
        docs: &[DocId],
        min_score: f32,
        admits: impl Fn(DocId, DocId) -> bool + Sync,
    ) -> Result<Vec<Vec<Ranked>>, Cancelled> {
        let mut lists = Vec::with_capacity(docs.len());
        // Features are large beside lists: no more of them than a block's are held at a time.
        for docs in docs.chunks(4_096) {
            let candidates = self.candidates(docs, &admits)?;
            lists.par_extend(candidates.par_iter().map(|candidates| {
                let mut list: Vec<Ranked> = candidates
                    .iter()
                    .filter(|candidate| candidate.cosine >= min_score)
                    .map(|candidate| Ranked {
                        doc: candidate.doc,
                        cosine: candidate.cosine,
                        score: ranker.score(&candidate.features),
                    })
                    .collect();
                list.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
                list
            }));
        }
        Ok(lists)
    }

    /// What each feature adds to the score of `other` in the list of `doc`, the largest first, with the value of
    /// the feature; the parts sum to the score. `None` when `other` is no candidate.
    ///
    /// # Errors
    /// As [`RankView::candidates`].
    pub fn explain(
        &self,
        ranker: &Ranker,
        doc: DocId,
        other: DocId,
        admits: impl Fn(DocId, DocId) -> bool + Sync,
    ) -> Result<Option<Vec<RankPart>>, Cancelled> {
        let candidates = self.candidates(&[doc], admits)?;
        let found = candidates[0].iter().find(|candidate| candidate.doc == other);
        Ok(found.map(|candidate| {
            let mut parts: Vec<RankPart> = ranker
                .parts(&candidate.features)
                .map(|(feature, part)| RankPart {
                    feature,
                    value: candidate.features[feature],
                    part,
                })
                .collect();
            parts.sort_by(|a, b| b.part.abs().total_cmp(&a.part.abs()));
            parts
        }))
    }
}
