//! The number of themes when nobody gives one.

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::{
    ThemeError,
    centres::{self, Clustering},
    graph::Graph,
    kmeans,
    smooth::Points,
};

/// Points beyond this number are only assigned on the way down, not iterated over.
const SAMPLE: usize = 30_000;

/// Iterations after each merge at most.
const ITERATIONS: usize = 25;

/// Least and greatest number of clusters to merge down from.
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
/// size, then refines. O(n_from² · n_points · columns) for the assignments; the same bits on any number of
/// threads.
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
    let sample = kmeans::sample(points, SAMPLE, seed);
    let few = sample.as_ref().unwrap_or(points);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut centres = kmeans::run(few, n_from, &mut rng)?;
    let mut curve: Vec<(Clustering, f64)> = Vec::with_capacity(n_from);
    loop {
        let refined = centres::refine(few, centres, ITERATIONS);
        let whole =
            if sample.is_some() { centres::refine(points, refined.centres, 0) } else { refined };
        let modularity = graph.modularity(&whole.labels);
        let n_clusters = whole.centres.nrows();
        let pair = best_merge(&graph.shares(&whole.labels, n_clusters), n_clusters);
        centres = match pair {
            Some(pair) => centres::centres_of(points, &merged(&whole.labels, pair), n_clusters - 1),
            None => ndarray::Array2::zeros((0, points.ncols())),
        };
        curve.push((whole, modularity));
        if pair.is_none() {
            break;
        }
    }
    let greatest = curve.iter().map(|&(_, modularity)| modularity).fold(0.0, f64::max);
    let mut good =
        curve.into_iter().rev().filter(|&(_, modularity)| modularity >= share * greatest);
    let fewest = good.next().map(|(clustering, _)| clustering);
    fewest.ok_or_else(|| ThemeError::Clustering("no number of themes was tried".to_owned()))
}

/// The two clusters (lower, higher) whose union gains most modularity for their size; `None` when there is
/// only one cluster.
fn best_merge(shares: &[f64], n_clusters: usize) -> Option<(u32, u32)> {
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
fn merged(labels: &[u32], (lower, higher): (u32, u32)) -> Vec<u32> {
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
