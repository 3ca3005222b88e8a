//! The few directions in which sparse rows differ most.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::{orthonormal::orthonormalise, products::padded, term_major::TermMajor};

/// Orthonormal columns, shape (n_columns, the padded `width`), that span nearly the same space as the first
/// `width` right singular vectors of the rows.
///
/// Starts from a random mixture of the rows and multiplies it `n_power_iterations` times with AᵀA, each
/// time made orthonormal anew. Columns beyond the rank of the rows are zeros. The mixture is uniform in
/// [-1, 1): sums of many such numbers are as good as normal ones and need no logarithm, whose last bit
/// differs between machines. O((2 · n_power_iterations + 1) · nnz · width); memory 4 bytes for each of
/// (n_docs + n_columns) · width. The same bits on any number of threads.
///
/// # Source
/// Halko, Martinsson, Tropp, "Finding structure with randomness", 2011, algorithm 4.4.
pub(super) fn range(
    matrix: &TermMajor<'_>,
    width: usize,
    n_power_iterations: usize,
    seed: u64,
) -> Vec<f32> {
    let stride = padded(width);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mixture: Vec<f32> =
        (0..matrix.n_docs() * stride).map(|_| rng.gen_range(-1.0..1.0)).collect();
    let mut basis = matrix.transposed_times(&mixture, stride);
    drop(mixture);
    for _ in 0..n_power_iterations {
        basis = orthonormalise(basis, stride, 1);
        basis = matrix.transposed_times(&matrix.times(&basis, stride), stride);
    }
    orthonormalise(basis, stride, 2)
}
