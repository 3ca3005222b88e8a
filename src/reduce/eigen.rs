//! Eigenvectors of a small symmetric matrix.

/// Largest number of sweeps; a dozen are usual.
const MAX_SWEEPS: usize = 60;

/// Returns the eigenvalues of a symmetric matrix in descending order, and the eigenvectors as columns, shape (`n`,
/// `n`).
///
/// Equal eigenvalues keep their order. The method is cyclic Jacobi rotations in `f64`. It is slower than a tridiagonal
/// method, but it is short, exact for repeated eigenvalues, and rounds in the same way on every machine. O(n³) a sweep.
///
/// # Source
/// Golub & Van Loan, "Matrix computations", 4th edition, 2013, section 8.5.
pub(super) fn symmetric_eigen(mut matrix: Vec<f64>, n: usize) -> (Vec<f64>, Vec<f64>) {
    // During the rotations the vectors are rows, because rows are contiguous.
    let mut vectors: Vec<f64> =
        (0..n * n).map(|at| f64::from(u8::from(at % (n + 1) == 0))).collect();
    let total: f64 = matrix.iter().map(|value| value * value).sum();
    for _ in 0..MAX_SWEEPS {
        let off: f64 = (0..n)
            .map(|i| matrix[i * n + i + 1..(i + 1) * n].iter().map(|v| v * v).sum::<f64>())
            .sum();
        if off <= 1e-30 * total {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut matrix, &mut vectors, n, p, q);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| matrix[b * n + b].total_cmp(&matrix[a * n + a]).then(a.cmp(&b)));
    let values = order.iter().map(|&at| matrix[at * n + at]).collect();
    let columns = (0..n * n).map(|at| vectors[order[at % n] * n + at / n]).collect();
    (values, columns)
}

/// Rotates the plane of coordinates `p` and `q` so that their entry becomes 0.
fn rotate(matrix: &mut [f64], vectors: &mut [f64], n: usize, p: usize, q: usize) {
    let entry = matrix[p * n + q];
    if entry == 0.0 {
        return;
    }
    let theta = (matrix[q * n + q] - matrix[p * n + p]) / (2.0 * entry);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cos = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sin = tangent * cos;
    for k in 0..n {
        let (a, b) = (matrix[k * n + p], matrix[k * n + q]);
        matrix[k * n + p] = cos * a - sin * b;
        matrix[k * n + q] = sin * a + cos * b;
    }
    rotate_rows(matrix, n, p, q, cos, sin);
    rotate_rows(vectors, n, p, q, cos, sin);
}

fn rotate_rows(rows: &mut [f64], n: usize, p: usize, q: usize, cos: f64, sin: f64) {
    let (before, from_q) = rows.split_at_mut(q * n);
    for (a, b) in before[p * n..(p + 1) * n].iter_mut().zip(&mut from_q[..n]) {
        (*a, *b) = (cos * *a - sin * *b, sin * *a + cos * *b);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::symmetric_eigen;

    proptest! {
        #[test]
        fn vectors_and_values_rebuild_the_matrix(
            n in 1usize..9,
            entries in prop::collection::vec(-1.0f64..1.0, 64),
        ) {
            let matrix: Vec<f64> = (0..n * n).map(|at| entries[(at / n).max(at % n) * 8 + (at / n).min(at % n)]).collect();
            let (values, vectors) = symmetric_eigen(matrix.clone(), n);
            prop_assert!(values.is_sorted_by(|a, b| a >= b));
            for i in 0..n {
                for j in 0..n {
                    let rebuilt: f64 = (0..n).map(|k| vectors[i * n + k] * values[k] * vectors[j * n + k]).sum();
                    prop_assert!((rebuilt - matrix[i * n + j]).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn sorts_a_diagonal_matrix() {
        assert_eq!(
            symmetric_eigen(vec![1.0, 0.0, 0.0, 2.0], 2),
            (vec![2.0, 1.0], vec![0.0, 1.0, 1.0, 0.0])
        );
        assert_eq!(symmetric_eigen(Vec::new(), 0), (Vec::new(), Vec::new()));
    }
}
