//! Products of rows with a dense matrix, written so that the compiler turns them into vector code.
//!
//! No product here is handed to a matrix library: those choose their kernel, and with it their rounding,
//! by what the processor can do. Additions keep the order of the source on every machine.

use rayon::prelude::*;

use crate::cpu::{Isa, Loop};

/// Dense matrices have a multiple of this many columns, the last ones filled with zeros.
const LANES: usize = 8;

/// Rows that one task of a parallel product takes.
const TASK_ROWS: usize = 64;

/// Number of stored columns of a matrix with `n_columns` columns: the next multiple of eight.
pub(crate) fn padded(n_columns: usize) -> usize {
    n_columns.next_multiple_of(LANES)
}

/// Writes `sum of weight · matrix[row]` over the entries `(row, weight)` into `out`.
///
/// `matrix` has shape (n_rows, `out.len()`), row by row; `out.len()` is a multiple of eight. Every column
/// is summed in `f32` in the order of the entries. O(entries · columns).
///
/// # Panics
/// When a row is not in the matrix.
pub(crate) fn combine(
    entries: impl Iterator<Item = (usize, f32)> + Clone,
    matrix: &[f32],
    out: &mut [f32],
) {
    let stride = out.len();
    assert!(stride.is_multiple_of(LANES), "{stride} columns are no multiple of {LANES}");
    Isa::best().run(Combine { entries, matrix, out });
}

struct Combine<'a, E> {
    entries: E,
    matrix: &'a [f32],
    out: &'a mut [f32],
}

impl<E: Iterator<Item = (usize, f32)> + Clone> Loop for Combine<'_, E> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { entries, matrix, out } = self;
        let stride = out.len();
        let mut column = 0;
        // Wide passes first: each reads all entries, and where the matrix does not fit the caches a pass costs
        // as much as its misses. 104 and 120 are the columns of a space and of the search for it by default.
        while column < stride {
            let entries = entries.clone();
            column += match stride - column {
                120.. => combine_columns::<120>(entries, matrix, column, out),
                104.. => combine_columns::<104>(entries, matrix, column, out),
                64.. => combine_columns::<64>(entries, matrix, column, out),
                48.. => combine_columns::<48>(entries, matrix, column, out),
                32.. => combine_columns::<32>(entries, matrix, column, out),
                16.. => combine_columns::<16>(entries, matrix, column, out),
                _ => combine_columns::<8>(entries, matrix, column, out),
            };
        }
    }
}

/// The part of [`combine`] for `WIDTH` columns, so few that their sums stay in registers; returns `WIDTH`.
#[inline(always)]
fn combine_columns<const WIDTH: usize>(
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

/// Product of dense rows, shape (n_rows, `n_inner`), with a small matrix, shape (`n_inner`, `n_columns`):
/// shape (n_rows, `n_columns`), rows in parallel.
///
/// `n_columns` is a multiple of eight. O(n_rows · n_inner · n_columns).
pub(crate) fn times_small(
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
                combine(row.iter().copied().enumerate(), small, out);
            }
        });
    product
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{combine, padded, times_small};

    proptest! {
        #[test]
        fn combine_adds_weighted_rows_in_order(
            width in 1usize..12,
            entries in prop::collection::vec((0usize..5, -1.0f32..1.0), 0..9),
            values in prop::collection::vec(-1.0f32..1.0, 5 * 88),
        ) {
            let stride = padded(width * 8 - 3);
            let mut out = vec![f32::NAN; stride];
            combine(entries.iter().copied(), &values, &mut out);
            for (column, &found) in out.iter().enumerate() {
                let add = |sum: f32, &(row, weight): &(usize, f32)| sum + weight * values[row * stride + column];
                let expected: f32 = entries.iter().fold(0.0, add);
                prop_assert_eq!(found.to_bits(), expected.to_bits());
            }
        }
    }

    #[test]
    fn a_product_with_the_unit_matrix_changes_nothing() {
        let rows: Vec<f32> = (0..200 * 8).map(|i| i as f32).collect();
        let unit: Vec<f32> = (0..64).map(|i| f32::from(u8::from(i % 9 == 0))).collect();
        assert_eq!(times_small(&rows, 8, &unit, 8), rows);
        assert!(times_small(&[], 0, &[], 8).is_empty());
    }
}
