//! A set of rows that is cheap to clear.

use crate::sparse::DocId;

/// A bit set of rows that also lists its members, so that clearing it costs O(members).
#[derive(Clone, Debug, Default)]
pub(super) struct DocSet {
    bits: Vec<u64>,
    docs: Vec<DocId>,
}

impl DocSet {
    /// Makes room for the rows below `n_docs`.
    pub(super) fn grow_to(&mut self, n_docs: usize) {
        self.bits.resize(n_docs.div_ceil(64), 0);
    }

    /// Adds a row. Returns whether it is new.
    pub(super) fn insert(&mut self, doc: DocId) -> bool {
        let (word, bit) = (&mut self.bits[doc.index() / 64], 1 << (doc.index() % 64));
        let is_new = *word & bit == 0;
        if is_new {
            *word |= bit;
            self.docs.push(doc);
        }
        is_new
    }

    pub(super) fn contains(&self, doc: DocId) -> bool {
        self.bits[doc.index() / 64] & 1 << (doc.index() % 64) != 0
    }

    pub(super) fn clear(&mut self) {
        for doc in self.docs.drain(..) {
            self.bits[doc.index() / 64] = 0;
        }
    }
}
