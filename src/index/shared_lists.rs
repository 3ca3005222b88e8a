//! Lists that threads fill for each other.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Neighbour, TopK};
use crate::sparse::DocId;

/// The best neighbours found so far of every row, by whichever thread.
///
/// A score is the same both ways, so the search of one row serves the other: with a full list the other
/// knows a threshold before it starts. What ends in a list is the best of all that was offered, so it
/// does not depend on who came first. Memory: 8 bytes an item of a list, and about 64 a row.
pub(super) struct SharedLists {
    lists: Vec<Mutex<TopK>>,
    /// Bits of each list's threshold: scores are not negative, so bits order as scores do.
    thresholds: Vec<AtomicU32>,
}

impl SharedLists {
    pub(super) fn new(n_docs: usize, k: usize) -> Self {
        Self {
            lists: (0..n_docs).map(|_| Mutex::new(TopK::new(k))).collect(),
            thresholds: (0..n_docs).map(|_| AtomicU32::new(0)).collect(),
        }
    }

    /// Offers a neighbour to a row that may have it already. A threshold read too early is too low, which
    /// costs time alone.
    pub(super) fn offer(&self, doc: DocId, neighbour: Neighbour) {
        let threshold = &self.thresholds[doc.index()];
        if neighbour.score.to_bits() >= threshold.load(Ordering::Relaxed) {
            let mut list = self.lock(doc);
            if !list.contains(neighbour.doc) {
                list.offer(neighbour);
                threshold.store(list.threshold().to_bits(), Ordering::Relaxed);
            }
        }
    }

    /// What was found of a row so far.
    pub(super) fn so_far(&self, doc: DocId) -> TopK {
        self.lock(doc).clone()
    }

    /// Adds the list of a finished search.
    pub(super) fn merge(&self, doc: DocId, found: &TopK) {
        found.iter().for_each(|neighbour| self.offer(doc, neighbour));
    }

    /// The lists, each the best first.
    pub(super) fn into_sorted(self) -> impl Iterator<Item = Vec<Neighbour>> {
        let lists = self.lists.into_iter();
        lists.map(|list| list.into_inner().unwrap_or_else(PoisonError::into_inner).into_sorted())
    }

    /// A thread that panicked in an offer can only have left out that offer.
    fn lock(&self, doc: DocId) -> std::sync::MutexGuard<'_, TopK> {
        self.lists[doc.index()].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
