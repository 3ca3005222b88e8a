//! Subthemes: the second level of the partition.

use ndarray::Axis;
use rayon::prelude::*;

use super::{
    NThemes, Subtheme, ThemeError, ThemeParams,
    centroids::{Clustering, own_and_next_scores, refine},
    cluster::{best_partition, sort_by_size},
    describe::{DescribedThemes, Describer},
    merge::n_initial_clusters,
    points::Points,
    prepare::Prepared,
};
use crate::sparse::DocId;

/// Largest number of iterations after a small subtheme is dissolved.
const REFINE_ITERATIONS: usize = 10;

/// The subthemes of a theme, and the subtheme of each of its points.
struct Split {
    subthemes: Vec<Subtheme>,
    points: Vec<usize>,
    labels: Vec<u32>,
}

/// Splits every theme into subthemes and records the subtheme of each article. Does nothing for a single level.
///
/// A theme is split like an archive: k-means over its smoothed rows, with the number of subthemes that the modularity
/// of its own edges gives. A subtheme with fewer than `min_subtheme_size` articles is dissolved, and its articles move
/// to their next best subtheme. The label of a subtheme has no word of the theme's label.
///
/// # Errors
/// [`ThemeError::Clustering`] when linfa returns an error, which checked input does not cause.
///
/// # Performance
/// About the cost of an automatic number of themes, themes in parallel. Memory: one more copy of the dense rows.
pub(super) fn split_themes(
    describer: &Describer<'_>,
    prepared: &Prepared,
    described: &mut DescribedThemes,
) -> Result<(), ThemeError> {
    if describer.params.levels < 2 {
        return Ok(());
    }
    let DescribedThemes { themes, memberships, label_words } = described;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); themes.len()];
    for (point, doc) in prepared.docs.iter().enumerate() {
        if let Some(membership) = memberships[doc.index()] {
            members[membership.theme].push(point);
        }
    }
    let splits: Vec<Option<Split>> = members
        .into_par_iter()
        .zip(&*label_words)
        .map(|(points, taken)| split_theme(describer, prepared, points, taken))
        .collect::<Result<_, _>>()?;
    for (theme, split) in themes.iter_mut().zip(splits) {
        let Some(Split { subthemes, points, labels }) = split else { continue };
        theme.subthemes = subthemes;
        for (point, label) in points.into_iter().zip(labels) {
            if let Some(membership) = &mut memberships[prepared.docs[point].index()] {
                membership.subtheme = Some(label as usize);
            }
        }
    }
    Ok(())
}

/// Splits the theme with some points, which are in ascending order; returns `None` if it has fewer than two subthemes.
fn split_theme(
    describer: &Describer<'_>,
    prepared: &Prepared,
    points: Vec<usize>,
    taken: &[u32],
) -> Result<Option<Split>, ThemeError> {
    let params = describer.params;
    let n_clusters = n_initial_clusters(points.len()).min(points.len() / params.min_subtheme_size);
    if n_clusters < 2 {
        return Ok(None);
    }
    let docs: Vec<DocId> = points.iter().map(|&point| prepared.docs[point]).collect();
    let n_clusters = n_clusters.min(describer.input.count_distinct(&docs, n_clusters));
    if n_clusters < 2 {
        return Ok(None);
    }
    let rows = prepared.points.select(Axis(0), &points);
    let graph = prepared.graph.subgraph(&points);
    let auto = ThemeParams { n_themes: NThemes::Auto, ..params.clone() };
    let (clustering, _) = best_partition(&auto, &rows, &graph, n_clusters)?;
    let clustering = dissolve_small(&rows, clustering, params.min_subtheme_size);
    if clustering.centroids.nrows() < 2 {
        return Ok(None);
    }
    let (clustering, _) = sort_by_size(clustering);
    let scores = own_and_next_scores(&rows, &clustering);
    let scores: Vec<f32> = scores.into_iter().map(|(score, _)| score).collect();
    let clusters = describer.clusters(&docs, &scores, &clustering, taken);
    let subthemes = clusters.into_iter().map(|cluster| cluster.subtheme).collect();
    Ok(Some(Split { subthemes, points, labels: clustering.labels }))
}

/// Removes the smallest cluster and reassigns its points, until every cluster has at least `min_size` points.
fn dissolve_small(points: &Points, mut clustering: Clustering, min_size: usize) -> Clustering {
    loop {
        let n_clusters = clustering.centroids.nrows();
        let mut sizes = vec![0usize; n_clusters];
        clustering.labels.iter().for_each(|&label| sizes[label as usize] += 1);
        let smallest = (0..n_clusters).min_by_key(|&cluster| sizes[cluster]);
        let Some(smallest) =
            smallest.filter(|&cluster| n_clusters > 1 && sizes[cluster] < min_size)
        else {
            return clustering;
        };
        let others: Vec<usize> = (0..n_clusters).filter(|&cluster| cluster != smallest).collect();
        let centroids = clustering.centroids.select(Axis(0), &others);
        clustering = refine(points, centroids, REFINE_ITERATIONS);
    }
}

#[cfg(test)]
mod tests {
    use super::{Clustering, Points, dissolve_small};

    #[test]
    fn points_of_small_clusters_move_to_the_next_best() {
        let mut points = Points::zeros((7, 8));
        for (point, angle) in [0.0f32, 0.1, 0.2, 0.5, 1.5, 1.6, 1.7].into_iter().enumerate() {
            (points[(point, 0)], points[(point, 1)]) = (angle.cos(), angle.sin());
        }
        let labels = vec![0, 0, 0, 1, 2, 2, 2];
        let centroids = points.select(ndarray::Axis(0), &[1, 3, 5]);
        let found = dissolve_small(&points, Clustering { labels, centroids }, 2);
        assert_eq!(found.labels, [0, 0, 0, 0, 1, 1, 1]);
        assert_eq!(found.centroids.nrows(), 2);
        assert_eq!(dissolve_small(&points, found, 5).centroids.nrows(), 1);
    }
}
