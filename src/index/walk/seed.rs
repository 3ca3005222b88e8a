//! The first list of a walk, which gives the threshold, and a better one for long walks.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::super::Neighbour;
use super::super::kernels::{BLOCK, add_meeting, find};
use super::row_blocks::RowBlocks;
use super::{Walk, WalkScratch, whole_blocks};
use crate::sparse::DocId;

/// Postings walked before the first list is made, and for each item of the list.
const POSTINGS: usize = 3_000;
const POSTINGS_AN_ITEM: usize = 32;
/// Rows met for each item of the list, at least.
const MET_AN_ITEM: usize = 4;
/// Rows whose score is computed for the first list, beyond k.
const EXTRA: usize = 4;
/// Rows looked through at once for a second list.
const MOST_AT_ONCE: usize = 128 * BLOCK;

/// Sum and row, the worst on top of a heap.
pub(super) type Best = Reverse<(u16, Reverse<u32>)>;

impl<E: Fn(DocId) -> bool, G: Fn(DocId) -> f64, F: FnMut(Neighbour)> Walk<'_, E, G, F> {
    /// Adds terms, the rarest first, while their postings fit a budget and until enough eligible rows are
    /// met; then computes the scores of the best.
    pub(super) fn seed(&mut self) {
        let k = self.search.k;
        let postings = &self.index.postings;
        let mut budget = POSTINGS.max(POSTINGS_AN_ITEM * k);
        let mut best = std::mem::take(&mut self.scratch.best);
        self.scratch.met.clear();
        loop {
            while self.left > 0 {
                let WalkScratch { plan, sums, met, work, .. } = &mut *self.scratch;
                let n_postings = plan.df(self.left - 1);
                if n_postings > budget && met.len() > MET_AN_ITEM * k {
                    break;
                }
                budget = budget.saturating_sub(n_postings);
                self.left -= 1;
                let (of_term, factor) = plan.take(self.left, postings);
                work.postings += of_term.len() as u64;
                add_meeting(of_term, factor, postings.doc_mask(), sums.all(), met);
            }
            self.best_met(k + EXTRA, &mut best);
            if best.len() >= k || self.left == 0 {
                break;
            }
            // Most of those met are not eligible. The next term is walked in any case.
            let next = self.scratch.plan.df(self.left - 1);
            budget = next.max(2 * self.scratch.met.len());
        }
        self.score_best(best);
    }

    /// Computes the scores of the best by now among a range of rows: the terms walked in the meantime tell more
    /// than those of the first list.
    pub(super) fn list_again(&mut self, docs: &Range<u32>) {
        self.scratch.work.second_lists += 1;
        let mut best = std::mem::take(&mut self.scratch.best);
        best.clear();
        let WalkScratch { isa, sums, row_blocks, .. } = &mut *self.scratch;
        let mut choice = Choice::new(self.search.k + EXTRA, &mut best, row_blocks, &self.eligible);
        let (blocks, cut) = (whole_blocks(docs), &self.index.residual_norms.cuts()[0]);
        // Part by part, each twice as long: few rows are as good as those chosen before.
        let (mut start, mut length) = (blocks.start, BLOCK);
        while start < blocks.end {
            let part = start..blocks.end.min(start + length);
            let (sums, steps) = (&mut sums.all()[part.clone()], cut.steps(part));
            find(*isa, sums, steps, choice.least.saturating_add(1), |row, sum| {
                choice.offer(start as u32 + row, sum);
            });
            (start, length) = (start + length, MOST_AT_ONCE.min(2 * length));
        }
        self.score_best(best);
    }

    /// Computes the scores of rows chosen, and keeps their memory for the next.
    fn score_best(&mut self, best: BinaryHeap<Best>) {
        for &Reverse((_, Reverse(doc))) in &best {
            self.index.prefetch_bounds(DocId(doc));
        }
        for &Reverse((_, Reverse(doc))) in &best {
            self.index.prefetch_row(DocId(doc));
        }
        for &Reverse((_, Reverse(doc))) in &best {
            self.score(DocId(doc));
        }
        self.scratch.best = best;
    }

    /// The `n` eligible rows with the largest sums, weighed by their stretches, among those met.
    fn best_met(&self, n: usize, best: &mut BinaryHeap<Best>) {
        best.clear();
        let WalkScratch { met, sums, row_blocks, .. } = &*self.scratch;
        let mut choice = Choice::new(n, best, row_blocks, &self.eligible);
        for &doc in met {
            choice.offer(doc, sums.of(doc));
        }
    }
}

/// Chooses the `n` eligible rows with the largest sums, weighed by their stretches.
struct Choice<'c, E> {
    n: usize,
    best: &'c mut BinaryHeap<Best>,
    /// Sums that are no larger need not be offered.
    least: u16,
    row_blocks: &'c RowBlocks,
    eligible: &'c E,
}

impl<'c, E: Fn(DocId) -> bool> Choice<'c, E> {
    fn new(
        n: usize,
        best: &'c mut BinaryHeap<Best>,
        row_blocks: &'c RowBlocks,
        eligible: &'c E,
    ) -> Self {
        Self { n, best, least: 0, row_blocks, eligible }
    }

    fn offer(&mut self, doc: u32, sum: u16) {
        // It weighs no more, so most are out already.
        if sum <= self.least {
            return;
        }
        let sum = self.row_blocks.weigh(sum, doc);
        if sum <= self.least || !(self.eligible)(DocId(doc)) {
            return;
        }
        if self.best.len() < self.n {
            self.best.push(Reverse((sum, Reverse(doc))));
        } else if let Some(mut worst) = self.best.peek_mut() {
            *worst = Reverse((sum, Reverse(doc)));
        }
        if self.best.len() == self.n {
            self.least = self.best.peek().map_or(0, |worst| worst.0.0);
        }
    }
}
