//! The first list of a walk, which gives the first threshold, and its refinement in long walks.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::super::Neighbour;
use super::super::kernels::{BLOCK, add_recording, find_sums};
use super::Walk;
use super::best_sums::{BestSums, RankedSum};
use super::scratch::WalkScratch;
use super::sums::whole_blocks;
use crate::sparse::DocId;

/// Postings to walk before the first list is made.
const MIN_POSTINGS: usize = 3_000;
/// The same for each item of the list. The larger number applies.
const POSTINGS_PER_ITEM: usize = 32;
/// Least number of touched rows for each item of the list.
const TOUCHED_PER_ITEM: usize = 4;
/// Rows to score for the first list beyond k.
const EXTRA_ROWS: usize = 4;
/// Largest number of rows to scan at once when the list is refined.
const MAX_SCANNED: usize = 128 * BLOCK;

impl<E: Fn(DocId) -> bool, G: Fn(DocId) -> f64, F: FnMut(Neighbour)> Walk<'_, E, G, F> {
    /// Makes the first list.
    ///
    /// Walks terms, the rarest first, until their postings exceed a budget and enough eligible rows are touched. Then
    /// scores the rows with the largest sums.
    pub(super) fn seed_list(&mut self) {
        let k = self.search.k;
        let postings = &self.index.postings;
        let mut budget = MIN_POSTINGS.max(POSTINGS_PER_ITEM * k);
        let mut best = std::mem::take(&mut self.scratch.best);
        self.scratch.touched.clear();
        loop {
            while self.n_left > 0 {
                let WalkScratch { plan, sums, touched, stats, .. } = &mut *self.scratch;
                let n_postings = plan.df(self.n_left - 1);
                if n_postings > budget && touched.len() > TOUCHED_PER_ITEM * k {
                    break;
                }
                budget = budget.saturating_sub(n_postings);
                self.n_left -= 1;
                let (of_term, scale) = plan.take(self.n_left, postings);
                stats.postings += of_term.len() as u64;
                add_recording(of_term, scale, postings.doc_mask(), sums.all(), touched);
            }
            self.find_best_touched(k + EXTRA_ROWS, &mut best);
            if best.len() >= k || self.n_left == 0 {
                break;
            }
            // Too few touched rows are eligible. The new budget covers at least the next term.
            let next = self.scratch.plan.df(self.n_left - 1);
            budget = next.max(2 * self.scratch.touched.len());
        }
        self.score_best(best);
    }

    /// Scores the rows of a range with the largest sums so far. These sums cover more terms than those of the first
    /// list, so the threshold rises.
    pub(super) fn refine_list(&mut self, docs: &Range<u32>) {
        self.scratch.stats.refinements += 1;
        let mut best = std::mem::take(&mut self.scratch.best);
        best.clear();
        let WalkScratch { isa, sums, row_blocks, .. } = &mut *self.scratch;
        let mut best_sums =
            BestSums::new(self.search.k + EXTRA_ROWS, &mut best, row_blocks, &self.eligible);
        let (blocks, cut) = (whole_blocks(docs), &self.index.residual_norms.cuts()[0]);
        // Each part is twice as long as the one before: later parts hold ever fewer rows above the best so far.
        let (mut start, mut length) = (blocks.start, BLOCK);
        while start < blocks.end {
            let part = start..blocks.end.min(start + length);
            let (sums, steps) = (&mut sums.all()[part.clone()], cut.steps(part));
            let min_sum = best_sums.max_ignored.saturating_add(1);
            find_sums(*isa, sums, steps, min_sum, |row, sum| {
                best_sums.offer(start as u32 + row, sum);
            });
            (start, length) = (start + length, MAX_SCANNED.min(2 * length));
        }
        self.score_best(best);
    }

    /// Scores the rows of `best`, and keeps its memory for the next use.
    fn score_best(&mut self, best: BinaryHeap<RankedSum>) {
        for &Reverse((_, Reverse(doc))) in &best {
            self.index.prefetch_offsets(DocId(doc));
        }
        for &Reverse((_, Reverse(doc))) in &best {
            self.index.prefetch_row(DocId(doc));
        }
        for &Reverse((_, Reverse(doc))) in &best {
            self.score(DocId(doc));
        }
        self.scratch.best = best;
    }

    /// Finds the `n` eligible touched rows with the largest scaled sums.
    fn find_best_touched(&self, n: usize, best: &mut BinaryHeap<RankedSum>) {
        best.clear();
        let WalkScratch { touched, sums, row_blocks, .. } = &*self.scratch;
        let mut best_sums = BestSums::new(n, best, row_blocks, &self.eligible);
        for &doc in touched {
            best_sums.offer(doc, sums.get(doc));
        }
    }
}
