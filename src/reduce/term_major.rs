//! Sparse rows with a copy of them turned round, for products from both sides.

use rayon::prelude::*;

use super::products::combine;
use crate::sparse::{DocId, Row, SparseRows};

/// Rows that one task takes of a product with the rows.
const TASK_DOCS: usize = 64;

/// Columns that one task takes of a product with the columns: few, since common terms have long columns.
const TASK_COLUMNS: usize = 8;

/// Marks a term that stands in no row.
const UNUSED: u32 = u32::MAX;

/// Numbers the terms that stand in some row, so that no dense matrix has a line for the others.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Columns {
    column_of: Vec<u32>,
    n_columns: usize,
}

impl Columns {
    fn used_by(rows: &SparseRows) -> Self {
        Self::of_terms(rows.terms(), rows.n_terms())
    }

    /// Columns for the terms named, in ascending order.
    ///
    /// # Panics
    /// When a term is not below `n_terms`.
    pub(super) fn of_terms(terms: &[u32], n_terms: usize) -> Self {
        let mut column_of = vec![UNUSED; n_terms];
        terms.iter().for_each(|&term| column_of[term as usize] = 0);
        let mut n_columns = 0;
        for column in column_of.iter_mut().filter(|column| **column != UNUSED) {
            *column = n_columns;
            n_columns += 1;
        }
        Self { column_of, n_columns: n_columns as usize }
    }

    /// Number of terms, in rows or not.
    pub(super) fn n_terms(&self) -> usize {
        self.column_of.len()
    }

    /// Number of terms that stand in some row.
    pub(super) fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// The column of a term; `None` for a term that stood in no row.
    pub(super) fn of(&self, term: u32) -> Option<usize> {
        let column = *self.column_of.get(term as usize)?;
        (column != UNUSED).then_some(column as usize)
    }

    /// Entries of a row as columns with weights; terms that stood in no row are left out.
    pub(super) fn entries<'a>(
        &'a self,
        row: Row<'a>,
    ) -> impl Iterator<Item = (usize, f32)> + Clone + 'a {
        let terms = row.terms().iter().zip(row.weights());
        terms.filter_map(|(&term, &weight)| Some((self.of(term)?, weight)))
    }

    /// Rows, without the terms that have no column, times a dense matrix of shape (n_columns, `width`):
    /// shape (n_docs, `width`). O(nnz · width), rows in parallel.
    pub(super) fn times(&self, rows: &SparseRows, dense: &[f32], width: usize) -> Vec<f32> {
        if width == 0 {
            return Vec::new();
        }
        let mut product = vec![0.0; rows.n_docs() * width];
        product.par_chunks_mut(TASK_DOCS * width).enumerate().for_each(|(task, out)| {
            for (at, out) in out.chunks_exact_mut(width).enumerate() {
                let row = rows.row(DocId::from_index(task * TASK_DOCS + at));
                combine(self.entries(row), dense, out);
            }
        });
        product
    }
}

/// Rows, shape (n_docs, n_columns) without the unused terms, and the same entries column by column.
///
/// Memory: 8 bytes an entry beside the rows.
pub(super) struct TermMajor<'a> {
    rows: &'a SparseRows,
    columns: Columns,
    offsets: Vec<usize>,
    docs: Vec<u32>,
    weights: Vec<f32>,
}

impl<'a> TermMajor<'a> {
    /// Turns the rows round. O(nnz).
    pub(super) fn new(rows: &'a SparseRows) -> Self {
        let columns = Columns::used_by(rows);
        let mut offsets = vec![0; columns.n_columns() + 1];
        rows.terms()
            .iter()
            .filter_map(|&term| columns.of(term))
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

    pub(super) fn into_columns(self) -> Columns {
        self.columns
    }

    /// The rows times a dense matrix of shape (n_columns, `width`): shape (n_docs, `width`).
    /// O(nnz · width), rows in parallel.
    pub(super) fn times(&self, dense: &[f32], width: usize) -> Vec<f32> {
        self.columns.times(self.rows, dense, width)
    }

    /// The rows turned round times a dense matrix of shape (n_docs, `width`): shape
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
                combine(docs.zip(self.weights[range].iter().copied()), dense, out);
            }
        });
        product
    }
}

#[cfg(test)]
mod tests {
    use super::TermMajor;
    use crate::sparse::SparseRows;

    #[test]
    fn products_from_both_sides_leave_unused_terms_out() {
        // Terms 1 and 4 of six: columns 0 and 1.
        let rows =
            SparseRows::try_new(vec![0, 2, 2, 3], vec![1, 4, 1], vec![0.5, 2.0, 3.0], 6).unwrap();
        let matrix = TermMajor::new(&rows);
        assert_eq!((matrix.n_docs(), matrix.n_columns()), (3, 2));
        let two_lines: Vec<f32> = [[1.0; 8], [10.0; 8]].concat();
        let column = |product: Vec<f32>| product.into_iter().step_by(8).collect::<Vec<_>>();
        assert_eq!(column(matrix.times(&two_lines, 8)), [20.5, 0.0, 3.0]);
        let three_lines: Vec<f32> = [[1.0; 8], [7.0; 8], [10.0; 8]].concat();
        assert_eq!(column(matrix.transposed_times(&three_lines, 8)), [30.5, 2.0]);
    }
}
