//! The number of themes: merging clusters step by step, with modularity as the criterion.

use super::{
    ThemeError,
    centroids::{Clustering, mean_centroids, refine},
    graph::Graph,
    kmeans::{REFINE_ITERATIONS, is_sampled, single_run},
    points::Points,
};

/// Largest number of iterations after each merge, in archives without a sample.
const MERGE_ITERATIONS: usize = 25;

/// Smallest and largest number of clusters that merging starts from. A `u8` numbers them.
const MIN_INITIAL: usize = 20;
const MAX_INITIAL: usize = 80;

/// Returns the number of clusters that merging starts from: √n / 1.5 from 20 to 80, at most half the number of
/// points, at least 1.
///
/// The formula was fitted to four archives with known classes.
pub(super) fn n_initial_clusters(n_points: usize) -> usize {
    let many = ((n_points as f64).sqrt() / 1.5) as usize;
    many.clamp(MIN_INITIAL, MAX_INITIAL).min(n_points / 2).max(1)
}

/// Merges clusters from `n_initial` down to one and returns the partition with the fewest clusters whose modularity
/// reaches `share` of the greatest.
///
/// Modularity rises with the number of clusters and then stays flat. The position of the maximum is random, but the
/// beginning of the flat part is not. Each step merges the pair that [`best_merge`] returns and refines the result.
/// Beyond 20,000 points only the first and the last partition are refined, and each step computes its modularity
/// from the table of edge shares. The same bits on any number of threads.
///
/// # Errors
/// [`ThemeError::Clustering`] when linfa returns an error, which checked input does not cause.
///
/// # Performance
/// Up to 20,000 points O(n_initial² · n_points · columns), beyond O(n_initial · (n_points · columns + edges)). Memory:
/// n_initial · n_points bytes.
pub(super) fn fewest_clusters(
    points: &Points,
    graph: &Graph,
    n_initial: usize,
    share: f64,
    seed: u64,
) -> Result<Clustering, ThemeError> {
    let centroids = single_run(points, n_initial, seed)?;
    let mut labels = refine(points, centroids, MERGE_ITERATIONS).labels;
    let mut curve: Vec<(Vec<u8>, f64)> = Vec::with_capacity(n_initial);
    for n_clusters in (1..=n_initial).rev() {
        let shares = graph.edge_shares(&labels, n_clusters);
        curve.push((
            labels.iter().map(|&label| label as u8).collect(),
            modularity_of_shares(&shares, n_clusters),
        ));
        let Some(pair) = best_merge(&shares, n_clusters) else { break };
        labels = merge_labels(&labels, pair);
        if !is_sampled(points) {
            let centroids = mean_centroids(points, &labels, n_clusters - 1);
            labels = refine(points, centroids, MERGE_ITERATIONS).labels;
        }
    }
    let greatest = curve.iter().map(|&(_, modularity)| modularity).fold(0.0, f64::max);
    let (labels, _) = curve
        .into_iter()
        .rev()
        .find(|&(_, modularity)| modularity >= share * greatest)
        .expect("a single cluster has modularity 0, so some partition reaches the greatest");
    let labels: Vec<u32> = labels.into_iter().map(u32::from).collect();
    let n_clusters = labels.iter().max().map_or(0, |&last| last as usize + 1);
    let centroids = mean_centroids(points, &labels, n_clusters);
    Ok(refine(points, centroids, REFINE_ITERATIONS))
}

/// Returns the modularity of a partition from the edge shares between its clusters.
fn modularity_of_shares(shares: &[f64], n_clusters: usize) -> f64 {
    let of_cluster =
        |(cluster, line): (usize, &[f64])| line[cluster] - line.iter().sum::<f64>().powi(2);
    shares.chunks(n_clusters).enumerate().map(of_cluster).sum()
}

/// Returns the pair of clusters (lower, higher) whose merge gains most modularity for their size; `None` for a single
/// cluster.
///
/// The size of a pair is the geometric mean of its clusters' edge shares. A pair with a cluster without edges comes
/// first.
pub(super) fn best_merge(shares: &[f64], n_clusters: usize) -> Option<(u32, u32)> {
    let sizes: Vec<f64> = shares.chunks(n_clusters.max(1)).map(|line| line.iter().sum()).collect();
    let mut best = None;
    for a in 0..n_clusters {
        for b in a + 1..n_clusters {
            let size = (sizes[a] * sizes[b]).sqrt();
            let gain = if size > 0.0 {
                (shares[a * n_clusters + b] - sizes[a] * sizes[b]) / size
            } else {
                f64::MAX
            };
            if best.is_none_or(|(best_gain, _)| gain > best_gain) {
                best = Some((gain, (a as u32, b as u32)));
            }
        }
    }
    best.map(|(_, pair)| pair)
}

/// Returns the labels after the higher cluster of the pair has joined the lower; later clusters move up by one.
pub(super) fn merge_labels(labels: &[u32], (lower, higher): (u32, u32)) -> Vec<u32> {
    let merge = |&label: &u32| match label {
        label if label == higher => lower,
        label if label > higher => label - 1,
        label => label,
    };
    labels.iter().map(merge).collect()
}

#[cfg(test)]
mod tests {
    use super::{best_merge, merge_labels, n_initial_clusters};

    #[test]
    fn the_initial_number_grows_with_the_archive_within_bounds() {
        let found: Vec<usize> =
            [0, 1, 6, 100, 2_225, 1_000_000].into_iter().map(n_initial_clusters).collect();
        assert_eq!(found, [1, 1, 3, 20, 31, 80]);
    }

    #[test]
    fn merges_the_pair_with_most_edges_and_renumbers() {
        let shares = [0.2, 0.0, 0.05, 0.0, 0.3, 0.0, 0.05, 0.0, 0.4];
        assert_eq!(best_merge(&shares, 3), Some((0, 2)));
        assert_eq!(best_merge(&[1.0], 1), None);
        assert_eq!(merge_labels(&[0, 1, 2, 3, 2], (0, 2)), [0, 1, 0, 2, 0]);
    }
}
