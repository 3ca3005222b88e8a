//! Exact top-k of one query.

use super::{Index, Neighbour, TopK, walk::WalkScratch};
use crate::sparse::{DocId, Row};

/// How many neighbours, and how near at least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Length of a list.
    pub k: usize,
    /// Least score of a neighbour; a score of 0 is never a neighbour.
    pub min_score: f32,
}

/// Reusable working memory of a thread: at most 12 bytes for each row and 4 for each term of the index.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    walk: WalkScratch,
    sums: Vec<f64>,
}

impl Index {
    /// The exact k rows most similar to `query` among those that `eligible` admits: score descending,
    /// then row ascending.
    ///
    /// O(postings of the query's terms + n_docs) at most; mostly the postings of its commonest terms are
    /// not touched.
    ///
    /// # Panics
    /// When `query` has a term that is not below the index's number of terms.
    pub fn search(
        &self,
        query: Row<'_>,
        search: Search,
        eligible: impl Fn(DocId) -> bool,
        scratch: &mut Scratch,
    ) -> Vec<Neighbour> {
        let walked = self.walk(query, search, &eligible, &mut scratch.walk);
        walked.unwrap_or_else(|| self.add_up(query, search, eligible, &mut scratch.sums))
    }

    /// The same, term at a time in ascending id, so that the sums have the very bits of `sparse::dot`.
    fn add_up(
        &self,
        query: Row<'_>,
        search: Search,
        eligible: impl Fn(DocId) -> bool,
        sums: &mut Vec<f64>,
    ) -> Vec<Neighbour> {
        sums.resize(self.rows().n_docs(), 0.0);
        for (term, query_weight) in query.iter() {
            let query_weight = f64::from(query_weight);
            let (docs, weights) = self.postings(term);
            for (&doc, &weight) in docs.iter().zip(weights) {
                sums[doc as usize] += query_weight * f64::from(weight);
            }
        }
        let mut top = TopK::new(search.k);
        for (doc, sum) in (0u32..).map(DocId).zip(sums) {
            let score = std::mem::take(sum) as f32;
            if score > 0.0 && score >= search.min_score && score >= top.threshold() && eligible(doc)
            {
                top.offer(Neighbour { doc, score });
            }
        }
        top.into_sorted()
    }
}
