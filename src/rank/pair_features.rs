//! The features of pairs, computed from tables that are built once for an archive.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::cosines::{Cosines, Reweighting};
use super::input::RankInput;
use super::tags::Tags;
use super::times::Times;
use super::{Feature, Features};
use crate::article::Article;
use crate::index::{Cancelled, Index, Neighbours, Progress, Search};
use crate::sparse::{DocId, SparseRows, dot};
use crate::vectorize::Vectorizer;

/// Number of neighbours of each article that the features compare.
const N_NEIGHBOURS: usize = 10;
/// Upper limit of the reciprocity.
const MAX_RECIPROCITY: f64 = 3.0;

/// Tables of an archive from which the features of any pair are computed.
///
/// Memory: the rows of the titles, ten neighbours and about 60 bytes for each article, and 24 bytes for each term.
#[derive(Clone, Debug)]
pub struct PairFeatures {
    reweighting: Reweighting,
    titles: SparseRows,
    tags: Tags,
    times: Times,
    /// Number of each article's section; equal sections have equal numbers.
    sections: Vec<Option<u32>>,
    neighbours: Neighbours,
}

impl PairFeatures {
    /// Builds the tables of an archive. `articles` has one entry for each row of `index`, in row order.
    ///
    /// The tables include the ten nearest of every article, so this costs as much as all lists of ten. Rows run in
    /// parallel; `progress` counts them.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` cancelled the search.
    ///
    /// # Panics
    /// When the number of articles differs from the number of rows.
    pub fn gather(
        articles: &[RankInput<'_>],
        vectorizer: &Vectorizer,
        index: &Index,
        progress: Progress<'_>,
    ) -> Result<Self, Cancelled> {
        assert_eq!(
            articles.len(),
            index.rows().n_docs(),
            "articles and rows must have the same length"
        );
        let neighbours = Search { k: N_NEIGHBOURS, min_score: 0.0 };
        let neighbours = index.all_pairs(neighbours, |_, _| true, progress)?;
        let title = |article: &RankInput<'_>| Article {
            title: article.title.to_owned(),
            lang: Some(article.lang),
            ..Article::default()
        };
        let titles: Vec<Article> = articles.par_iter().map(title).collect();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut number = |section| {
            let next = numbers.len() as u32;
            *numbers.entry(section).or_insert(next)
        };
        Ok(Self {
            reweighting: Reweighting::new(vectorizer, index.rows()),
            titles: vectorizer.transform(&titles),
            tags: Tags::new(articles),
            times: Times::new(articles),
            sections: articles.iter().map(|article| article.section.map(&mut number)).collect(),
            neighbours,
        })
    }

    /// Returns ½^(days apart / half_life_days); 0 without dates.
    pub(super) fn nearness(&self, doc: DocId, other: DocId, half_life_days: f64) -> f64 {
        self.times.nearness(doc, other, half_life_days)
    }

    /// Returns the features of one pair.
    ///
    /// `rows` are the rows of the archive. `place` is the place of `other` among the neighbours of `doc`, by cosine,
    /// counted from 0.
    #[must_use]
    pub fn pair(&self, rows: &SparseRows, doc: DocId, other: DocId, place: usize) -> Features {
        let Cosines { own, flat, steep, words } = self.reweighting.cosines(doc, other, rows);
        let neighbours = self.neighbours.list(other);
        let mean = |doc: DocId| {
            let scores = self.neighbours.list(doc).iter().map(|n| f64::from(n.score));
            scores.sum::<f64>() / N_NEIGHBOURS as f64
        };
        let tenth = neighbours
            .last()
            .filter(|_| neighbours.len() == N_NEIGHBOURS)
            .map(|n| f64::from(n.score));
        let near_180 = self.times.nearness(doc, other, 180.0);
        let older = self.times.is_older(doc, other);
        let flag = |value: bool| f64::from(u8::from(value));
        let section = self.sections[doc.index()];
        let same_section = section.is_some() && section == self.sections[other.index()];
        let mut features = Features::default();
        let mut set = |feature: Feature, value: f64| features[feature] = value;
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
            tenth.map_or(MAX_RECIPROCITY, |tenth| (own / tenth).min(MAX_RECIPROCITY)),
        );
        set(Feature::Mutual, flag(neighbours.iter().any(|n| n.doc == doc)));
        set(Feature::Scaled, own - (mean(doc) + mean(other)) / 2.0);
        set(Feature::Hubness, mean(other));
        set(Feature::Older, flag(older));
        set(Feature::CosineOlder, own * flag(older));
        features
    }
}
