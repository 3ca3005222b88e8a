//! From points to the best partition.

use ndarray::Axis;

use super::{
    NThemes, ThemeError, ThemeParams,
    centroids::{Clustering, mean_centroids, refine},
    graph::Graph,
    input::Input,
    kmeans::best_of_restarts,
    merge::{fewest_clusters, n_initial_clusters},
    points::Points,
};
use crate::sparse::DocId;

/// Largest number of iterations over all points from an earlier partition.
const CONTINUE_ITERATIONS: usize = 100;

/// Returns the number of clusters that k-means starts with: the requested number, or the number from which merging
/// starts. It is at most the number of distinct rows.
///
/// # Errors
/// [`ThemeError::TooFewArticles`] when more themes are requested than there are distinct rows.
pub(super) fn n_clusters(
    params: &ThemeParams,
    input: &Input<'_>,
    docs: &[DocId],
) -> Result<usize, ThemeError> {
    let wanted = match params.n_themes {
        NThemes::Auto => n_initial_clusters(docs.len()),
        NThemes::Exactly(asked) => asked,
    };
    let found = input.count_distinct(docs, wanted);
    match params.n_themes {
        NThemes::Exactly(asked) if found < asked => {
            Err(ThemeError::TooFewArticles { asked, found })
        }
        _ => Ok(wanted.min(found)),
    }
}

/// Returns the partition of greatest modularity, and the modularity.
///
/// `n_clusters` is the number of themes, or with [`NThemes::Auto`] the number of clusters to merge.
///
/// # Errors
/// [`ThemeError::Clustering`] when linfa returns an error, which checked input does not cause.
pub(super) fn best_partition(
    params: &ThemeParams,
    points: &Points,
    graph: &Graph,
    n_clusters: usize,
) -> Result<(Clustering, f64), ThemeError> {
    let merged = match params.n_themes {
        NThemes::Exactly(_) => None,
        NThemes::Auto => {
            Some(fewest_clusters(points, graph, n_clusters, params.auto_share, params.seed)?)
        }
    };
    let n_clusters = merged.as_ref().map_or(n_clusters, |merged| merged.centroids.nrows());
    if n_clusters == 1 {
        let labels = vec![0; points.nrows()];
        let centroids = mean_centroids(points, &labels, 1);
        return Ok((Clustering { labels, centroids }, 0.0));
    }
    let best = best_of_restarts(points, graph, n_clusters, params.n_restarts, params.seed)?;
    // The merged partition is one more candidate at no extra cost.
    let merged = merged.map(|merged| {
        let modularity = graph.modularity(&merged.labels);
        (merged, modularity)
    });
    Ok(merged.filter(|merged| merged.1 > best.1).unwrap_or(best))
}

/// Continues an earlier partition: k-means starts from the means of its clusters. Returns `None` when no point had a
/// cluster.
///
/// `labels`, shape (n_points,), holds the earlier cluster of each point, if it had one.
pub(super) fn continue_partition(points: &Points, labels: &[Option<usize>]) -> Option<Clustering> {
    let mut used: Vec<usize> = labels.iter().flatten().copied().collect();
    used.sort_unstable();
    used.dedup();
    let rows: Vec<usize> = (0..labels.len()).filter(|&point| labels[point].is_some()).collect();
    let number = |label: usize| used.partition_point(|&other| other < label) as u32;
    let numbered: Vec<u32> = labels.iter().flatten().map(|&label| number(label)).collect();
    let means = mean_centroids(&points.select(Axis(0), &rows), &numbered, used.len());
    (!used.is_empty()).then(|| refine(points, means, CONTINUE_ITERATIONS))
}

/// Renumbers clusters by size descending and then by first point; also returns the former number of each.
pub(super) fn sort_by_size(clustering: Clustering) -> (Clustering, Vec<usize>) {
    let n_clusters = clustering.centroids.nrows();
    let (mut sizes, mut firsts) = (vec![0usize; n_clusters], vec![usize::MAX; n_clusters]);
    for (point, &label) in clustering.labels.iter().enumerate() {
        sizes[label as usize] += 1;
        firsts[label as usize] = firsts[label as usize].min(point);
    }
    let mut order: Vec<usize> = (0..n_clusters).collect();
    order.sort_by_key(|&cluster| (std::cmp::Reverse(sizes[cluster]), firsts[cluster]));
    let mut number_of = vec![0u32; n_clusters];
    (0u32..).zip(&order).for_each(|(number, &cluster)| number_of[cluster] = number);
    let sorted = Clustering {
        labels: clustering.labels.iter().map(|&label| number_of[label as usize]).collect(),
        centroids: clustering.centroids.select(Axis(0), &order),
    };
    (sorted, order)
}
