//! Clusters of arbitrary dense rows: the k-means of the themes without a graph.

use ndarray::{Array2, ArrayView2, Axis, s};

use super::{
    ThemeError,
    centroids::{Clustering, refine},
    kmeans::{REFINE_ITERATIONS, single_run},
    points::{Points, normalize_rows},
};
use crate::reduce::padded;
use crate::setting::InvalidSetting;

/// A partition of dense rows by cosine. No cluster is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct DenseClusters {
    /// The cluster of each row, shape (n_rows,).
    pub labels: Vec<u32>,
    /// Centroids of unit length, shape (n_clusters, columns).
    pub centroids: Array2<f32>,
}

impl DenseClusters {
    /// Partitions rows, shape (n_rows, columns), by one run of spherical k-means. The rows may have any length.
    ///
    /// Beyond 20,000 rows the iterations run on a seeded sample of that many, and at most ten more on all rows. The
    /// same seed gives the same bits on any number of threads.
    ///
    /// # Errors
    /// [`ThemeError::InvalidSetting`] when `n_clusters` is 0 or above the number of rows, [`ThemeError::NotFinite`] for a
    /// row with a value that is NaN or infinite.
    ///
    /// # Performance
    /// O(iterations · n_rows · n_clusters · columns), rows in parallel. Memory: one copy of the rows.
    pub fn fit(
        rows: ArrayView2<'_, f32>,
        n_clusters: usize,
        seed: u64,
    ) -> Result<Self, ThemeError> {
        let n_rows = rows.nrows();
        if !(1..=n_rows).contains(&n_clusters) {
            let (value, max) = (n_clusters as f64, n_rows as f64);
            let expected = format!("from 1 to {max}");
            return Err(InvalidSetting::new("n_clusters", value, expected).into());
        }
        let is_finite =
            |row: ndarray::ArrayView1<'_, f32>| row.iter().all(|value| value.is_finite());
        if let Some(row) = rows.outer_iter().position(|row| !is_finite(row)) {
            return Err(ThemeError::NotFinite { row });
        }
        let mut points = Points::zeros((n_rows, padded(rows.ncols())));
        points.slice_mut(s![.., ..rows.ncols()]).assign(&rows);
        normalize_rows(&mut points);
        let start = single_run(&points, n_clusters, seed)?;
        let Clustering { labels, centroids } = refine(&points, start, REFINE_ITERATIONS);
        let centroids = centroids.slice_axis(Axis(1), (..rows.ncols()).into()).to_owned();
        Ok(Self { labels, centroids })
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::DenseClusters;

    #[test]
    fn rows_around_three_axes_are_three_clusters() {
        let rows = Array2::from_shape_fn((90, 5), |(row, column)| {
            f32::from(u8::from(row % 3 == column)) * (row + 1) as f32 + 0.1
        });
        let found = DenseClusters::fit(rows.view(), 3, 1).unwrap();
        assert_eq!(found.centroids.dim(), (3, 5));
        for (row, label) in found.labels.iter().enumerate() {
            assert_eq!(label, &found.labels[row % 3]);
        }
        assert_eq!(DenseClusters::fit(rows.view(), 3, 1).unwrap(), found);
    }

    #[test]
    fn rejects_an_impossible_number_of_clusters_and_nan() {
        let check = |rows: Array2<f32>, n_clusters: usize, expected: &str| {
            let error = DenseClusters::fit(rows.view(), n_clusters, 1).unwrap_err();
            assert_eq!(error.to_string(), expected);
        };
        check(Array2::zeros((2, 2)), 0, "`n_clusters` is 0: it must be from 1 to 2");
        check(Array2::zeros((2, 2)), 3, "`n_clusters` is 3: it must be from 1 to 2");
        check(Array2::zeros((0, 2)), 1, "`n_clusters` is 1: it must be from 1 to 0");
        check(Array2::from_elem((2, 2), f32::NAN), 1, "row 0 has a value that is not finite");
    }

    #[test]
    fn identical_rows_leave_no_cluster_empty() {
        let found = DenseClusters::fit(Array2::zeros((4, 0)).view(), 3, 1).unwrap();
        for cluster in 0..3 {
            assert!(found.labels.contains(&cluster));
        }
    }
}
