//! The exhaustive search: the meaning of every faster one.

use super::query::weighted;
use super::{Neighbour, ScoreModifier, Search, topk};
use crate::sparse::{DocId, Row, SparseRows, dot};

/// Scores every row with [`dot`] and sorts: what each faster search must equal, bits and ties.
///
/// O(n_docs · terms of a row); for tests and as the baseline of the benches.
#[must_use]
pub fn brute_force(
    rows: &SparseRows,
    query: Row<'_>,
    search: Search,
    eligible: impl Fn(DocId) -> bool,
) -> Vec<Neighbour> {
    exhaustive_weighted(rows, query, search, ScoreModifier { eligible, factor: |_| 1.0, most: () })
}

/// The exhaustive search by product of score and factor; `most` is not needed.
#[must_use]
pub fn exhaustive_weighted<M>(
    rows: &SparseRows,
    query: Row<'_>,
    search: Search,
    modifier: ScoreModifier<impl Fn(DocId) -> bool, impl Fn(DocId) -> f64, M>,
) -> Vec<Neighbour> {
    let scored = rows.docs().map(|doc| Neighbour { doc, score: dot(query, rows.row(doc)) });
    let admitted =
        |n: &Neighbour| n.score > 0.0 && n.score >= search.min_score && (modifier.eligible)(n.doc);
    let weigh =
        |n: Neighbour| Neighbour { doc: n.doc, score: weighted(n.score, (modifier.factor)(n.doc)) };
    let weighed = scored.filter(admitted).map(weigh).filter(|n| n.score > 0.0);
    let mut list: Vec<Neighbour> = weighed.collect();
    list.sort_by(topk::rank);
    list.truncate(search.k);
    list
}
