//! Latent semantic analysis: sparse rows as points with a few dense columns.

use ndarray::Array2;

use super::{
    ReduceError,
    columns::TermColumns,
    eigen::symmetric_eigen,
    orthonormal::gram,
    products::{dense_product, padded, weighted_sum},
    quantize::QuantizedRows,
    range_finder::approximate_range,
    sample::sampled_rows,
    sparse_matrix::SparseMatrix,
};
use crate::sparse::{Row, SparseRows};

/// Singular values below this share of the largest one are rounding.
const ROUNDING_SHARE: f64 = 1e-5;

/// Settings of the reduction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LsaParams {
    /// Number of dense columns, 100 by default. On four archives with known classes 50 lost and 200 gained .01
    /// NMI.
    pub n_components: usize,
    /// Number of additional columns during the search, 20 by default.
    pub n_oversamples: usize,
    /// Number of multiplications with AᵀA, 4 by default. The singular values of term weights fall off slowly, so fewer
    /// are not enough.
    pub n_power_iterations: usize,
    /// Largest number of rows from which the space is computed, 20,000 by default. With more rows, a seeded sample
    /// gives the space, and all rows are projected into it.
    pub n_rows: usize,
    /// Seed of the sample and of the random start.
    pub seed: u64,
}

impl Default for LsaParams {
    fn default() -> Self {
        Self {
            n_components: 100,
            n_oversamples: 20,
            n_power_iterations: 4,
            n_rows: 20_000,
            seed: 42,
        }
    }
}

/// Rows in the space of their first singular vectors: A ≈ U·S·Vᵀ.
#[derive(Clone, Debug, PartialEq)]
pub struct Lsa {
    /// U·S, shape (n_docs, n_components).
    pub(super) rows: Array2<f32>,
    pub(super) columns: TermColumns,
    /// V, shape (columns, padded number of components), row by row.
    pub(super) right: Vec<f32>,
    pub(super) singular_values: Vec<f32>,
}

impl LsaParams {
    /// Computes the first singular vectors of `rows`, shape (n_docs, n_terms), and projects the rows. The rows are
    /// neither centred nor made dense.
    ///
    /// There are `n_components` vectors, or as many as the rank of the rows: never more than n_docs or n_terms, and
    /// none if every row is empty. The entry of greatest magnitude of each right vector is positive, which fixes the
    /// signs. If there are more than `n_rows` rows, the vectors are those of a seeded sample, without the terms that
    /// only one or two of its rows have. The same seed gives the same bits on any number of threads.
    ///
    /// # Errors
    /// [`ReduceError::NoComponents`] when `n_components` is 0, [`ReduceError::Overflow`] when products of weights are
    /// not finite.
    ///
    /// # Performance
    /// O(n_power_iterations · nnz · n_components) with the nnz of the sample, and O(nnz · n_components) for all rows.
    /// Memory: 8 bytes · (sampled rows + their terms) · (n_components + n_oversamples) at the peak, 8 bytes for each
    /// entry of the sample, and 8 bytes · n_docs · n_components.
    ///
    /// # Source
    /// Deerwester, Dumais, Furnas, Landauer, Harshman, "Indexing by latent semantic analysis", 1990, with the
    /// randomized method of Halko, Martinsson, Tropp, "Finding structure with randomness", 2011.
    pub fn fit(&self, rows: &SparseRows) -> Result<Lsa, ReduceError> {
        if self.n_components == 0 {
            return Err(ReduceError::NoComponents);
        }
        let fitted = sampled_rows(rows, self.n_rows, self.seed);
        let matrix = SparseMatrix::new(&fitted);
        let max_rank = matrix.n_docs().min(matrix.n_columns());
        let width = self.n_components.saturating_add(self.n_oversamples).min(max_rank);
        let stride = padded(width);
        let basis = approximate_range(&matrix, width, self.n_power_iterations, self.seed);
        let products = gram(&matrix.times(&basis, stride), stride);
        if products.iter().any(|value| !value.is_finite()) {
            return Err(ReduceError::Overflow);
        }
        let (squares, vectors) = symmetric_eigen(products, stride);
        let min_square =
            squares.first().map_or(0.0, |first| first * ROUNDING_SHARE * ROUNDING_SHARE);
        let rank = squares.iter().take_while(|&&square| square > min_square).count();
        let n_components = rank.min(self.n_components).min(max_rank);

        let right_stride = padded(n_components);
        let mut rotation = vec![0.0f32; stride * right_stride];
        for (line, vector) in
            rotation.chunks_exact_mut(right_stride.max(1)).zip(vectors.chunks(stride.max(1)))
        {
            let first = &vector[..n_components];
            line.iter_mut().zip(first).for_each(|(to, &from)| *to = from as f32);
        }
        let mut right = dense_product(&basis, stride, &rotation, right_stride);
        fix_signs(&mut right, right_stride, n_components);
        let columns = matrix.into_columns();
        let projected = columns.times(rows, &right, right_stride);
        let unpadded = projected
            .chunks_exact(right_stride.max(1))
            .flat_map(|row| row[..n_components].iter().copied());
        let rows = Array2::from_shape_vec((rows.n_docs(), n_components), unpadded.collect())
            .expect("every row is projected");
        let singular_values = squares[..n_components].iter().map(|s| s.sqrt() as f32).collect();
        Ok(Lsa { rows, columns, right, singular_values })
    }
}

/// Changes the sign of each column so that its entry of greatest magnitude, the first of equals, is positive.
fn fix_signs(dense: &mut [f32], stride: usize, n_columns: usize) {
    for column in 0..n_columns {
        let values = dense.iter().skip(column).step_by(stride);
        let greatest =
            values.fold(0.0f32, |most, &value| if value.abs() > most.abs() { value } else { most });
        if greatest < 0.0 {
            dense.iter_mut().skip(column).step_by(stride).for_each(|value| *value = -*value);
        }
    }
}

impl Lsa {
    /// Returns U·S, shape (n_docs, n_components): the fitted rows in the space.
    #[must_use]
    pub fn rows(&self) -> &Array2<f32> {
        &self.rows
    }

    /// Returns the same space without the fitted rows and with [quantized](QuantizedRows) axes.
    ///
    /// Only the quantized axes are saved, so a saved space projects rows to the same bits.
    #[must_use]
    pub(crate) fn quantized(mut self) -> Self {
        let (width, stride) = (self.n_components(), padded(self.n_components()));
        let lines = self.right.chunks_exact(stride.max(1)).map(|line| &line[..width]);
        QuantizedRows::quantize(lines).write_to(width, &mut self.right, stride);
        Self { rows: Array2::zeros((0, width)), ..self }
    }

    /// Returns the number of components, at most [`LsaParams::n_components`].
    #[must_use]
    pub fn n_components(&self) -> usize {
        self.singular_values.len()
    }

    /// Returns S, shape (n_components,), descending, all positive.
    #[must_use]
    pub fn singular_values(&self) -> &[f32] {
        &self.singular_values
    }

    /// Returns the row of V for a term, shape (n_components,); `None` for a term in no fitted row.
    #[must_use]
    pub fn right(&self, term: u32) -> Option<&[f32]> {
        let start = self.columns.column_of(term)? * padded(self.n_components());
        Some(&self.right[start..start + self.n_components()])
    }

    /// Projects a row into the space, shape (n_components,). A fitted row gets the same bits as in
    /// [`rows`](Self::rows).
    ///
    /// Terms in no fitted row are ignored; a row without known terms gives zeros. O(terms of the row · n_components).
    #[must_use]
    pub fn transform(&self, row: Row<'_>) -> Vec<f32> {
        let mut point = vec![0.0; padded(self.n_components())];
        weighted_sum(self.columns.entries(row), &self.right, &mut point);
        point.truncate(self.n_components());
        point
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LsaParams, ReduceError};
    use crate::{reduce::eigen::symmetric_eigen, sparse::SparseRows};

    fn sparse(dense: &[f32], n_terms: usize) -> SparseRows {
        let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
        for row in dense.chunks(n_terms) {
            for (term, &weight) in (0..).zip(row).filter(|&(_, &weight)| weight > 0.0) {
                terms.push(term);
                weights.push(weight);
            }
            offsets.push(terms.len());
        }
        SparseRows::try_new(offsets, terms, weights, n_terms).unwrap()
    }

    fn params(n_components: usize) -> LsaParams {
        LsaParams { n_components, ..LsaParams::default() }
    }

    proptest! {
        /// Eckart, Young: the squared error of the best approximation is the sum of the squares of the other singular
        /// values.
        #[test]
        fn the_first_components_are_the_best_approximation(
            dense in prop::collection::vec(prop::sample::select(vec![0.0f32, 0.0, 0.3, 0.5, 1.0]), 12 * 9),
            n_components in 1usize..9,
        ) {
            let rows = sparse(&dense, 9);
            let lsa = params(n_components).fit(&rows).unwrap();
            let products: Vec<f64> = (0..81)
                .map(|at| dense.chunks(9).map(|row| f64::from(row[at / 9]) * f64::from(row[at % 9])).sum())
                .collect();
            let (squares, _) = symmetric_eigen(products, 9);
            let best: f64 = squares.iter().skip(n_components).map(|square| square.max(0.0)).sum();
            for (found, square) in lsa.singular_values().iter().zip(&squares) {
                prop_assert!((f64::from(*found) - square.sqrt()).abs() < 1e-3);
            }
            let mut error = 0.0;
            for (doc, row) in dense.chunks(9).enumerate() {
                for (term, &weight) in (0..).zip(row) {
                    let right = lsa.right(term).unwrap_or(&[]);
                    let rebuilt: f32 = right.iter().zip(lsa.rows().row(doc)).map(|(v, us)| v * us).sum();
                    error += f64::from(weight - rebuilt).powi(2);
                }
            }
            prop_assert!(error.sqrt() < best.sqrt() + 1e-3, "{error} against {best}");
        }

        #[test]
        fn transforming_a_fitted_row_gives_its_own_bits(
            dense in prop::collection::vec(prop::sample::select(vec![0.0f32, 0.0, 0.2, 0.7]), 15 * 11),
        ) {
            let rows = sparse(&dense, 11);
            let lsa = params(5).fit(&rows).unwrap();
            for doc in rows.docs() {
                let fitted = lsa.rows().row(doc.index()).to_vec();
                prop_assert_eq!(lsa.transform(rows.row(doc)), fitted);
            }
        }
    }

    #[test]
    fn bits_do_not_depend_on_threads() {
        let weight = |at: usize| if (at * 7919) % 13 < 3 { (at % 17) as f32 + 1.0 } else { 0.0 };
        let dense: Vec<f32> = (0..3000 * 40).map(weight).collect();
        let rows = sparse(&dense, 40);
        let on = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| params(12).fit(&rows).unwrap())
        };
        assert_eq!(on(1), on(4));
    }

    #[test]
    fn the_rank_limits_the_number_of_components() {
        let check = |dense: &[f32], n_terms: usize, expected: usize| {
            let lsa = params(4).fit(&sparse(dense, n_terms)).unwrap();
            assert_eq!(lsa.n_components(), expected, "{dense:?}");
            assert_eq!(lsa.rows().dim(), (dense.len() / n_terms, expected));
        };
        check(&[0.0; 6], 3, 0);
        check(&[1.0, 0.0, 0.0, 1.0, 0.0, 0.0], 3, 1);
        check(&[1.0, 0.5, 0.0, 0.0, 0.0, 1.0], 2, 2);
        assert_eq!(params(4).fit(&sparse(&[], 3)).unwrap().n_components(), 0);
    }

    #[test]
    fn rejects_zero_components_and_overflowing_weights() {
        assert_eq!(params(0).fit(&sparse(&[1.0], 1)), Err(ReduceError::NoComponents));
        let huge = sparse(&[f32::MAX, 1.0, 1.0, f32::MAX], 2);
        assert_eq!(params(1).fit(&huge), Err(ReduceError::Overflow));
    }
}
