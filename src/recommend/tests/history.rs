//! Readers' lists against the definition, over random archives, histories and policies.

use proptest::prelude::*;

use super::definition::chosen;
use super::generate::{Case, NOW, Piece, piece, policy};
use crate::article::canonical_url;
use crate::index::{Scratch, Search, Weighing, exhaustive_weighted, unwatched};
use crate::recommend::{History, Pick, Policy, Preset, Selector};
use crate::sparse::{DocId, dot};

/// An archive of at least one article without rules, and a history by places that wrap around.
fn archive(policy: impl Strategy<Value = Policy>) -> impl Strategy<Value = (Case, History)> {
    let places = |n| prop::collection::vec(0usize..40, n);
    let pieces = prop::collection::vec(piece(), 1..40);
    (pieces, policy, places(1..6), places(0..4), places(0..4)).prop_map(
        |(pieces, policy, likes, dislikes, read)| {
            let docs = |places: Vec<usize>| -> Vec<DocId> {
                places.into_iter().map(|place| DocId::from_index(place % pieces.len())).collect()
            };
            let history =
                History { likes: docs(likes), dislikes: docs(dislikes), read: docs(read) };
            (Case { pieces, policy, rules: Vec::new(), listed: None }, history)
        },
    )
}

fn picks(selector: &Selector<'_>, history: &History) -> Vec<Pick> {
    selector.reader(history).picks(&mut Scratch::default())
}

fn may_be_named(piece: &Piece) -> bool {
    let editorial = &piece.editorial;
    let is_out = editorial.embargo.is_none_or(|at| at.unix_seconds() <= NOW);
    is_out && !editorial.hidden && !editorial.retracted && !editorial.legal
}

proptest! {
    #[test]
    fn a_readers_list_equals_weighing_the_whole_archive((case, history) in archive(policy())) {
        let index = case.index();
        let selector = case.selector(&index);
        let policy = &case.policy;
        let reader = selector.reader(&history);
        let search = Search { k: usize::MAX, min_score: policy.min_score };
        let weighing = Weighing {
            eligible: |other| reader.refusal(other).is_none(),
            factor: |other| reader.factors(other).product(),
            most: f64::INFINITY,
        };
        let all = exhaustive_weighted(index.rows(), reader.row(), search, weighing);
        let expected = chosen(policy, index.rows(), reader.row(), &[], all);
        let found: Vec<DocId> = picks(&selector, &history).iter().map(|pick| pick.doc).collect();
        prop_assert_eq!(found, expected);
    }

    /// What is forbidden is checked here in its own words, not by the code that forbids it.
    #[test]
    fn what_a_reader_must_not_be_shown_is_not((mut case, history) in archive(policy()), fill: bool) {
        case.policy.fill.on = fill;
        let index = case.index();
        let selector = case.selector(&index);
        let (pieces, policy) = (&case.pieces, &case.policy);
        let mut lists = vec![picks(&selector, &history)];
        selector.fill_readers(&[selector.reader(&history)], &mut lists, None);
        let known: Vec<DocId> =
            [&history.likes, &history.dislikes, &history.read].into_iter().flatten().copied().collect();
        let likes: Vec<&Piece> =
            history.likes.iter().map(|doc| &pieces[doc.index()]).filter(|like| may_be_named(like)).collect();
        prop_assert!(lists[0].len() <= policy.k);
        for pick in &lists[0] {
            let item = &pieces[pick.doc.index()];
            prop_assert!(may_be_named(item));
            prop_assert!(item.editorial.expires.is_none_or(|at| at.unix_seconds() > NOW));
            prop_assert!(likes.iter().any(|like| like.lang == item.lang) || !policy.eligibility.same_language);
            for doc in &known {
                let other = &pieces[doc.index()];
                let page = |piece: &Piece| {
                    piece.editorial.canonical_url.as_deref().or(piece.url).map(canonical_url)
                };
                let key = |piece: &Piece| piece.editorial.translation_key.clone();
                prop_assert!(pick.doc != *doc);
                prop_assert!(page(item).is_none() || page(item) != page(other));
                prop_assert!(
                    policy.eligibility.translations || key(item).is_none() || key(item) != key(other)
                );
            }
        }
    }

    #[test]
    fn the_order_of_a_history_does_not_matter((case, history) in archive(policy())) {
        let index = case.index();
        let selector = case.selector(&index);
        let backwards = |docs: &[DocId]| docs.iter().rev().copied().collect();
        let turned = History {
            likes: backwards(&history.likes),
            dislikes: backwards(&history.dislikes),
            read: backwards(&history.read),
        };
        prop_assert_eq!(picks(&selector, &history), picks(&selector, &turned));
    }

    #[test]
    fn one_like_has_the_list_of_its_article((case, _) in archive(Just(Preset::Text.policy()))) {
        let index = case.index();
        let selector = case.selector(&index);
        let pieces = &case.pieces;
        for doc in index.rows().docs().filter(|doc| may_be_named(&pieces[doc.index()])) {
            let of_reader = picks(&selector, &History { likes: vec![doc], ..History::default() });
            let of_article = selector.lists(&[doc], &unwatched).unwrap().swap_remove(0);
            prop_assert_eq!(of_reader, of_article);
        }
    }

    #[test]
    fn a_dislike_raises_no_score((mut case, history) in archive(Just(Policy::default())), dislike in 0.0f64..=1.0) {
        case.policy.dislike = dislike;
        let index = case.index();
        let selector = case.selector(&index);
        let with = selector.reader(&history);
        let likes = History { likes: history.likes.clone(), ..History::default() };
        let without = selector.reader(&likes);
        for row in index.rows().docs().map(|doc| index.rows().row(doc)) {
            prop_assert!(dot(with.row(), row) <= dot(without.row(), row));
        }
        if dislike <= 0.0 {
            prop_assert_eq!(with.row(), without.row());
        }
    }
}
