//! Candidates for lists, what is known of them, and lists by a learned line.

mod tags;
mod times;
mod words;

use rayon::prelude::*;
use serde::Serialize;

use self::tags::Tags;
use self::times::Times;
use self::words::{Cosines, Words};
use super::{Engine, EngineError};
use crate::article::Article;
use crate::index::{Cancelled, Neighbour, Neighbours, Progress, Search};
use crate::recommend::{Feature, Features, N_FEATURES, Ranker};
use crate::sparse::{DocId, SparseRows, dot};

/// The nearest by text that candidates are taken from.
const POOL: usize = 240;
/// Candidates by text, and as many by text and nearness in time; from the prototype, about a hundred together.
const CANDIDATES: usize = 80;
/// Neighbours that company is measured by.
const COMPANY: usize = 10;
/// What nearness in time is worth in choosing candidates, and how fast it halves, in days.
const NEARNESS: (f64, f64) = (0.6, 90.0);
/// Reciprocity beyond this says no more.
const MOST_RECIPROCITY: f64 = 3.0;

/// What is known of all articles of an archive before pairs are looked at.
///
/// Memory: the titles' rows, ten neighbours and about 60 bytes an article, and 24 bytes a term.
#[derive(Debug)]
pub struct RankView<'e> {
    engine: &'e Engine,
    words: Words,
    titles: SparseRows,
    tags: Tags,
    times: Times,
    company: Neighbours,
}

/// An article that may stand in a list, and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The article.
    pub doc: DocId,
    /// Its cosine with the list's article.
    pub cosine: f32,
    /// In the order of [`Feature::ALL`].
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

impl Engine {
    /// Gathers what features need of the whole archive: the ten nearest of every article among other things,
    /// so it costs as much as all lists of ten. Parallel.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancelled the search.
    pub fn rank_view(&self, progress: Progress<'_>) -> Result<RankView<'_>, EngineError> {
        let company = Search { k: COMPANY, min_score: 0.0 };
        let company = self.index.all_pairs(company, |_, _| true, progress)?;
        let entries = self.corpus.articles();
        let title = |entry: &super::ArticleMeta| Article {
            title: entry.title.clone(),
            lang: Some(entry.lang),
            ..Article::default()
        };
        let titles: Vec<Article> = entries.par_iter().map(title).collect();
        Ok(RankView {
            engine: self,
            words: Words::new(&self.vectorizer, self.index.rows()),
            titles: self.vectorizer.transform(&titles),
            tags: Tags::new(entries),
            times: Times::new(entries),
            company,
        })
    }
}

impl RankView<'_> {
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
        let pool = self.engine.index.pairs(docs, search, admits, Progress::none())?;
        let lists: Vec<_> = docs.iter().copied().zip(pool.iter()).collect();
        let candidates = |&(doc, near): &(DocId, &[Neighbour])| {
            let mut by_time: Vec<(usize, f64)> = near
                .iter()
                .enumerate()
                .map(|(place, neighbour)| {
                    let (worth, half_life) = NEARNESS;
                    let nearness = self.times.nearness(doc, neighbour.doc, half_life);
                    (place, f64::from(neighbour.score) * (1.0 + worth * nearness))
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
                    features: self.features(doc, near[place].doc, place),
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
                    value: candidate.features[feature as usize],
                    part,
                })
                .collect();
            parts.sort_by(|a, b| b.part.abs().total_cmp(&a.part.abs()));
            parts
        }))
    }

    /// The features of one pair; `place` is the candidate's by cosine, from 0.
    #[must_use]
    pub fn features(&self, doc: DocId, other: DocId, place: usize) -> Features {
        let rows = self.engine.index.rows();
        let Cosines { own, flat, steep, words } = self.words.cosines(doc, other, rows);
        let entries = self.engine.corpus.articles();
        let (entry, other_entry) = (&entries[doc.index()], &entries[other.index()]);
        let company = self.company.of(other);
        let mean = |doc: DocId| {
            let scores = self.company.of(doc).iter().map(|n| f64::from(n.score));
            scores.sum::<f64>() / COMPANY as f64
        };
        let tenth = company.last().filter(|_| company.len() == COMPANY).map(|n| f64::from(n.score));
        let near_180 = self.times.nearness(doc, other, 180.0);
        let older = self.times.is_older(doc, other);
        let flag = |is: bool| f64::from(u8::from(is));
        let same_section = entry.section.is_some() && entry.section == other_entry.section;
        let mut features = [0.0; N_FEATURES];
        let mut set = |feature: Feature, value: f64| features[feature as usize] = value;
        set(Feature::Cosine, own);
        set(Feature::FlatCosine, flat);
        set(Feature::SteepCosine, steep);
        set(Feature::WordCosine, words);
        set(Feature::LogCosine, own.max(1e-6).ln());
        set(Feature::Place, 1.0 / (1.0 + place as f64));
        set(Feature::TitleCosine, f64::from(dot(self.titles.row(doc), self.titles.row(other))));
        set(Feature::TagCosine, self.tags.cosine(doc, other));
        set(Feature::SameSection, flag(same_section));
        set(Feature::Length, (rows.row(other).len() as f64).ln_1p());
        set(Feature::Near30, self.times.nearness(doc, other, 30.0));
        set(Feature::Near180, near_180);
        set(Feature::Near720, self.times.nearness(doc, other, 720.0));
        set(Feature::CosineNear180, own * near_180);
        set(Feature::Sequence, self.times.sequence(doc, other));
        set(
            Feature::Reciprocity,
            tenth.map_or(MOST_RECIPROCITY, |tenth| (own / tenth).min(MOST_RECIPROCITY)),
        );
        set(Feature::Mutual, flag(company.iter().any(|n| n.doc == doc)));
        set(Feature::Scaled, own - (mean(doc) + mean(other)) / 2.0);
        set(Feature::Hubness, mean(other));
        set(Feature::Older, flag(older));
        set(Feature::CosineOlder, own * flag(older));
        features
    }
}
