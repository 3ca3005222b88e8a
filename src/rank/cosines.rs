//! The cosine of two articles with several idfs, in one walk.

use rayon::prelude::*;

use crate::sparse::{DocId, SparseRows, shared_terms};
use crate::vectorize::{Idf, Vectorizer};

/// Squares of what each term's weight is multiplied by, and the length that rows then have.
#[derive(Clone, Debug)]
pub(super) struct Words {
    factors: Vec<[f64; 3]>,
    lengths: Vec<[f64; 3]>,
}

/// Cosines of a pair.
pub(super) struct Cosines {
    pub own: f64,
    pub flat: f64,
    pub steep: f64,
    pub words: f64,
}

impl Words {
    /// O(nnz), parallel.
    pub(super) fn new(vectorizer: &Vectorizer, rows: &SparseRows) -> Self {
        let (vocabulary, n_docs) = (vectorizer.vocabulary(), vectorizer.n_docs());
        let factor = |(term, (&df, &old)): (usize, (&u32, &f32))| {
            let ratio = |idf: Idf| {
                if old > 0.0 { f64::from(idf.weight(df, n_docs)) / f64::from(old) } else { 0.0 }
            };
            let is_word = vocabulary.words(term as u32).len() == 1;
            let (flat, steep) = (ratio(Idf::Power(1.0)), ratio(Idf::Power(2.0)));
            [flat * flat, steep * steep, f64::from(u8::from(is_word))]
        };
        let factors: Vec<[f64; 3]> =
            vocabulary.df().iter().zip(vectorizer.idf()).enumerate().map(factor).collect();
        let docs: Vec<DocId> = rows.docs().collect();
        let length = |&doc: &DocId| {
            let mut squares = [0.0; 3];
            for (term, weight) in rows.row(doc).iter() {
                let weight = f64::from(weight);
                add(&mut squares, &factors[term as usize], weight * weight);
            }
            squares.map(f64::sqrt)
        };
        let lengths = docs.par_iter().map(length).collect();
        Self { factors, lengths }
    }

    /// O(terms of both rows).
    pub(super) fn cosines(&self, a: DocId, b: DocId, rows: &SparseRows) -> Cosines {
        let (mut own, mut sums) = (0.0, [0.0; 3]);
        for (term, part) in shared_terms(rows.row(a), rows.row(b)) {
            own += part;
            add(&mut sums, &self.factors[term as usize], part);
        }
        let (a, b) = (self.lengths[a.index()], self.lengths[b.index()]);
        let cosine = |view: usize| {
            let length = a[view] * b[view];
            if length > 0.0 { sums[view] / length } else { 0.0 }
        };
        Cosines { own, flat: cosine(0), steep: cosine(1), words: cosine(2) }
    }
}

fn add(sums: &mut [f64; 3], factors: &[f64; 3], part: f64) {
    for (sum, factor) in sums.iter_mut().zip(factors) {
        *sum += factor * part;
    }
}
