//! The k best of many, ties by the lower row.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Neighbour;
use crate::sparse::DocId;

/// Collects the k best neighbours offered, in any order of offering.
#[derive(Clone, Debug)]
pub struct TopK {
    k: usize,
    /// Worst on top.
    heap: BinaryHeap<Worst>,
}

#[derive(Clone, Copy, Debug)]
struct Worst(Neighbour);

/// Rank of a neighbour: `Less` is the better one, score descending, then row ascending.
pub(super) fn rank(a: &Neighbour, b: &Neighbour) -> Ordering {
    b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc))
}

impl Ord for Worst {
    fn cmp(&self, other: &Self) -> Ordering {
        rank(&self.0, &other.0)
    }
}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Worst {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Worst {}

impl TopK {
    /// Room for `k` neighbours; with `k = 0` nothing is ever kept.
    #[must_use]
    pub fn new(k: usize) -> Self {
        Self { k, heap: BinaryHeap::new() }
    }

    /// Takes a neighbour if it is among the k best so far. O(log k).
    pub fn offer(&mut self, neighbour: Neighbour) {
        if self.heap.len() < self.k {
            self.heap.push(Worst(neighbour));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && rank(&neighbour, &worst.0).is_lt()
        {
            *worst = Worst(neighbour);
        }
    }

    /// The score that a neighbour must at least equal to be taken: 0 while there is room.
    #[must_use]
    pub fn threshold(&self) -> f32 {
        if self.heap.len() < self.k {
            0.0
        } else {
            self.heap.peek().map_or(f32::INFINITY, |worst| worst.0.score)
        }
    }

    /// Whether a row is among those kept. O(k).
    #[must_use]
    pub fn contains(&self, doc: DocId) -> bool {
        self.heap.iter().any(|kept| kept.0.doc == doc)
    }

    /// The neighbours kept, in no order.
    pub fn iter(&self) -> impl Iterator<Item = Neighbour> {
        self.heap.iter().map(|kept| kept.0)
    }

    /// The neighbours kept, the best first.
    #[must_use]
    pub fn into_sorted(self) -> Vec<Neighbour> {
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
