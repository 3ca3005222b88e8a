//! Chooses items that are similar to the article but differ from each other.

use super::policy::{DiversityPolicy, Policy};
use crate::index::Neighbour;
use crate::sparse::{DocId, Row, SparseRows, dot};

/// Chooses the items that follow `pins`; `None` when `ranked` is too short to decide.
///
/// `pins` must not exceed `policy.k`. `ranked` is a prefix of the ranking by weighted score, best first;
/// `is_complete` means that the ranking has no further items. With a `dial` above 0, each step takes from the
/// pool the item with the largest `(1 − dial) · weighted score − dial · largest cosine with the list so far`.
///
/// # Source
/// Carbonell and Goldstein, "The use of MMR, diversity-based reranking for reordering documents and producing
/// summaries", 1998.
pub(super) fn choose(
    policy: &Policy,
    rows: &SparseRows,
    row: Row<'_>,
    pins: &[DocId],
    ranked: &[Neighbour],
    is_complete: bool,
) -> Option<Vec<Neighbour>> {
    let DiversityPolicy { dial, pool, max_similarity } = policy.diversity;
    let k = policy.k - pins.len();
    let n_pool = if dial > 0.0 { pool.max(k) } else { 0 };
    if dial <= 0.0 && max_similarity.is_none() {
        return (is_complete || ranked.len() >= k).then(|| ranked[..k.min(ranked.len())].to_vec());
    }
    if ranked.len() < n_pool && !is_complete {
        return None;
    }
    let max = max_similarity.unwrap_or(f32::INFINITY);
    let cosine = |a: DocId, b: DocId| dot(rows.row(a), rows.row(b));
    let is_allowed = |item: &Neighbour| {
        dot(row, rows.row(item.doc)) <= max
            && is_different_enough(policy, rows, item.doc, pins.iter().copied())
    };
    let mut chosen: Vec<Neighbour> = Vec::with_capacity(k);
    // Each item of the pool, with its largest cosine similarity to the items of the list so far.
    let (pool, rest) = ranked.split_at(n_pool.min(ranked.len()));
    let nearest =
        |item: &Neighbour| pins.iter().map(|&pin| cosine(pin, item.doc)).fold(0.0, f32::max);
    let mut pool: Vec<(Neighbour, f32)> =
        pool.iter().filter(|item| is_allowed(item)).map(|item| (*item, nearest(item))).collect();
    while chosen.len() < k && !pool.is_empty() {
        let value = |&(item, nearest): &(Neighbour, f32)| {
            (1.0 - dial) * f64::from(item.score) - dial * f64::from(nearest)
        };
        let mut best = 0;
        for at in 1..pool.len() {
            // The pool is in order of rank, so the first of equal items wins.
            if value(&pool[at]) > value(&pool[best]) {
                best = at;
            }
        }
        let (item, _) = pool.remove(best);
        chosen.push(item);
        for (other, nearest) in &mut pool {
            *nearest = nearest.max(cosine(item.doc, other.doc));
        }
        pool.retain(|&(_, nearest)| nearest <= max);
    }
    for item in rest.iter().filter(|item| is_allowed(item)) {
        if chosen.len() == k {
            break;
        }
        if is_different_enough(policy, rows, item.doc, chosen.iter().map(|other| other.doc)) {
            chosen.push(*item);
        }
    }
    (is_complete || chosen.len() == k).then_some(chosen)
}

/// Returns whether the similarity of an item to each of the others is within the policy's maximum.
pub(super) fn is_different_enough(
    policy: &Policy,
    rows: &SparseRows,
    item: DocId,
    mut others: impl Iterator<Item = DocId>,
) -> bool {
    let row = rows.row(item);
    policy
        .diversity
        .max_similarity
        .is_none_or(|max| others.all(|other| dot(row, rows.row(other)) <= max))
}

/// Returns how many candidates to fetch first under a policy.
pub(super) fn n_first_candidates(policy: &Policy) -> usize {
    let DiversityPolicy { dial, pool, max_similarity } = policy.diversity;
    if dial > 0.0 {
        pool.max(policy.k)
    } else if max_similarity.is_some() {
        policy.k.saturating_mul(2)
    } else {
        policy.k
    }
}
