//! The brute-force search: the definition that every faster search must equal.

use super::search::weighted;
use super::{Neighbour, ScoreModifier, Search, topk};
use crate::sparse::{DocId, Row, SparseRows, dot};

/// Returns the k best rows by scoring every row with [`dot`] and sorting all scores.
///
/// Tests compare the faster searches with it, bits and ties included; benches use it as the baseline.
/// O(n_docs · terms of a row).
#[must_use]
pub fn brute_force(
    rows: &SparseRows,
    query: Row<'_>,
    search: Search,
    eligible: impl Fn(DocId) -> bool,
) -> Vec<Neighbour> {
    let modifier = ScoreModifier { eligible, factor: |_| 1.0, block_max: () };
    brute_force_weighted(rows, query, search, modifier)
}

/// Like [`brute_force`], but ranks by the product of score and factor. It ignores `block_max`.
#[must_use]
pub(crate) fn brute_force_weighted<B>(
    rows: &SparseRows,
    query: Row<'_>,
    search: Search,
    modifier: ScoreModifier<impl Fn(DocId) -> bool, impl Fn(DocId) -> f64, B>,
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
