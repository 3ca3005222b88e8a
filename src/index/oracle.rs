//! The exhaustive search: the meaning of every faster one.

use super::{Neighbour, Search, topk};
use crate::sparse::{DocId, Row, SparseRows, dot};

/// Scores every row with [`dot`] and sorts: what each faster search must equal, bits and ties.
///
/// O(n_docs · terms of a row); for tests and as the baseline of the benches.
#[must_use]
pub fn exhaustive(
    rows: &SparseRows,
    query: Row<'_>,
    search: Search,
    eligible: impl Fn(DocId) -> bool,
) -> Vec<Neighbour> {
    let scored = rows.docs().map(|doc| Neighbour { doc, score: dot(query, rows.row(doc)) });
    let admitted = |n: &Neighbour| n.score > 0.0 && n.score >= search.min_score && eligible(n.doc);
    let mut list: Vec<Neighbour> = scored.filter(admitted).collect();
    list.sort_by(topk::rank);
    list.truncate(search.k);
    list
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Index, Scratch, Search};
    use super::exhaustive;
    use crate::sparse::SparseRows;

    /// Few distinct weights, so that scores tie; rows may be empty or equal.
    fn rows() -> impl Strategy<Value = SparseRows> {
        let weight =
            prop::sample::select(vec![0.0f32, 0.0, 0.0, 0.5, 0.5, 0.70710677, 1e-20, 1e-30]);
        let row = prop::collection::vec(weight, 12);
        prop::collection::vec(row, 0..40).prop_map(|dense| {
            let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
            for row in dense {
                for (term, weight) in (0u32..).zip(row).filter(|&(_, weight)| weight > 0.0) {
                    terms.push(term);
                    weights.push(weight);
                }
                offsets.push(terms.len());
            }
            SparseRows::try_new(offsets, terms, weights, 12).unwrap()
        })
    }

    proptest! {
        #[test]
        fn every_search_equals_the_exhaustive_one(rows in rows(), k in 0usize..12, min_score in prop::sample::select(vec![0.0f32, 0.25, 0.5])) {
            let search = Search { k, min_score };
            let index = Index::build(rows);
            let neighbours = index.all_pairs(search, &|_| {});
            let mut scratch = Scratch::default();
            for doc in index.rows().docs() {
                let row = index.rows().row(doc);
                prop_assert_eq!(neighbours.of(doc), exhaustive(index.rows(), row, search, |other| other != doc));
                let even = |other: crate::sparse::DocId| other.0.is_multiple_of(2);
                prop_assert_eq!(index.search(row, search, even, &mut scratch), exhaustive(index.rows(), row, search, even));
            }
        }
    }
}
