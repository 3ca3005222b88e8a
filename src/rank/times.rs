//! Features of time, from the publication dates of two articles.

use super::input::RankInput;
use crate::sparse::DocId;

/// Publication time of each article in days since 1970, and its place in the order of publication.
#[derive(Clone, Debug)]
pub(super) struct Times {
    days: Vec<Option<f64>>,
    places: Vec<usize>,
}

impl Times {
    pub(super) fn new(articles: &[RankInput<'_>]) -> Self {
        let seconds = |article: &RankInput<'_>| article.date.map(|date| date.unix_seconds());
        let mut order: Vec<usize> = (0..articles.len()).collect();
        order.sort_by_key(|&doc| (seconds(&articles[doc]), doc));
        let mut places = vec![0; articles.len()];
        for (place, doc) in order.into_iter().enumerate() {
            places[doc] = place;
        }
        let day =
            |article: &RankInput<'_>| seconds(article).map(|seconds| seconds as f64 / 86_400.0);
        Self { days: articles.iter().map(day).collect(), places }
    }

    /// Returns ½^(days apart / half_life_days); 0 without dates.
    pub(super) fn nearness(&self, a: DocId, b: DocId, half_life_days: f64) -> f64 {
        self.both(a, b).map_or(0.0, |(a, b)| (-(a - b).abs() / half_life_days).exp2())
    }

    /// Returns whether `b` was published before `a`; false without dates.
    pub(super) fn is_older(&self, a: DocId, b: DocId) -> bool {
        self.both(a, b).is_some_and(|(a, b)| b < a)
    }

    /// Returns 1 / (1 + number of articles published between the two); 0 without dates.
    pub(super) fn sequence(&self, a: DocId, b: DocId) -> f64 {
        let apart = self.places[a.index()].abs_diff(self.places[b.index()]).max(1);
        self.both(a, b).map_or(0.0, |_| 1.0 / apart as f64)
    }

    /// Returns the times of both articles when both have a date.
    fn both(&self, a: DocId, b: DocId) -> Option<(f64, f64)> {
        self.days[a.index()].zip(self.days[b.index()])
    }
}
