//! The eligible rows with the largest sums.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::row_blocks::RowBlocks;
use crate::sparse::DocId;

/// A sum and its row, ordered so that the worst is on top of a heap: lowest sum, then highest row.
pub(super) type RankedSum = Reverse<(u16, Reverse<u32>)>;

/// Keeps the `n` eligible rows with the largest sums, each scaled by the bound of its row block.
pub(super) struct BestSums<'c, E> {
    n: usize,
    best: &'c mut BinaryHeap<RankedSum>,
    /// Offers with a sum up to this are ignored.
    pub(super) max_ignored: u16,
    row_blocks: &'c RowBlocks,
    eligible: &'c E,
}

impl<'c, E: Fn(DocId) -> bool> BestSums<'c, E> {
    /// Starts with an empty `best`.
    pub(super) fn new(
        n: usize,
        best: &'c mut BinaryHeap<RankedSum>,
        row_blocks: &'c RowBlocks,
        eligible: &'c E,
    ) -> Self {
        Self { n, best, max_ignored: 0, row_blocks, eligible }
    }

    pub(super) fn offer(&mut self, doc: u32, sum: u16) {
        // Scaling never raises a sum, so this test drops most rows early.
        if sum <= self.max_ignored {
            return;
        }
        let sum = self.row_blocks.scale_sum(sum, doc);
        if sum <= self.max_ignored || !(self.eligible)(DocId(doc)) {
            return;
        }
        if self.best.len() < self.n {
            self.best.push(Reverse((sum, Reverse(doc))));
        } else if let Some(mut worst) = self.best.peek_mut() {
            *worst = Reverse((sum, Reverse(doc)));
        }
        if self.best.len() == self.n {
            self.max_ignored = self.best.peek().map_or(0, |worst| worst.0.0);
        }
    }
}
