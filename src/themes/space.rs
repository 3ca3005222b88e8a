//! How near an article is to what its theme is about, whatever else it may be about.

use ndarray::Array2;

use super::{Themes, prepare::to_unit_length};
use crate::{
    reduce::Lsa,
    sparse::{DocId, Row},
};

impl Themes {
    /// The cosine of an article's row to the mean row of a theme, by its position, both as the dense space shows
    /// them, from -1 to 1; 0 for a row without known terms, and for a theme that is not there.
    ///
    /// Unlike the score of [`Themes::assign`] it falls when an article is about something else: a row that the
    /// space shows little of is all but its origin, which may be near some theme once it is centred. `row`
    /// is a unit row in the weights of the topic rows. O(terms of the row · n_components).
    #[must_use]
    pub fn closeness(&self, row: Row<'_>, theme: usize) -> f32 {
        let Some(space) = self.space.as_ref().filter(|space| theme < space.means.nrows()) else {
            return 0.0;
        };
        let point = space.lsa.transform(row);
        space.means.row(theme).iter().zip(&point).map(|(mean, value)| mean * value).sum()
    }

    /// The mean closeness of the archive's articles, each to the others of its theme, so that it can be compared
    /// with that of later ones; 0 when there are no themes. One without a theme, or alone in it, counts as 0.
    #[must_use]
    pub fn mean_closeness(&self) -> f64 {
        self.space.as_ref().map_or(0.0, |space| space.closeness)
    }
}

/// The mean row of each cluster of `docs`, not centred, unit length, shape (n_clusters, n_components); and what
/// [`Themes::mean_closeness`] gives. O(n_docs · n_components).
pub(super) fn means(
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
    means.outer_iter_mut().for_each(|mut mean| {
        if let Some(mean) = mean.as_slice_mut() {
            to_unit_length(mean);
        }
    });
    (means, closeness / lsa.rows().nrows().max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::means;
    use crate::reduce::LsaParams;
    use crate::sparse::SparseRows;

    #[test]
    fn an_article_is_no_part_of_what_it_is_compared_with() {
        // Two articles with half of their words in common, one alone, one empty.
        let half = 0.5f32.sqrt();
        let (offsets, terms) = (vec![0, 2, 4, 5, 5], vec![0, 1, 1, 2, 3]);
        let rows =
            SparseRows::try_new(offsets, terms, vec![half, half, half, half, 1.0], 4).unwrap();
        let lsa = LsaParams::default().fit(&rows).unwrap();
        let docs: Vec<_> = rows.docs().take(3).collect();
        let (means, closeness) = means(&lsa, &docs, &[0, 0, 1], 2);
        assert!((closeness - (0.5 + 0.5) / 4.0).abs() < 1e-6, "{closeness}");
        assert!(means.outer_iter().all(|mean| (mean.dot(&mean) - 1.0).abs() < 1e-6));
    }
}
