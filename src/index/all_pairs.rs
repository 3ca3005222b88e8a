//! Exact top-k of every row.

use rayon::prelude::*;

use super::shared_lists::SharedLists;
use super::{Index, Neighbour, Neighbours, Scratch, Search};
use crate::sparse::DocId;

impl Index {
    /// The exact k rows most similar to each row of the index, itself left out.
    ///
    /// `progress` is told the number of rows done, now and then, from any thread. Rows in parallel; the
    /// bits do not depend on the number of threads. Memory: 12 bytes a row and 4 a term for each thread, and 8
    /// a neighbour.
    #[must_use]
    pub fn all_pairs(&self, search: Search, progress: &(dyn Fn(usize) + Sync)) -> Neighbours {
        let docs: Vec<DocId> = self.rows().docs().collect();
        let lists = SharedLists::new(docs.len(), search.k);
        docs.par_iter().for_each_init(Scratch::default, |scratch, &doc| {
            let found = |other: Neighbour| {
                lists.offer(other.doc, Neighbour { doc, score: other.score });
            };
            let row = self.rows().row(doc);
            let top =
                self.walk(row, search, lists.so_far(doc), |other| other != doc, found, &mut scratch.walk);
            lists.merge(doc, &top);
            progress(1);
        });
        Neighbours::from_lists(lists.into_sorted())
    }

    /// The lists of the given rows alone, in the order given; otherwise as [`Index::all_pairs`].
    #[must_use]
    pub fn some_pairs(
        &self,
        docs: &[DocId],
        search: Search,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Neighbours {
        let lists = docs.par_iter().map_init(Scratch::default, |scratch, &doc| {
            let list = self.search(self.rows().row(doc), search, |other| other != doc, scratch);
            progress(1);
            list
        });
        Neighbours::from_lists(lists.collect::<Vec<_>>())
    }
}
