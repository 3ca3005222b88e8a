//! What may stand in one list, as far as it was looked for.

use hashbrown::HashSet;

use crate::index::Neighbour;
use crate::sparse::DocId;

/// The items that may stand in a list behind its pins, best first.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates {
    free: Vec<Neighbour>,
    /// Those and what was let go of, best first.
    found: Vec<Neighbour>,
    /// How many of the best items, free or not, were asked for.
    n_asked: usize,
    /// Whether there are no others.
    is_all: bool,
    /// What the list let go of.
    rejected: HashSet<DocId>,
}

impl Candidates {
    /// Those of the `n` best items that are free; where fewer than `n` come there are no others.
    pub(super) fn of(ranked: Vec<Neighbour>, n: usize, is_free: impl Fn(DocId) -> bool) -> Self {
        let mut candidates = Self::default();
        candidates.take_in(ranked, n, is_free);
        candidates
    }

    /// The free items, best first.
    pub(super) fn free(&self) -> &[Neighbour] {
        &self.free
    }

    /// Whether there are no others.
    pub(super) fn is_all(&self) -> bool {
        self.is_all
    }

    /// Asks for twice as many items as before.
    pub(super) fn look_further(
        &mut self,
        mut ranked: impl FnMut(usize) -> Vec<Neighbour>,
        is_free: impl Fn(DocId) -> bool,
    ) {
        let n = self.n_asked.saturating_mul(2);
        self.take_in(ranked(n), n, is_free);
    }

    /// Lets go of an item until it is taken back.
    pub(super) fn reject(&mut self, item: DocId) {
        self.free.retain(|free| free.doc != item);
        self.rejected.insert(item);
    }

    /// Takes back whatever was let go of; whether there was anything.
    pub(super) fn take_back(&mut self) -> bool {
        let any = !self.rejected.is_empty();
        if any {
            self.rejected.clear();
            self.free.clone_from(&self.found);
        }
        any
    }

    fn take_in(&mut self, ranked: Vec<Neighbour>, n: usize, is_free: impl Fn(DocId) -> bool) {
        (self.n_asked, self.is_all) = (n, ranked.len() < n);
        self.found = ranked;
        self.found.retain(|item| is_free(item.doc));
        let is_kept = |item: &&Neighbour| !self.rejected.contains(&item.doc);
        self.free = self.found.iter().filter(is_kept).copied().collect();
    }
}
