//! Candidates for lists, and lists ranked by a [`Ranker`].

use rayon::prelude::*;
#[cfg(feature = "serde")]
use serde::Serialize;

use super::untuned::{HALF_LIFE_DAYS, NEARNESS_WEIGHT};
use super::{Feature, Features, PairFeatures, Ranker};
use crate::index::{Cancelled, Index, Neighbour, Progress, Search};
use crate::sparse::DocId;

/// Number of nearest articles by text from which the candidates are chosen.
const POOL_SIZE: usize = 240;
/// Number of candidates by text, and by text and nearness in time. Both sets overlap; together they have about a
/// hundred candidates. Taken from the prototype.
const N_CANDIDATES: usize = 80;

/// The index and the pair features of an archive, from which candidates and their ranks are computed.
#[derive(Clone, Copy, Debug)]
pub struct RankView<'e> {
    index: &'e Index,
    features: &'e PairFeatures,
}

/// An article that may enter a list, with the features of the pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The article.
    pub doc: DocId,
    /// Its cosine with the list's article.
    pub cosine: f32,
    /// Features of the pair.
    pub features: Features,
}

/// The contribution of one feature to a score.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct RankPart {
    /// The feature.
    pub feature: Feature,
    /// Its value for the pair.
    pub value: f64,
    /// Its value times its weight: what it adds to the score.
    pub part: f64,
}

/// An article of a list ranked by a [`Ranker`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The article.
    pub doc: DocId,
    /// Its cosine with the list's article.
    pub cosine: f32,
    /// Its score: the sum of weight × feature, of any sign.
    pub score: f64,
}

impl<'e> RankView<'e> {
    /// Combines an index with the pair features of its archive.
    #[must_use]
    pub fn new(index: &'e Index, features: &'e PairFeatures) -> Self {
        Self { index, features }
    }

    /// Returns the candidates for the list of each of `docs`, in the order of `docs`; the candidates of one list are in
    /// row order.
    ///
    /// The pool of a list is the 240 nearest articles that `admits(doc, other)` takes. The candidates are the 80
    /// nearest of the pool, and its 80 best by cosine × (1 + .6 · ½^(days apart / 90)).
    ///
    /// # Errors
    /// None: the search has no progress callback, so [`Cancelled`] cannot occur.
    ///
    /// # Performance
    /// Rows run in parallel. Memory: about 20 KB for each of `docs`.
    pub fn candidates(
        &self,
        docs: &[DocId],
        admits: impl Fn(DocId, DocId) -> bool + Sync,
    ) -> Result<Vec<Vec<Candidate>>, Cancelled> {
        let search = Search { k: POOL_SIZE, min_score: 0.0 };
        let pool = self.index.pairs(docs, search, admits, Progress::none())?;
        let lists: Vec<_> = docs.iter().copied().zip(pool.iter()).collect();
        let candidates = |&(doc, near): &(DocId, &[Neighbour])| {
            let mut by_time: Vec<(usize, f64)> = near
                .iter()
                .enumerate()
                .map(|(place, neighbour)| {
                    let nearness = self.features.nearness(doc, neighbour.doc, HALF_LIFE_DAYS);
                    (place, f64::from(neighbour.score) * (1.0 + NEARNESS_WEIGHT * nearness))
                })
                .collect();
            by_time.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let mut places: Vec<usize> =
                by_time.iter().take(N_CANDIDATES).map(|&(place, _)| place).collect();
            places.extend(0..N_CANDIDATES.min(near.len()));
            places.sort_unstable();
            places.dedup();
            let mut found: Vec<Candidate> = places
                .into_iter()
                .map(|place| Candidate {
                    doc: near[place].doc,
                    cosine: near[place].score,
                    features: self.features.pair(self.index.rows(), doc, near[place].doc, place),
                })
                .collect();
            found.sort_by_key(|candidate| candidate.doc);
            found
        };
        Ok(lists.par_iter().map(candidates).collect())
    }

    /// Returns the candidates of each of `docs`, ranked: score descending, then row ascending. Excludes candidates
    /// whose cosine is below `min_score`.
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
        // Features are large beside lists, so they are computed and dropped in chunks.
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

    /// Returns what each feature adds to the score of `other` in the list of `doc`, the largest contribution first. The
    /// parts sum to the score. `None` when `other` is no candidate.
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
