//! Lists against the definition, over random archives and policies.

use proptest::prelude::*;

use super::{
    ArticleFacts, Direction, DuplicateParams, Facts, Nearness, Policy, Preset, Recency,
    ResolvedRules, Selector, Stance,
};
use crate::article::{Date, Editorial, Lang, canonical_url};
use crate::index::{Index, unwatched};
use crate::sparse::{DocId, SparseRows, dot};

const DAY: i64 = 86_400;

/// What a random archive knows of an article.
#[derive(Clone, Debug)]
struct Piece {
    row: Vec<u8>,
    lang: Lang,
    date: Option<Date>,
    section: Option<&'static str>,
    url: Option<&'static str>,
    n_chars: u32,
    editorial: Editorial,
}

fn rarely() -> impl Strategy<Value = bool> {
    prop::sample::select(vec![false, false, false, false, true])
}

fn day() -> impl Strategy<Value = Option<Date>> {
    prop::option::of((0i64..20).prop_map(|day| Date::from_unix_seconds(day * DAY)))
}

/// Values from few, so that ties, copies, shared pages and shared names are common.
fn piece() -> impl Strategy<Value = Piece> {
    let row = prop::collection::vec(prop::sample::select(vec![0u8, 0, 1, 1, 3]), 8);
    let name = |names: &[&'static str]| prop::option::of(prop::sample::select(names.to_vec()));
    let flags = (rarely(), rarely(), rarely(), rarely());
    let times = (day(), prop::option::weighted(0.2, day()), prop::option::weighted(0.2, day()));
    let names = (
        name(&["sport", "arts"]),
        prop::option::weighted(
            0.3,
            prop::sample::select(vec!["http://x.org/a", "https://www.x.org/a/#b", "/c"]),
        ),
        name(&["s", "t"]),
        prop::option::weighted(0.3, prop::sample::select(vec!["k", "l"])),
    );
    (row, flags, times, names, any::<bool>(), 0u32..3).prop_map(
        |(
            row,
            (hidden, retracted, legal, evergreen),
            (date, embargo, expires),
            names,
            english,
            n_chars,
        )| {
            let (section, url, series, translation_key) = names;
            Piece {
                row,
                lang: if english { Lang::ENGLISH } else { Lang::parse("de").unwrap() },
                date,
                section,
                url,
                n_chars: 100 * n_chars,
                editorial: Editorial {
                    hidden,
                    retracted,
                    legal,
                    evergreen,
                    embargo: embargo.flatten(),
                    expires: expires.flatten(),
                    series: series.map(str::to_owned),
                    translation_key: translation_key.map(str::to_owned),
                    ..Editorial::default()
                },
            }
        },
    )
}

fn policy() -> impl Strategy<Value = Policy> {
    let stance = || {
        prop::sample::select(vec![Stance::Ignore, Stance::Ignore, Stance::Prefer, Stance::Exclude])
    };
    let preset = prop::sample::select(Preset::ALL.to_vec());
    let time =
        (prop::option::of(0.0f64..3.0), any::<bool>(), prop::option::of(0u32..9), any::<bool>());
    let rest = (
        1usize..6,
        stance(),
        stance(),
        prop::sample::select(vec![0.0, 0.0, 0.5, 1.0]),
        prop::option::of(0.3f32..1.0),
    );
    let more =
        (any::<bool>(), prop::option::of(0.0f64..1.5), 0u32..200, prop::option::of(3u32..15));
    (preset, time, rest, more).prop_map(|(preset, time, rest, more)| {
        let mut policy = preset.policy();
        let (nearness, recency, days_apart, older) = time;
        let (k, same_section, same_series, dial, max_similarity) = rest;
        let (duplicates, weight, min_chars, max_age_days) = more;
        policy.k = k;
        policy.time.nearness = nearness.map(|weight| Nearness { weight, half_life_days: 3.0 });
        policy.time.recency =
            recency.then_some(Recency { half_life_days: 4.0, offset_days: 1.0, floor: 0.1 });
        policy.eligibility.days_apart = days_apart;
        policy.eligibility.max_age_days = max_age_days;
        policy.eligibility.min_chars = min_chars;
        policy.eligibility.direction = if older { Direction::Older } else { Direction::Any };
        policy.sections.same_section = same_section;
        policy.sections.same_series = same_series;
        policy.sections.weights =
            weight.map(|weight| ("arts".to_owned(), weight)).into_iter().collect();
        policy.diversity.dial = dial;
        policy.diversity.pool = 7;
        policy.diversity.max_similarity = max_similarity;
        policy.duplicates = duplicates.then_some(DuplicateParams {
            min_cosine: 0.8,
            min_jaccard: 0.7,
            min_length_ratio: 0.0,
            min_terms: 0,
        });
        policy
    })
}

fn index(pieces: &[Piece]) -> Index {
    let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
    for piece in pieces {
        let norm = piece.row.iter().map(|&w| f64::from(w).powi(2)).sum::<f64>().sqrt();
        for (term, &weight) in piece.row.iter().enumerate().filter(|&(_, &weight)| weight > 0) {
            terms.push(term as u32);
            weights.push((f64::from(weight) / norm) as f32);
        }
        offsets.push(terms.len());
    }
    Index::build(SparseRows::try_new(offsets, terms, weights, 8).unwrap())
}

fn facts(pieces: &[Piece]) -> Facts {
    Facts::new(pieces.iter().map(|piece| ArticleFacts {
        lang: piece.lang,
        date: piece.date,
        section: piece.section,
        url: piece.url,
        n_chars: piece.n_chars,
        editorial: &piece.editorial,
    }))
}

const NOW: i64 = 15 * DAY;

/// The definition: all eligible articles by weighted score, best first.
fn weighed(selector: &Selector<'_>, rows: &SparseRows, doc: DocId) -> Vec<(DocId, f32)> {
    let score = |other: DocId| dot(rows.row(doc), rows.row(other));
    let least = selector.policy().min_score;
    let mut all: Vec<(DocId, f32)> = rows
        .docs()
        .filter(|&other| {
            selector.refusal(doc, other).is_none() && score(other) > 0.0 && score(other) >= least
        })
        .map(|other| {
            (other, (f64::from(score(other)) * selector.factors(doc, other).product()) as f32)
        })
        .filter(|&(_, weighted)| weighted > 0.0)
        .collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all
}

/// The choice from all of them, by its definition.
fn chosen(policy: &Policy, rows: &SparseRows, doc: DocId, all: Vec<(DocId, f32)>) -> Vec<DocId> {
    let most = policy.diversity.max_similarity.unwrap_or(f32::INFINITY);
    let dial = policy.diversity.dial;
    let cosine = |a: DocId, b: DocId| dot(rows.row(a), rows.row(b));
    let n_pool = if dial > 0.0 { policy.diversity.pool.max(policy.k) } else { 0 };
    let (mut chosen, mut left): (Vec<DocId>, _) = (Vec::new(), all);
    let mut places: Vec<usize> = (0..left.len()).collect();
    while chosen.len() < policy.k {
        let may_stand = |other: DocId| {
            cosine(doc, other) <= most && chosen.iter().all(|&item| cosine(item, other) <= most)
        };
        let worth = |&(other, weighted): &(DocId, f32), place: usize| {
            let nearest = chosen.iter().map(|&item| cosine(item, other)).fold(0.0, f32::max);
            let is_pooled = place < n_pool;
            let worth = (1.0 - dial) * f64::from(weighted) - dial * f64::from(nearest);
            // The pool comes first, then what follows it in order.
            (is_pooled, if is_pooled { worth } else { -(place as f64) })
        };
        let able = (0..left.len()).filter(|&at| may_stand(left[at].0));
        let best = able
            .map(|at| (worth(&left[at], places[at]), at))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((_, at)) = best else { break };
        chosen.push(left.remove(at).0);
        places.remove(at);
    }
    chosen
}

proptest! {
    #[test]
    fn lists_equal_weighing_the_whole_archive(pieces in prop::collection::vec(piece(), 0..40), policy in policy()) {
        let index = index(&pieces);
        let selector = Selector::new(&index, facts(&pieces), &policy, ResolvedRules::default(), None, Date::from_unix_seconds(NOW));
        let docs: Vec<DocId> = index.rows().docs().collect();
        let lists = selector.lists(&docs, &unwatched).unwrap();
        for (&doc, list) in docs.iter().zip(&lists) {
            let all = weighed(&selector, index.rows(), doc);
            let expected = chosen(&policy, index.rows(), doc, all);
            prop_assert_eq!(list.iter().map(|pick| pick.doc).collect::<Vec<_>>(), expected);
            let alone = selector.lists(&[doc], &unwatched).unwrap();
            prop_assert_eq!(&alone[0], list);
        }
    }

    /// What is forbidden is checked here in its own words, not by the code that forbids it.
    #[test]
    fn what_must_never_stand_in_a_list_does_not(pieces in prop::collection::vec(piece(), 0..40), policy in policy()) {
        let index = index(&pieces);
        let selector = Selector::new(&index, facts(&pieces), &policy, ResolvedRules::default(), None, Date::from_unix_seconds(NOW));
        let docs: Vec<DocId> = index.rows().docs().collect();
        let lists = selector.lists(&docs, &unwatched).unwrap();
        for (doc, list) in docs.iter().zip(&lists) {
            let own = &pieces[doc.index()];
            prop_assert!(list.len() <= policy.k);
            prop_assert!(!own.editorial.legal || list.is_empty());
            for (place, pick) in list.iter().enumerate() {
                let item = &pieces[pick.doc.index()];
                let page = |piece: &Piece| piece.url.map(canonical_url);
                prop_assert!(pick.doc != *doc);
                prop_assert!(page(item).is_none() || page(item) != page(own));
                for other in &list[..place] {
                    prop_assert!(other.doc != pick.doc);
                    let other = &pieces[other.doc.index()];
                    prop_assert!(page(item).is_none() || page(item) != page(other));
                }
                let editorial = &item.editorial;
                prop_assert!(!editorial.hidden && !editorial.retracted && !editorial.legal);
                prop_assert!(editorial.embargo.is_none_or(|at| at.unix_seconds() <= NOW));
                prop_assert!(editorial.expires.is_none_or(|at| at.unix_seconds() > NOW));
                prop_assert!(!policy.eligibility.same_language || item.lang == own.lang);
                let key = &editorial.translation_key;
                prop_assert!(
                    policy.eligibility.translations || key.is_none() || *key != own.editorial.translation_key
                );
                if policy.eligibility.direction == Direction::Older {
                    prop_assert!(item.date.unwrap() <= own.date.unwrap());
                }
            }
        }
    }
}
