//! Columns for the terms that occur in the rows.

use rayon::prelude::*;

use super::products::weighted_sum;
use crate::sparse::{DocId, Row, SparseRows};

/// Rows of one parallel task.
const TASK_ROWS: usize = 64;

/// Marks a term without a column.
const UNUSED: u32 = u32::MAX;

/// Numbers the terms that occur in some row, so that dense matrices have no rows for the others.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TermColumns {
    column_of: Vec<u32>,
    n_columns: usize,
}

impl TermColumns {
    /// Creates columns for the terms that occur in some row.
    pub(super) fn used_by(rows: &SparseRows) -> Self {
        Self::of_terms(rows.terms(), rows.n_terms())
    }

    /// Creates columns for the given terms, in ascending order of terms.
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

    /// Returns the number of terms, with and without a column.
    pub(super) fn n_terms(&self) -> usize {
        self.column_of.len()
    }

    /// Returns the number of columns.
    pub(super) fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Returns the column of a term; `None` for a term without one.
    pub(super) fn column_of(&self, term: u32) -> Option<usize> {
        let column = *self.column_of.get(term as usize)?;
        (column != UNUSED).then_some(column as usize)
    }

    /// Returns the entries of a row as columns with weights, without the terms that have no column.
    pub(super) fn entries<'a>(
        &'a self,
        row: Row<'a>,
    ) -> impl Iterator<Item = (usize, f32)> + Clone + 'a {
        let terms = row.terms().iter().zip(row.weights());
        terms.filter_map(|(&term, &weight)| Some((self.column_of(term)?, weight)))
    }

    /// Multiplies rows, without the terms that have no column, with a dense matrix of shape (n_columns, `width`). The
    /// result has shape (n_docs, `width`). O(nnz · width), rows in parallel.
    pub(super) fn times(&self, rows: &SparseRows, dense: &[f32], width: usize) -> Vec<f32> {
        if width == 0 {
            return Vec::new();
        }
        let mut product = vec![0.0; rows.n_docs() * width];
        product.par_chunks_mut(TASK_ROWS * width).enumerate().for_each(|(task, out)| {
            for (at, out) in out.chunks_exact_mut(width).enumerate() {
                let row = rows.row(DocId::from_index(task * TASK_ROWS + at));
                weighted_sum(self.entries(row), dense, out);
            }
        });
        product
    }
}
