//! The end of a walk: scores the rows that can still reach the threshold and clears the sums.

use std::cmp::Reverse;
use std::ops::Range;

use super::super::Neighbour;
use super::super::build::ENTRIES_PER_LINE;
use super::super::kernels::{BoundFilter, CandidateRow, collect_candidates};
use super::super::residual_norms::CutNorms;
use super::Walk;
use super::scratch::WalkScratch;
use super::sums::whole_blocks;
use crate::sparse::DocId;

/// How many candidates ahead to prefetch a row's offsets, and its entries.
const PREFETCH_AHEAD: [usize; 2] = [12, 4];

impl<E: Fn(DocId) -> bool, G: Fn(DocId) -> f64, F: FnMut(Neighbour)> Walk<'_, E, G, F> {
    /// Scores every row of a range that can reach the threshold, and clears the sums of the range.
    ///
    /// The terms below `stop` are not walked; without a stop, all terms are.
    pub(super) fn finish_range(&mut self, docs: &Range<u32>, stop: Option<&CutNorms>) {
        let mut candidates = std::mem::take(&mut self.scratch.candidates);
        self.collect(docs, stop, &mut candidates);
        self.scratch.stats.candidates += candidates.len() as u64;
        // Score the best first: they raise the threshold for the others.
        let n_first = 2 * self.search.k;
        let row_blocks = &self.scratch.row_blocks;
        // By scaled bound descending, then by row.
        let rank =
            |row: &CandidateRow| (Reverse(row_blocks.scale_sum(row.upper_bound, row.doc)), row.doc);
        if candidates.len() > n_first {
            candidates.select_nth_unstable_by_key(n_first, rank);
        }
        let n_first = n_first.min(candidates.len());
        candidates[..n_first].sort_unstable_by_key(rank);
        self.score_candidates(&candidates[..n_first], stop);
        // The threshold has risen. Drop the candidates below it before their rows are prefetched.
        let threshold = self.threshold();
        let mut n_kept = n_first;
        for at in n_first..candidates.len() {
            let row = candidates[at];
            candidates[n_kept] = row;
            let max_factor = self.scratch.row_blocks.bound(row.doc);
            n_kept += usize::from(threshold.admits(row.upper_bound.into(), max_factor));
        }
        self.score_candidates(&candidates[n_first..n_kept], stop);
        self.scratch.candidates = candidates;
    }

    /// Scores those candidates that can still reach the threshold, and offers them to the list.
    fn score_candidates(&mut self, rows: &[CandidateRow], stop: Option<&CutNorms>) {
        // For most candidates only the terms not walked are read. A row has about as many of them as the query.
        let n_common = self.n_left + ENTRIES_PER_LINE;
        for (at, row) in rows.iter().enumerate() {
            if let Some(later) = rows.get(at + PREFETCH_AHEAD[0]) {
                self.index.prefetch_offsets(DocId(later.doc));
            }
            if let Some(later) = rows.get(at + PREFETCH_AHEAD[1]) {
                self.index.prefetch_entries(DocId(later.doc), n_common);
            }
            if let Some(factor) = self.factor_if_reachable(row, stop) {
                self.score_with_factor(DocId(row.doc), factor);
            }
        }
    }

    /// Collects the rows of a range whose upper bounds reach the threshold, and clears the sums of the range.
    fn collect(
        &mut self,
        docs: &Range<u32>,
        stop: Option<&CutNorms>,
        candidates: &mut Vec<CandidateRow>,
    ) {
        // Without a stop no term is left, and the filter ignores the residual steps of any cut.
        let cut = stop.unwrap_or(&self.index.residual_norms.cuts()[0]);
        let (filter, threshold) =
            (self.scratch.plan.filter(self.n_left, cut, self.scale), self.threshold());
        let WalkScratch { isa, sums, row_blocks, .. } = &mut *self.scratch;
        candidates.clear();
        for (run, max_factor) in row_blocks.runs_within(docs) {
            let (blocks, n_before) = (whole_blocks(&run), candidates.len());
            let (sums, steps) = (&mut sums.all()[blocks.clone()], cut.steps(blocks));
            let filter = BoundFilter { min_bound: threshold.min_sum_for(max_factor), ..filter };
            collect_candidates(*isa, sums, steps, filter, candidates);
            candidates[n_before..].iter_mut().for_each(|row| row.doc += run.start);
        }
        // Drop the padding of the last block.
        candidates.truncate(candidates.partition_point(|row| row.doc < docs.end));
    }

    /// Returns the factor of an eligible row that can reach the current threshold, or `None`.
    ///
    /// The bound is tightened step by step: first the factor bound becomes the row's own factor, then the residual
    /// bound becomes the computed sum over the terms below the stop.
    fn factor_if_reachable(&self, row: &CandidateRow, stop: Option<&CutNorms>) -> Option<f64> {
        let (threshold, doc) = (self.threshold(), DocId(row.doc));
        let upper_bound = f64::from(row.upper_bound);
        if !threshold.admits(upper_bound, self.scratch.row_blocks.bound(row.doc))
            || self.scratch.known.contains(doc)
            || !(self.eligible)(doc)
        {
            return None;
        }
        let factor = (self.factor)(doc);
        if !threshold.admits(upper_bound, factor) {
            return None;
        }
        let common = stop.map_or(0.0, |cut| {
            f64::from(self.scratch.query.dot_below(self.index.rows().row(doc), cut.cut))
        });
        let sum = f64::from(row.sum) + common * self.scale;
        threshold.admits(sum, factor).then_some(factor)
    }
}
