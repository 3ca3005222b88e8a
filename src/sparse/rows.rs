//! Compressed sparse rows with their invariants.

use rayon::prelude::*;

use super::SparseError;

/// Number of a row: the position of an article in its archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub u32);

impl DocId {
    /// The row number as an index into per-article arrays.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The row number of an index into per-article arrays.
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
/// In every row the term ids ascend and are below `n_terms`, and the weights are finite and not
/// negative. Rows made by `vectorize` have length 1 or are empty. Memory: 8 bytes an entry and
/// 8 bytes a row.
#[derive(Clone, Debug, PartialEq)]
pub struct SparseRows {
    offsets: Vec<usize>,
    terms: Vec<u32>,
    weights: Vec<f32>,
    n_terms: usize,
}

/// One row: term ids, ascending, and as many weights.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Row<'a> {
    terms: &'a [u32],
    weights: &'a [f32],
}

impl SparseRows {
    /// Checks the arrays of a compressed sparse row matrix and takes them over.
    ///
    /// `offsets` has shape (n_docs + 1,); row `doc` is `terms[offsets[doc]..offsets[doc + 1]]` with
    /// the weights of the same range. O(nnz).
    ///
    /// # Errors
    /// One [`SparseError`] variant for each invariant, with the place.
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
        let rising = offsets.is_sorted();
        if !rising || offsets.first() != Some(&0) || offsets.last() != Some(&n_entries) {
            return Err(SparseError::Offsets { n_entries });
        }
        if let Some(&count) =
            [offsets.len() - 1, n_terms].iter().find(|&&n| u32::try_from(n).is_err())
        {
            return Err(SparseError::TooLarge { count });
        }
        let rows = Self { offsets, terms, weights, n_terms };
        let fault = |doc: usize| check_row(doc, rows.row(DocId::from_index(doc)), n_terms).err();
        match (0..rows.n_docs()).into_par_iter().with_min_len(1 << 10).find_map_first(fault) {
            Some(fault) => Err(fault),
            None => Ok(rows),
        }
    }

    /// Number of rows, empty ones included.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Number of columns.
    #[must_use]
    pub fn n_terms(&self) -> usize {
        self.n_terms
    }

    /// Number of stored entries.
    #[must_use]
    pub fn nnz(&self) -> usize {
        self.terms.len()
    }

    /// The row of one article.
    ///
    /// # Panics
    /// When `doc` is not below `n_docs`.
    #[must_use]
    pub fn row(&self, doc: DocId) -> Row<'_> {
        let range = self.offsets[doc.index()]..self.offsets[doc.index() + 1];
        Row { terms: &self.terms[range.clone()], weights: &self.weights[range] }
    }

    /// All row numbers, ascending.
    pub fn docs(&self) -> impl ExactSizeIterator<Item = DocId> + use<> {
        (0..self.n_docs()).map(DocId::from_index)
    }

    /// Where each row starts, shape (n_docs + 1,).
    #[must_use]
    pub fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    /// Term ids of all rows one after another, shape (nnz,).
    #[must_use]
    pub fn terms(&self) -> &[u32] {
        &self.terms
    }

    /// Weights of all rows one after another, shape (nnz,).
    #[must_use]
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }
}

impl<'a> Row<'a> {
    /// Pairs terms with their weights.
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

    /// Term ids, ascending.
    #[must_use]
    pub fn terms(&self) -> &'a [u32] {
        self.terms
    }

    /// Weights, one for each term.
    #[must_use]
    pub fn weights(&self) -> &'a [f32] {
        self.weights
    }

    /// Number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether the row has no terms: its score with anything is 0.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Terms with their weights, term ids ascending.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (u32, f32)> + use<'a> {
        self.terms.iter().copied().zip(self.weights.iter().copied())
    }
}

fn check_row(doc: usize, row: Row<'_>, n_terms: usize) -> Result<(), SparseError> {
    // Next to no row is at fault, and that is found out fastest without a stop at each term.
    let ascend = row.terms.windows(2).fold(true, |all, pair| all & (pair[0] < pair[1]));
    let below = row.terms.last().is_none_or(|&last| (last as usize) < n_terms);
    let is_sound = |weight: f32| (0.0..f32::INFINITY).contains(&weight);
    if ascend & below & row.weights.iter().fold(true, |all, &weight| all & is_sound(weight)) {
        return Ok(());
    }
    let mut least = 0;
    for (term, weight) in row.iter() {
        if (term as usize) < least || term as usize >= n_terms {
            return Err(SparseError::Term { doc, term, n_columns: n_terms });
        }
        if !weight.is_finite() || weight < 0.0 {
            return Err(SparseError::Weight { doc, term, weight });
        }
        least = term as usize + 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{DocId, SparseError, SparseRows};

    #[test]
    fn rows_come_back_as_they_went_in() {
        let rows =
            SparseRows::try_new(vec![0, 2, 2, 3], vec![0, 4, 1], vec![0.6, 0.8, 1.0], 5).unwrap();
        assert_eq!((rows.n_docs(), rows.n_terms(), rows.nnz()), (3, 5, 3));
        assert_eq!(rows.row(DocId(0)).terms(), [0, 4]);
        assert!(rows.row(DocId(1)).is_empty());
        assert_eq!(rows.row(DocId(2)).weights(), [1.0]);
    }

    #[test]
    fn every_broken_invariant_is_named() {
        let check = |offsets: &[usize], terms: &[u32], weights: &[f32], expected: &str| {
            let error =
                SparseRows::try_new(offsets.into(), terms.into(), weights.into(), 5).unwrap_err();
            assert_eq!(error.to_string(), expected);
        };
        check(&[], &[], &[], "row offsets must rise from 0 to the number of entries, 0");
        check(&[0, 2, 1], &[0], &[1.0], "row offsets must rise from 0 to the number of entries, 1");
        check(&[0, 1], &[0], &[], "1 terms but 0 weights");
        check(&[0, 2], &[1, 1], &[1.0, 1.0], "row 0: term 1 is out of order or not below 5");
        check(&[0, 0, 1], &[5], &[1.0], "row 1: term 5 is out of order or not below 5");
        check(
            &[0, 1],
            &[3],
            &[f32::NAN],
            "row 0: weight NaN of term 3 is not a finite number from 0 up",
        );
        let too_many = SparseRows::try_new(vec![0], vec![], vec![], u32::MAX as usize + 1);
        assert_eq!(too_many, Err(SparseError::TooLarge { count: u32::MAX as usize + 1 }));
    }
}
