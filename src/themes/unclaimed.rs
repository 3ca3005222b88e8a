//! Themes beside the named ones: clusters that no named theme claims.

use ndarray::{Array2, Axis};

use super::{
    NThemes, ThemeError, ThemeParams,
    anchors::Anchors,
    centroids::{Clustering, mean_centroids, nearest_centroids, nearest_labels, refine},
    graph::Graph,
    input::Input,
    kmeans::best_of_restarts,
    merge::{best_merge, merge_labels, n_initial_clusters},
    points::Points,
    prepare::Prepared,
};
use crate::{reduce::sum_in_blocks, sparse::DocId};

/// A named theme claims a cluster whose mean seed score is at least this share of the mean in the theme's own
/// articles. This value and [`NEAR_ANCHOR`] were picked by leaving names out of the lists for BBC news, AG News and
/// 20 Newsgroups.
const CLAIM: f64 = 0.45;

/// A named theme also claims a cluster whose centroid has at least this cosine with the anchor.
const NEAR_ANCHOR: f32 = 0.25;

/// Largest number of iterations after each merge.
const REFINE_ITERATIONS: usize = 10;

/// Returns the initial centroids of the themes beside the named ones, shape (n, columns of the points).
///
/// Clusters the archive once, into the number from which merging starts. The articles of the clusters that no named
/// theme claims are then clustered again.
///
/// # Errors
/// [`ThemeError::TooFewArticles`] when more themes are requested than there are distinct articles with terms;
/// [`ThemeError::Clustering`] when linfa returns an error, which checked input does not cause.
pub(super) fn unclaimed_centroids(
    params: &ThemeParams,
    input: &Input<'_>,
    prepared: &Prepared,
    scores: &[f32],
    anchors: &Anchors,
) -> Result<Array2<f32>, ThemeError> {
    let Prepared { docs, points, graph, .. } = prepared;
    let none = Array2::zeros((0, points.ncols()));
    let asked = match params.n_themes {
        NThemes::Exactly(0) => return Ok(none),
        NThemes::Exactly(asked) => Some(asked),
        NThemes::Auto => None,
    };
    let n_initial = n_initial_clusters(docs.len()).max(asked.unwrap_or(0));
    let n_distinct = input.count_distinct(docs, n_initial);
    if let Some(asked) = asked.filter(|&asked| n_distinct < asked) {
        return Err(ThemeError::TooFewArticles { asked, found: n_distinct });
    }
    let (initial, _) = best_of_restarts(points, graph, n_initial.min(n_distinct), 1, params.seed)?;
    let claims = claims(points, &initial, scores, anchors);
    let mut weakest_first: Vec<usize> = (0..claims.len()).collect();
    weakest_first.sort_by(|&a, &b| claims[a].total_cmp(&claims[b]).then(a.cmp(&b)));
    let n_unclaimed = claims.iter().filter(|&&claim| claim < CLAIM).count();
    // If more themes are requested than clusters are unclaimed, the clusters with the weakest claims follow.
    let n_taken = n_unclaimed.max(asked.unwrap_or(0));
    let taken = &weakest_first[..n_taken.min(weakest_first.len())];
    let rows: Vec<usize> = (0..docs.len())
        .filter(|&point| taken.contains(&(initial.labels[point] as usize)))
        .collect();
    if rows.is_empty() {
        return Ok(none);
    }
    let rest = Rest {
        points: points.select(Axis(0), &rows),
        graph: Graph::new(
            input.graph,
            &rows.iter().map(|&point| docs[point]).collect::<Vec<DocId>>(),
        ),
        rows,
    };
    match asked {
        Some(asked) => {
            let (best, _) =
                best_of_restarts(&rest.points, &rest.graph, asked, params.n_restarts, params.seed)?;
            Ok(best.centroids)
        }
        None => {
            let start = initial.centroids.select(Axis(0), taken);
            let named_labels = nearest_labels(points, &anchors.centroids);
            Ok(rest.fewest_centroids(graph, &named_labels, start, params.auto_share))
        }
    }
}

/// The articles of the unclaimed clusters.
struct Rest {
    /// Their positions among all points.
    rows: Vec<usize>,
    points: Points,
    graph: Graph,
}

impl Rest {
    /// Merges centroids step by step and returns the fewest with which the modularity of the whole archive reaches
    /// `auto_share` of the greatest; perhaps none.
    ///
    /// `named_labels` are the labels of all points when there are only the named themes. The steps are those of
    /// [`fewest_clusters`](super::merge::fewest_clusters).
    fn fewest_centroids(
        &self,
        graph: &Graph,
        named_labels: &[u32],
        mut centroids: Array2<f32>,
        auto_share: f64,
    ) -> Array2<f32> {
        let no_centroids = || Array2::zeros((0, self.points.ncols()));
        let n_named = named_labels.iter().max().map_or(0, |&last| last + 1);
        let mut curve: Vec<(Array2<f32>, f64)> = Vec::new();
        while centroids.nrows() > 0 {
            let refined = refine(&self.points, centroids, REFINE_ITERATIONS);
            let mut labels = named_labels.to_vec();
            self.rows
                .iter()
                .zip(&refined.labels)
                .for_each(|(&row, label)| labels[row] = n_named + label);
            let n = refined.centroids.nrows();
            let pair = best_merge(&self.graph.edge_shares(&refined.labels, n), n);
            centroids = match pair {
                Some(pair) => {
                    mean_centroids(&self.points, &merge_labels(&refined.labels, pair), n - 1)
                }
                None => no_centroids(),
            };
            curve.push((refined.centroids, graph.modularity(&labels)));
        }
        if n_named > 0 {
            curve.push((centroids, graph.modularity(named_labels)));
        }
        let greatest = curve.iter().map(|&(_, modularity)| modularity).fold(0.0, f64::max);
        let fewest =
            curve.into_iter().rev().find(|&(_, modularity)| modularity >= auto_share * greatest);
        fewest.map_or_else(no_centroids, |(centroids, _)| centroids)
    }
}

/// Returns how strongly a named theme claims each cluster, shape (n_clusters,).
///
/// The claim of a theme is the mean seed score of the cluster's points, divided by that of the points nearest to the
/// theme's anchor. The strongest claim counts. A cluster whose centroid is near an anchor has the claim `f64::MAX`.
fn claims(points: &Points, clustering: &Clustering, scores: &[f32], anchors: &Anchors) -> Vec<f64> {
    let n_clusters = clustering.centroids.nrows();
    if anchors.themes.is_empty() {
        return vec![0.0; n_clusters];
    }
    let width = scores.len() / points.nrows().max(1);
    // The last column counts the points.
    let sums = |labels: &[u32], n: usize| {
        sum_in_blocks(points.nrows(), n * (width + 1), |block, sums| {
            for point in block {
                let start = labels[point] as usize * (width + 1);
                let row = &scores[point * width..(point + 1) * width];
                sums[start..].iter_mut().zip(row).for_each(|(sum, &s)| *sum += f64::from(s));
                sums[start + width] += 1.0;
            }
        })
    };
    let anchor_sums = sums(&nearest_labels(points, &anchors.centroids), anchors.themes.len());
    let cluster_sums = sums(&clustering.labels, n_clusters);
    let mean = |sums: &[f64], at: usize, theme: usize| {
        let line = &sums[at * (width + 1)..(at + 1) * (width + 1)];
        line[theme] / line[width].max(1.0)
    };
    let nearest = nearest_centroids(&clustering.centroids, &anchors.centroids);
    (0..n_clusters)
        .map(|cluster| {
            if nearest[cluster].score >= NEAR_ANCHOR {
                return f64::MAX;
            }
            let claim = |(anchor, &theme): (usize, &usize)| {
                let own = mean(&anchor_sums, anchor, theme);
                if own > 0.0 { mean(&cluster_sums, cluster, theme) / own } else { 0.0 }
            };
            anchors.themes.iter().enumerate().map(claim).fold(0.0, f64::max)
        })
        .collect()
}
