//! Metrics of lists against links and labels.

#[cfg(feature = "serde")]
use serde::Serialize;

use super::{Metric, RelevanceJudgments};
use crate::sparse::DocId;

/// Scores of every query's list; each vector has shape (n_queries,), in row order of the queries.
///
/// The scores of single queries allow a paired comparison of two configurations, see [`Metric::gain`].
#[derive(Clone, Debug, PartialEq)]
pub struct QueryScores {
    /// Number of places of a list that count.
    pub k: usize,
    /// 1 when a link target is among the first k, else 0.
    pub hit: Vec<f64>,
    /// Share of the link targets that are among the first k.
    pub recall: Vec<f64>,
    /// 1 / place of the first link target, places counted from 1; 0 when none is among the first k.
    pub reciprocal_rank: Vec<f64>,
    /// nDCG: gain of the list over the gain of the best possible list. A target at place p gains 1 / log2(p + 1).
    pub ndcg: Vec<f64>,
    /// Number of queries with an empty list. They score 0 in every metric.
    pub n_without_list: usize,
    /// Number of links with an end outside the archive.
    pub n_unknown: usize,
}

/// Means over all queries, with their confidence intervals.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct RankingReport {
    /// Number of places of a list that count.
    pub k: usize,
    /// Number of articles that link to another.
    pub n_queries: usize,
    /// Number of queries with an empty list. They score 0 in every metric.
    pub n_without_list: usize,
    /// Number of links with an end outside the archive.
    pub n_unknown: usize,
    /// Share of queries with a link target among the first k.
    pub hit: Metric,
    /// Mean share of a query's link targets that are among the first k.
    pub recall: Metric,
    /// Mean reciprocal rank: mean of 1 / place of the first link target.
    pub mrr: Metric,
    /// Mean nDCG.
    pub ndcg: Metric,
}

/// How often the items of a list share the label of its article.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct SameLabel {
    /// Number of places of a list that count.
    pub k: usize,
    /// Number of articles with a label and a labelled item in their list.
    pub n_queries: usize,
    /// Number of labelled articles without a labelled item in their list. The mean excludes them.
    pub n_left_out: usize,
    /// Mean share of a list's labelled items that have the article's label.
    pub share: Metric,
}

/// Scores the first `k` places of each query's list against its link targets.
///
/// `lists` has shape (n_docs, any): the list of each row, best first, without repeats. A missing or empty list scores
/// 0. O(links + queries × k × log links).
///
/// # Panics
/// When `k` is 0.
///
/// # Source
/// nDCG: Järvelin & Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002, with gains of
/// 0 and 1.
#[must_use]
pub fn score_queries(lists: &[Vec<DocId>], links: &RelevanceJudgments, k: usize) -> QueryScores {
    assert!(k > 0, "k must be at least 1");
    let mut scores = QueryScores {
        k,
        hit: Vec::with_capacity(links.n_queries()),
        recall: Vec::with_capacity(links.n_queries()),
        reciprocal_rank: Vec::with_capacity(links.n_queries()),
        ndcg: Vec::with_capacity(links.n_queries()),
        n_without_list: 0,
        n_unknown: links.n_unknown(),
    };
    for (query, targets) in links.iter() {
        let list = lists.get(query.index()).map_or(&[][..], Vec::as_slice);
        let places: Vec<usize> = (1..=k)
            .zip(list)
            .filter_map(|(place, doc)| targets.contains(doc).then_some(place))
            .collect();
        let best_gain: f64 = (1..=k.min(targets.len())).map(gain).sum();
        scores.hit.push(f64::from(u8::from(!places.is_empty())));
        scores.recall.push(places.len() as f64 / targets.len() as f64);
        scores.reciprocal_rank.push(places.first().map_or(0.0, |&place| 1.0 / place as f64));
        scores.ndcg.push(places.into_iter().map(gain).sum::<f64>() / best_gain);
        scores.n_without_list += usize::from(list.is_empty());
    }
    scores
}

/// Returns the gain of a target at a place; places count from 1.
fn gain(place: usize) -> f64 {
    1.0 / (place as f64 + 1.0).log2()
}

impl QueryScores {
    /// Returns the means over the queries, or `None` without queries. `seed` determines the intervals.
    #[must_use]
    pub fn report(&self, seed: u64) -> Option<RankingReport> {
        Some(RankingReport {
            k: self.k,
            n_queries: self.hit.len(),
            n_without_list: self.n_without_list,
            n_unknown: self.n_unknown,
            hit: Metric::from_values(&self.hit, seed)?,
            recall: Metric::from_values(&self.recall, seed)?,
            mrr: Metric::from_values(&self.reciprocal_rank, seed)?,
            ndcg: Metric::from_values(&self.ndcg, seed)?,
        })
    }
}

/// Returns the share of each list's first `k` items that have the article's label, as a mean over labelled articles.
///
/// `lists` has shape (n_docs, any), `labels` shape (n_docs,). Items without a label count neither for nor against, and
/// keep their places: the item after the k-th does not replace them. An article without a labelled item among its first
/// `k` is excluded and counted in [`SameLabel::n_left_out`]. `None` when no article is left.
///
/// # Panics
/// When `lists` and `labels` differ in length, or a list has a row beyond them.
#[must_use]
pub fn same_label_share(
    lists: &[Vec<DocId>],
    labels: &[Option<u32>],
    k: usize,
    seed: u64,
) -> Option<SameLabel> {
    assert_eq!(lists.len(), labels.len(), "lists and labels must have the same length");
    let labelled = || lists.iter().zip(labels).filter_map(|(list, label)| Some((list, (*label)?)));
    let share = |(list, own): (&Vec<DocId>, u32)| {
        let found: Vec<u32> = list.iter().take(k).filter_map(|doc| labels[doc.index()]).collect();
        let n_same = found.iter().filter(|&&label| label == own).count();
        (!found.is_empty()).then(|| n_same as f64 / found.len() as f64)
    };
    let shares: Vec<f64> = labelled().filter_map(share).collect();
    Some(SameLabel {
        k,
        n_queries: shares.len(),
        n_left_out: labelled().count() - shares.len(),
        share: Metric::from_values(&shares, seed)?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{RelevanceJudgments, same_label_share, score_queries};
    use crate::{article::ArticleId, sparse::DocId};

    fn links(pairs: &[(u32, u32)]) -> RelevanceJudgments {
        let ids: Vec<(ArticleId, ArticleId)> = pairs
            .iter()
            .map(|(from, to)| (from.to_string().into(), to.to_string().into()))
            .collect();
        RelevanceJudgments::resolve(ids.iter().map(|(from, to)| (from, to)), |id| {
            id.as_str().parse().ok().map(DocId)
        })
    }

    fn rows(list: &[u32]) -> Vec<DocId> {
        list.iter().copied().map(DocId).collect()
    }

    /// Checks hit, recall, reciprocal rank and nDCG of one query, row 0.
    fn check(list: &[u32], targets: &[u32], k: usize, expected: [f64; 4]) {
        let pairs: Vec<(u32, u32)> = targets.iter().map(|&target| (0, target)).collect();
        let scores = score_queries(&[rows(list)], &links(&pairs), k);
        let found = [&scores.hit, &scores.recall, &scores.reciprocal_rank, &scores.ndcg];
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found[0] - expected).abs() < 1e-9, "{list:?} {targets:?}: {scores:?}");
        }
    }

    #[test]
    fn scores_equal_those_computed_by_hand() {
        check(&[1, 2], &[1], 10, [1.0, 1.0, 1.0, 1.0]);
        check(&[2, 1], &[1], 10, [1.0, 1.0, 0.5, 0.630_929_754]);
        // Places 2 and 4 of three targets: (0.630930 + 0.430677) / (1 + 0.630930 + 0.5).
        check(&[9, 1, 8, 2], &[1, 2, 3], 10, [1.0, 2.0 / 3.0, 0.5, 0.498_189_258]);
        // The best possible list of two places holds two of the three targets.
        check(&[1, 2, 3], &[1, 2, 3], 2, [1.0, 2.0 / 3.0, 1.0, 1.0]);
        check(&[5, 6, 1], &[1], 2, [0.0; 4]);
        check(&[], &[1], 10, [0.0; 4]);
    }

    #[test]
    fn a_query_without_a_list_scores_zero() {
        let scores = score_queries(&[rows(&[1])], &links(&[(0, 1), (7, 1)]), 10);
        assert_eq!((scores.hit.as_slice(), scores.n_without_list), (&[1.0, 0.0][..], 1));
        let report = scores.report(0).unwrap();
        assert!((report.ndcg.mean - 0.5).abs() < 1e-12);
        assert_eq!(score_queries(&[], &links(&[]), 10).report(0), None);
    }

    #[test]
    fn items_without_a_label_are_ignored() {
        let lists = [rows(&[1, 2, 3]), rows(&[3]), rows(&[0, 1]), rows(&[0])];
        let labels = [Some(0), Some(0), Some(1), None];
        // Row 0: items 1 and 2 have labels, and one of these equals the label of row 0. Row 1: its only item has no
        // label, so it is excluded. Row 2: no item has its label. Row 3 has no label, so it is no query.
        let found = same_label_share(&lists, &labels, 10, 0).unwrap();
        assert_eq!((found.n_queries, found.n_left_out), (2, 1));
        assert!((found.share.mean - 0.25).abs() < 1e-12);
        assert_eq!(same_label_share(&lists, &[None; 4], 10, 0), None);
    }

    proptest! {
        #[test]
        fn scores_are_bounded_and_a_perfect_list_scores_one(
            list in Just((1u32..30).collect::<Vec<_>>()).prop_shuffle(),
            targets in prop::collection::btree_set(1u32..40, 1..12),
            k in 1usize..20,
        ) {
            let pairs: Vec<(u32, u32)> = targets.iter().map(|&target| (0, target)).collect();
            let links = links(&pairs);
            let scores = score_queries(&[rows(&list)], &links, k);
            for values in [&scores.hit, &scores.recall, &scores.reciprocal_rank, &scores.ndcg] {
                prop_assert!((0.0..=1.0 + 1e-12).contains(&values[0]));
            }
            let perfect: Vec<u32> = targets.iter().copied().chain(40..50).collect();
            let scores = score_queries(&[rows(&perfect)], &links, k);
            prop_assert!((scores.ndcg[0] - 1.0).abs() < 1e-12);
            prop_assert!((scores.reciprocal_rank[0] - 1.0).abs() < 1e-12);
            prop_assert!((scores.recall[0] - k.min(targets.len()) as f64 / targets.len() as f64).abs() < 1e-12);
        }

        /// Moving a target one place forward never lowers a score.
        #[test]
        fn an_earlier_target_never_scores_less(
            list in Just((1u32..20).collect::<Vec<_>>()).prop_shuffle(),
            targets in prop::collection::btree_set(1u32..20, 1..8),
        ) {
            let pairs: Vec<(u32, u32)> = targets.iter().map(|&target| (0, target)).collect();
            let links = links(&pairs);
            let late = (1..list.len())
                .find(|&at| targets.contains(&list[at]) && !targets.contains(&list[at - 1]));
            let Some(late) = late else { return Ok(()) };
            let mut better = list.clone();
            better.swap(late - 1, late);
            let before = score_queries(&[rows(&list)], &links, 10);
            let after = score_queries(&[rows(&better)], &links, 10);
            prop_assert!(after.ndcg[0] >= before.ndcg[0]);
            prop_assert!(after.recall[0] >= before.recall[0]);
            prop_assert!(after.reciprocal_rank[0] >= before.reciprocal_rank[0]);
        }
    }
}
