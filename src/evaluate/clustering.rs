//! Themes against known labels: two labelings of the same articles.

use serde::Serialize;

/// How alike two labelings are; 1 means the same groups under other names.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ClusteringScores {
    /// Number of articles with a label.
    pub n_articles: usize,
    /// Number of different labels.
    pub n_labels: usize,
    /// Number of clusters that hold an article with a label.
    pub n_clusters: usize,
    /// Mutual information over the mean entropy of the two, from 0 to 1.
    pub nmi: f64,
    /// Rand index adjusted for chance: 0 expected of random groups, 1 at most, may be below 0.
    pub ari: f64,
    /// Share of articles in the right group when each label is matched with at most one cluster and
    /// each cluster with at most one label, in the best possible way; from 0 to 1.
    pub accuracy: f64,
}

/// Compares the clusters of articles with their labels.
///
/// Both have shape (n_docs,). Articles without a label are left out; those without a cluster form one
/// group of their own. `None` when no article has a label. Where the measures are undefined, both sides
/// being one group or both being all groups of one, the two are the same groups and the value is 1; with
/// one group on one side alone NMI and ARI are 0.
/// O(n_docs log n_docs + small² × large), small and large being the smaller and the larger of the two
/// numbers of groups.
///
/// # Panics
/// When the two differ in length.
///
/// # Source
/// NMI with the arithmetic mean, ARI: Vinh, Epps & Bailey, "Information theoretic measures for
/// clusterings comparison", 2010; Hubert & Arabie, "Comparing partitions", 1985.
#[must_use]
pub fn compare_labelings(
    labels: &[Option<u32>],
    clusters: &[Option<u32>],
) -> Option<ClusteringScores> {
    assert_eq!(labels.len(), clusters.len(), "labels and clusters are of the same articles");
    let pairs: Vec<(u32, Option<u32>)> = labels
        .iter()
        .zip(clusters)
        .filter_map(|(label, &cluster)| Some(((*label)?, cluster)))
        .collect();
    let table = Contingency::of(&pairs)?;
    Some(ClusteringScores {
        n_articles: pairs.len(),
        n_labels: table.label_sizes.len(),
        n_clusters: table.cluster_sizes.len(),
        nmi: table.nmi(),
        ari: table.ari(),
        accuracy: table.matched() as f64 / pairs.len() as f64,
    })
}

/// How many articles each label shares with each cluster, both numbered from 0.
struct Contingency {
    n_articles: u64,
    label_sizes: Vec<u64>,
    cluster_sizes: Vec<u64>,
    /// Label, cluster, number of articles; only cells above 0, in ascending order.
    cells: Vec<(usize, usize, u64)>,
}

impl Contingency {
    fn of(pairs: &[(u32, Option<u32>)]) -> Option<Self> {
        let labels = ascending(pairs.iter().map(|&(label, _)| label));
        let clusters = ascending(pairs.iter().map(|&(_, cluster)| cluster));
        let mut places: Vec<(usize, usize)> = pairs
            .iter()
            .map(|(label, cluster)| {
                // Both lists were made from these very pairs.
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
        let one_group_each = self.label_sizes.len() == 1 && self.cluster_sizes.len() == 1;
        if one_group_each {
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
        // No pair is together, or every pair is, on both sides: the same groups.
        let undefined = by_label + by_cluster <= 0.0 || by_label.min(by_cluster) >= all;
        if undefined {
            return 1.0;
        }
        let expected = by_label * by_cluster / all;
        (together - expected) / ((by_label + by_cluster) / 2.0 - expected)
    }

    /// Number of articles in matched groups under the best one-to-one matching.
    fn matched(&self) -> u64 {
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
        let column_of = heaviest_matching(&weights, n_rows, n_columns);
        let matched =
            column_of.iter().enumerate().map(|(row, &column)| weights[row * n_columns + column]);
        matched.sum::<i64>() as u64
    }
}

/// The different values, ascending.
fn ascending<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// For each row a column of its own such that the weights sum to the most possible.
///
/// `weights` has shape (n_rows, n_columns), rows at most as many as columns. O(n_rows² × n_columns).
///
/// # Source
/// Kuhn, "The Hungarian method for the assignment problem", 1955, by shortest augmenting paths
/// (Jonker & Volgenant, 1987).
fn heaviest_matching(weights: &[i64], n_rows: usize, n_columns: usize) -> Vec<usize> {
    assert!(n_rows <= n_columns && weights.len() == n_rows * n_columns);
    // Potentials keep every cost, minus the weight less both potentials, at or above 0, and at 0 on
    // matched cells. Column `n_columns` does not exist: the row that is being added sits there.
    let mut row_potential = vec![0; n_rows];
    let mut column_potential = vec![0; n_columns + 1];
    let mut row_in: Vec<Option<usize>> = vec![None; n_columns + 1];
    for new_row in 0..n_rows {
        row_in[n_columns] = Some(new_row);
        let mut distance = vec![i64::MAX; n_columns];
        let mut previous = vec![n_columns; n_columns];
        let mut reached = vec![false; n_columns + 1];
        let mut column = n_columns;
        while let Some(row) = row_in[column] {
            reached[column] = true;
            let mut nearest = (i64::MAX, n_columns);
            for next in (0..n_columns).filter(|&next| !reached[next]) {
                let cost =
                    -weights[row * n_columns + next] - row_potential[row] - column_potential[next];
                if cost < distance[next] {
                    (distance[next], previous[next]) = (cost, column);
                }
                nearest = nearest.min((distance[next], next));
            }
            let (step, next) = nearest;
            for other in 0..=n_columns {
                match row_in[other] {
                    Some(row) if reached[other] => {
                        row_potential[row] += step;
                        column_potential[other] -= step;
                    }
                    _ if other < n_columns => distance[other] -= step,
                    _ => {}
                }
            }
            column = next;
        }
        // `column` is free: shift the rows along the path that led to it.
        while column != n_columns {
            row_in[column] = row_in[previous[column]];
            column = previous[column];
        }
    }
    let mut column_of = vec![0; n_rows];
    for (column, row) in row_in[..n_columns].iter().enumerate() {
        if let Some(row) = *row {
            column_of[row] = column;
        }
    }
    column_of
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ClusteringScores, compare_labelings, heaviest_matching};

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
    fn scores_are_those_computed_by_hand() {
        check(&[0, 0, 1, 1], &[5, 5, 3, 3], 1.0, 1.0, 1.0);
        // Independent halves: no information; one pair expected together, none is, of two at most.
        check(&[0, 0, 1, 1], &[0, 1, 0, 1], 0.0, -0.5, 0.5);
        // ln 2 of information over the mean of ln 2 and 1.5 ln 2; (1 - 1/3) / (1.5 - 1/3).
        check(&[0, 0, 1, 1], &[0, 0, 1, 2], 0.8, 4.0 / 7.0, 0.75);
    }

    #[test]
    fn a_greedy_matching_is_not_the_best_one() {
        // Shared articles are 5 and 4 for one label, 4 and 0 for the other: taking the 5 first leaves
        // the 0, while 4 and 4 make 8.
        let labels = [[0; 9].as_slice(), &[1; 4]].concat();
        let clusters = [[0; 5].as_slice(), &[1; 4], &[0; 4]].concat();
        assert!((compare(&labels, &clusters).accuracy - 8.0 / 13.0).abs() < 1e-12);
    }

    #[test]
    fn trivial_groups_are_defined() {
        check(&[0, 0, 0], &[4, 4, 4], 1.0, 1.0, 1.0);
        check(&[0, 1, 2], &[2, 0, 1], 1.0, 1.0, 1.0);
        check(&[0], &[0], 1.0, 1.0, 1.0);
        check(&[0, 0, 1], &[0, 0, 0], 0.0, 0.0, 2.0 / 3.0);
        check(&[0, 0, 0], &[0, 1, 2], 0.0, 0.0, 1.0 / 3.0);
        assert_eq!(compare_labelings(&[], &[]), None);
        assert_eq!(compare_labelings(&[None], &[Some(1)]), None);
    }

    #[test]
    fn articles_without_a_cluster_are_a_group_and_those_without_a_label_are_left_out() {
        let labels = [Some(0), Some(0), Some(1), Some(1), None];
        let found = compare_labelings(&labels, &[Some(7), Some(7), None, None, Some(8)]).unwrap();
        assert_eq!((found.n_articles, found.n_labels, found.n_clusters), (4, 2, 2));
        assert!((found.accuracy - 1.0).abs() < 1e-12);
    }

    /// The best sum over every way to give rows columns of their own.
    fn try_all(weights: &[i64], n_columns: usize, row: usize, taken: &mut Vec<usize>) -> i64 {
        if row * n_columns == weights.len() {
            return 0;
        }
        let mut best = i64::MIN;
        for column in 0..n_columns {
            if !taken.contains(&column) {
                taken.push(column);
                let rest = try_all(weights, n_columns, row + 1, taken);
                best = best.max(weights[row * n_columns + column] + rest);
                taken.pop();
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_matching_is_the_best_of_all(
            (n_rows, n_columns, weights) in (1usize..6, 0usize..3).prop_flat_map(|(n_rows, more)| {
                let n_columns = n_rows + more;
                (Just(n_rows), Just(n_columns), prop::collection::vec(0i64..6, n_rows * n_columns))
            }),
        ) {
            let column_of = heaviest_matching(&weights, n_rows, n_columns);
            let sum: i64 =
                column_of.iter().enumerate().map(|(row, column)| weights[row * n_columns + column]).sum();
            prop_assert_eq!(sum, try_all(&weights, n_columns, 0, &mut Vec::new()));
            let mut columns = column_of.clone();
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!(columns.len(), n_rows);
        }

        #[test]
        fn names_of_groups_do_not_matter_and_neither_does_the_side(
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
            let itself = compare(&labels, &labels);
            prop_assert!((itself.nmi - 1.0).abs() < 1e-9 && (itself.ari - 1.0).abs() < 1e-9);
            prop_assert!((itself.accuracy - 1.0).abs() < 1e-12);
        }
    }
}
