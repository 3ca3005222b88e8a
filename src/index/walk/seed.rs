//! The first list of a walk: it gives the threshold.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::super::Neighbour;
use super::super::kernels::add_meeting;
use super::{Walk, WalkScratch};
use crate::sparse::DocId;

/// Postings walked before the first list is made, and for each item of the list.
const POSTINGS: usize = 3_000;
const POSTINGS_AN_ITEM: usize = 32;
/// Rows met for each item of the list, at least.
const MET_AN_ITEM: usize = 4;
/// Rows whose score is computed for the first list, beyond k.
const EXTRA: usize = 4;

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
        let WalkScratch { met, sums, stretches, .. } = &*self.scratch;
        let mut least = 0;
        for &doc in met {
            let sum = sums.of(doc);
            // It weighs no more, so most are out already.
            if sum <= least {
                continue;
            }
            let sum = stretches.weigh(sum, doc);
            if sum <= least || !(self.eligible)(DocId(doc)) {
                continue;
            }
            if best.len() < n {
                best.push(Reverse((sum, Reverse(doc))));
            } else if let Some(mut worst) = best.peek_mut() {
                *worst = Reverse((sum, Reverse(doc)));
            }
            if best.len() == n {
                least = best.peek().map_or(0, |worst| worst.0.0);
            }
        }
    }
}
