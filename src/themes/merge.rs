//! The number of themes when nobody gives one.

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::{
    ThemeError,
    centroids::{self, Clustering},
    graph::Graph,
    kmeans,
    prepare::Points,
};

/// Iterations after each step at most, in archives that k-means sees whole.
const ITERATIONS: usize = 25;

/// Iterations over all points at the number that was chosen.
const REFINEMENTS: usize = 10;

/// Least and greatest number of clusters to merge down from; they are numbered by bytes.
const FROM: (usize, usize) = (20, 80);

/// Number of clusters from which merging starts: √n / 1.5 between 20 and 80, never more than half the
/// points. Measured on four archives with known classes.
pub(super) fn n_over_clusters(n_points: usize) -> usize {
    let many = ((n_points as f64).sqrt() / 1.5) as usize;
    many.clamp(FROM.0, FROM.1).min(n_points / 2).max(1)
}

/// The partition with the fewest clusters whose modularity reaches `share` of the greatest, on the way down
/// from `n_from` clusters to one.
///
/// Modularity rises with the number of clusters and then lies flat: where it is greatest depends on luck,
/// where it starts to be flat does not. Each step joins the two clusters that gain most modularity for their
/// size, then refines; beyond 20,000 points only the first and the last partition are refined, and the
/// steps between know the union's worth from the table of shares. O(n_from² · n_points · columns) up to 20,000
/// points, O(n_from · n_points · columns + n_from · edges) beyond; memory 1 byte for each of n_from · n_points.
/// The same bits on any number of threads.
///
/// # Errors
/// [`ThemeError::Clustering`] when linfa refuses, which no checked input should make it do.
pub(super) fn fewest_good(
    points: &Points,
    graph: &Graph,
    n_from: usize,
    share: f64,
    seed: u64,
) -> Result<Clustering, ThemeError> {
    let sample = kmeans::sample(points, kmeans::SAMPLE, seed);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let centres = kmeans::run(sample.as_ref().unwrap_or(points), n_from, &mut rng)?;
    let mut labels = centroids::refine(points, centres, ITERATIONS).labels;
    let mut curve: Vec<(Vec<u8>, f64)> = Vec::with_capacity(n_from);
    for n_clusters in (1..=n_from).rev() {
        let shares = graph.shares(&labels, n_clusters);
        curve.push((
            labels.iter().map(|&label| label as u8).collect(),
            modularity(&shares, n_clusters),
        ));
        let Some(pair) = best_merge(&shares, n_clusters) else { break };
        labels = merged(&labels, pair);
        if sample.is_none() {
            let centres = centroids::centres_of(points, &labels, n_clusters - 1);
            labels = centroids::refine(points, centres, ITERATIONS).labels;
        }
    }
    let greatest = curve.iter().map(|&(_, modularity)| modularity).fold(0.0, f64::max);
    let mut good =
        curve.into_iter().rev().filter(|&(_, modularity)| modularity >= share * greatest);
    let fewest = good.next().map(|(labels, _)| labels);
    let labels = fewest
        .ok_or_else(|| ThemeError::Clustering("no number of themes was tried".to_owned()))?
        .into_iter()
        .map(u32::from)
        .collect::<Vec<_>>();
    let n_clusters = labels.iter().max().map_or(0, |&most| most as usize + 1);
    let centres = centroids::centres_of(points, &labels, n_clusters);
    Ok(centroids::refine(points, centres, REFINEMENTS))
}

/// Modularity of a partition, from the shares between its clusters.
fn modularity(shares: &[f64], n_clusters: usize) -> f64 {
    let of_cluster =
        |(cluster, line): (usize, &[f64])| line[cluster] - line.iter().sum::<f64>().powi(2);
    shares.chunks(n_clusters).enumerate().map(of_cluster).sum()
}

/// The two clusters (lower, higher) whose union gains most modularity for their size; `None` when there is
/// only one cluster.
pub(super) fn best_merge(shares: &[f64], n_clusters: usize) -> Option<(u32, u32)> {
    let sizes: Vec<f64> = shares.chunks(n_clusters.max(1)).map(|line| line.iter().sum()).collect();
    let mut best = None;
    for a in 0..n_clusters {
        for b in a + 1..n_clusters {
            let size = (sizes[a] * sizes[b]).sqrt();
            // A cluster without edges belongs nowhere: it goes first, into whatever comes first.
            let gain = if size > 0.0 {
                (shares[a * n_clusters + b] - sizes[a] * sizes[b]) / size
            } else {
                f64::MAX
            };
            if best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, (a as u32, b as u32)));
            }
        }
    }
    best.map(|(_, pair)| pair)
}

/// Labels after the higher cluster of the pair is joined to the lower.
pub(super) fn merged(labels: &[u32], (lower, higher): (u32, u32)) -> Vec<u32> {
    let join = |&label: &u32| match label {
        label if label == higher => lower,
        label if label > higher => label - 1,
        label => label,
    };
    labels.iter().map(join).collect()
}

#[cfg(test)]
mod tests {
    use super::{best_merge, merged, n_over_clusters};

    #[test]
    fn the_start_grows_with_the_archive_within_bounds() {
        let found: Vec<usize> =
            [0, 1, 6, 100, 2_225, 1_000_000].into_iter().map(n_over_clusters).collect();
        assert_eq!(found, [1, 1, 3, 20, 31, 80]);
    }

    #[test]
    fn the_most_joined_pair_is_merged_and_numbers_close_up() {
        let shares = [0.2, 0.0, 0.05, 0.0, 0.3, 0.0, 0.05, 0.0, 0.4];
        assert_eq!(best_merge(&shares, 3), Some((0, 2)));
        assert_eq!(best_merge(&[1.0], 1), None);
        assert_eq!(merged(&[0, 1, 2, 3, 2], (0, 2)), [0, 1, 0, 2, 0]);
    }
}
