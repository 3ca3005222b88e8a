//! From the best items to a list whose items differ.

use super::policy::{DiversityPolicy, Policy};
use crate::index::Neighbour;
use crate::sparse::{Row, SparseRows, dot};

/// Chooses `k` items from the best items, best first; `None` when more of them have to be known.
///
/// `ranked` are the first of all items by weighted score; `is_all` says that there are no others.
pub(super) fn choose(
    policy: &Policy,
    k: usize,
    rows: &SparseRows,
    row: Row<'_>,
    ranked: &[Neighbour],
    is_all: bool,
) -> Option<Vec<Neighbour>> {
    let DiversityPolicy { dial, pool, max_similarity } = policy.diversity;
    let n_pool = if dial > 0.0 { pool.max(k) } else { 0 };
    if dial <= 0.0 && max_similarity.is_none() {
        return (is_all || ranked.len() >= k).then(|| ranked[..k.min(ranked.len())].to_vec());
    }
    if ranked.len() < n_pool && !is_all {
        return None;
    }
    let most = max_similarity.unwrap_or(f32::INFINITY);
    let may_stand = |item: &Neighbour| dot(row, rows.row(item.doc)) <= most;
    let mut chosen: Vec<Neighbour> = Vec::with_capacity(k);
    // Each item of the pool with the largest cosine it has with those chosen.
    let (pool, rest) = ranked.split_at(n_pool.min(ranked.len()));
    let mut pool: Vec<(Neighbour, f32)> =
        pool.iter().filter(|item| may_stand(item)).map(|&item| (item, 0.0)).collect();
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
        let row = rows.row(item.doc);
        for (other, nearest) in &mut pool {
            *nearest = nearest.max(dot(row, rows.row(other.doc)));
        }
        pool.retain(|&(_, nearest)| nearest <= most);
    }
    for item in rest.iter().filter(|item| may_stand(item)) {
        if chosen.len() == k {
            break;
        }
        let row = rows.row(item.doc);
        if chosen.iter().all(|other| dot(row, rows.row(other.doc)) <= most) {
            chosen.push(*item);
        }
    }
    (is_all || chosen.len() == k).then_some(chosen)
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
