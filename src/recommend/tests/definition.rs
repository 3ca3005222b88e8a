//! Lists against their definition: every article weighed, then chosen from all of them.

use proptest::prelude::*;

use super::generate::{Case, case};
use crate::index::{Neighbour, unwatched};
use crate::recommend::{Decision, Pick, Policy, Reason, Selector};
use crate::sparse::{DocId, Row, SparseRows, dot};

/// All that may stand in a list, by weighted score, best first.
fn weighed(selector: &Selector<'_>, rows: &SparseRows, doc: DocId) -> Vec<Neighbour> {
    let score = |other: DocId| dot(rows.row(doc), rows.row(other));
    let least = selector.policy().min_score;
    let may_stand = |&other: &DocId| {
        selector.refusal(doc, other).is_none() && score(other) > 0.0 && score(other) >= least
    };
    let weigh = |other: DocId| {
        let score = (f64::from(score(other)) * selector.factors(doc, other).product()) as f32;
        Neighbour { doc: other, score }
    };
    let mut all: Vec<Neighbour> = rows.docs().filter(may_stand).map(weigh).collect();
    all.retain(|item| item.score > 0.0);
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
    all
}

/// What follows the pins, from all that may.
pub(super) fn chosen(
    policy: &Policy,
    rows: &SparseRows,
    row: Row<'_>,
    pins: &[DocId],
    mut left: Vec<Neighbour>,
) -> Vec<DocId> {
    let most = policy.diversity.max_similarity.unwrap_or(f32::INFINITY);
    let dial = policy.diversity.dial;
    let cosine = |a: DocId, b: DocId| dot(rows.row(a), rows.row(b));
    let n_pool = if dial > 0.0 { policy.diversity.pool.max(policy.k - pins.len()) } else { 0 };
    let mut list = pins.to_vec();
    let mut places: Vec<usize> = (0..left.len()).collect();
    while list.len() < policy.k {
        let may_stand = |other: DocId| {
            dot(row, rows.row(other)) <= most
                && list.iter().all(|&item| cosine(item, other) <= most)
        };
        let worth = |item: &Neighbour, place: usize| {
            let nearest = list.iter().map(|&other| cosine(other, item.doc)).fold(0.0, f32::max);
            let is_pooled = place < n_pool;
            let worth = (1.0 - dial) * f64::from(item.score) - dial * f64::from(nearest);
            // The pool comes first, then what follows it in order.
            (is_pooled, if is_pooled { worth } else { -(place as f64) })
        };
        let able = (0..left.len()).filter(|&at| may_stand(left[at].doc));
        let best = able
            .map(|at| (worth(&left[at], places[at]), at))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((_, at)) = best else { break };
        list.push(left.remove(at).doc);
        places.remove(at);
    }
    list
}

/// A list by its definition, behind the pins it has; which those are is judged by `promises`.
fn expected(
    selector: &Selector<'_>,
    rows: &SparseRows,
    doc: DocId,
    list: &[Pick],
    ranked: Vec<Neighbour>,
) -> Vec<DocId> {
    let pinned = list.iter().filter(|pick| pick.reason == Reason::Pin);
    let pins: Vec<DocId> = pinned.map(|pick| pick.doc).collect();
    let stands =
        |doc: DocId| pins.iter().any(|&pin| pin == doc || selector.groups().are_together(pin, doc));
    let left = ranked.into_iter().filter(|item| !stands(item.doc)).collect();
    chosen(selector.policy(), rows, rows.row(doc), &pins, left)
}

/// A cap is defined by its rounds alone; what it promises is held by `promises`.
fn without_a_cap(case: &mut Case) {
    case.policy.max_inbound = None;
    for rule in &mut case.rules {
        if let Decision::Lists { max_inbound, .. } = &mut rule.what {
            *max_inbound = None;
        }
    }
}

proptest! {
    #[test]
    fn lists_equal_weighing_the_whole_archive(mut case in case()) {
        without_a_cap(&mut case);
        let index = case.index();
        let selector = case.selector(&index);
        let docs: Vec<DocId> = index.rows().docs().collect();
        let lists = selector.lists(&docs, &unwatched).unwrap();
        for (&doc, list) in docs.iter().zip(&lists) {
            let all = weighed(&selector, index.rows(), doc);
            let expected = expected(&selector, index.rows(), doc, list, all);
            prop_assert_eq!(list.iter().map(|pick| pick.doc).collect::<Vec<_>>(), expected);
            let alone = selector.lists(&[doc], &unwatched).unwrap();
            prop_assert_eq!(&alone[0], list);
        }
    }

    #[test]
    fn lists_from_candidates_equal_choosing_from_all_of_them(mut case in case()) {
        without_a_cap(&mut case);
        let index = case.index();
        let selector = case.selector(&index);
        let docs: Vec<DocId> = index.rows().docs().collect();
        let ranked = case.ranked(&selector, index.rows());
        let lists = selector.lists_from(&docs, &ranked);
        for ((&doc, list), ranked) in docs.iter().zip(&lists).zip(ranked) {
            let expected = expected(&selector, index.rows(), doc, list, ranked);
            prop_assert_eq!(list.iter().map(|pick| pick.doc).collect::<Vec<_>>(), expected);
        }
    }
}
