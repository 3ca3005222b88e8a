//! Bounds on what the terms that a search did not walk can still add to a score.

use rayon::prelude::*;

use crate::sparse::SparseRows;

/// Term numbers at which a search may stop, the rarest first: it then has walked the terms from the cut up.
///
/// Powers of two: the commonest terms have most of the postings and hardly any of the weight, so that is
/// where the stops must lie close.
pub(super) const CUTS: [u32; 12] =
    [65_536, 32_768, 16_384, 8_192, 4_096, 2_048, 1_024, 512, 256, 128, 64, 32];

/// For each cut, the length of each row's part below the cut, rounded up.
///
/// By Cauchy and Schwarz the terms below a cut add at most the product of both rows' lengths there.
/// Memory: a byte a row and cut.
#[derive(Clone, Debug)]
pub(super) struct RestNorms {
    cuts: Vec<CutNorms>,
}

/// Lengths below one cut, in steps of `unit`.
#[derive(Clone, Debug)]
pub(super) struct CutNorms {
    pub(super) cut: u32,
    /// Length of one step.
    pub(super) unit: f32,
    /// Steps of each row, rounded up, shape (n_docs,).
    pub(super) steps: Vec<u8>,
    /// Mean length.
    pub(super) mean: f32,
}

/// Above 1 by more than all roundings of a length to `f32` and back.
const ROUNDING: f64 = 1.0 + 1e-6;

impl RestNorms {
    /// Measures the rows. O(nnz); rows in parallel.
    pub(super) fn new(rows: &SparseRows) -> Self {
        let docs: Vec<_> = rows.docs().collect();
        let squares = |&doc: &_| {
            let row = rows.row(doc);
            let mut squares = [0.0f64; CUTS.len()];
            // Terms ascend, so the sums run from the lowest cut up.
            let (mut at, mut sum) = (0, 0.0);
            for (place, &cut) in CUTS.iter().enumerate().rev() {
                while let Some(&weight) = row.weights().get(at).filter(|_| row.terms()[at] < cut) {
                    sum += f64::from(weight) * f64::from(weight);
                    at += 1;
                }
                squares[place] = sum;
            }
            squares.map(|square| (square.sqrt() * ROUNDING) as f32)
        };
        let norms: Vec<[f32; CUTS.len()]> = docs.par_iter().map(squares).collect();
        let cut = |(place, &cut): (usize, &u32)| {
            let most = norms.iter().map(|norms| norms[place]).fold(0.0, f32::max);
            let unit = most / 255.0 * ROUNDING as f32;
            let steps = |norms: &[f32; CUTS.len()]| {
                let steps =
                    if unit > 0.0 { (norms[place] / unit * ROUNDING as f32).ceil() } else { 0.0 };
                steps.min(255.0) as u8
            };
            let sum: f64 = norms.iter().map(|norms| f64::from(norms[place])).sum();
            let mean = (sum / norms.len().max(1) as f64) as f32;
            CutNorms { cut, unit, steps: norms.iter().map(steps).collect(), mean }
        };
        Self { cuts: CUTS.iter().enumerate().map(cut).collect() }
    }

    /// The cuts, the rarest terms first.
    pub(super) fn cuts(&self) -> &[CutNorms] {
        &self.cuts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CUTS, RestNorms};
    use crate::sparse::{DocId, SparseRows};

    proptest! {
        /// A bound may be too high, never too low.
        #[test]
        fn no_length_is_rounded_down(
            rows in prop::collection::vec(prop::collection::btree_map(0u32..100_000, 1e-20f32..1.0, 0..20), 1..20),
        ) {
            let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
            for row in rows {
                terms.extend(row.keys());
                weights.extend(row.values());
                offsets.push(terms.len());
            }
            let rows = SparseRows::try_new(offsets, terms, weights, 100_000).unwrap();
            let norms = RestNorms::new(&rows);
            for (cut, norms) in CUTS.iter().zip(norms.cuts()) {
                for doc in 0..rows.n_docs() {
                    let below = rows.row(DocId::from_index(doc)).iter().filter(|&(term, _)| term < *cut);
                    let square: f64 = below.map(|(_, weight)| f64::from(weight).powi(2)).sum();
                    let bound = f64::from(norms.unit) * f64::from(norms.steps[doc]);
                    prop_assert!(bound >= square.sqrt(), "{bound} < {}", square.sqrt());
                }
            }
        }
    }
}
