//! Conversion of a space to and from plain values, with which it is saved.

use ndarray::Array2;

use super::{columns::TermColumns, lsa::Lsa, products::padded, quantize::QuantizedRows};

/// The values of a space, without the fitted rows.
#[derive(Clone, Debug)]
pub struct LsaParts {
    /// Number of terms of the vocabulary.
    pub n_terms: usize,
    /// Terms that have a column, ascending.
    pub terms: Vec<u32>,
    /// V, shape (terms with a column, n_components).
    pub right: QuantizedRows,
    /// S, shape (n_components,), descending, all positive.
    pub singular_values: Vec<f32>,
}

impl Lsa {
    /// Copies a quantized space into plain values. O(terms · n_components).
    pub fn to_parts(&self) -> LsaParts {
        let n_terms = self.columns.n_terms();
        let has_column = |term: &u32| self.columns.column_of(*term).is_some();
        let terms: Vec<u32> = (0u32..).take(n_terms).filter(has_column).collect();
        let right = QuantizedRows::quantize(terms.iter().filter_map(|&term| self.right(term)));
        LsaParts { n_terms, terms, right, singular_values: self.singular_values.clone() }
    }

    /// Creates a space without fitted rows from plain values. O(terms · n_components).
    ///
    /// # Errors
    /// A description of the first inconsistency.
    pub fn from_parts(parts: LsaParts) -> Result<Self, &'static str> {
        let LsaParts { n_terms, terms, right, singular_values } = parts;
        let (n_components, stride) = (singular_values.len(), padded(singular_values.len()));
        let in_order = terms.is_sorted_by(|term, next| term < next);
        if !in_order || terms.last().is_some_and(|&last| last as usize >= n_terms) {
            return Err("the terms of the space are not ascending or not in the vocabulary");
        }
        if right.exponents.len() != terms.len()
            || !singular_values.iter().all(|value| value.is_finite() && *value > 0.0)
        {
            return Err(
                "the space has another number of axes, or a singular value is not positive",
            );
        }
        right.check(n_components)?;
        let mut lines = vec![0.0; terms.len() * stride];
        right.write_to(n_components, &mut lines, stride);
        Ok(Self {
            rows: Array2::zeros((0, n_components)),
            columns: TermColumns::of_terms(&terms, n_terms),
            right: lines,
            singular_values,
        })
    }
}
