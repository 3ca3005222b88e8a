//! Lists against their definition: every article weighed, then chosen from all of them.

use proptest::prelude::*;

use super::generate::{Case, DAY, NOW, Piece, case};
use crate::article::Date;
use crate::index::{Index, Neighbour, Progress, ROW_BLOCK};
use crate::recommend::{
    Decision, Nearness, Policy, Reason, Recency, Recommendation, Selector, Stance,
};
use crate::sparse::{DocId, Row, SparseRows, dot};

/// By what the score of an item is multiplied in the list of an article, as the documentation of the policy has it.
pub(super) fn factor(policy: &Policy, article: &Piece, item: &Piece) -> f64 {
    let seconds = |date: Option<Date>| date.map(Date::unix_seconds);
    let days = |from: i64, to: i64| (to - from) as f64 / DAY as f64;
    let half_power = |x: f64| 0.5f64.powf(x);
    let shares = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
    let mut factor = 1.0;
    if let (Some(Nearness { weight, half_life_days }), Some(a), Some(b)) =
        (policy.time.nearness, seconds(article.date), seconds(item.date))
    {
        factor *= 1.0 + weight * half_power(days(a, b).abs() / half_life_days);
    }
    if let Some(Recency { half_life_days, offset_days, floor }) = policy.time.recency {
        factor *= match seconds(item.date) {
            _ if item.editorial.evergreen => 1.0,
            None => floor,
            Some(date) if date > NOW + DAY => floor,
            Some(date) => {
                let counted = f64::max(0.0, days(date, NOW) - offset_days);
                floor + (1.0 - floor) * half_power(counted / half_life_days)
            }
        };
    }
    let sections = &policy.sections;
    factor *= item.section.and_then(|section| sections.weights.get(section)).unwrap_or(&1.0);
    if sections.same_section == Stance::Prefer && shares(article.section, item.section) {
        factor *= sections.prefer;
    }
    let series = |piece: &Piece| piece.editorial.series.clone();
    if sections.same_series == Stance::Prefer
        && shares(series(article).as_deref(), series(item).as_deref())
    {
        factor *= sections.prefer;
    }
    factor
}

/// All that may stand in a list, by weighted score, best first.
fn weighed(case: &Case, selector: &Selector, rows: &SparseRows, doc: DocId) -> Vec<Neighbour> {
    let score = |other: DocId| dot(rows.row(doc), rows.row(other));
    let (policy, piece) = (selector.policy(), |doc: DocId| &case.pieces[doc.index()]);
    let least = policy.min_score;
    let may_stand = |&other: &DocId| {
        selector.exclusion(doc, other).is_none() && score(other) > 0.0 && score(other) >= least
    };
    let weigh = |other: DocId| {
        let factor = factor(policy, piece(doc), piece(other));
        let score = (f64::from(score(other)) * factor) as f32;
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
    selector: &Selector,
    rows: &SparseRows,
    doc: DocId,
    list: &[Recommendation],
    ranked: Vec<Neighbour>,
) -> Vec<DocId> {
    let pinned = list.iter().filter(|pick| pick.reason == Reason::Pin);
    let pins: Vec<DocId> = pinned.map(|pick| pick.doc).collect();
    let stands =
        |doc: DocId| pins.iter().any(|&pin| pin == doc || selector.groups().are_together(pin, doc));
    let left = ranked.into_iter().filter(|item| !stands(item.doc)).collect();
    chosen(selector.policy(), rows, rows.row(doc), &pins, left)
}

/// Under a cap a list depends on all others.
fn without_a_cap(case: &mut Case) {
    case.policy.max_inbound = None;
    for rule in &mut case.rules {
        if let Decision::Lists { max_inbound, .. } = &mut rule.what {
            *max_inbound = None;
        }
    }
}

/// The lists of an archive in which no article stands in more than `most` but as a pin: in rounds, each article
/// above that is let go by the lists that rate it lowest, for good, and those take their next best.
fn capped(
    selector: &Selector,
    index: &Index,
    lists: &[Vec<Recommendation>],
    mut ranked: Vec<Vec<Neighbour>>,
    most: usize,
) -> Vec<Vec<DocId>> {
    let rows = index.rows();
    let is_pin = |list: DocId, item: DocId| {
        let mut picks = lists[list.index()].iter();
        picks.any(|pick| pick.doc == item && pick.reason == Reason::Pin)
    };
    loop {
        let list = |doc: DocId| {
            expected(selector, rows, doc, &lists[doc.index()], ranked[doc.index()].clone())
        };
        let made: Vec<Vec<DocId>> = rows.docs().map(list).collect();
        let mut let_go: Vec<(DocId, DocId)> = Vec::new();
        for item in rows.docs() {
            let of = |list: DocId| ranked[list.index()].iter().find(|near| near.doc == item);
            let mut standing: Vec<DocId> =
                rows.docs().filter(|list| made[list.index()].contains(&item)).collect();
            // Pins stay; of equals the list of the lower row keeps it.
            standing.sort_by(|&a, &b| {
                let score = |list| of(list).map_or(0.0, |near| near.score);
                let by_score = || score(b).total_cmp(&score(a));
                is_pin(b, item).cmp(&is_pin(a, item)).then_with(by_score)
            });
            let over = standing.into_iter().skip(most).filter(|&list| !is_pin(list, item));
            let_go.extend(over.map(|list| (list, item)));
        }
        if let_go.is_empty() {
            return made;
        }
        let_go.iter().for_each(|&(list, item)| {
            ranked[list.index()].retain(|near| near.doc != item);
        });
    }
}

/// The same where a list below `min` is left empty and stands in nobody's way: first those that are below it without
/// a cap, then the shorter half of those that are, of equals those of the higher rows, until none is.
fn capped_above_the_minimum(
    selector: &Selector,
    index: &Index,
    mut uncapped: Vec<Vec<Recommendation>>,
    mut ranked: Vec<Vec<Neighbour>>,
    most: usize,
    min: usize,
) -> Vec<Vec<DocId>> {
    let mut is_out = vec![false; uncapped.len()];
    let mut below: Vec<usize> =
        (0..uncapped.len()).filter(|&at| uncapped[at].len() < min).collect();
    loop {
        for at in below {
            is_out[at] = true;
            uncapped[at].clear();
            ranked[at].clear();
        }
        let made = capped(selector, index, &uncapped, ranked.clone(), most);
        below = (0..made.len()).filter(|&at| !is_out[at] && made[at].len() < min).rev().collect();
        if below.is_empty() {
            return made;
        }
        below.sort_by_key(|&at| made[at].len());
        below.truncate(below.len().div_ceil(2));
    }
}

proptest! {
    #[test]
    fn lists_equal_weighing_the_whole_archive(mut case in case()) {
        without_a_cap(&mut case);
        let index = case.index();
        let selector = case.selector(&index);
        let docs: Vec<DocId> = index.rows().docs().collect();
        let lists = selector.lists(&docs, Progress::none()).unwrap();
        for (&doc, list) in docs.iter().zip(&lists) {
            let all = weighed(&case, &selector, index.rows(), doc);
            let expected = expected(&selector, index.rows(), doc, list, all);
            prop_assert_eq!(list.iter().map(|pick| pick.doc).collect::<Vec<_>>(), expected);
            let alone = selector.lists(&[doc], Progress::none()).unwrap();
            prop_assert_eq!(&alone[0], list);
        }
    }

    #[test]
    fn lists_under_a_cap_equal_its_rounds(mut case in case(), most in 1u32..4) {
        without_a_cap(&mut case);
        case.policy.max_inbound = Some(most);
        let index = case.index();
        let selector = case.selector(&index);
        let docs: Vec<DocId> = index.rows().docs().collect();
        let lists = selector.lists(&docs, Progress::none()).unwrap();
        let ranked = docs.iter().map(|&doc| weighed(&case, &selector, index.rows(), doc)).collect();
        let fill = selector.policy().fill;
        let min = if fill.on { 0 } else { fill.min };
        case.policy.max_inbound = None;
        let uncapped = case.selector(&index).lists(&docs, Progress::none()).unwrap();
        let expected =
            capped_above_the_minimum(&selector, &index, uncapped, ranked, most as usize, min);
        for (list, expected) in lists.iter().zip(expected) {
            prop_assert_eq!(list.iter().map(|pick| pick.doc).collect::<Vec<_>>(), expected);
        }
    }

    /// So many articles that the search bounds factors stretch by stretch, in the order of time.
    #[test]
    fn lists_of_a_long_archive_equal_weighing_all_of_it(mut case in case(), n_stretches in 2usize..4) {
        without_a_cap(&mut case);
        let n_pieces = case.pieces.len().max(1);
        case.listed = None;
        case.pieces = case.pieces.iter().cycle().take(n_stretches * ROW_BLOCK).cloned().collect();
        for (place, piece) in case.pieces.iter_mut().enumerate() {
            let later = |date: Date| date.unix_seconds() + (place / n_pieces) as i64 * DAY;
            piece.date = piece.date.map(|date| Date::from_unix_seconds(later(date)));
        }
        let index = case.index();
        let selector = case.selector(&index);
        let docs: Vec<DocId> = index.rows().docs().step_by(199).collect();
        let lists = selector.lists(&docs, Progress::none()).unwrap();
        for (&doc, list) in docs.iter().zip(&lists) {
            let all = weighed(&case, &selector, index.rows(), doc);
            let expected = expected(&selector, index.rows(), doc, list, all);
            prop_assert_eq!(list.iter().map(|pick| pick.doc).collect::<Vec<_>>(), expected);
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
