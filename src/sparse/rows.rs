//! Compressed sparse rows that uphold their invariants.

use rayon::prelude::*;

use super::SparseError;

/// Row number of an article: its position in the archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub u32);

impl DocId {
    /// Returns the row number as an index into arrays of shape (n_docs,).
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Converts an index into arrays of shape (n_docs,) to a row number.
    ///
    /// # Panics
    /// When `index` does not fit a `u32`; [`SparseRows`] never holds that many rows.
    #[must_use]
    pub fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or_else(|_| panic!("row {index} does not fit a u32")))
    }
}

/// Rows of term weights, shape (n_docs, n_terms), in compressed sparse row form.
///
/// In every row the term ids ascend and are below `n_terms`. Weights are finite and not negative. Rows from
/// `vectorize` are empty or have length 1. Memory: 8 bytes for each entry and for each row.
#[derive(Clone, Debug, PartialEq)]
pub struct SparseRows {
    offsets: Vec<usize>,
    terms: Vec<u32>,
    weights: Vec<f32>,
    n_terms: usize,
}

/// One row: ascending term ids, and one weight for each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Row<'a> {
    terms: &'a [u32],
    weights: &'a [f32],
}

impl SparseRows {
    /// Returns rows from the arrays of a compressed sparse row matrix, after checking every invariant.
    ///
    /// `offsets` has shape (n_docs + 1,). Row `doc` is `terms[offsets[doc]..offsets[doc + 1]]` with the weights of
    /// the same range. O(nnz).
    ///
    /// # Errors
    /// The variant of [`SparseError`] that names the violated invariant and its place.
    pub fn try_new(
        offsets: Vec<usize>,
        terms: Vec<u32>,
        weights: Vec<f32>,
        n_terms: usize,
    ) -> Result<Self, SparseError> {
        let n_entries = terms.len();
        if weights.len() != n_entries {
            return Err(SparseError::Lengths { n_terms: n_entries, n_weights: weights.len() });
        }
        let ascending = offsets.is_sorted();
        if !ascending || offsets.first() != Some(&0) || offsets.last() != Some(&n_entries) {
            return Err(SparseError::Offsets { n_entries });
        }
        if let Some(&count) =
            [offsets.len() - 1, n_terms].iter().find(|&&n| u32::try_from(n).is_err())
        {
            return Err(SparseError::TooLarge { count });
        }
        let rows = Self { offsets, terms, weights, n_terms };
        let check = |doc: usize| check_row(doc, rows.row(DocId::from_index(doc)), n_terms).err();
        match (0..rows.n_docs()).into_par_iter().with_min_len(1 << 10).find_map_first(check) {
            Some(error) => Err(error),
            None => Ok(rows),
        }
    }

    /// Concatenates rows that hold ascending term ids and their weights.
    ///
    /// # Panics
    /// When a row violates an invariant.
    pub(crate) fn from_rows(rows: Vec<(Vec<u32>, Vec<f32>)>, n_terms: usize) -> Self {
        let mut offsets = vec![0];
        for (terms, _) in &rows {
            offsets.push(offsets[offsets.len() - 1] + terms.len());
        }
        let (terms, weights): (Vec<Vec<u32>>, Vec<Vec<f32>>) = rows.into_iter().unzip();
        Self::try_new(offsets, terms.concat(), weights.concat(), n_terms)
            .expect("every row is valid")
    }

    /// Returns the number of rows, including empty ones.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Returns the number of columns.
    #[must_use]
    pub fn n_terms(&self) -> usize {
        self.n_terms
    }

    /// Returns the number of stored entries.
    #[must_use]
    pub fn nnz(&self) -> usize {
        self.terms.len()
    }

    /// Returns the row of an article.
    ///
    /// # Panics
    /// When `doc` is not below `n_docs`.
    #[must_use]
    pub fn row(&self, doc: DocId) -> Row<'_> {
        let range = self.offsets[doc.index()]..self.offsets[doc.index() + 1];
        Row { terms: &self.terms[range.clone()], weights: &self.weights[range] }
    }

    /// Yields all row numbers in ascending order.
    pub fn docs(&self) -> impl ExactSizeIterator<Item = DocId> + use<> {
        (0..self.n_docs()).map(DocId::from_index)
    }

    /// Returns the start of each row, then the end of the last one, shape (n_docs + 1,).
    #[must_use]
    pub fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    /// Returns the term ids of all rows, concatenated, shape (nnz,).
    #[must_use]
    pub fn terms(&self) -> &[u32] {
        &self.terms
    }

    /// Returns the weights of all rows, concatenated, shape (nnz,).
    #[must_use]
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }
}

impl<'a> Row<'a> {
    /// Returns the row with these terms and weights, after checking every invariant.
    ///
    /// # Errors
    /// [`SparseError`] when the lengths differ, the terms do not ascend below `n_terms`, or a weight is
    /// negative or not finite.
    pub fn try_new(
        terms: &'a [u32],
        weights: &'a [f32],
        n_terms: usize,
    ) -> Result<Self, SparseError> {
        if terms.len() != weights.len() {
            return Err(SparseError::Lengths { n_terms: terms.len(), n_weights: weights.len() });
        }
        let row = Self { terms, weights };
        check_row(0, row, n_terms)?;
        Ok(row)
    }

    /// Returns the term ids, ascending.
    #[must_use]
    pub fn terms(&self) -> &'a [u32] {
        self.terms
    }

    /// Returns the weights, one for each term.
    #[must_use]
    pub fn weights(&self) -> &'a [f32] {
        self.weights
    }

    /// Returns the number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Returns whether the row has no terms. Its score with any row is then 0.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Yields the terms with their weights, in ascending order of term id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (u32, f32)> + use<'a> {
        self.terms.iter().copied().zip(self.weights.iter().copied())
    }
}

/// Checks the invariants of a row.
fn check_row(doc: usize, row: Row<'_>, n_terms: usize) -> Result<(), SparseError> {
    // Nearly every row is valid. This check has no early exit, which makes it fastest for valid rows.
    let ascend = row.terms.windows(2).fold(true, |all, pair| all & (pair[0] < pair[1]));
    let below = row.terms.last().is_none_or(|&last| (last as usize) < n_terms);
    let is_valid = |weight: f32| (0.0..f32::INFINITY).contains(&weight);
    if ascend & below & row.weights.iter().fold(true, |all, &weight| all & is_valid(weight)) {
        return Ok(());
    }
    let mut min_term = 0;
    for (term, weight) in row.iter() {
        if (term as usize) < min_term || term as usize >= n_terms {
            return Err(SparseError::Term { doc, term, n_columns: n_terms });
        }
        if !weight.is_finite() || weight < 0.0 {
            return Err(SparseError::Weight { doc, term, weight });
        }
        min_term = term as usize + 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{DocId, SparseError, SparseRows};

    #[test]
    fn returns_the_rows_that_were_given() {
        let rows =
            SparseRows::try_new(vec![0, 2, 2, 3], vec![0, 4, 1], vec![0.6, 0.8, 1.0], 5).unwrap();
        assert_eq!((rows.n_docs(), rows.n_terms(), rows.nnz()), (3, 5, 3));
        assert_eq!(rows.row(DocId(0)).terms(), [0, 4]);
        assert!(rows.row(DocId(1)).is_empty());
        assert_eq!(rows.row(DocId(2)).weights(), [1.0]);
    }

    #[test]
    fn names_every_violated_invariant() {
        let check = |offsets: &[usize], terms: &[u32], weights: &[f32], expected: &str| {
            let error =
                SparseRows::try_new(offsets.into(), terms.into(), weights.into(), 5).unwrap_err();
            assert_eq!(error.to_string(), expected);
        };
        check(&[], &[], &[], "row offsets must ascend from 0 to 0, the number of entries");
        check(
            &[0, 2, 1],
            &[0],
            &[1.0],
            "row offsets must ascend from 0 to 1, the number of entries",
        );
        check(&[0, 1], &[0], &[], "1 terms have 0 weights: expected one for each term");
        check(&[0, 2], &[1, 1], &[1.0, 1.0], "row 0: term 1 does not ascend or is not below 5");
        check(&[0, 0, 1], &[5], &[1.0], "row 1: term 5 does not ascend or is not below 5");
        check(
            &[0, 1],
            &[3],
            &[f32::NAN],
            "row 0: term 3 has weight NaN: expected a finite number of at least 0",
        );
        let too_many = SparseRows::try_new(vec![0], vec![], vec![], u32::MAX as usize + 1);
        assert_eq!(too_many, Err(SparseError::TooLarge { count: u32::MAX as usize + 1 }));
    }
}
