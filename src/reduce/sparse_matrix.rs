//! Sparse rows and their transposed copy, for products from both sides.

use rayon::prelude::*;

use super::{columns::TermColumns, products::weighted_sum};
use crate::sparse::SparseRows;

/// Columns of one parallel task. The number is small, because common terms have long columns.
const TASK_COLUMNS: usize = 8;

/// Rows, shape (n_docs, n_columns) without the unused terms, and the same entries by column.
///
/// Memory: 8 bytes an entry in addition to the rows.
pub(super) struct SparseMatrix<'a> {
    rows: &'a SparseRows,
    columns: TermColumns,
    offsets: Vec<usize>,
    docs: Vec<u32>,
    weights: Vec<f32>,
}

impl<'a> SparseMatrix<'a> {
    /// Copies the entries by column. O(nnz).
    pub(super) fn new(rows: &'a SparseRows) -> Self {
        let columns = TermColumns::used_by(rows);
        let mut offsets = vec![0; columns.n_columns() + 1];
        rows.terms()
            .iter()
            .filter_map(|&term| columns.column_of(term))
            .for_each(|at| offsets[at + 1] += 1);
        for column in 0..columns.n_columns() {
            offsets[column + 1] += offsets[column];
        }
        let mut next = offsets.clone();
        let (mut docs, mut weights) = (vec![0; rows.nnz()], vec![0.0; rows.nnz()]);
        for doc in rows.docs() {
            for (column, weight) in columns.entries(rows.row(doc)) {
                docs[next[column]] = doc.0;
                weights[next[column]] = weight;
                next[column] += 1;
            }
        }
        Self { rows, columns, offsets, docs, weights }
    }

    pub(super) fn n_docs(&self) -> usize {
        self.rows.n_docs()
    }

    pub(super) fn n_columns(&self) -> usize {
        self.columns.n_columns()
    }

    pub(super) fn into_columns(self) -> TermColumns {
        self.columns
    }

    /// Multiplies the rows with a dense matrix of shape (n_columns, `width`). The result has shape (n_docs, `width`).
    /// O(nnz · width), rows in parallel.
    pub(super) fn times(&self, dense: &[f32], width: usize) -> Vec<f32> {
        self.columns.times(self.rows, dense, width)
    }

    /// Multiplies the transposed rows with a dense matrix of shape (n_docs, `width`). The result has shape
    /// (n_columns, `width`). O(nnz · width), columns in parallel.
    pub(super) fn transposed_times(&self, dense: &[f32], width: usize) -> Vec<f32> {
        if width == 0 {
            return Vec::new();
        }
        let mut product = vec![0.0; self.n_columns() * width];
        product.par_chunks_mut(TASK_COLUMNS * width).enumerate().for_each(|(task, out)| {
            for (at, out) in out.chunks_exact_mut(width).enumerate() {
                let column = task * TASK_COLUMNS + at;
                let range = self.offsets[column]..self.offsets[column + 1];
                let docs = self.docs[range.clone()].iter().map(|&doc| doc as usize);
                weighted_sum(docs.zip(self.weights[range].iter().copied()), dense, out);
            }
        });
        product
    }
}

#[cfg(test)]
mod tests {
    use super::SparseMatrix;
    use crate::sparse::SparseRows;

    #[test]
    fn products_from_both_sides_skip_unused_terms() {
        // Of six terms, 1 and 4 are used: columns 0 and 1.
        let rows =
            SparseRows::try_new(vec![0, 2, 2, 3], vec![1, 4, 1], vec![0.5, 2.0, 3.0], 6).unwrap();
        let matrix = SparseMatrix::new(&rows);
        assert_eq!((matrix.n_docs(), matrix.n_columns()), (3, 2));
        let two_lines: Vec<f32> = [[1.0; 8], [10.0; 8]].concat();
        let column = |product: Vec<f32>| product.into_iter().step_by(8).collect::<Vec<_>>();
        assert_eq!(column(matrix.times(&two_lines, 8)), [20.5, 0.0, 3.0]);
        let three_lines: Vec<f32> = [[1.0; 8], [7.0; 8], [10.0; 8]].concat();
        assert_eq!(column(matrix.transposed_times(&three_lines, 8)), [30.5, 2.0]);
    }
}
