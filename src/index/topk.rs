//! The k best of many neighbours; ties go to the lower row.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Neighbour;
use crate::sparse::DocId;

/// Keeps the k best of the neighbours offered. The order of the offers does not matter.
#[derive(Clone, Debug)]
pub(super) struct TopK {
    k: usize,
    /// The worst neighbour is on top.
    heap: BinaryHeap<WorstFirst>,
}

/// Orders neighbours so that the worst is the greatest.
#[derive(Clone, Copy, Debug)]
struct WorstFirst(Neighbour);

/// Compares two neighbours by rank: score descending, then row ascending. The better one is `Less`.
pub(super) fn rank(a: &Neighbour, b: &Neighbour) -> Ordering {
    b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc))
}

impl Ord for WorstFirst {
    fn cmp(&self, other: &Self) -> Ordering {
        rank(&self.0, &other.0)
    }
}

impl PartialOrd for WorstFirst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for WorstFirst {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for WorstFirst {}

impl TopK {
    /// Creates an empty list with room for `k` neighbours.
    pub(super) fn new(k: usize) -> Self {
        Self { k, heap: BinaryHeap::new() }
    }

    /// Keeps a neighbour if it is among the k best so far. O(log k).
    pub(super) fn offer(&mut self, neighbour: Neighbour) {
        if self.heap.len() < self.k {
            self.heap.push(WorstFirst(neighbour));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && rank(&neighbour, &worst.0).is_lt()
        {
            *worst = WorstFirst(neighbour);
        }
    }

    /// Returns the least score that a neighbour needs to be kept; 0 while there is room.
    pub(super) fn threshold(&self) -> f32 {
        if self.heap.len() < self.k {
            0.0
        } else {
            self.heap.peek().map_or(f32::INFINITY, |worst| worst.0.score)
        }
    }

    /// Returns whether a row is kept. O(k).
    pub(super) fn contains(&self, doc: DocId) -> bool {
        self.heap.iter().any(|kept| kept.0.doc == doc)
    }

    /// Iterates over the kept neighbours, in no particular order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Neighbour> {
        self.heap.iter().map(|kept| kept.0)
    }

    /// Returns the kept neighbours, best first.
    pub(super) fn into_sorted(self) -> Vec<Neighbour> {
        self.heap.into_sorted_vec().into_iter().map(|worst| worst.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Neighbour;
    use super::{TopK, rank};
    use crate::sparse::DocId;

    proptest! {
        /// Scores come from five values, so ties, the case that breaks top-k code, are common.
        #[test]
        fn top_k_equals_full_sort(
            scores in prop::collection::vec(prop::sample::select(vec![0.0f32, 1e-40, 0.25, 0.5, 1.0]), 0..200),
            k in 0usize..250,
        ) {
            let all = scores.iter().enumerate().map(|(doc, &score)| Neighbour { doc: DocId::from_index(doc), score });
            let mut top = TopK::new(k);
            all.clone().rev().for_each(|neighbour| top.offer(neighbour));
            let mut expected: Vec<Neighbour> = all.collect();
            expected.sort_by(rank);
            expected.truncate(k);
            prop_assert_eq!(top.into_sorted(), expected);
        }
    }
}
