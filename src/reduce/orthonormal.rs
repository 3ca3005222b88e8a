//! Orthonormalization of columns, and their dot products.

use super::{blocks::sum_in_blocks, products::dense_product};
use crate::cpu::{Isa, Loop};

/// Rows and columns of a tile of sums that fits the registers.
const TILE_LINES: usize = 4;
const LANES: usize = 8;

/// A column depends on those before it when orthogonalization leaves at most this share of its squared length: that is
/// the rounding of `f32` numbers.
const DEPENDENT: f64 = 1e-11;

/// Returns the dot products of all pairs of columns, shape (`width`, `width`), in `f64`.
///
/// `dense` has shape (n_rows, `width`), `width` a multiple of eight. O(n_rows · width²), blocks in parallel.
pub(super) fn gram(dense: &[f32], width: usize) -> Vec<f64> {
    if width == 0 {
        return Vec::new();
    }
    let mut gram = sum_in_blocks(dense.len() / width, width * width, |rows, sums| {
        let block = &dense[rows.start * width..rows.end * width];
        // Converts a piece that fits the cache to f64 once, not once for each tile.
        for piece in block.chunks(64 * width) {
            let piece: Vec<f64> = piece.iter().copied().map(f64::from).collect();
            Isa::best().run(Products { piece: &piece, width, sums });
        }
    });
    for i in 0..width {
        for j in 0..i {
            gram[i * width + j] = gram[j * width + i];
        }
    }
    gram
}

/// Adds the products of all pairs of columns to the upper triangle of `sums`.
struct Products<'a> {
    piece: &'a [f64],
    width: usize,
    sums: &'a mut [f64],
}

impl Loop for Products<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for i in (0..self.width).step_by(TILE_LINES) {
            for j in (i / LANES * LANES..self.width).step_by(LANES) {
                let mut tile = [[0.0f64; LANES]; TILE_LINES];
                for row in self.piece.chunks_exact(self.width) {
                    let (left, right) = (&row[i..i + TILE_LINES], &row[j..j + LANES]);
                    for (line, &a) in tile.iter_mut().zip(left) {
                        line.iter_mut().zip(right).for_each(|(sum, &b)| *sum += a * b);
                    }
                }
                for (at, line) in tile.iter().enumerate() {
                    let start = (i + at) * self.width + j;
                    let sums = &mut self.sums[start..start + LANES];
                    sums.iter_mut().zip(line).for_each(|(sum, &part)| *sum += part);
                }
            }
        }
    }
}

/// Returns orthonormal columns of the same span. A column that depends on those before it becomes zeros.
///
/// `dense` has shape (n_rows, `width`), `width` a multiple of eight. The method is Cholesky-QR. One pass is enough
/// between power iterations; two passes are orthonormal up to rounding. O(n_passes · n_rows · width²).
///
/// # Source
/// Yamamoto, Nakatsukasa, Yanagisawa, Fukaya, "Roundoff error analysis of the CholeskyQR2 algorithm", 2015.
pub(super) fn orthonormalize(mut dense: Vec<f32>, width: usize, n_passes: usize) -> Vec<f32> {
    for _ in 0..n_passes {
        let to_orthonormal = inverse_factor(&gram(&dense, width), width);
        dense = dense_product(&dense, width, &to_orthonormal, width);
    }
    dense
}

/// Returns the inverse of the upper triangular R with RᵀR = `gram`. The rows and columns of dependent columns are
/// zeros.
fn inverse_factor(gram: &[f64], width: usize) -> Vec<f32> {
    let at = |i: usize, j: usize| i * width + j;
    let mut factor = vec![0.0f64; width * width];
    for k in 0..width {
        for j in 0..k {
            if factor[at(j, j)] > 0.0 {
                let known: f64 = (0..j).map(|i| factor[at(i, j)] * factor[at(i, k)]).sum();
                factor[at(j, k)] = (gram[at(j, k)] - known) / factor[at(j, j)];
            }
        }
        let known: f64 = (0..k).map(|j| factor[at(j, k)] * factor[at(j, k)]).sum();
        let left = gram[at(k, k)] - known;
        if left > DEPENDENT * gram[at(k, k)] {
            factor[at(k, k)] = left.sqrt();
        }
    }
    let mut inverse = vec![0.0f64; width * width];
    for k in (0..width).filter(|&k| factor[at(k, k)] > 0.0) {
        inverse[at(k, k)] = 1.0 / factor[at(k, k)];
        for j in (0..k).rev().filter(|&j| factor[at(j, j)] > 0.0) {
            let known: f64 = (j + 1..=k).map(|i| factor[at(j, i)] * inverse[at(i, k)]).sum();
            inverse[at(j, k)] = -known / factor[at(j, j)];
        }
    }
    inverse.into_iter().map(|value| value as f32).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{gram, orthonormalize};

    proptest! {
        #[test]
        fn columns_become_orthonormal_or_zero(
            values in prop::collection::vec(-1.0f32..1.0, 20 * 8),
            copied in 1usize..8,
        ) {
            let mut dense = values;
            // One column is a multiple of the first.
            dense.chunks_exact_mut(8).for_each(|row| row[copied] = 3.0 * row[0]);
            let found = gram(&orthonormalize(dense, 8, 2), 8);
            for i in 0..8 {
                for j in 0..8 {
                    let expected = if i == j && i != copied { 1.0 } else { 0.0 };
                    prop_assert!((found[i * 8 + j] - expected).abs() < 1e-5, "{i} {j}: {}", found[i * 8 + j]);
                }
            }
        }
    }

    #[test]
    fn zeros_stay_zeros() {
        assert_eq!(orthonormalize(vec![0.0; 24], 8, 2), [0.0; 24]);
        assert!(orthonormalize(Vec::new(), 8, 2).is_empty());
    }
}
