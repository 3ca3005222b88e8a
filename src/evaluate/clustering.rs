//! Themes against known labels: how well two labelings of the same articles agree.

#[cfg(feature = "serde")]
use serde::Serialize;

use super::matching::max_weight_matching;

/// Agreement of two labelings. 1 means equal groups, whatever their names.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct ClusteringScores {
    /// Number of articles with a label.
    pub n_articles: usize,
    /// Number of distinct labels.
    pub n_labels: usize,
    /// Number of clusters with a labelled article.
    pub n_clusters: usize,
    /// Normalised mutual information: mutual information over the mean entropy of both labelings; from 0 to 1.
    pub nmi: f64,
    /// Adjusted Rand index: 1 at most, 0 expected for random groups, possibly below 0.
    pub ari: f64,
    /// Share of articles in matched groups under the best one-to-one matching of labels and clusters; from 0 to 1.
    pub accuracy: f64,
}

/// Returns how well the clusters of articles agree with their labels, or `None` when no article has a label.
///
/// Both slices have shape (n_docs,). Articles without a label are ignored. Articles without a cluster form one group.
/// NMI and ARI are undefined when both sides are one group, or both consist of groups of one article. Both sides are
/// equal then, so the value is 1. When one side alone is one group, NMI and ARI are 0.
///
/// # Panics
/// When the two slices differ in length.
///
/// # Performance
/// O(n_docs log n_docs + a² × b), where a and b are the smaller and the larger number of groups.
///
/// # Source
/// NMI with the arithmetic mean, ARI: Vinh, Epps & Bailey, "Information theoretic measures for
/// clusterings comparison", 2010; Hubert & Arabie, "Comparing partitions", 1985.
#[must_use]
pub fn compare_labelings(
    labels: &[Option<u32>],
    clusters: &[Option<u32>],
) -> Option<ClusteringScores> {
    assert_eq!(labels.len(), clusters.len(), "labels and clusters must have the same length");
    let pairs: Vec<(u32, Option<u32>)> = labels
        .iter()
        .zip(clusters)
        .filter_map(|(label, &cluster)| Some(((*label)?, cluster)))
        .collect();
    let table = ContingencyTable::new(&pairs)?;
    Some(ClusteringScores {
        n_articles: pairs.len(),
        n_labels: table.label_sizes.len(),
        n_clusters: table.cluster_sizes.len(),
        nmi: table.nmi(),
        ari: table.ari(),
        accuracy: table.n_matched() as f64 / pairs.len() as f64,
    })
}

/// Number of articles that each label shares with each cluster. Labels and clusters are numbered from 0.
struct ContingencyTable {
    n_articles: u64,
    label_sizes: Vec<u64>,
    cluster_sizes: Vec<u64>,
    /// (label, cluster, number of articles) of the cells above 0, ascending.
    cells: Vec<(usize, usize, u64)>,
}

impl ContingencyTable {
    fn new(pairs: &[(u32, Option<u32>)]) -> Option<Self> {
        let labels = distinct(pairs.iter().map(|&(label, _)| label));
        let clusters = distinct(pairs.iter().map(|&(_, cluster)| cluster));
        let mut places: Vec<(usize, usize)> = pairs
            .iter()
            .map(|(label, cluster)| {
                // Both lists contain every value of the pairs, so the partition points are their positions.
                (labels.partition_point(|l| l < label), clusters.partition_point(|c| c < cluster))
            })
            .collect();
        places.sort_unstable();
        let mut table = Self {
            n_articles: pairs.len() as u64,
            label_sizes: vec![0; labels.len()],
            cluster_sizes: vec![0; clusters.len()],
            cells: Vec::new(),
        };
        for cell in places.chunk_by(PartialEq::eq) {
            let ((label, cluster), size) = (cell[0], cell.len() as u64);
            table.label_sizes[label] += size;
            table.cluster_sizes[cluster] += size;
            table.cells.push((label, cluster, size));
        }
        (!pairs.is_empty()).then_some(table)
    }

    fn nmi(&self) -> f64 {
        let n = self.n_articles as f64;
        let entropy = |sizes: &[u64]| {
            -sizes.iter().map(|&size| size as f64 / n * (size as f64 / n).ln()).sum::<f64>()
        };
        let both_are_one_group = self.label_sizes.len() == 1 && self.cluster_sizes.len() == 1;
        if both_are_one_group {
            return 1.0;
        }
        let information: f64 = self
            .cells
            .iter()
            .map(|&(label, cluster, size)| {
                let expected =
                    self.label_sizes[label] as f64 * self.cluster_sizes[cluster] as f64 / n;
                size as f64 / n * (size as f64 / expected).ln()
            })
            .sum();
        let mean_entropy = (entropy(&self.label_sizes) + entropy(&self.cluster_sizes)) / 2.0;
        (information / mean_entropy).clamp(0.0, 1.0)
    }

    fn ari(&self) -> f64 {
        let pairs_in = |size: u64| size as f64 * (size as f64 - 1.0) / 2.0;
        let sum = |sizes: &[u64]| sizes.iter().map(|&size| pairs_in(size)).sum::<f64>();
        let together: f64 = self.cells.iter().map(|&(_, _, size)| pairs_in(size)).sum();
        let (by_label, by_cluster) = (sum(&self.label_sizes), sum(&self.cluster_sizes));
        let all = pairs_in(self.n_articles);
        // On both sides no pair of articles is in one group, or every pair is: the groups are equal.
        let undefined = by_label + by_cluster <= 0.0 || by_label.min(by_cluster) >= all;
        if undefined {
            return 1.0;
        }
        let expected = by_label * by_cluster / all;
        (together - expected) / ((by_label + by_cluster) / 2.0 - expected)
    }

    /// Returns the number of articles in matched groups under the best one-to-one matching.
    fn n_matched(&self) -> u64 {
        let labels_are_fewer = self.label_sizes.len() <= self.cluster_sizes.len();
        let (n_rows, n_columns) = if labels_are_fewer {
            (self.label_sizes.len(), self.cluster_sizes.len())
        } else {
            (self.cluster_sizes.len(), self.label_sizes.len())
        };
        let mut weights = vec![0; n_rows * n_columns];
        for &(label, cluster, size) in &self.cells {
            let (row, column) = if labels_are_fewer { (label, cluster) } else { (cluster, label) };
            weights[row * n_columns + column] = size as i64;
        }
        let column_of = max_weight_matching(&weights, n_rows, n_columns);
        let matched =
            column_of.iter().enumerate().map(|(row, &column)| weights[row * n_columns + column]);
        matched.sum::<i64>() as u64
    }
}

/// Returns the distinct values, ascending.
fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ClusteringScores, compare_labelings};

    fn some(groups: &[u32]) -> Vec<Option<u32>> {
        groups.iter().copied().map(Some).collect()
    }

    fn compare(labels: &[u32], clusters: &[u32]) -> ClusteringScores {
        compare_labelings(&some(labels), &some(clusters)).unwrap()
    }

    fn check(labels: &[u32], clusters: &[u32], nmi: f64, ari: f64, accuracy: f64) {
        let found = compare(labels, clusters);
        for (found, expected) in [(found.nmi, nmi), (found.ari, ari), (found.accuracy, accuracy)] {
            assert!(
                (found - expected).abs() < 1e-6,
                "{labels:?} {clusters:?}: {found}, not {expected}"
            );
        }
    }

    #[test]
    fn scores_equal_those_computed_by_hand() {
        check(&[0, 0, 1, 1], &[5, 5, 3, 3], 1.0, 1.0, 1.0);
        // Independent halves share no information. One pair is expected in one group, none is, and two is the maximum.
        check(&[0, 0, 1, 1], &[0, 1, 0, 1], 0.0, -0.5, 0.5);
        // NMI: information ln 2 over the mean of ln 2 and 1.5 ln 2. ARI: (1 - 1/3) / (1.5 - 1/3).
        check(&[0, 0, 1, 1], &[0, 0, 1, 2], 0.8, 4.0 / 7.0, 0.75);
    }

    #[test]
    fn the_matching_is_not_greedy() {
        // One label shares 5 and 4 articles with the two clusters, the other 4 and 0. A greedy matching takes 5 and 0;
        // the best one takes 4 and 4.
        let labels = [[0; 9].as_slice(), &[1; 4]].concat();
        let clusters = [[0; 5].as_slice(), &[1; 4], &[0; 4]].concat();
        assert!((compare(&labels, &clusters).accuracy - 8.0 / 13.0).abs() < 1e-12);
    }

    #[test]
    fn trivial_groups_have_defined_scores() {
        check(&[0, 0, 0], &[4, 4, 4], 1.0, 1.0, 1.0);
        check(&[0, 1, 2], &[2, 0, 1], 1.0, 1.0, 1.0);
        check(&[0], &[0], 1.0, 1.0, 1.0);
        check(&[0, 0, 1], &[0, 0, 0], 0.0, 0.0, 2.0 / 3.0);
        check(&[0, 0, 0], &[0, 1, 2], 0.0, 0.0, 1.0 / 3.0);
        assert_eq!(compare_labelings(&[], &[]), None);
        assert_eq!(compare_labelings(&[None], &[Some(1)]), None);
    }

    #[test]
    fn articles_without_a_cluster_form_a_group_and_articles_without_a_label_are_ignored() {
        let labels = [Some(0), Some(0), Some(1), Some(1), None];
        let found = compare_labelings(&labels, &[Some(7), Some(7), None, None, Some(8)]).unwrap();
        assert_eq!((found.n_articles, found.n_labels, found.n_clusters), (4, 2, 2));
        assert!((found.accuracy - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn renaming_groups_and_swapping_sides_change_no_score(
            (labels, clusters) in (1usize..60).prop_flat_map(|n| {
                (prop::collection::vec(0u32..5, n), prop::collection::vec(0u32..7, n))
            }),
        ) {
            let found = compare(&labels, &clusters);
            let renamed: Vec<u32> = clusters.iter().map(|cluster| (cluster * 3 + 1) % 7 + 40).collect();
            let swapped = compare(&renamed, &labels);
            for (a, b) in [
                (found.nmi, swapped.nmi), (found.ari, swapped.ari), (found.accuracy, swapped.accuracy),
            ] {
                prop_assert!((a - b).abs() < 1e-9, "{found:?} {swapped:?}");
            }
            prop_assert!((0.0..=1.0).contains(&found.nmi));
            prop_assert!((-1.0..=1.0 + 1e-12).contains(&found.ari));
            prop_assert!((0.0..=1.0).contains(&found.accuracy) && found.accuracy > 0.0);
            let identical = compare(&labels, &labels);
            prop_assert!((identical.nmi - 1.0).abs() < 1e-9 && (identical.ari - 1.0).abs() < 1e-9);
            prop_assert!((identical.accuracy - 1.0).abs() < 1e-12);
        }
    }
}
