//! Points and centroids: nearest centroids, cluster means, and Lloyd's iterations over both.

use ndarray::Array2;
use rayon::prelude::*;

use super::points::{Points, values};
use crate::reduce::{padded, sum_in_blocks, weighted_sum};

/// Points of one parallel task.
const TASK_POINTS: usize = 256;

/// A partition of points. No cluster is empty.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clustering {
    /// Cluster of each point, shape (n_points,).
    pub(super) labels: Vec<u32>,
    /// Centroids of unit length, shape (n_clusters, columns of the points).
    pub(super) centroids: Array2<f32>,
}

impl Clustering {
    /// Returns the points of each cluster in ascending order, shape (n_clusters,).
    pub(super) fn members(&self) -> Vec<Vec<usize>> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.centroids.nrows()];
        for (point, &label) in self.labels.iter().enumerate() {
            members[label as usize].push(point);
        }
        members
    }
}

/// The nearest centroid of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Nearest {
    pub(super) cluster: u32,
    /// Cosine of the point with the centroid.
    pub(super) score: f32,
}

/// Transposed centroids: one pass over a point computes its scores with all of them.
pub(super) struct CentroidColumns {
    /// Shape (columns of the points, stride).
    values: Vec<f32>,
    n_centroids: usize,
    /// `n_centroids` rounded up to a multiple of eight.
    pub(super) stride: usize,
}

impl CentroidColumns {
    /// Transposes centroids of shape (n_centroids, columns).
    pub(super) fn new(centroids: &Array2<f32>) -> Self {
        let stride = padded(centroids.nrows());
        let mut values = vec![0.0; centroids.ncols() * stride];
        for ((centroid, column), &value) in centroids.indexed_iter() {
            values[column * stride + centroid] = value;
        }
        Self { values, n_centroids: centroids.nrows(), stride }
    }

    /// Applies a function to each point and its scores with all centroids. Points in parallel.
    fn map_scores<T: Send>(
        &self,
        points: &Points,
        map: impl Fn(usize, &[f32]) -> T + Sync,
    ) -> Vec<T> {
        let (width, values) = (points.ncols(), values(points));
        let tasks: Vec<Vec<T>> = (0..points.nrows().div_ceil(TASK_POINTS))
            .into_par_iter()
            .map(|task| {
                let mut scores = vec![0.0; self.stride];
                let range = task * TASK_POINTS..((task + 1) * TASK_POINTS).min(points.nrows());
                range
                    .map(|point| {
                        let row = &values[point * width..(point + 1) * width];
                        weighted_sum(row.iter().copied().enumerate(), &self.values, &mut scores);
                        map(point, &scores[..self.n_centroids])
                    })
                    .collect()
            })
            .collect();
        tasks.into_iter().flatten().collect()
    }

    /// Returns the scores of all points, shape (n_points, stride). Points in parallel.
    pub(super) fn scores(&self, points: &Points) -> Vec<f32> {
        let (width, values) = (points.ncols(), values(points));
        let mut scores = vec![0.0; points.nrows() * self.stride];
        scores.par_chunks_mut(TASK_POINTS * self.stride).enumerate().for_each(|(task, out)| {
            for (at, out) in out.chunks_exact_mut(self.stride).enumerate() {
                let point = task * TASK_POINTS + at;
                let row = &values[point * width..(point + 1) * width];
                weighted_sum(row.iter().copied().enumerate(), &self.values, out);
            }
        });
        scores
    }
}

/// Returns the centroid of greatest cosine for each point; ties go to the lower centroid.
pub(super) fn nearest_centroids(points: &Points, centroids: &Array2<f32>) -> Vec<Nearest> {
    CentroidColumns::new(centroids).map_scores(points, |_, scores| {
        let mut nearest = Nearest { cluster: 0, score: f32::NEG_INFINITY };
        for (cluster, &score) in (0..).zip(scores) {
            if score > nearest.score {
                nearest = Nearest { cluster, score };
            }
        }
        nearest
    })
}

/// Returns the cluster of the nearest centroid for each point.
pub(super) fn nearest_labels(points: &Points, centroids: &Array2<f32>) -> Vec<u32> {
    nearest_centroids(points, centroids).into_iter().map(|nearest| nearest.cluster).collect()
}

/// Returns for each point its score with its own centroid and the best score with another one; `None` if there is no
/// other.
pub(super) fn own_and_next_scores(
    points: &Points,
    clustering: &Clustering,
) -> Vec<(f32, Option<f32>)> {
    CentroidColumns::new(&clustering.centroids).map_scores(points, |point, scores| {
        let own = clustering.labels[point] as usize;
        let others = scores.iter().enumerate().filter(|&(cluster, _)| cluster != own);
        (scores[own], others.map(|(_, &score)| score).max_by(f32::total_cmp))
    })
}

/// Returns the mean of the points of each cluster, scaled to unit length, shape (n_clusters, columns). An empty
/// cluster has zeros.
pub(super) fn mean_centroids(points: &Points, labels: &[u32], n_clusters: usize) -> Array2<f32> {
    let (width, values) = (points.ncols(), values(points));
    let sums = sum_in_blocks(points.nrows(), n_clusters * width, |block, sums| {
        for point in block {
            let start = labels[point] as usize * width;
            let row = &values[point * width..(point + 1) * width];
            let sums = sums[start..start + width].iter_mut();
            sums.zip(row).for_each(|(sum, &value)| *sum += f64::from(value));
        }
    });
    let mut centroids = Array2::zeros((n_clusters, width));
    for (mut centroid, sums) in centroids.outer_iter_mut().zip(sums.chunks(width.max(1))) {
        let length = sums.iter().map(|sum| sum * sum).sum::<f64>().sqrt();
        if length > 0.0 {
            centroid.iter_mut().zip(sums).for_each(|(to, sum)| *to = (sum / length) as f32);
        }
    }
    centroids
}

/// Returns whether at most one point in ten thousand changed its cluster.
pub(super) fn has_settled(old: &[u32], new: &[u32]) -> bool {
    let n_moved = old.iter().zip(new).filter(|(old, new)| old != new).count();
    n_moved * 10_000 <= new.len()
}

/// Runs Lloyd's algorithm over all points, until at most one point in ten thousand moves or `max_iterations` are done.
///
/// An empty cluster takes over the point with the lowest score, so no cluster is empty at the end.
///
/// # Performance
/// O(iterations · n_points · n_clusters · columns), points in parallel.
pub(super) fn refine(
    points: &Points,
    mut centroids: Array2<f32>,
    max_iterations: usize,
) -> Clustering {
    let n_clusters = centroids.nrows();
    let mut labels = labels_without_empty(points, &mut centroids);
    for _ in 0..max_iterations {
        centroids = mean_centroids(points, &labels, n_clusters);
        let new = labels_without_empty(points, &mut centroids);
        let settled = has_settled(&labels, &new);
        labels = new;
        if settled {
            break;
        }
    }
    Clustering { labels, centroids }
}

/// Assigns all points to their nearest centroid, then moves the centroid of each empty cluster to the point of lowest
/// score in a cluster of several points.
fn labels_without_empty(points: &Points, centroids: &mut Array2<f32>) -> Vec<u32> {
    let mut nearest = nearest_centroids(points, centroids);
    let mut sizes = vec![0usize; centroids.nrows()];
    nearest.iter().for_each(|nearest| sizes[nearest.cluster as usize] += 1);
    for (empty, number) in (0..centroids.nrows()).zip(0u32..) {
        if sizes[empty] > 0 {
            continue;
        }
        let movable =
            (0..points.nrows()).filter(|&point| sizes[nearest[point].cluster as usize] > 1);
        let worst = movable.min_by(|&a, &b| nearest[a].score.total_cmp(&nearest[b].score));
        let Some(worst) = worst else { break };
        sizes[nearest[worst].cluster as usize] -= 1;
        sizes[empty] = 1;
        // A score above every cosine, so that no other empty cluster takes the point.
        nearest[worst] = Nearest { cluster: number, score: 2.0 };
        centroids.row_mut(empty).assign(&points.row(worst));
    }
    nearest.into_iter().map(|nearest| nearest.cluster).collect()
}
