//! Exact top-k of one query.

use super::{Index, Neighbour, TopK};
use crate::sparse::{DocId, Row};

/// How many neighbours, and how near at least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Length of a list.
    pub k: usize,
    /// Least score of a neighbour; a score of 0 is never a neighbour.
    pub min_score: f32,
}

/// Reusable working memory of a thread: 8 bytes for each row of the index.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    sums: Vec<f64>,
}

impl Index {
    /// The exact k rows most similar to `query` among those that `eligible` admits: score descending,
    /// then row ascending.
    ///
    /// Term at a time: the query's terms in ascending id add to a sum for each row, so the sums have the
    /// very bits of `sparse::dot`. O(postings of the query's terms + n_docs).
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
        scratch.sums.resize(self.rows().n_docs(), 0.0);
        let sums = &mut scratch.sums[..];
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
