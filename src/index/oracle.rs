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
