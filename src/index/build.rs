//! The inverted index.

use rayon::prelude::*;

use super::rest_norms::RestNorms;
use crate::sparse::{DocId, SparseRows};

/// The postings of every term beside the rows they come from.
///
/// Memory: 8 bytes a posting, 8 a term and 12 a row, beside the rows.
#[derive(Clone, Debug)]
pub struct Index {
    rows: SparseRows,
    offsets: Vec<usize>,
    docs: Vec<u32>,
    weights: Vec<f32>,
    rest_norms: RestNorms,
}

impl Index {
    /// Turns rows into postings. O(nnz) time; the result does not depend on the number of threads.
    #[must_use]
    pub fn build(rows: SparseRows) -> Self {
        let mut offsets = vec![0; rows.n_terms() + 1];
        rows.terms().iter().for_each(|&term| offsets[term as usize + 1] += 1);
        for term in 0..rows.n_terms() {
            offsets[term + 1] += offsets[term];
        }
        let (mut docs, mut weights) = (vec![0; rows.nnz()], vec![0.0; rows.nnz()]);
        let share = rows.n_terms().div_ceil(rayon::current_num_threads()).max(1);
        let bands = bands(&offsets, share, &mut docs, &mut weights);
        bands.into_par_iter().for_each(|band| band.fill(&rows, &offsets));
        let rest_norms = RestNorms::new(&rows);
        Self { rows, offsets, docs, weights, rest_norms }
    }

    /// The rows the index was built from.
    #[must_use]
    pub fn rows(&self) -> &SparseRows {
        &self.rows
    }

    /// The rows again, the postings dropped.
    #[must_use]
    pub fn into_rows(self) -> SparseRows {
        self.rows
    }

    pub(super) fn rest_norms(&self) -> &RestNorms {
        &self.rest_norms
    }

    /// Rows with a term, ascending, and the term's weight in each.
    pub(super) fn postings(&self, term: u32) -> (&[u32], &[f32]) {
        let range = self.offsets[term as usize]..self.offsets[term as usize + 1];
        (&self.docs[range.clone()], &self.weights[range])
    }
}

/// The postings of some consecutive terms, filled by one thread.
struct Band<'a> {
    first_term: usize,
    end_term: usize,
    docs: &'a mut [u32],
    weights: &'a mut [f32],
}

fn bands<'a>(
    offsets: &[usize],
    share: usize,
    mut docs: &'a mut [u32],
    mut weights: &'a mut [f32],
) -> Vec<Band<'a>> {
    let n_terms = offsets.len() - 1;
    let band = |first_term: usize| {
        let end_term = (first_term + share).min(n_terms);
        let length = offsets[end_term] - offsets[first_term];
        let (own_docs, rest) = std::mem::take(&mut docs).split_at_mut(length);
        docs = rest;
        let (own_weights, rest) = std::mem::take(&mut weights).split_at_mut(length);
        weights = rest;
        Band { first_term, end_term, docs: own_docs, weights: own_weights }
    };
    (0..n_terms).step_by(share).map(band).collect()
}

impl Band<'_> {
    fn fill(self, rows: &SparseRows, offsets: &[usize]) {
        let base = offsets[self.first_term];
        let mut next: Vec<usize> =
            offsets[self.first_term..self.end_term].iter().map(|start| start - base).collect();
        for doc in rows.docs() {
            let DocId(number) = doc;
            let row = rows.row(doc);
            let own = row.terms().partition_point(|&term| (term as usize) < self.first_term);
            for (term, weight) in
                row.iter().skip(own).take_while(|&(term, _)| (term as usize) < self.end_term)
            {
                let at = &mut next[term as usize - self.first_term];
                (self.docs[*at], self.weights[*at]) = (number, weight);
                *at += 1;
            }
        }
    }
}
