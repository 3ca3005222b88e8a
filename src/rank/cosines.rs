//! The cosine of two articles under several idfs, in one pass over their shared terms.

use rayon::prelude::*;

use crate::sparse::{DocId, SparseRows, shared_terms};
use crate::vectorize::{Idf, Vectorizer};

/// Three reweightings of the archive's rows: a flat idf, a steep idf, and single words alone.
///
/// Memory: 24 bytes for each term and 24 for each row.
#[derive(Clone, Debug)]
pub(super) struct Reweighting {
    /// Squared factor of each term's weight.
    squared_factors: Vec<[f64; 3]>,
    /// Norm of each reweighted row.
    norms: Vec<[f64; 3]>,
}

/// Cosines of a pair.
pub(super) struct Cosines {
    /// With the archive's own weights.
    pub own: f64,
    /// With the idf `ln(n / df)`.
    pub flat: f64,
    /// With the idf `ln(n / df)^2`.
    pub steep: f64,
    /// Of single words, without phrases.
    pub words: f64,
}

impl Reweighting {
    /// Computes the factors and norms of an archive. O(nnz); rows run in parallel.
    pub(super) fn new(vectorizer: &Vectorizer, rows: &SparseRows) -> Self {
        let (vocabulary, n_docs) = (vectorizer.vocabulary(), vectorizer.n_docs());
        let factor = |(term, (&df, &own_idf)): (usize, (&u32, &f32))| {
            // Turns the archive's idf into another one.
            let ratio = |idf: Idf| {
                if own_idf > 0.0 {
                    f64::from(idf.weight(df, n_docs)) / f64::from(own_idf)
                } else {
                    0.0
                }
            };
            let is_word = vocabulary.words(term as u32).len() == 1;
            let (flat, steep) = (ratio(Idf::Power(1.0)), ratio(Idf::Power(2.0)));
            [flat * flat, steep * steep, f64::from(u8::from(is_word))]
        };
        let squared_factors: Vec<[f64; 3]> =
            vocabulary.df().iter().zip(vectorizer.idf()).enumerate().map(factor).collect();
        let docs: Vec<DocId> = rows.docs().collect();
        let norm = |&doc: &DocId| {
            let mut squares = [0.0; 3];
            for (term, weight) in rows.row(doc).iter() {
                let weight = f64::from(weight);
                add(&mut squares, &squared_factors[term as usize], weight * weight);
            }
            squares.map(f64::sqrt)
        };
        let norms = docs.par_iter().map(norm).collect();
        Self { squared_factors, norms }
    }

    /// Returns the cosines of a pair. O(terms of both rows).
    pub(super) fn cosines(&self, a: DocId, b: DocId, rows: &SparseRows) -> Cosines {
        let (mut own, mut sums) = (0.0, [0.0; 3]);
        for (term, part) in shared_terms(rows.row(a), rows.row(b)) {
            own += part;
            add(&mut sums, &self.squared_factors[term as usize], part);
        }
        let (a, b) = (self.norms[a.index()], self.norms[b.index()]);
        let cosine = |weighting: usize| {
            let norm = a[weighting] * b[weighting];
            if norm > 0.0 { sums[weighting] / norm } else { 0.0 }
        };
        Cosines { own, flat: cosine(0), steep: cosine(1), words: cosine(2) }
    }
}

fn add(sums: &mut [f64; 3], squared_factors: &[f64; 3], part: f64) {
    for (sum, factor) in sums.iter_mut().zip(squared_factors) {
        *sum += factor * part;
    }
}
