//! The features of pairs, from what is gathered once of the whole archive.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::cosines::{Cosines, Words};
use super::tags::Tags;
use super::times::Times;
use super::{Feature, Features};
use crate::article::{Article, Date, Lang};
use crate::index::{Cancelled, Index, Neighbours, Progress, Search};
use crate::sparse::{DocId, SparseRows, dot};
use crate::vectorize::Vectorizer;

/// Neighbours that company is measured by.
const COMPANY: usize = 10;
/// Reciprocity beyond this says no more.
const MOST_RECIPROCITY: f64 = 3.0;

/// What features need to know of an article beside its row.
#[derive(Clone, Copy, Debug)]
pub struct RankInput<'a> {
    /// Headline.
    pub title: &'a str,
    /// Language it was read in.
    pub lang: Lang,
    /// Tags given by editors.
    pub tags: &'a [String],
    /// When it was published.
    pub date: Option<Date>,
    /// Section or desk.
    pub section: Option<&'a str>,
}

/// What is known of all articles of an archive before pairs are looked at.
///
/// Memory: the titles' rows, ten neighbours and about 60 bytes an article, and 24 bytes a term.
#[derive(Clone, Debug)]
pub struct PairFeatures {
    words: Words,
    titles: SparseRows,
    tags: Tags,
    times: Times,
    /// Equal sections have equal numbers.
    sections: Vec<Option<u32>>,
    company: Neighbours,
}

impl PairFeatures {
    /// Gathers what features need of the whole archive.
    ///
    /// The ten nearest of every article are among it, so this costs as much as all lists of ten. Parallel.
    /// `articles` has one entry a row of `index`, in their order. `progress` counts rows.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` cancelled the search.
    ///
    /// # Panics
    /// When there is not one article for each row.
    pub fn gather(
        articles: &[RankInput<'_>],
        vectorizer: &Vectorizer,
        index: &Index,
        progress: Progress<'_>,
    ) -> Result<Self, Cancelled> {
        assert_eq!(articles.len(), index.rows().n_docs(), "one article for each row");
        let company = Search { k: COMPANY, min_score: 0.0 };
        let company = index.all_pairs(company, |_, _| true, progress)?;
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
            words: Words::new(vectorizer, index.rows()),
            titles: vectorizer.transform(&titles),
            tags: Tags::new(articles),
            times: Times::new(articles),
            sections: articles.iter().map(|article| article.section.map(&mut number)).collect(),
            company,
        })
    }

    /// ½^(days apart / half_life); 0 without dates.
    pub(super) fn nearness(&self, doc: DocId, other: DocId, half_life: f64) -> f64 {
        self.times.nearness(doc, other, half_life)
    }

    /// The features of one pair; `place` is the candidate's by cosine, from 0. `rows` are those of the archive.
    #[must_use]
    pub fn of(&self, rows: &SparseRows, doc: DocId, other: DocId, place: usize) -> Features {
        let Cosines { own, flat, steep, words } = self.words.cosines(doc, other, rows);
        let company = self.company.list(other);
        let mean = |doc: DocId| {
            let scores = self.company.list(doc).iter().map(|n| f64::from(n.score));
            scores.sum::<f64>() / COMPANY as f64
        };
        let tenth = company.last().filter(|_| company.len() == COMPANY).map(|n| f64::from(n.score));
        let near_180 = self.times.nearness(doc, other, 180.0);
        let older = self.times.is_older(doc, other);
        let flag = |is: bool| f64::from(u8::from(is));
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
