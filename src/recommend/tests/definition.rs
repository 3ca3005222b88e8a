//! Compares lists with their definition: score every article, then choose from all of them.

use proptest::prelude::*;

use super::generate::{Case, DAY, NOW, Piece, case};
use crate::article::Date;
use crate::index::{Index, Neighbour, Progress, ROW_BLOCK};
use crate::recommend::{
    Decision, Nearness, Policy, Reason, Recency, Recommendation, Selector, Stance,
};
use crate::sparse::{DocId, Row, SparseRows, dot};

/// The factor of an item in the list of an article, computed from the documentation of [`Policy`].
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

/// All articles that may appear in a list, by weighted score, best first.
fn scored(case: &Case, selector: &Selector, rows: &SparseRows, doc: DocId) -> Vec<Neighbour> {
    let score = |other: DocId| dot(rows.row(doc), rows.row(other));
    let (policy, piece) = (selector.policy(), |doc: DocId| &case.pieces[doc.index()]);
    let min_score = policy.min_score;
    let is_eligible = |&other: &DocId| {
        selector.exclusion(doc, other).is_none() && score(other) > 0.0 && score(other) >= min_score
    };
    let weigh = |other: DocId| {
        let factor = factor(policy, piece(doc), piece(other));
        let score = (f64::from(score(other)) * factor) as f32;
        Neighbour { doc: other, score }
    };
    let mut all: Vec<Neighbour> = rows.docs().filter(is_eligible).map(weigh).collect();
    all.retain(|item| item.score > 0.0);
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
    all
}

/// The items that follow the pins by definition, chosen from all candidates in `left`.
pub(super) fn chosen_by_definition(
    policy: &Policy,
    rows: &SparseRows,
    row: Row<'_>,
    pins: &[DocId],
    mut left: Vec<Neighbour>,
) -> Vec<DocId> {
    let max = policy.diversity.max_similarity.unwrap_or(f32::INFINITY);
    let dial = policy.diversity.dial;
    let cosine = |a: DocId, b: DocId| dot(rows.row(a), rows.row(b));
    let n_pool = if dial > 0.0 { policy.diversity.pool.max(policy.k - pins.len()) } else { 0 };
    let mut list = pins.to_vec();
    let mut places: Vec<usize> = (0..left.len()).collect();
    while list.len() < policy.k {
        let is_eligible = |other: DocId| {
            dot(row, rows.row(other)) <= max && list.iter().all(|&item| cosine(item, other) <= max)
        };
        let value = |item: &Neighbour, place: usize| {
            let nearest = list.iter().map(|&other| cosine(other, item.doc)).fold(0.0, f32::max);
            let is_pooled = place < n_pool;
            let value = (1.0 - dial) * f64::from(item.score) - dial * f64::from(nearest);
            // Items of the pool come first, then the others in order of rank.
            (is_pooled, if is_pooled { value } else { -(place as f64) })
        };
        let allowed = (0..left.len()).filter(|&at| is_eligible(left[at].doc));
        let best = allowed
            .map(|at| (value(&left[at], places[at]), at))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((_, at)) = best else { break };
        list.push(left.remove(at).doc);
        places.remove(at);
    }
    list
}

/// A list by definition. Its pins are taken as given, because `promises` checks them.
fn expected(
    selector: &Selector,
    rows: &SparseRows,
    doc: DocId,
    list: &[Recommendation],
    ranked: Vec<Neighbour>,
) -> Vec<DocId> {
    let pinned = list.iter().filter(|item| item.reason == Reason::Pin);
    let pins: Vec<DocId> = pinned.map(|item| item.doc).collect();
    let is_pinned =
        |doc: DocId| pins.iter().any(|&pin| pin == doc || selector.groups().are_together(pin, doc));
    let left = ranked.into_iter().filter(|item| !is_pinned(item.doc)).collect();
    chosen_by_definition(selector.policy(), rows, rows.row(doc), &pins, left)
}

/// Removes the cap, under which a list would depend on all others.
fn without_a_cap(case: &mut Case) {
    case.policy.max_inbound = None;
    for rule in &mut case.rules {
        if let Decision::Lists { max_inbound, .. } = &mut rule.decision {
            *max_inbound = None;
        }
    }
}

/// The lists of an archive in which no article appears in more than `cap` lists, pins aside. Each round removes
/// an article above the cap from the lists that rate it lowest, for good, and these lists take their next best.
fn capped(
    selector: &Selector,
    index: &Index,
    lists: &[Vec<Recommendation>],
    mut ranked: Vec<Vec<Neighbour>>,
    cap: usize,
) -> Vec<Vec<DocId>> {
    let rows = index.rows();
    let is_pin = |list: DocId, item: DocId| {
        let mut items = lists[list.index()].iter();
        items.any(|listed| listed.doc == item && listed.reason == Reason::Pin)
    };
    loop {
        let list = |doc: DocId| {
            expected(selector, rows, doc, &lists[doc.index()], ranked[doc.index()].clone())
        };
        let current: Vec<Vec<DocId>> = rows.docs().map(list).collect();
        let mut rejected: Vec<(DocId, DocId)> = Vec::new();
        for item in rows.docs() {
            let of =
                |list: DocId| ranked[list.index()].iter().find(|candidate| candidate.doc == item);
            let mut containing: Vec<DocId> =
                rows.docs().filter(|list| current[list.index()].contains(&item)).collect();
            // Pins stay. Of lists with equal scores, the one of the lower row keeps the item.
            containing.sort_by(|&a, &b| {
                let score = |list| of(list).map_or(0.0, |candidate| candidate.score);
                let by_score = || score(b).total_cmp(&score(a));
                is_pin(b, item).cmp(&is_pin(a, item)).then_with(by_score)
            });
            let over = containing.into_iter().skip(cap).filter(|&list| !is_pin(list, item));
            rejected.extend(over.map(|list| (list, item)));
        }
        if rejected.is_empty() {
            return current;
        }
        rejected.iter().for_each(|&(list, item)| {
            ranked[list.index()].retain(|candidate| candidate.doc != item);
        });
    }
}

/// As `capped`, but lists below `min` are emptied and no longer compete for items. The first to go are lists that
/// are too short without a cap. Then the shorter half of the lists that are too short goes, of equal lengths those
/// of the higher rows, until no list is too short.
fn capped_above_the_minimum(
    selector: &Selector,
    index: &Index,
    mut uncapped: Vec<Vec<Recommendation>>,
    mut ranked: Vec<Vec<Neighbour>>,
    cap: usize,
    min: usize,
) -> Vec<Vec<DocId>> {
    let mut is_dropped = vec![false; uncapped.len()];
    let mut below: Vec<usize> =
        (0..uncapped.len()).filter(|&at| uncapped[at].len() < min).collect();
    loop {
        for at in below {
            is_dropped[at] = true;
            uncapped[at].clear();
            ranked[at].clear();
        }
        let current = capped(selector, index, &uncapped, ranked.clone(), cap);
        below = (0..current.len())
            .filter(|&at| !is_dropped[at] && current[at].len() < min)
            .rev()
            .collect();
        if below.is_empty() {
            return current;
        }
        below.sort_by_key(|&at| current[at].len());
        below.truncate(below.len().div_ceil(2));
    }
}

proptest! {
    /// The search calls `admits`, which answers from the traits of articles where it can.
    #[test]
    fn admits_equals_the_absence_of_an_exclusion(case in case()) {
        let index = case.index();
        let selector = case.selector(&index);
        for doc in index.rows().docs() {
            for other in index.rows().docs() {
                let exclusion = selector.exclusion(doc, other);
                prop_assert_eq!(selector.admits(doc, other), exclusion.is_none(), "{:?}", exclusion);
            }
        }
    }

    #[test]
    fn lists_equal_scoring_the_whole_archive(mut case in case()) {
        without_a_cap(&mut case);
        let index = case.index();
        let selector = case.selector(&index);
        let docs: Vec<DocId> = index.rows().docs().collect();
        let lists = selector.lists(&docs, Progress::none()).unwrap();
        for (&doc, list) in docs.iter().zip(&lists) {
            let all = scored(&case, &selector, index.rows(), doc);
            let expected = expected(&selector, index.rows(), doc, list, all);
            prop_assert_eq!(list.iter().map(|item| item.doc).collect::<Vec<_>>(), expected);
            let alone = selector.lists(&[doc], Progress::none()).unwrap();
            prop_assert_eq!(&alone[0], list);
        }
    }

    #[test]
    fn lists_under_a_cap_equal_their_definition(mut case in case(), cap in 1u32..4) {
        without_a_cap(&mut case);
        case.policy.max_inbound = Some(cap);
        let index = case.index();
        let selector = case.selector(&index);
        let docs: Vec<DocId> = index.rows().docs().collect();
        let lists = selector.lists(&docs, Progress::none()).unwrap();
        let ranked = docs.iter().map(|&doc| scored(&case, &selector, index.rows(), doc)).collect();
        let fill = selector.policy().fill;
        let min = if fill.on { 0 } else { fill.min };
        case.policy.max_inbound = None;
        let uncapped = case.selector(&index).lists(&docs, Progress::none()).unwrap();
        let expected =
            capped_above_the_minimum(&selector, &index, uncapped, ranked, cap as usize, min);
        for (list, expected) in lists.iter().zip(expected) {
            prop_assert_eq!(list.iter().map(|item| item.doc).collect::<Vec<_>>(), expected);
        }
    }

    /// The archive is long enough for several row blocks and chronological, so the search bounds factors by block.
    #[test]
    fn lists_of_a_long_archive_equal_scoring_all_of_it(mut case in case(), n_blocks in 2usize..4) {
        without_a_cap(&mut case);
        let n_pieces = case.pieces.len().max(1);
        case.listed = None;
        case.pieces = case.pieces.iter().cycle().take(n_blocks * ROW_BLOCK).cloned().collect();
        for (place, piece) in case.pieces.iter_mut().enumerate() {
            let later = |date: Date| date.unix_seconds() + (place / n_pieces) as i64 * DAY;
            piece.date = piece.date.map(|date| Date::from_unix_seconds(later(date)));
        }
        let index = case.index();
        let selector = case.selector(&index);
        let docs: Vec<DocId> = index.rows().docs().step_by(199).collect();
        let lists = selector.lists(&docs, Progress::none()).unwrap();
        for (&doc, list) in docs.iter().zip(&lists) {
            let all = scored(&case, &selector, index.rows(), doc);
            let expected = expected(&selector, index.rows(), doc, list, all);
            prop_assert_eq!(list.iter().map(|item| item.doc).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn lists_from_candidates_equal_choosing_from_all_of_them(mut case in case()) {
        without_a_cap(&mut case);
        let index = case.index();
        let selector = case.selector(&index);
        let docs: Vec<DocId> = index.rows().docs().collect();
        let ranked = case.ranked(&selector, index.rows());
        let lists = selector.lists_from_candidates(&docs, &ranked);
        for ((&doc, list), ranked) in docs.iter().zip(&lists).zip(ranked) {
            let expected = expected(&selector, index.rows(), doc, list, ranked);
            prop_assert_eq!(list.iter().map(|item| item.doc).collect::<Vec<_>>(), expected);
        }
    }
}
