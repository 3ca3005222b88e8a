//! Residual norms: bounds on what the terms not yet walked can still add to a score.

use std::ops::Range;

use rayon::prelude::*;

use super::kernels::{BLOCK, ResidualSteps};
use crate::sparse::{Row, SparseRows};

/// Term numbers at which a walk may stop, the rarest first. A walk that stops at a cut has walked the terms from the
/// cut up and skips those below it.
///
/// The values are powers of two and their geometric means. The most common terms hold most of the postings and hardly
/// any of the weight, so the cuts lie closest there. A stop among rarer terms saves little: only the similarity join
/// gains by the cuts from 16,384 up.
pub(super) const CUTS: [u32; 18] = [
    65_536, 32_768, 16_384, 11_585, 8_192, 5_793, 4_096, 2_896, 2_048, 1_448, 1_024, 724, 512, 362,
    256, 181, 128, 64,
];

/// The residual norm of each row at each cut, rounded up: the length of the row's part on the terms below the cut.
///
/// By the Cauchy–Schwarz inequality, the terms below a cut add at most the product of both rows' residual norms.
/// Memory: one byte for each row and cut.
#[derive(Clone, Debug)]
pub(super) struct ResidualNorms {
    cuts: Vec<CutNorms>,
    max_norm: f64,
}

/// Residual norms of all rows at one cut, quantised to steps of `unit`.
#[derive(Clone, Debug)]
pub(super) struct CutNorms {
    pub(super) cut: u32,
    /// Norm of one step.
    pub(super) unit: f64,
    /// Steps of each row, rounded up; shape (n_docs,), padded with zeros to whole blocks.
    steps: Vec<u8>,
    /// Largest step count of each block.
    block_max: Vec<u8>,
    /// Mean norm over all rows.
    pub(super) mean: f64,
}

/// Factor that lifts a computed norm above the exact one: it exceeds the rounding errors of all sums and roots here.
pub(super) const ROUNDING: f64 = 1.0 + 1e-6;

impl CutNorms {
    /// Returns the steps of one row.
    pub(super) fn row_steps(&self, doc: u32) -> u8 {
        self.steps[doc as usize]
    }

    /// Returns the steps of a range of rows, which must be whole blocks.
    pub(super) fn steps(&self, docs: Range<usize>) -> ResidualSteps<'_> {
        let blocks = docs.start / BLOCK..docs.end / BLOCK;
        ResidualSteps { rows: &self.steps[docs], block_max: &self.block_max[blocks] }
    }
}

impl ResidualNorms {
    /// Computes the norms of all rows. O(nnz); rows run in parallel.
    pub(super) fn new(rows: &SparseRows) -> Self {
        let docs: Vec<_> = rows.docs().collect();
        let norms: Vec<[f64; CUTS.len()]> =
            docs.par_iter().map(|&doc| norms_below_cuts(rows.row(doc))).collect();
        let cut = |(place, &cut): (usize, &u32)| {
            let max = norms.iter().map(|norms| norms[place]).fold(0.0, f64::max);
            let unit = max / 255.0;
            let steps = |norms: &[f64; CUTS.len()]| {
                if unit > 0.0 { (norms[place] / unit + 1.0).min(255.0) as u8 } else { 0 }
            };
            let sum: f64 = norms.iter().map(|norms| norms[place]).sum();
            let mean = sum / norms.len().max(1) as f64;
            let mut steps: Vec<u8> = norms.iter().map(steps).collect();
            steps.resize(steps.len().next_multiple_of(BLOCK), 0);
            let max = |block: &[u8]| block.iter().copied().max().unwrap_or(0);
            let block_max = steps.chunks(BLOCK).map(max).collect();
            CutNorms { cut, unit: unit * ROUNDING, steps, block_max, mean }
        };
        let cuts = CUTS.par_iter().enumerate().map(cut).collect();
        let row_norms = docs.par_iter().map(|&doc| norm(rows.row(doc).weights()));
        Self { cuts, max_norm: row_norms.reduce(|| 0.0, f64::max) }
    }

    /// Returns the norm of the longest row.
    pub(super) fn max_norm(&self) -> f64 {
        self.max_norm
    }

    pub(super) fn n_bytes(&self) -> usize {
        self.cuts.iter().map(|cut| cut.steps.len() + cut.block_max.len()).sum()
    }

    /// Returns the norms of each cut, the rarest cut first.
    pub(super) fn cuts(&self) -> &[CutNorms] {
        &self.cuts
    }
}

/// Returns the norm of a row's part below each cut.
fn norms_below_cuts(row: Row<'_>) -> [f64; CUTS.len()] {
    let mut squares = [0.0; CUTS.len()];
    // Terms ascend, so one pass fills the sums from the lowest cut up.
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

/// Returns the Euclidean norm of a vector, rounded up.
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
        fn residual_norms_are_never_rounded_down(
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
