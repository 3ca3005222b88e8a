//! The second level: parts of a theme.

use ndarray::Axis;
use rayon::prelude::*;

use super::{
    Membership, NThemes, Subtheme, Theme, ThemeError, ThemeParams,
    centroids::{self, Clustering},
    describe::Part,
    fit::{Input, Ready, count_different, largest_first},
    merge,
    prepare::Points,
    words::Terms,
};
use crate::sparse::DocId;

/// Iterations after the articles of a part that was too small went elsewhere.
const REFINEMENTS: usize = 10;

/// The parts of a theme, and the part of each of its points.
struct Split {
    subthemes: Vec<Subtheme>,
    points: Vec<usize>,
    labels: Vec<u32>,
}

impl ThemeParams {
    /// Gives every theme its parts, and every article the part that it is in, when there are two levels.
    ///
    /// A theme is split like an archive: k-means over its own smoothed rows, as many parts as the modularity
    /// of its own edges asks for. Parts with less than `least_subtheme` articles go where their articles fit
    /// second best. `label_words` are the words of each theme's label: the parts are called by others. Costs
    /// about what an automatic number of themes costs, themes in parallel; the dense rows once more.
    ///
    /// # Errors
    /// [`ThemeError::Clustering`] when linfa refuses, which no checked input should make it do.
    pub(super) fn split(
        &self,
        input: &Input<'_>,
        ready: &Ready,
        terms: &Terms<'_>,
        label_words: &[Vec<u32>],
        themes: &mut [Theme],
        memberships: &mut [Option<Membership>],
    ) -> Result<(), ThemeError> {
        if self.levels < 2 {
            return Ok(());
        }
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); themes.len()];
        for (point, doc) in ready.docs.iter().enumerate() {
            if let Some(membership) = memberships[doc.index()] {
                members[membership.theme].push(point);
            }
        }
        let splits: Vec<Option<Split>> = members
            .into_par_iter()
            .zip(label_words)
            .map(|(points, taken)| self.split_one(input, ready, terms, points, taken))
            .collect::<Result<_, _>>()?;
        for (theme, split) in themes.iter_mut().zip(splits) {
            let Some(Split { subthemes, points, labels }) = split else { continue };
            theme.subthemes = subthemes;
            for (point, label) in points.into_iter().zip(labels) {
                if let Some(membership) = &mut memberships[ready.docs[point].index()] {
                    membership.subtheme = Some(label as usize);
                }
            }
        }
        Ok(())
    }

    /// The parts of the theme with some points, which ascend; `None` when it has not two.
    fn split_one(
        &self,
        input: &Input<'_>,
        ready: &Ready,
        terms: &Terms<'_>,
        points: Vec<usize>,
        taken: &[u32],
    ) -> Result<Option<Split>, ThemeError> {
        let most = merge::n_over_clusters(points.len()).min(points.len() / self.least_subtheme);
        if most < 2 {
            return Ok(None);
        }
        let docs: Vec<DocId> = points.iter().map(|&point| ready.docs[point]).collect();
        let most = most.min(count_different(input.topic_rows, &docs, most));
        if most < 2 {
            return Ok(None);
        }
        let rows = ready.points.select(Axis(0), &points);
        let params = Self { n_themes: NThemes::Auto, ..self.clone() };
        let (clustering, _) = params.cluster(&rows, &ready.graph.within(&points), most)?;
        let clustering = without_small(&rows, clustering, self.least_subtheme);
        if clustering.centres.nrows() < 2 {
            return Ok(None);
        }
        let (clustering, _) = largest_first(clustering);
        let scores: Vec<f32> = centroids::scores_with_next(&rows, &clustering)
            .into_iter()
            .map(|(score, _)| score)
            .collect();
        let parts = self.parts(input, terms, &docs, &scores, &clustering, taken);
        let subthemes = parts.into_iter().map(|Part { subtheme, .. }| subtheme).collect();
        Ok(Some(Split { subthemes, points, labels: clustering.labels }))
    }
}

/// Takes away the smallest cluster, and assigns its points anew, until none has less than `least` points.
fn without_small(points: &Points, mut clustering: Clustering, least: usize) -> Clustering {
    loop {
        let n_clusters = clustering.centres.nrows();
        let mut sizes = vec![0usize; n_clusters];
        clustering.labels.iter().for_each(|&label| sizes[label as usize] += 1);
        let smallest = (0..n_clusters).min_by_key(|&cluster| sizes[cluster]);
        let Some(smallest) = smallest.filter(|&cluster| n_clusters > 1 && sizes[cluster] < least)
        else {
            return clustering;
        };
        let others: Vec<usize> = (0..n_clusters).filter(|&cluster| cluster != smallest).collect();
        let centres = clustering.centres.select(Axis(0), &others);
        clustering = centroids::refine(points, centres, REFINEMENTS);
    }
}

#[cfg(test)]
mod tests {
    use super::{Clustering, Points, without_small};

    #[test]
    fn small_clusters_go_where_they_fit_second_best() {
        let mut points = Points::zeros((7, 8));
        for (point, angle) in [0.0f32, 0.1, 0.2, 0.5, 1.5, 1.6, 1.7].into_iter().enumerate() {
            (points[(point, 0)], points[(point, 1)]) = (angle.cos(), angle.sin());
        }
        let labels = vec![0, 0, 0, 1, 2, 2, 2];
        let centres = points.select(ndarray::Axis(0), &[1, 3, 5]);
        let found = without_small(&points, Clustering { labels, centres }, 2);
        assert_eq!(found.labels, [0, 0, 0, 0, 1, 1, 1]);
        assert_eq!(found.centres.nrows(), 2);
        assert_eq!(without_small(&points, found, 5).centres.nrows(), 1);
    }
}
