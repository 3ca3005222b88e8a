//! Products of rows with a dense matrix, in loops that the compiler vectorizes.
//!
//! A matrix library would choose its kernel, and therefore its rounding, by the processor. Here the order of additions
//! is the same on every machine.

use rayon::prelude::*;

use crate::cpu::{Isa, Loop};

/// Dense matrices are padded with zeros to a multiple of this many columns.
const LANES: usize = 8;

/// Rows of one parallel task.
const TASK_ROWS: usize = 64;

/// Returns the number of stored columns of a matrix with `n_columns` columns: the next multiple of eight.
pub(crate) fn padded(n_columns: usize) -> usize {
    n_columns.next_multiple_of(LANES)
}

/// Writes the sum of `weight · matrix[row]` over the entries `(row, weight)` to `out`.
///
/// `matrix` has shape (n_rows, `out.len()`), row by row; `out.len()` is a multiple of eight. Every column
/// is added in `f32` in the order of the entries. O(entries · columns).
///
/// # Panics
/// When a row is outside the matrix, or `out.len()` is no multiple of eight.
pub(crate) fn weighted_sum(
    entries: impl Iterator<Item = (usize, f32)> + Clone,
    matrix: &[f32],
    out: &mut [f32],
) {
    let stride = out.len();
    assert!(
        stride.is_multiple_of(LANES),
        "the number of columns is {stride}: it must be a multiple of {LANES}"
    );
    Isa::best().run(WeightedSum { entries, matrix, out });
}

struct WeightedSum<'a, E> {
    entries: E,
    matrix: &'a [f32],
    out: &'a mut [f32],
}

impl<E: Iterator<Item = (usize, f32)> + Clone> Loop for WeightedSum<'_, E> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { entries, matrix, out } = self;
        let stride = out.len();
        let mut column = 0;
        // Each pass reads all entries. If the matrix does not fit the caches, the cost of a pass is its cache misses.
        // Wide passes therefore come first. 120 and 104 are the padded widths of the default search for a space and of
        // the space itself.
        while column < stride {
            let entries = entries.clone();
            column += match stride - column {
                120.. => sum_columns::<120>(entries, matrix, column, out),
                104.. => sum_columns::<104>(entries, matrix, column, out),
                64.. => sum_columns::<64>(entries, matrix, column, out),
                48.. => sum_columns::<48>(entries, matrix, column, out),
                32.. => sum_columns::<32>(entries, matrix, column, out),
                16.. => sum_columns::<16>(entries, matrix, column, out),
                _ => sum_columns::<8>(entries, matrix, column, out),
            };
        }
    }
}

/// Computes `WIDTH` columns of [`weighted_sum`], whose sums fit the registers; returns `WIDTH`.
#[inline(always)]
fn sum_columns<const WIDTH: usize>(
    entries: impl Iterator<Item = (usize, f32)>,
    matrix: &[f32],
    column: usize,
    out: &mut [f32],
) -> usize {
    let stride = out.len();
    let mut sums = [0.0f32; WIDTH];
    for (row, weight) in entries {
        let start = row * stride + column;
        let values = &matrix[start..start + WIDTH];
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += weight * value;
        }
    }
    out[column..column + WIDTH].copy_from_slice(&sums);
    WIDTH
}

/// Returns the product of dense rows, shape (n_rows, `n_inner`), with a small matrix, shape (`n_inner`, `n_columns`).
/// Rows in parallel.
///
/// The result has shape (n_rows, `n_columns`). `n_columns` is a multiple of eight. O(n_rows · n_inner · n_columns).
pub(super) fn dense_product(
    rows: &[f32],
    n_inner: usize,
    small: &[f32],
    n_columns: usize,
) -> Vec<f32> {
    if n_inner == 0 || n_columns == 0 {
        return Vec::new();
    }
    let mut product = vec![0.0; rows.len() / n_inner * n_columns];
    product
        .par_chunks_mut(TASK_ROWS * n_columns)
        .zip(rows.par_chunks(TASK_ROWS * n_inner))
        .for_each(|(out, rows)| {
            for (out, row) in out.chunks_exact_mut(n_columns).zip(rows.chunks_exact(n_inner)) {
                weighted_sum(row.iter().copied().enumerate(), small, out);
            }
        });
    product
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{dense_product, padded, weighted_sum};

    proptest! {
        #[test]
        fn weighted_rows_are_added_in_order(
            width in 1usize..12,
            entries in prop::collection::vec((0usize..5, -1.0f32..1.0), 0..9),
            values in prop::collection::vec(-1.0f32..1.0, 5 * 88),
        ) {
            let stride = padded(width * 8 - 3);
            let mut out = vec![f32::NAN; stride];
            weighted_sum(entries.iter().copied(), &values, &mut out);
            for (column, &found) in out.iter().enumerate() {
                let add = |sum: f32, &(row, weight): &(usize, f32)| sum + weight * values[row * stride + column];
                let expected: f32 = entries.iter().fold(0.0, add);
                prop_assert_eq!(found.to_bits(), expected.to_bits());
            }
        }
    }

    #[test]
    fn the_unit_matrix_changes_nothing() {
        let rows: Vec<f32> = (0..200 * 8).map(|i| i as f32).collect();
        let unit: Vec<f32> = (0..64).map(|i| f32::from(u8::from(i % 9 == 0))).collect();
        assert_eq!(dense_product(&rows, 8, &unit, 8), rows);
        assert!(dense_product(&[], 0, &[], 8).is_empty());
    }
}
