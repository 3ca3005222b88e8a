//! The dense space of the themes: where centroids are and how later rows are projected.

use ndarray::{Array2, ArrayView1};

use super::{
    Membership,
    points::{normalize, normalize_rows},
};
use crate::{
    reduce::Lsa,
    sparse::{DocId, Row},
};

/// The projection from terms to the dense space, and the centroids of the themes in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Space {
    pub(super) lsa: Lsa,
    /// Mean of the fitted rows, shape (n_components,).
    pub(super) mean: Vec<f32>,
    /// Centroids of the centred and smoothed rows, shape (n_themes, n_components), unit length.
    pub(super) centroids: Array2<f32>,
    /// Means of the rows that are neither centred nor smoothed, shape (n_themes, n_components), unit length.
    pub(super) means: Array2<f32>,
    /// The value of [`Themes::mean_closeness`](super::Themes::mean_closeness).
    pub(super) closeness: f64,
}

impl Space {
    /// Projects a row, centres it and scales it to unit length, shape (n_components,).
    pub(super) fn centred_point(&self, row: Row<'_>) -> Vec<f32> {
        self.centre(self.lsa.transform(row))
    }

    fn centre(&self, mut point: Vec<f32>) -> Vec<f32> {
        point.iter_mut().zip(&self.mean).for_each(|(value, mean)| *value -= mean);
        normalize(&mut point);
        point
    }

    /// Returns the nearest theme of a row; `None` if the row has no known terms.
    pub(super) fn nearest_theme(&self, row: Row<'_>) -> Option<Membership> {
        let projected = self.lsa.transform(row);
        if projected.iter().all(|&value| value == 0.0) {
            return None;
        }
        let point = self.centre(projected);
        let scores: Vec<f32> =
            self.centroids.outer_iter().map(|centroid| product(centroid, &point)).collect();
        let theme = (0..scores.len()).min_by(|&a, &b| scores[b].total_cmp(&scores[a]))?;
        let others = scores.iter().enumerate().filter(|&(other, _)| other != theme);
        let next = others.map(|(_, &score)| score).max_by(f32::total_cmp);
        Some(Membership::new(theme, scores[theme], next))
    }

    /// Returns the cosine of a row with the mean of a theme; 0 if there is no such theme.
    pub(super) fn closeness(&self, row: Row<'_>, theme: usize) -> f32 {
        if theme >= self.means.nrows() {
            return 0.0;
        }
        product(self.means.row(theme), &self.lsa.transform(row))
    }
}

fn product(a: ArrayView1<'_, f32>, b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Returns the mean row of each cluster, shape (n_clusters, n_components), unit length; and the mean closeness.
///
/// The rows are not centred. The mean closeness is the mean cosine of an article with the other articles of its
/// cluster, over all fitted rows. An article without a cluster, or alone in it, counts as 0.
///
/// # Performance
/// O(n_docs · n_components).
pub(super) fn cluster_means(
    lsa: &Lsa,
    docs: &[DocId],
    labels: &[u32],
    n_clusters: usize,
) -> (Array2<f32>, f64) {
    let n_components = lsa.n_components();
    let mut sums = Array2::<f64>::zeros((n_clusters, n_components));
    for (doc, &label) in docs.iter().zip(labels) {
        let row = lsa.rows().row(doc.index());
        sums.row_mut(label as usize).zip_mut_with(&row, |sum, &value| *sum += f64::from(value));
    }
    let mut closeness = 0.0;
    for (doc, &label) in docs.iter().zip(labels) {
        let (mut product, mut square) = (0.0, 0.0);
        for (&value, sum) in lsa.rows().row(doc.index()).iter().zip(sums.row(label as usize)) {
            let others = sum - f64::from(value);
            product += f64::from(value) * others;
            square += others * others;
        }
        if square > 0.0 {
            closeness += product / square.sqrt();
        }
    }
    let mut means = sums.mapv(|sum| sum as f32);
    normalize_rows(&mut means);
    (means, closeness / lsa.rows().nrows().max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::cluster_means;
    use crate::reduce::LsaParams;
    use crate::sparse::SparseRows;

    #[test]
    fn closeness_leaves_the_article_itself_out() {
        // Two articles that share half of their terms, one article alone, one without terms.
        let half = 0.5f32.sqrt();
        let (offsets, terms) = (vec![0, 2, 4, 5, 5], vec![0, 1, 1, 2, 3]);
        let rows =
            SparseRows::try_new(offsets, terms, vec![half, half, half, half, 1.0], 4).unwrap();
        let lsa = LsaParams::default().fit(&rows).unwrap();
        let docs: Vec<_> = rows.docs().take(3).collect();
        let (means, closeness) = cluster_means(&lsa, &docs, &[0, 0, 1], 2);
        assert!((closeness - (0.5 + 0.5) / 4.0).abs() < 1e-6, "{closeness}");
        assert!(means.outer_iter().all(|mean| (mean.dot(&mean) - 1.0).abs() < 1e-6));
    }
}
