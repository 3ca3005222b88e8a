//! Readers' lists: comparison with their definition, and invariants.

use proptest::prelude::*;

use super::definition::{chosen_by_definition, factor};
use super::generate::{Case, NOW, Piece, case};
use crate::article::{ArticleId, canonical_url};
use crate::index::{Progress, ScoreModifier, Scratch, Search, brute_force_weighted};
use crate::recommend::{
    Decision, History, Preset, ReaderProfile, Recommendation, Selector, fill_readers,
};
use crate::sparse::{DocId, dot};

/// An archive of at least one article, and a history with rows modulo the number of articles.
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

fn reader_list(selector: &Selector, history: &History) -> Vec<Recommendation> {
    ReaderProfile::new(selector, history).recommend(&mut Scratch::default())
}

/// Whether a rule in force makes a decision for which `says` returns true.
fn is_ruled(case: &Case, says: impl Fn(&Decision) -> bool) -> bool {
    case.rules.iter().any(|rule| {
        rule.until.is_none_or(|until| until.unix_seconds() > NOW) && says(&rule.decision)
    })
}

fn may_be_named(case: &Case, doc: DocId) -> bool {
    let editorial = &case.pieces[doc.index()].editorial;
    let is_published = editorial.embargo.is_none_or(|at| at.unix_seconds() <= NOW);
    let is_hidden = is_ruled(case, |decision| match decision {
        Decision::Hide(ids) | Decision::Legal(ids) => {
            ids.iter().any(|id| case.row(id) == Some(doc))
        }
        _ => false,
    });
    is_published && !editorial.hidden && !editorial.retracted && !editorial.legal && !is_hidden
}

fn is_blocked(case: &Case, list: DocId, doc: DocId) -> bool {
    let names = |ids: &[ArticleId], doc| ids.iter().any(|id| case.row(id) == Some(doc));
    let by_rule = is_ruled(case, |decision| match decision {
        Decision::Block { article, items, both_ways } => {
            let blocks = |a, b| case.row(article) == Some(a) && names(items, b);
            blocks(list, doc) || (*both_ways && blocks(doc, list))
        }
        _ => false,
    });
    list != doc && (by_rule || names(&case.pieces[list.index()].editorial.blocked, doc))
}

proptest! {
    #[test]
    fn a_readers_list_equals_scoring_the_whole_archive((case, history) in archive()) {
        let index = case.index();
        let selector = case.selector(&index);
        let (reader, policy) = (ReaderProfile::new(&selector, &history), selector.policy());
        // The factor of an item is the largest over the likes, all dated like the newest one.
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
        let expected = chosen_by_definition(policy, index.rows(), reader.row(), &[], all);
        let found: Vec<DocId> = reader_list(&selector, &history).iter().map(|item| item.doc).collect();
        prop_assert_eq!(found, expected);
    }

    /// The conditions are stated here independently of the code that checks them.
    #[test]
    fn a_readers_list_has_no_excluded_article((case, history) in archive()) {
        let index = case.index();
        let selector = case.selector(&index);
        let policy = selector.policy();
        let mut lists = vec![reader_list(&selector, &history)];
        fill_readers(&selector, &[ReaderProfile::new(&selector, &history)], &mut lists, None);
        let list = &lists[0];
        let known: Vec<DocId> =
            [&history.likes, &history.dislikes, &history.read].into_iter().flatten().copied().collect();
        let mut likes = history.likes.clone();
        likes.retain(|&like| may_be_named(&case, like));
        let piece = |doc: DocId| &case.pieces[doc.index()];
        prop_assert!(list.len() <= policy.k);
        prop_assert!(list.is_empty() || list.len() >= policy.fill.min);
        for (place, &Recommendation { doc: item, .. }) in list.iter().enumerate() {
            let own = piece(item);
            prop_assert!(may_be_named(&case, item));
            prop_assert!(own.editorial.expires.is_none_or(|at| at.unix_seconds() > NOW));
            prop_assert!(
                !policy.eligibility.same_language || likes.iter().any(|&like| piece(like).lang == own.lang)
            );
            prop_assert!(list[..place].iter().all(|other| other.doc != item));
            for &like in &likes {
                prop_assert!(!is_blocked(&case, like, item));
            }
            for &other in &known {
                let page = |doc: DocId| {
                    let editorial = &piece(doc).editorial;
                    editorial.canonical_url.as_deref().or(piece(doc).url).map(canonical_url)
                };
                let key = |doc: DocId| piece(doc).editorial.translation_key.clone();
                prop_assert!(item != other);
                prop_assert!(page(other).is_none() || page(item) != page(other));
                prop_assert!(
                    policy.eligibility.translations || key(other).is_none() || key(item) != key(other)
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
        prop_assert_eq!(reader_list(&selector, &history), reader_list(&selector, &turned));
    }

    #[test]
    fn a_single_like_has_the_list_of_its_article(mut case in case()) {
        (case.policy, case.rules) = (Preset::Text.policy(), Vec::new());
        // Pins apply to the lists of articles only.
        case.pieces.iter_mut().for_each(|piece| piece.editorial.pinned.clear());
        let index = case.index();
        let selector = case.selector(&index);
        for doc in index.rows().docs().filter(|&doc| may_be_named(&case, doc)) {
            let of_reader = reader_list(&selector, &History { likes: vec![doc], ..History::default() });
            let of_article = selector.lists(&[doc], Progress::none()).unwrap().swap_remove(0);
            prop_assert_eq!(of_reader, of_article);
        }
    }

    #[test]
    fn a_dislike_raises_no_score((mut case, history) in archive(), dislike in 0.0f64..=1.0) {
        case.policy.dislike = dislike;
        let index = case.index();
        let selector = case.selector(&index);
        let with = ReaderProfile::new(&selector, &history);
        let likes = History { likes: history.likes.clone(), ..History::default() };
        let without = ReaderProfile::new(&selector, &likes);
        for row in index.rows().docs().map(|doc| index.rows().row(doc)) {
            prop_assert!(dot(with.row(), row) <= dot(without.row(), row));
        }
        if dislike <= 0.0 {
            prop_assert_eq!(with.row(), without.row());
        }
    }
}
