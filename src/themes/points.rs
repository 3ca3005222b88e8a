//! Dense points to cluster, and how rows get unit length.

use ndarray::Array2;

/// Rows of unit length or zeros, shape (n_points, a multiple of eight), stored row by row. The columns past the
/// last component are zeros.
pub(super) type Points = Array2<f32>;

/// Returns all values, row by row.
///
/// # Panics
/// When the rows are not stored one after the other.
pub(super) fn values(points: &Points) -> &[f32] {
    points.as_slice().expect("points are stored row by row")
}

/// Scales every row to length 1; rows of zeros stay zeros.
///
/// # Panics
/// When the rows are not stored one after the other.
pub(super) fn normalize_rows(rows: &mut Array2<f32>) {
    for row in rows.outer_iter_mut() {
        normalize(row.into_slice().expect("rows are stored one after the other"));
    }
}

/// Scales a row to length 1; zeros stay zeros.
pub(super) fn normalize(row: &mut [f32]) {
    let square: f64 = row.iter().map(|&value| f64::from(value) * f64::from(value)).sum();
    if square > 0.0 {
        let scale = 1.0 / square.sqrt();
        row.iter_mut().for_each(|value| *value = (f64::from(*value) * scale) as f32);
    }
}
