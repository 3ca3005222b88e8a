//! Where k-means starts from.

use ndarray::Array2;
use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::{centroids::Transposed, prepare::Points};
use crate::reduce::sum_in_blocks;

/// Centres to start from: greedy k-means++, 2 + ln k candidates a step, the best of them kept.
///
/// Candidates are drawn with the distance to the nearest centre as their weight. When no point is away from
/// the centres any more, points are taken in their order. O(n_points · k · ln k · columns).
///
/// # Source
/// Arthur, Vassilvitskii, "k-means++: the advantages of careful seeding", 2007, section 5.
pub(super) fn greedy_start(
    points: &Points,
    n_clusters: usize,
    rng: &mut Xoshiro256PlusPlus,
) -> Array2<f32> {
    let n_points = points.nrows();
    assert!(n_clusters <= n_points, "{n_points} points for {n_clusters} clusters");
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
        let mut nearer = distances_to(points, &candidates);
        let inertia = |new: &Vec<f32>| {
            sum_in_blocks(n_points, 1, |block, sum| {
                let pairs = new[block.clone()].iter().zip(&distances[block]);
                sum[0] = pairs.map(|(new, old)| f64::from(new.min(*old))).sum();
            })[0]
        };
        let inertias: Vec<f64> = nearer.iter().map(inertia).collect();
        let best = (0..candidates.len())
            .min_by(|&a, &b| inertias[a].total_cmp(&inertias[b]))
            .unwrap_or_default();
        let new = nearer.swap_remove(best);
        distances.iter_mut().zip(new).for_each(|(old, new)| *old = old.min(new));
        // A chosen point never comes again, not even by the rounding of its distance to itself.
        distances[candidates[best]] = 0.0;
        chosen.push(candidates[best]);
    }
    points.select(ndarray::Axis(0), &chosen)
}

/// Draws points with the given weights; none when all weights are 0.
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
    let mut one = || {
        let at = rng.gen_range(0.0..total);
        sums.partition_point(|&sum| sum <= at).min(weights.len() - 1)
    };
    (0..n).map(|_| one()).collect()
}

/// Distances, 1 − cosine, of all points to each of a few of them.
fn distances_to(points: &Points, few: &[usize]) -> Vec<Vec<f32>> {
    let centres = Transposed::new(&points.select(ndarray::Axis(0), few));
    let scores = centres.scores(points);
    let column = |at: usize| {
        scores.iter().skip(at).step_by(centres.stride).map(|score| distance(*score)).collect()
    };
    (0..few.len()).into_par_iter().map(column).collect()
}

/// 1 − cosine, 0 when that is rounding.
fn distance(score: f32) -> f32 {
    let distance = 1.0 - score;
    if distance > 1e-6 { distance } else { 0.0 }
}
