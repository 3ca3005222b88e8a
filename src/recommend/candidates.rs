//! The ranked candidates of one list, fetched in growing prefixes.

use hashbrown::HashSet;

use crate::index::Neighbour;
use crate::sparse::DocId;

/// The ranked candidates of a list without its pins, best first.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates {
    /// The candidates that are not rejected, best first.
    available: Vec<Neighbour>,
    /// All unpinned candidates fetched so far, best first, rejected ones included.
    all: Vec<Neighbour>,
    /// Length of the prefix of the ranking that was requested last.
    n_requested: usize,
    /// Whether the ranking has no further candidates.
    is_complete: bool,
    /// Items that the cap removed from the list.
    rejected: HashSet<DocId>,
}

impl Candidates {
    /// Keeps the unpinned items of the `n` best. Fewer than `n` items mean that the ranking is complete.
    pub(super) fn new(
        ranked: Vec<Neighbour>,
        n: usize,
        is_unpinned: impl Fn(DocId) -> bool,
    ) -> Self {
        let mut candidates = Self::default();
        candidates.set_ranked(ranked, n, is_unpinned);
        candidates
    }

    /// Returns the candidates that are not rejected, best first.
    pub(super) fn available(&self) -> &[Neighbour] {
        &self.available
    }

    /// Returns whether the ranking has no further candidates.
    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Fetches a prefix of twice the length.
    pub(super) fn fetch_more(
        &mut self,
        mut ranked: impl FnMut(usize) -> Vec<Neighbour>,
        is_unpinned: impl Fn(DocId) -> bool,
    ) {
        let n = self.n_requested.saturating_mul(2);
        self.set_ranked(ranked(n), n, is_unpinned);
    }

    /// Removes an item until [`Candidates::restore_rejected`].
    pub(super) fn reject(&mut self, item: DocId) {
        self.available.retain(|candidate| candidate.doc != item);
        self.rejected.insert(item);
    }

    /// Restores all rejected items, and returns whether there were any.
    pub(super) fn restore_rejected(&mut self) -> bool {
        let any = !self.rejected.is_empty();
        if any {
            self.rejected.clear();
            self.available.clone_from(&self.all);
        }
        any
    }

    fn set_ranked(
        &mut self,
        ranked: Vec<Neighbour>,
        n: usize,
        is_unpinned: impl Fn(DocId) -> bool,
    ) {
        (self.n_requested, self.is_complete) = (n, ranked.len() < n);
        self.all = ranked;
        self.all.retain(|item| is_unpinned(item.doc));
        let is_kept = |item: &&Neighbour| !self.rejected.contains(&item.doc);
        self.available = self.all.iter().filter(is_kept).copied().collect();
    }
}
