//! From the best items to a list whose items differ.

use super::policy::{DiversityPolicy, Policy};
use crate::index::Neighbour;
use crate::sparse::{DocId, Row, SparseRows, dot};

/// Chooses from the best items, best first, what stands behind `pins` in a list; `None` when more of them have to
/// be known.
///
/// `pins` are at most as many as the list has places; `ranked` are the first of all items by weighted score; `is_all` says that there are no others.
pub(super) fn choose(
    policy: &Policy,
    rows: &SparseRows,
    row: Row<'_>,
    pins: &[DocId],
    ranked: &[Neighbour],
    is_all: bool,
) -> Option<Vec<Neighbour>> {
    let DiversityPolicy { dial, pool, max_similarity } = policy.diversity;
    let k = policy.k - pins.len();
    let n_pool = if dial > 0.0 { pool.max(k) } else { 0 };
    if dial <= 0.0 && max_similarity.is_none() {
        return (is_all || ranked.len() >= k).then(|| ranked[..k.min(ranked.len())].to_vec());
    }
    if ranked.len() < n_pool && !is_all {
        return None;
    }
    let most = max_similarity.unwrap_or(f32::INFINITY);
    let cosine = |a: DocId, b: DocId| dot(rows.row(a), rows.row(b));
    let may_stand = |item: &Neighbour| {
        dot(row, rows.row(item.doc)) <= most
            && differs(policy, rows, item.doc, pins.iter().copied())
    };
    let mut chosen: Vec<Neighbour> = Vec::with_capacity(k);
    // Each item of the pool with the largest cosine it has with what stands in the list.
    let (pool, rest) = ranked.split_at(n_pool.min(ranked.len()));
    let nearest =
        |item: &Neighbour| pins.iter().map(|&pin| cosine(pin, item.doc)).fold(0.0, f32::max);
    let mut pool: Vec<(Neighbour, f32)> =
        pool.iter().filter(|item| may_stand(item)).map(|item| (*item, nearest(item))).collect();
    while chosen.len() < k && !pool.is_empty() {
        let worth = |&(item, nearest): &(Neighbour, f32)| {
            (1.0 - dial) * f64::from(item.score) - dial * f64::from(nearest)
        };
        let mut best = 0;
        for at in 1..pool.len() {
            // The pool stands in order of rank: of equals the first.
            if worth(&pool[at]) > worth(&pool[best]) {
                best = at;
            }
        }
        let (item, _) = pool.remove(best);
        chosen.push(item);
        for (other, nearest) in &mut pool {
            *nearest = nearest.max(cosine(item.doc, other.doc));
        }
        pool.retain(|&(_, nearest)| nearest <= most);
    }
    for item in rest.iter().filter(|item| may_stand(item)) {
        if chosen.len() == k {
            break;
        }
        if differs(policy, rows, item.doc, chosen.iter().map(|other| other.doc)) {
            chosen.push(*item);
        }
    }
    (is_all || chosen.len() == k).then_some(chosen)
}

/// Whether an item is no more like any of the others than the policy allows.
pub(super) fn differs(
    policy: &Policy,
    rows: &SparseRows,
    item: DocId,
    mut others: impl Iterator<Item = DocId>,
) -> bool {
    let row = rows.row(item);
    policy
        .diversity
        .max_similarity
        .is_none_or(|most| others.all(|other| dot(row, rows.row(other)) <= most))
}

/// How many of the best items a policy looks at first.
pub(super) fn first_look(policy: &Policy) -> usize {
    let DiversityPolicy { dial, pool, max_similarity } = policy.diversity;
    if dial > 0.0 {
        pool.max(policy.k)
    } else if max_similarity.is_some() {
        policy.k.saturating_mul(2)
    } else {
        policy.k
    }
}
