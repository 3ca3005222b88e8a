//! Lists that threads fill for each other.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::{Neighbour, Neighbours, TopK};
use crate::sparse::DocId;

/// The best neighbours found so far of each row asked for, by whichever thread.
///
/// A score is the same both ways, so the search of one row serves the other: with a full list that one
/// knows a threshold before it starts. What ends in a list is the best of all that was offered, so it
/// does not depend on who came first.
pub(super) struct SharedLists {
    lists: Vec<Mutex<TopK>>,
    /// The list of each row of the index, or [`NOT_ASKED`].
    list_of: Vec<u32>,
    /// Bits of the threshold of each row's list: scores are not negative, so bits order as scores do. No score
    /// reaches [`NOT_ASKED`].
    thresholds: Vec<AtomicU32>,
}

const NOT_ASKED: u32 = u32::MAX;

impl SharedLists {
    /// Empty lists for `docs`, one for each that is asked for twice.
    pub(super) fn new(docs: &[DocId], n_docs: usize, k: usize) -> Self {
        let mut list_of = vec![NOT_ASKED; n_docs];
        let mut thresholds: Vec<_> = (0..n_docs).map(|_| AtomicU32::new(NOT_ASKED)).collect();
        let mut n_lists = 0;
        for doc in docs {
            let list = &mut list_of[doc.index()];
            if *list == NOT_ASKED {
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

    /// Whether the list of a row, which may not be asked for, would take a score.
    pub(super) fn may_take(&self, doc: DocId, score: f32) -> bool {
        // A threshold read too early is too low, which costs time alone.
        score.to_bits() >= self.thresholds[doc.index()].load(Ordering::Relaxed)
    }

    /// Offers a neighbour to a row that may have it already, or may not be asked for. A score of 0 is none.
    pub(super) fn offer(&self, doc: DocId, neighbour: Neighbour) {
        if neighbour.score > 0.0 && self.may_take(doc, neighbour.score) {
            let mut list = self.lock(doc);
            if !list.contains(neighbour.doc) {
                list.offer(neighbour);
                self.thresholds[doc.index()].store(list.threshold().to_bits(), Ordering::Relaxed);
            }
        }
    }

    /// What was found of a row so far.
    pub(super) fn so_far(&self, doc: DocId) -> TopK {
        self.lock(doc).clone()
    }

    /// Adds the list of a finished search, which has all that was there when it started.
    pub(super) fn merge(&self, doc: DocId, mut found: TopK) {
        let mut list = self.lock(doc);
        for neighbour in list.iter() {
            // What came in the meantime.
            if !found.contains(neighbour.doc) {
                found.offer(neighbour);
            }
        }
        self.thresholds[doc.index()].store(found.threshold().to_bits(), Ordering::Relaxed);
        *list = found;
    }

    /// The lists of `docs`.
    pub(super) fn into_neighbours(self, docs: &[DocId]) -> Neighbours {
        let sorted = |doc: &DocId| self.lock(*doc).clone().into_sorted();
        Neighbours::from_lists(docs.par_iter().map(sorted).collect::<Vec<_>>())
    }

    /// A thread that panicked in an offer can only have left out that offer.
    fn lock(&self, doc: DocId) -> MutexGuard<'_, TopK> {
        let list = &self.lists[self.list_of[doc.index()] as usize];
        list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
