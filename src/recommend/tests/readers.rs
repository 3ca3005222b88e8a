//! Readers' lists: their definition, and what they promise.

use proptest::prelude::*;

use super::definition::{chosen, factor};
use super::generate::{Case, NOW, Piece, case};
use crate::article::canonical_url;
use crate::index::{Progress, ScoreModifier, Scratch, Search, brute_force_weighted};
use crate::recommend::{Decision, History, Preset, Recommendation, Selector};
use crate::sparse::{DocId, dot};

/// An archive of at least one article, and a history by places that wrap around.
fn archive() -> impl Strategy<Value = (Case, History)> {
    let places = |n| prop::collection::vec(0usize..40, n);
    let has_articles = |case: &Case| !case.pieces.is_empty();
    let case = case().prop_filter("a history names articles", has_articles);
    (case, places(1..6), places(0..4), places(0..4)).prop_map(|(case, likes, dislikes, read)| {
        let n_docs = case.pieces.len();
        let docs = |places: Vec<usize>| -> Vec<DocId> {
            places.into_iter().map(|place| DocId::from_index(place % n_docs)).collect()
        };
        let (likes, dislikes, read) = (docs(likes), docs(dislikes), docs(read));
        (case, History { likes, dislikes, read })
    })
}

fn picks(selector: &Selector, history: &History) -> Vec<Recommendation> {
    selector.reader(history).recommend(&mut Scratch::default())
}

/// Whether a rule that is in force says something of an article.
fn is_ruled(case: &Case, says: impl Fn(&Decision) -> bool) -> bool {
    case.rules
        .iter()
        .any(|rule| rule.until.is_none_or(|until| until.unix_seconds() > NOW) && says(&rule.what))
}

fn may_be_named(case: &Case, doc: DocId) -> bool {
    let editorial = &case.pieces[doc.index()].editorial;
    let is_out = editorial.embargo.is_none_or(|at| at.unix_seconds() <= NOW);
    let is_hidden = is_ruled(case, |what| match what {
        Decision::Hide(ids) | Decision::Legal(ids) => {
            ids.iter().any(|id| case.row(id) == Some(doc))
        }
        _ => false,
    });
    is_out && !editorial.hidden && !editorial.retracted && !editorial.legal && !is_hidden
}

fn is_blocked(case: &Case, list: DocId, doc: DocId) -> bool {
    is_ruled(case, |what| match what {
        Decision::Block { article, items, both_ways } => {
            let article = case.row(article);
            let blocks =
                |a, b| article == Some(a) && items.iter().any(|id| case.row(id) == Some(b));
            list != doc && (blocks(list, doc) || (*both_ways && blocks(doc, list)))
        }
        _ => false,
    })
}

proptest! {
    #[test]
    fn a_readers_list_equals_weighing_the_whole_archive((case, history) in archive()) {
        let index = case.index();
        let selector = case.selector(&index);
        let (reader, policy) = (selector.reader(&history), selector.policy());
        // Of the likes that for which an article's factor is largest, all as if published with the newest.
        let liked = history.likes.iter().filter(|&&like| may_be_named(&case, like));
        let liked: Vec<&Piece> = liked.map(|like| &case.pieces[like.index()]).collect();
        let date = liked.iter().filter_map(|piece| piece.date).max();
        let liked: Vec<Piece> =
            liked.into_iter().map(|piece| Piece { date, ..piece.clone() }).collect();
        let factor = |other: DocId| {
            let of_likes = liked.iter().map(|like| factor(policy, like, &case.pieces[other.index()]));
            of_likes.reduce(f64::max).unwrap_or(1.0)
        };
        let search = Search { k: usize::MAX, min_score: policy.min_score };
        let modifier = ScoreModifier {
            eligible: |other| reader.exclusion(other).is_none(),
            factor,
            block_max: (),
        };
        let all = brute_force_weighted(index.rows(), reader.row(), search, modifier);
        let expected = chosen(policy, index.rows(), reader.row(), &[], all);
        let found: Vec<DocId> = picks(&selector, &history).iter().map(|pick| pick.doc).collect();
        prop_assert_eq!(found, expected);
    }

    /// What is forbidden is checked here in its own words, not by the code that forbids it.
    #[test]
    fn what_a_reader_must_not_be_shown_is_not((case, history) in archive()) {
        let index = case.index();
        let selector = case.selector(&index);
        let policy = selector.policy();
        let mut lists = vec![picks(&selector, &history)];
        selector.fill_readers(&[selector.reader(&history)], &mut lists, None);
        let list = &lists[0];
        let known: Vec<DocId> =
            [&history.likes, &history.dislikes, &history.read].into_iter().flatten().copied().collect();
        let mut likes = history.likes.clone();
        likes.retain(|&like| may_be_named(&case, like));
        let piece = |doc: DocId| &case.pieces[doc.index()];
        prop_assert!(list.len() <= policy.k);
        prop_assert!(list.is_empty() || list.len() >= policy.fill.min);
        for (place, pick) in list.iter().enumerate() {
            let item = piece(pick.doc);
            prop_assert!(may_be_named(&case, pick.doc));
            prop_assert!(item.editorial.expires.is_none_or(|at| at.unix_seconds() > NOW));
            prop_assert!(
                !policy.eligibility.same_language || likes.iter().any(|&like| piece(like).lang == item.lang)
            );
            prop_assert!(list[..place].iter().all(|other| other.doc != pick.doc));
            for &like in &likes {
                prop_assert!(!is_blocked(&case, like, pick.doc));
            }
            for &other in &known {
                let page = |doc: DocId| {
                    let editorial = &piece(doc).editorial;
                    editorial.canonical_url.as_deref().or(piece(doc).url).map(canonical_url)
                };
                let key = |doc: DocId| piece(doc).editorial.translation_key.clone();
                prop_assert!(pick.doc != other);
                prop_assert!(page(other).is_none() || page(pick.doc) != page(other));
                prop_assert!(
                    policy.eligibility.translations || key(other).is_none() || key(pick.doc) != key(other)
                );
            }
        }
    }

    #[test]
    fn the_order_of_a_history_does_not_matter((case, history) in archive()) {
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
    fn one_like_has_the_list_of_its_article(mut case in case()) {
        (case.policy, case.rules) = (Preset::Text.policy(), Vec::new());
        let index = case.index();
        let selector = case.selector(&index);
        for doc in index.rows().docs().filter(|&doc| may_be_named(&case, doc)) {
            let of_reader = picks(&selector, &History { likes: vec![doc], ..History::default() });
            let of_article = selector.lists(&[doc], Progress::none()).unwrap().swap_remove(0);
            prop_assert_eq!(of_reader, of_article);
        }
    }

    #[test]
    fn a_dislike_raises_no_score((mut case, history) in archive(), dislike in 0.0f64..=1.0) {
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
