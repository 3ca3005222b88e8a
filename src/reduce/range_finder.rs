//! The randomized range finder: a few directions in which sparse rows differ most.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::{orthonormal::orthonormalize, products::padded, sparse_matrix::SparseMatrix};

/// Returns orthonormal columns, shape (n_columns, padded `width`), that span nearly the same space as the first `width`
/// right singular vectors of the rows.
///
/// Starts from a random mixture of the rows and multiplies it `n_power_iterations` times with AᵀA; it is
/// orthonormalized before each multiplication. Columns beyond the rank of the rows are zeros. The random numbers are
/// uniform in [-1, 1). Sums of many of them are as good as normal ones and need no logarithm, whose last bit differs
/// between machines. The same bits on any number of threads.
///
/// # Performance
/// O((2 · n_power_iterations + 1) · nnz · width). Memory: 4 bytes · (n_docs + n_columns) · width.
///
/// # Source
/// Halko, Martinsson, Tropp, "Finding structure with randomness", 2011, algorithm 4.4.
pub(super) fn approximate_range(
    matrix: &SparseMatrix<'_>,
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
        basis = orthonormalize(basis, stride, 1);
        basis = matrix.transposed_times(&matrix.times(&basis, stride), stride);
    }
    orthonormalize(basis, stride, 2)
}
