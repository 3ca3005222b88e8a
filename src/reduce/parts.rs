//! A space taken apart, to be saved, and put together again.

use ndarray::Array2;

use super::{Lsa, padded, steps::Steps, term_major::Columns};

/// What places rows in the space; the fitted rows are no part of it.
#[derive(Clone, Debug)]
pub struct LsaParts {
    /// Terms of the vocabulary.
    pub n_terms: usize,
    /// Terms that have a column, ascending.
    pub terms: Vec<u32>,
    /// V, shape (terms with a column, n_components).
    pub right: Steps,
    /// Shape (n_components,), descending, all above 0.
    pub singular_values: Vec<f32>,
}

impl Lsa {
    /// Copies a [frozen](Self::frozen) space into its parts. O(terms · n_components).
    pub fn to_parts(&self) -> LsaParts {
        let n_terms = self.columns.n_terms();
        let has_column = |term: &u32| self.columns.of(*term).is_some();
        let terms: Vec<u32> = (0u32..).take(n_terms).filter(has_column).collect();
        let right = Steps::round(terms.iter().filter_map(|&term| self.right(term)));
        LsaParts { n_terms, terms, right, singular_values: self.singular_values.clone() }
    }

    /// Puts a space together, without fitted rows. O(terms · n_components).
    ///
    /// # Errors
    /// What is wrong with the parts: no space has such.
    pub fn from_parts(parts: LsaParts) -> Result<Self, &'static str> {
        let LsaParts { n_terms, terms, right, singular_values } = parts;
        let (n_components, stride) = (singular_values.len(), padded(singular_values.len()));
        let in_order = terms.is_sorted_by(|term, next| term < next);
        if !in_order || terms.last().is_some_and(|&last| last as usize >= n_terms) {
            return Err("the columns of the space are out of order");
        }
        if right.exponents.len() != terms.len()
            || !singular_values.iter().all(|value| value.is_finite() && *value > 0.0)
        {
            return Err("the axes of the space are no numbers, or too few");
        }
        right.check(n_components)?;
        let mut lines = vec![0.0; terms.len() * stride];
        right.write(n_components, &mut lines, stride);
        Ok(Self {
            rows: Array2::zeros((0, n_components)),
            columns: Columns::of_terms(&terms, n_terms),
            right: lines,
            singular_values,
        })
    }
}
