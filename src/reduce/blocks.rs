//! Parallel sums whose bits do not depend on the number of threads.

use std::ops::Range;

use rayon::prelude::*;

/// Rows of a block. This is a constant, because the boundaries of blocks decide the bits of a sum.
const BLOCK_ROWS: usize = 1024;

/// Largest number of block sums in memory. It does not influence the bits.
const BLOCKS_AT_ONCE: usize = 64;

/// Returns sums over rows, shape (n_sums,).
///
/// `add` adds a block of rows to sums that start at 0, and the sums of the blocks are added in row order. Blocks run in
/// parallel. Their boundaries depend on row numbers only, so the same rows give the same bits on any number of threads.
/// Memory: at most 64 blocks of `n_sums`.
pub(crate) fn sum_in_blocks(
    n_rows: usize,
    n_sums: usize,
    add: impl Fn(Range<usize>, &mut [f64]) + Sync,
) -> Vec<f64> {
    let mut total = vec![0.0; n_sums];
    let n_blocks = n_rows.div_ceil(BLOCK_ROWS);
    for first in (0..n_blocks).step_by(BLOCKS_AT_ONCE) {
        let blocks = first..(first + BLOCKS_AT_ONCE).min(n_blocks);
        let sums: Vec<Vec<f64>> = blocks
            .into_par_iter()
            .map(|block| {
                let mut sum = vec![0.0; n_sums];
                add(block * BLOCK_ROWS..((block + 1) * BLOCK_ROWS).min(n_rows), &mut sum);
                sum
            })
            .collect();
        for sum in sums {
            total.iter_mut().zip(&sum).for_each(|(total, part)| *total += part);
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::{BLOCK_ROWS, BLOCKS_AT_ONCE, sum_in_blocks};

    #[test]
    fn adds_every_row_once() {
        let check = |n_rows: usize| {
            let sums = sum_in_blocks(n_rows, 2, |rows, sum| {
                sum[0] += rows.len() as f64;
                sum[1] += rows.map(|row| row as f64).sum::<f64>();
            });
            let expected = [n_rows as f64, (0..n_rows).map(|row| row as f64).sum()];
            assert_eq!(sums, expected, "{n_rows} rows");
        };
        for n_rows in [0, 1, BLOCK_ROWS, BLOCK_ROWS + 1, BLOCK_ROWS * (BLOCKS_AT_ONCE + 2) + 7] {
            check(n_rows);
        }
    }
}
