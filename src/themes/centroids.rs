//! Points and centres: who is nearest, where the means lie, and both in turn until nothing moves.

use ndarray::Array2;
use rayon::prelude::*;

use super::prepare::Points;
use crate::reduce::{combine, padded, sum_in_blocks};

/// Points that one task takes.
const TASK_POINTS: usize = 256;

/// A partition of points: cluster of each point, shape (n_points,), and centres of unit length, shape
/// (n_clusters, the columns of the points). No cluster is empty.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clustering {
    pub(super) labels: Vec<u32>,
    pub(super) centres: Array2<f32>,
}

/// The nearest centre of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Nearest {
    pub(super) cluster: u32,
    pub(super) score: f32,
}

/// Centres turned round, so that one pass over a point gives its scores with all of them.
pub(super) struct Transposed {
    centres: Vec<f32>,
    n_centres: usize,
    pub(super) stride: usize,
}

impl Transposed {
    pub(super) fn new(centres: &Array2<f32>) -> Self {
        let stride = padded(centres.nrows());
        let mut turned = vec![0.0; centres.ncols() * stride];
        for ((centre, column), &value) in centres.indexed_iter() {
            turned[column * stride + centre] = value;
        }
        Self { centres: turned, n_centres: centres.nrows(), stride }
    }

    /// What `then` makes of each point and its scores with all centres.
    fn map<T: Send>(&self, points: &Points, then: impl Fn(usize, &[f32]) -> T + Sync) -> Vec<T> {
        let width = points.ncols();
        let values = points.as_slice().unwrap_or_default();
        let tasks: Vec<Vec<T>> = (0..points.nrows().div_ceil(TASK_POINTS))
            .into_par_iter()
            .map(|task| {
                let mut scores = vec![0.0; self.stride];
                let range = task * TASK_POINTS..((task + 1) * TASK_POINTS).min(points.nrows());
                range
                    .map(|point| {
                        let own = &values[point * width..(point + 1) * width];
                        combine(own.iter().copied().enumerate(), &self.centres, &mut scores);
                        then(point, &scores[..self.n_centres])
                    })
                    .collect()
            })
            .collect();
        tasks.into_iter().flatten().collect()
    }

    /// Scores, shape (n_points, stride).
    pub(super) fn scores(&self, points: &Points) -> Vec<f32> {
        let width = points.ncols();
        let values = points.as_slice().unwrap_or_default();
        let mut scores = vec![0.0; points.nrows() * self.stride];
        scores.par_chunks_mut(TASK_POINTS * self.stride).enumerate().for_each(|(task, out)| {
            for (at, out) in out.chunks_exact_mut(self.stride).enumerate() {
                let point = task * TASK_POINTS + at;
                let point = &values[point * width..(point + 1) * width];
                combine(point.iter().copied().enumerate(), &self.centres, out);
            }
        });
        scores
    }
}

/// The centre of greatest cosine for each point; ties to the lower centre.
pub(super) fn assign(points: &Points, centres: &Array2<f32>) -> Vec<Nearest> {
    Transposed::new(centres).map(points, |_, scores| {
        let mut nearest = Nearest { cluster: 0, score: f32::NEG_INFINITY };
        for (cluster, &score) in (0..).zip(scores) {
            if score > nearest.score {
                nearest = Nearest { cluster, score };
            }
        }
        nearest
    })
}

/// Score of each point with its own centre, and the best of the others: `None` when there are no others.
pub(super) fn scores_with_next(
    points: &Points,
    clustering: &Clustering,
) -> Vec<(f32, Option<f32>)> {
    Transposed::new(&clustering.centres).map(points, |point, scores| {
        let own = clustering.labels[point] as usize;
        let others = scores.iter().enumerate().filter(|&(cluster, _)| cluster != own);
        (scores[own], others.map(|(_, &score)| score).max_by(f32::total_cmp))
    })
}

/// Unit mean of the points of each cluster, shape (n_clusters, columns): zeros for an empty one.
pub(super) fn centres_of(points: &Points, labels: &[u32], n_clusters: usize) -> Array2<f32> {
    let width = points.ncols();
    let values = points.as_slice().unwrap_or_default();
    let sums = sum_in_blocks(points.nrows(), n_clusters * width, |block, sums| {
        for point in block {
            let line = labels[point] as usize * width;
            let own = &values[point * width..(point + 1) * width];
            sums[line..line + width].iter_mut().zip(own).for_each(|(sum, &v)| *sum += f64::from(v));
        }
    });
    let mut centres = Array2::zeros((n_clusters, width));
    for (mut centre, sums) in centres.outer_iter_mut().zip(sums.chunks(width.max(1))) {
        let length = sums.iter().map(|sum| sum * sum).sum::<f64>().sqrt();
        if length > 0.0 {
            centre.iter_mut().zip(sums).for_each(|(to, sum)| *to = (sum / length) as f32);
        }
    }
    centres
}

/// Lloyd's iterations over all points from given centres, until less than one point in ten thousand moves.
///
/// A cluster without points takes over the point that is served worst by its own, so none is empty at the
/// end. O(iterations · n_points · n_clusters · columns).
pub(super) fn refine(points: &Points, mut centres: Array2<f32>, iterations: usize) -> Clustering {
    let n_clusters = centres.nrows();
    let mut labels = labels_of(points, &mut centres);
    for _ in 0..iterations {
        centres = centres_of(points, &labels, n_clusters);
        let new = labels_of(points, &mut centres);
        let moved = labels.iter().zip(&new).filter(|(old, new)| old != new).count();
        labels = new;
        if moved * 10_000 <= points.nrows() {
            break;
        }
    }
    Clustering { labels, centres }
}

/// Assigns all points and fills empty clusters, whose centres move.
fn labels_of(points: &Points, centres: &mut Array2<f32>) -> Vec<u32> {
    let mut nearest = assign(points, centres);
    let mut sizes = vec![0usize; centres.nrows()];
    nearest.iter().for_each(|near| sizes[near.cluster as usize] += 1);
    for empty in 0..centres.nrows() {
        if sizes[empty] > 0 {
            continue;
        }
        let movable =
            (0..points.nrows()).filter(|&point| sizes[nearest[point].cluster as usize] > 1);
        let worst = movable.min_by(|&a, &b| nearest[a].score.total_cmp(&nearest[b].score));
        let Some(worst) = worst else { break };
        sizes[nearest[worst].cluster as usize] -= 1;
        sizes[empty] = 1;
        // A score above all others: the point is not taken away again.
        nearest[worst] = Nearest { cluster: u32::try_from(empty).unwrap_or_default(), score: 2.0 };
        centres.row_mut(empty).assign(&points.row(worst));
    }
    nearest.into_iter().map(|near| near.cluster).collect()
}
