//! Bounds on what the terms that a search did not walk can still add to a score.

use std::ops::Range;

use rayon::prelude::*;

use super::kernels::{BLOCK, Steps};
use crate::sparse::{Row, SparseRows};

/// Term numbers at which a search may stop, the rarest first: it then has walked the terms from the cut up.
///
/// Powers of two and what lies between them: the commonest terms have most of the postings and hardly any of the
/// weight, so that is where the stops must lie close. Of rarer ones a stop hardly saves any, and only near pairs
/// are found without the terms below 16,384.
pub(super) const CUTS: [u32; 18] = [
    65_536, 32_768, 16_384, 11_585, 8_192, 5_793, 4_096, 2_896, 2_048, 1_448, 1_024, 724, 512, 362,
    256, 181, 128, 64,
];

/// For each cut, the length of each row's part below the cut, rounded up.
///
/// By Cauchy and Schwarz the terms below a cut add at most the product of both rows' lengths there.
/// Memory: a byte a row and cut.
#[derive(Clone, Debug)]
pub(super) struct ResidualNorms {
    cuts: Vec<CutNorms>,
    longest: f64,
}

/// Lengths below one cut, in steps of `unit`.
#[derive(Clone, Debug)]
pub(super) struct CutNorms {
    pub(super) cut: u32,
    /// Length of one step.
    pub(super) unit: f64,
    /// Steps of each row, rounded up, shape (n_docs,), and zeros to whole blocks.
    steps: Vec<u8>,
    /// The most of each block.
    block_steps: Vec<u8>,
    /// Mean length.
    pub(super) mean: f64,
}

/// Above 1 by more than all roundings of a length.
pub(super) const ROUNDING: f64 = 1.0 + 1e-6;

impl CutNorms {
    /// The steps of a row.
    pub(super) fn steps_of(&self, doc: u32) -> u8 {
        self.steps[doc as usize]
    }

    /// The steps of a range of rows, whole blocks.
    pub(super) fn steps(&self, docs: Range<usize>) -> Steps<'_> {
        let blocks = docs.start / BLOCK..docs.end / BLOCK;
        Steps { of_rows: &self.steps[docs], of_blocks: &self.block_steps[blocks] }
    }
}

impl ResidualNorms {
    /// Measures the rows. O(nnz); rows in parallel.
    pub(super) fn new(rows: &SparseRows) -> Self {
        let docs: Vec<_> = rows.docs().collect();
        let norms: Vec<[f64; CUTS.len()]> =
            docs.par_iter().map(|&doc| norms_below_cuts(rows.row(doc))).collect();
        let cut = |(place, &cut): (usize, &u32)| {
            let most = norms.iter().map(|norms| norms[place]).fold(0.0, f64::max);
            let unit = most / 255.0;
            let steps = |norms: &[f64; CUTS.len()]| {
                if unit > 0.0 { (norms[place] / unit + 1.0).min(255.0) as u8 } else { 0 }
            };
            let sum: f64 = norms.iter().map(|norms| norms[place]).sum();
            let mean = sum / norms.len().max(1) as f64;
            let mut steps: Vec<u8> = norms.iter().map(steps).collect();
            steps.resize(steps.len().next_multiple_of(BLOCK), 0);
            let most = |block: &[u8]| block.iter().copied().max().unwrap_or(0);
            let block_steps = steps.chunks(BLOCK).map(most).collect();
            CutNorms { cut, unit: unit * ROUNDING, steps, block_steps, mean }
        };
        let cuts = CUTS.par_iter().enumerate().map(cut).collect();
        let longest = docs.par_iter().map(|&doc| norm(rows.row(doc).weights()));
        Self { cuts, longest: longest.reduce(|| 0.0, f64::max) }
    }

    /// Length of the longest row.
    pub(super) fn longest(&self) -> f64 {
        self.longest
    }

    pub(super) fn n_bytes(&self) -> usize {
        self.cuts.iter().map(|cut| cut.steps.len() + cut.block_steps.len()).sum()
    }

    /// The cuts, the rarest terms first.
    pub(super) fn cuts(&self) -> &[CutNorms] {
        &self.cuts
    }
}

/// Length of a row's part below each cut.
fn norms_below_cuts(row: Row<'_>) -> [f64; CUTS.len()] {
    let mut squares = [0.0; CUTS.len()];
    // Terms ascend, so the sums run from the lowest cut up.
    let (mut at, mut sum) = (0, 0.0);
    for (square, &cut) in squares.iter_mut().zip(&CUTS).rev() {
        while let Some(&weight) = row.weights().get(at).filter(|_| row.terms()[at] < cut) {
            sum += f64::from(weight) * f64::from(weight);
            at += 1;
        }
        *square = sum;
    }
    squares.map(f64::sqrt)
}

/// Length of a vector, rounded up.
pub(super) fn norm(weights: &[f32]) -> f64 {
    let square: f64 = weights.iter().map(|&weight| f64::from(weight) * f64::from(weight)).sum();
    square.sqrt() * ROUNDING
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CUTS, ResidualNorms};
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
            let norms = ResidualNorms::new(&rows);
            for (cut, norms) in CUTS.iter().zip(norms.cuts()) {
                for doc in 0..rows.n_docs() {
                    let below = rows.row(DocId::from_index(doc)).iter().filter(|&(term, _)| term < *cut);
                    let square: f64 = below.map(|(_, weight)| f64::from(weight).powi(2)).sum();
                    let bound = norms.unit * f64::from(norms.steps[doc]);
                    prop_assert!(bound >= square.sqrt(), "{bound} < {}", square.sqrt());
                }
            }
        }
    }
}
