//! Initial centroids of k-means.

use ndarray::{Array2, Axis};
use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::{centroids::CentroidColumns, points::Points};
use crate::reduce::sum_in_blocks;

/// Distances up to this are rounding and count as 0.
const ROUNDING: f32 = 1e-6;

/// Chooses initial centroids by greedy k-means++: draws 2 + ln k candidates a step and keeps the one that lowers the
/// inertia most.
///
/// The probability of a candidate is proportional to its distance, 1 − cosine, to the nearest centroid. When every
/// point coincides with a centroid, the remaining centroids are the first points that are not chosen yet.
///
/// # Panics
/// When there are fewer points than clusters.
///
/// # Performance
/// O(n_points · k · ln k · columns).
///
/// # Source
/// Arthur, Vassilvitskii, "k-means++: the advantages of careful seeding", 2007, section 5.
pub(super) fn greedy_kmeans_plus_plus(
    points: &Points,
    n_clusters: usize,
    rng: &mut Xoshiro256PlusPlus,
) -> Array2<f32> {
    let n_points = points.nrows();
    assert!(n_clusters <= n_points, "{n_points} points cannot make {n_clusters} clusters");
    let n_candidates = 2 + (n_clusters as f64).ln() as usize;
    let mut chosen = vec![rng.gen_range(0..n_points)];
    let mut distances = distances_to(points, &chosen).swap_remove(0);
    while chosen.len() < n_clusters {
        let candidates = draw(&distances, n_candidates, rng);
        if candidates.is_empty() {
            let left = (0..n_points).filter(|point| !chosen.contains(point));
            let more: Vec<usize> = left.take(n_clusters - chosen.len()).collect();
            chosen.extend(more);
            break;
        }
        let mut candidate_distances = distances_to(points, &candidates);
        let inertia = |new: &Vec<f32>| {
            sum_in_blocks(n_points, 1, |block, sum| {
                let pairs = new[block.clone()].iter().zip(&distances[block]);
                sum[0] = pairs.map(|(new, old)| f64::from(new.min(*old))).sum();
            })[0]
        };
        let inertias: Vec<f64> = candidate_distances.iter().map(inertia).collect();
        let best = (0..candidates.len())
            .min_by(|&a, &b| inertias[a].total_cmp(&inertias[b]))
            .expect("at least one candidate was drawn");
        let new = candidate_distances.swap_remove(best);
        distances.iter_mut().zip(new).for_each(|(old, new)| *old = old.min(new));
        // The distance of a point to itself may be above 0 by rounding; a chosen point must not be drawn again.
        distances[candidates[best]] = 0.0;
        chosen.push(candidates[best]);
    }
    points.select(Axis(0), &chosen)
}

/// Draws `n` points with probabilities proportional to `weights`; none when all weights are 0.
fn draw(weights: &[f32], n: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<usize> {
    let mut total = 0.0;
    let sums: Vec<f64> = weights
        .iter()
        .map(|&weight| {
            total += f64::from(weight);
            total
        })
        .collect();
    if total <= 0.0 {
        return Vec::new();
    }
    let mut draw_point = || {
        let at = rng.gen_range(0.0..total);
        sums.partition_point(|&sum| sum <= at).min(weights.len() - 1)
    };
    (0..n).map(|_| draw_point()).collect()
}

/// Returns the distances of all points to each of the chosen ones, shape (n_chosen, n_points).
fn distances_to(points: &Points, chosen: &[usize]) -> Vec<Vec<f32>> {
    let centroids = CentroidColumns::new(&points.select(Axis(0), chosen));
    let scores = centroids.scores(points);
    let column = |at: usize| {
        scores.iter().skip(at).step_by(centroids.stride).map(|&score| distance(score)).collect()
    };
    (0..chosen.len()).into_par_iter().map(column).collect()
}

/// Returns 1 − cosine, or 0 when that is rounding.
fn distance(score: f32) -> f32 {
    let distance = 1.0 - score;
    if distance > ROUNDING { distance } else { 0.0 }
}
