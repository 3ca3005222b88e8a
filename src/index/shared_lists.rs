//! Top-k lists that several threads fill at once.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::{Neighbour, Neighbours, TopK};
use crate::sparse::DocId;

/// The best neighbours found so far for each query row, by any thread.
///
/// Cosine is symmetric, so the search of one row also fills the lists of other rows. When a row's list is full before
/// its own search starts, that search begins with a tight threshold. A list keeps the best of everything offered to
/// it, so the result does not depend on the order of the offers.
pub(super) struct SharedLists {
    lists: Vec<Mutex<TopK>>,
    /// Number of each row's list, or [`NO_LIST`].
    list_of: Vec<u32>,
    /// Bits of each row's threshold. Scores are not negative, so their bits order as the scores do. No score reaches
    /// [`NO_LIST`].
    thresholds: Vec<AtomicU32>,
}

/// Marks the rows that are not queries.
const NO_LIST: u32 = u32::MAX;

impl SharedLists {
    /// Creates an empty list for each different row of `docs`.
    pub(super) fn new(docs: &[DocId], n_docs: usize, k: usize) -> Self {
        let mut list_of = vec![NO_LIST; n_docs];
        let mut thresholds: Vec<_> = (0..n_docs).map(|_| AtomicU32::new(NO_LIST)).collect();
        let mut n_lists = 0;
        for doc in docs {
            let list = &mut list_of[doc.index()];
            if *list == NO_LIST {
                *list = n_lists;
                *thresholds[doc.index()].get_mut() = 0;
                n_lists += 1;
            }
        }
        Self {
            lists: (0..n_lists).map(|_| Mutex::new(TopK::new(k))).collect(),
            list_of,
            thresholds,
        }
    }

    /// Returns whether the list of `doc` may take a neighbour with this score; false when `doc` has no list.
    pub(super) fn may_take(&self, doc: DocId, score: f32) -> bool {
        // A stale threshold is too low, which costs time but never drops a neighbour.
        score.to_bits() >= self.thresholds[doc.index()].load(Ordering::Relaxed)
    }

    /// Offers a neighbour to the list of `doc`. Ignores a neighbour that the list already has, a score of 0, and a row
    /// without a list.
    pub(super) fn offer(&self, doc: DocId, neighbour: Neighbour) {
        if neighbour.score > 0.0 && self.may_take(doc, neighbour.score) {
            let mut list = self.lock(doc);
            if !list.contains(neighbour.doc) {
                list.offer(neighbour);
                self.thresholds[doc.index()].store(list.threshold().to_bits(), Ordering::Relaxed);
            }
        }
    }

    /// Returns a copy of a row's list.
    pub(super) fn snapshot(&self, doc: DocId) -> TopK {
        self.lock(doc).clone()
    }

    /// Stores the list of a finished search, which started from a snapshot.
    pub(super) fn merge(&self, doc: DocId, mut found: TopK) {
        let mut list = self.lock(doc);
        for neighbour in list.iter() {
            // Other threads may have offered neighbours since the snapshot.
            if !found.contains(neighbour.doc) {
                found.offer(neighbour);
            }
        }
        self.thresholds[doc.index()].store(found.threshold().to_bits(), Ordering::Relaxed);
        *list = found;
    }

    /// Returns the lists of `docs`, sorted.
    pub(super) fn into_neighbours(self, docs: &[DocId]) -> Neighbours {
        let sorted = |doc: &DocId| self.lock(*doc).clone().into_sorted();
        Neighbours::from_lists(docs.par_iter().map(sorted).collect::<Vec<_>>())
    }

    /// Locks a row's list. A poisoned lock is still valid: a thread that panicked in an offer lost that offer alone.
    fn lock(&self, doc: DocId) -> MutexGuard<'_, TopK> {
        let list = &self.lists[self.list_of[doc.index()] as usize];
        list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
