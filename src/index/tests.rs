//! Compares every search with brute force.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use super::{
    Cancelled, Index, Progress, ScoreModifier, Scratch, Search, brute_force, brute_force_weighted,
};
use crate::sparse::{DocId, Row, SparseRows};

pub(super) fn sparse(rows: Vec<Vec<(u32, f32)>>, n_terms: usize) -> SparseRows {
    let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
    for row in rows {
        let (row_terms, row_weights): (Vec<u32>, Vec<f32>) = row.into_iter().unzip();
        terms.extend(row_terms);
        weights.extend(row_weights);
        offsets.push(terms.len());
    }
    SparseRows::try_new(offsets, terms, weights, n_terms).unwrap()
}

/// Rows with few distinct weights, so that scores tie. Rows may be empty or equal, and need not have norm 1: weights
/// may be 0, subnormal or huge.
fn rows() -> impl Strategy<Value = SparseRows> {
    let unit = prop::sample::select(vec![0.0f32, 0.0, 0.5, 0.5, 0.70710677]);
    let odd = prop::sample::select(vec![0.0f32, 0.5, 1e-20, 1e-30, 1e-42, f32::MIN_POSITIVE, 3e15]);
    let weights = prop_oneof![3 => unit.boxed(), 1 => odd.boxed()];
    let row = prop::collection::vec(weights, 12).prop_map(|dense| {
        // The terms lie far apart, so that most cuts have terms on both sides.
        let term = |at: u32| 3u32.pow(at);
        let entries = (0..12).zip(dense).filter(|&(at, weight)| weight > 0.0 || at % 4 == 0);
        entries.map(|(at, weight)| (term(at), weight)).collect::<Vec<_>>()
    });
    prop::collection::vec(row, 0..60).prop_map(|rows| sparse(rows, 3usize.pow(11) + 1))
}

proptest! {
    #[test]
    fn every_search_equals_brute_force(
        rows in rows(),
        k in prop_oneof![0usize..12, Just(usize::MAX)],
        min_score in prop::sample::select(vec![0.0f32, 0.25, 0.5, f32::INFINITY, f32::NAN]),
        n_classes in 1u32..4,
    ) {
        let search = Search { k, min_score };
        let index = Index::build(rows);
        let alike = |doc: DocId, other: DocId| doc.0 % n_classes == other.0 % n_classes;
        let neighbours = index.all_pairs(search, alike, Progress::none()).unwrap();
        let mut scratch = Scratch::default();
        for doc in index.rows().docs() {
            let row = index.rows().row(doc);
            let expected = brute_force(index.rows(), row, search, |other| other != doc && alike(doc, other));
            prop_assert_eq!(neighbours.list(doc), expected);
            let even = |other: DocId| other.0.is_multiple_of(2);
            prop_assert_eq!(
                index.search(row, search, even, &mut scratch),
                brute_force(index.rows(), row, search, even)
            );
        }
    }

    /// Factors are not symmetric and some are 0, so a shared score may have another product in the other list.
    #[test]
    fn every_weighted_search_equals_weighted_brute_force(
        rows in rows(),
        k in prop_oneof![0usize..12, Just(usize::MAX)],
        min_score in prop::sample::select(vec![0.0f32, 0.25, 0.5]),
        factors in prop::collection::vec(prop::sample::select(vec![0.0, 0.2, 1.0, 1.0, 1.59, 1.6]), 7),
    ) {
        let search = Search { k, min_score };
        let index = Index::build(rows);
        let factor = |doc: DocId, other: DocId| factors[(doc.index() + 3 * other.index()) % factors.len()];
        let eligible = |_, other: DocId| other.0 % 5 != 4;
        let modifier = ScoreModifier { eligible, factor, block_max: |_, _| 1.6 };
        let docs: Vec<DocId> = index.rows().docs().collect();
        let neighbours = index.weighted_pairs(&docs, search, modifier, Progress::none()).unwrap();
        let mut scratch = Scratch::default();
        for doc in docs {
            let row = index.rows().row(doc);
            let modifier = ScoreModifier {
                eligible: |other| other != doc && eligible(doc, other),
                factor: |other| factor(doc, other),
                block_max: |_| 1.6,
            };
            let expected = brute_force_weighted(index.rows(), row, search, modifier);
            prop_assert_eq!(neighbours.list(doc), &expected[..]);
            prop_assert_eq!(index.weighted_search(row, search, modifier, &mut scratch), expected);
        }
    }

    #[test]
    fn lists_of_some_rows_equal_those_of_all_rows(rows in rows(), k in 1usize..5, asked in prop::collection::vec(0usize..60, 0..9)) {
        let search = Search { k, min_score: 0.0 };
        let index = Index::build(rows);
        let n_docs = index.rows().n_docs();
        // A row may occur twice.
        let asked: Vec<DocId> = asked.into_iter().filter(|&doc| doc < n_docs).map(DocId::from_index).collect();
        let of_asked = index.pairs(&asked, search, |_, _| true, Progress::none()).unwrap();
        let all = index.all_pairs(search, |_, _| true, Progress::none()).unwrap();
        for (&doc, list) in asked.iter().zip(of_asked.iter()) {
            prop_assert_eq!(list, all.list(doc));
        }
    }

    #[test]
    fn a_longer_list_starts_with_the_shorter_one(rows in rows(), k in 1usize..8) {
        let index = Index::build(rows);
        let lists = |k| index.all_pairs(Search { k, min_score: 0.0 }, |_, _| true, Progress::none()).unwrap();
        for (short, long) in lists(k).iter().zip(lists(k + 1).iter()) {
            prop_assert_eq!(short, &long[..short.len()]);
        }
    }
}

fn equal_rows(n: usize) -> Index {
    Index::build(sparse(vec![vec![(1, 0.6), (70, 0.0), (300, 0.8)]; n], 301))
}

#[test]
fn equal_rows_rank_by_row_number() {
    let index = equal_rows(900);
    let lists =
        index.all_pairs(Search { k: 3, min_score: 0.0 }, |_, _| true, Progress::none()).unwrap();
    let docs = |doc: u32| lists.list(DocId(doc)).iter().map(|item| item.doc.0).collect::<Vec<_>>();
    assert_eq!((docs(0), docs(1), docs(899)), (vec![1, 2, 3], vec![0, 2, 3], vec![0, 1, 2]));
}

/// The query has a rare term, and common terms whose postings exceed the budget of the first list.
#[test]
fn a_search_ends_when_no_row_is_eligible() {
    let rare = (1_000..1_040).map(|term| (term, 0.1));
    let row = |doc: u32| match doc {
        0..100 => rare.clone().chain([(2_000 + doc, 0.1)]).rev().collect::<Vec<_>>(),
        _ => vec![(0, 1.0), (1, 0.1)],
    };
    let mut rows: Vec<Vec<(u32, f32)>> = (0..20_000).map(row).collect();
    rows.iter_mut().for_each(|row| row.sort_by_key(|&(term, _)| term));
    rows[0] = vec![(0, 0.5), (1, 0.5), (1_000, 0.5)];
    let index = Index::build(sparse(rows, 3_000));
    let search = Search { k: 4, min_score: 0.0 };
    let list = index.search(index.rows().row(DocId(0)), search, |_| false, &mut Scratch::default());
    assert!(list.is_empty());
}

#[test]
fn an_empty_query_has_no_neighbours() {
    let index = equal_rows(3);
    let search = Search { k: 3, min_score: 0.0 };
    let list = index.search(Row::default(), search, |_| true, &mut Scratch::default());
    assert!(list.is_empty());
    let none = Search { k: 0, ..search };
    assert!(
        index
            .search(index.rows().row(DocId(0)), none, |_| true, &mut Scratch::default())
            .is_empty()
    );
}

#[test]
fn a_search_can_be_cancelled() {
    let n_done = AtomicUsize::new(0);
    let callback = |n: usize| {
        if n_done.fetch_add(n, Ordering::Relaxed) < 10 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    let search = Search { k: 3, min_score: 0.0 };
    assert_eq!(
        equal_rows(900).all_pairs(search, |_, _| true, Progress::new(&callback)),
        Err(Cancelled)
    );
    assert!(n_done.into_inner() < 900);
}
