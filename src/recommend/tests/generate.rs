//! Random archives, policies and rules. Values come from small sets, so that ties, duplicates and faults are common.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use crate::article::{ArticleId, Date, Editorial, Lang};
use crate::index::{Index, Neighbour};
use crate::recommend::{
    ArticleCatalog, ArticleMetadata, Decision, Direction, DuplicateParams, FillPolicy, Nearness,
    Origin, Policy, Preset, Recency, ResolvedRules, Rule, Selector, Stance,
};
use crate::sparse::{DocId, SparseRows, dot};
use crate::text::{NumberSketch, WordSketch};

pub(super) const DAY: i64 = 86_400;
/// The time of all requests.
pub(super) const NOW: i64 = 15 * DAY;
const N_TERMS: usize = 8;

/// An article of a random archive.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) row: Vec<u8>,
    pub(super) lang: Lang,
    pub(super) date: Option<Date>,
    pub(super) section: Option<&'static str>,
    pub(super) url: Option<&'static str>,
    pub(super) n_chars: u32,
    pub(super) editorial: Editorial,
}

/// A random archive with a random request.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) pieces: Vec<Piece>,
    pub(super) policy: Policy,
    pub(super) rules: Vec<Rule>,
    pub(super) listed: Option<Vec<bool>>,
}

impl Case {
    pub(super) fn index(&self) -> Arc<Index> {
        let (mut offsets, mut terms, mut weights) = (vec![0], Vec::new(), Vec::new());
        for piece in &self.pieces {
            let norm = piece.row.iter().map(|&w| f64::from(w).powi(2)).sum::<f64>().sqrt();
            for (term, &weight) in piece.row.iter().enumerate().filter(|&(_, &weight)| weight > 0) {
                terms.push(term as u32);
                weights.push((f64::from(weight) / norm) as f32);
            }
            offsets.push(terms.len());
        }
        Arc::new(Index::build(SparseRows::try_new(offsets, terms, weights, N_TERMS).unwrap()))
    }

    pub(super) fn selector(&self, index: &Arc<Index>) -> Selector {
        let ids: Vec<ArticleId> = self.ids();
        let metadata = self.pieces.iter().map(|piece| ArticleMetadata {
            lang: piece.lang,
            date: piece.date,
            section: piece.section,
            url: piece.url,
            n_chars: piece.n_chars,
            text_hash: None,
            numbers: NumberSketch::default(),
            sketch: WordSketch::default(),
            editorial: &piece.editorial,
        });
        let row = |id: &ArticleId| self.row(id);
        let catalog = Arc::new(ArticleCatalog::new(ids.iter().zip(metadata), row));
        let (mut policy, now) = (self.policy.clone(), Date::from_unix_seconds(NOW));
        let (rules, _) = ResolvedRules::resolve(&self.rules, row, &catalog, now, &mut policy);
        let listed = self.listed.clone().map(Arc::from);
        Selector::new(Arc::clone(index), catalog, policy, rules, listed, now)
    }

    fn ids(&self) -> Vec<ArticleId> {
        (0..self.pieces.len()).map(|row| ArticleId::from(row.to_string())).collect()
    }

    /// The row of an id, which is the number in the id.
    pub(super) fn row(&self, id: &ArticleId) -> Option<DocId> {
        let row = id.as_str().parse().ok().filter(|&row: &usize| row < self.pieces.len());
        row.map(DocId::from_index)
    }

    /// Candidates as a learned ranker might order them: the scores have any sign and do not depend on the text.
    pub(super) fn ranked(&self, selector: &Selector, rows: &SparseRows) -> Vec<Vec<Neighbour>> {
        let of = |doc: DocId| {
            let cosine = |other| dot(rows.row(doc), rows.row(other));
            let is_eligible = |other: &DocId| {
                selector.admits(doc, *other)
                    && cosine(*other) > 0.0
                    && cosine(*other) >= selector.policy().min_score
            };
            let score = |other: DocId| ((doc.0 * 7 + other.0 * 13) % 11) as f32 - 5.0;
            let candidate = |other| Neighbour { doc: other, score: score(other) };
            let mut ranked: Vec<Neighbour> =
                rows.docs().filter(is_eligible).map(candidate).collect();
            ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
            ranked
        };
        rows.docs().map(of).collect()
    }
}

/// An archive of up to forty articles.
pub(super) fn case() -> impl Strategy<Value = Case> {
    let pieces = prop::collection::vec(piece(), 0..40);
    let rules = prop::collection::vec(rule(), 0..8);
    let listed = prop::option::weighted(0.2, prop::collection::vec(prop::bool::weighted(0.8), 40));
    (pieces, policy(), rules, listed).prop_map(|(pieces, policy, rules, listed)| {
        let listed = listed.map(|listed| listed[..pieces.len()].to_vec());
        Case { pieces, policy, rules, listed }
    })
}

fn rarely() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.1)
}

fn day() -> impl Strategy<Value = Option<Date>> {
    prop::option::of((0i64..20).prop_map(|day| Date::from_unix_seconds(day * DAY)))
}

fn name(likely: f64, names: &[&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    prop::option::weighted(likely, prop::sample::select(names.to_vec()))
}

fn piece() -> impl Strategy<Value = Piece> {
    let row = prop::collection::vec(prop::sample::select(vec![0u8, 0, 1, 1, 3]), N_TERMS);
    let flags = (rarely(), rarely(), rarely(), rarely());
    let times = (day(), prop::option::weighted(0.2, day()), prop::option::weighted(0.2, day()));
    let names = (
        name(0.5, &["sport", "arts"]),
        name(0.3, &["http://x.org/a", "https://www.x.org/a/#b", "/c"]),
        name(0.1, &["http://x.org/a", "/d"]),
        name(0.5, &["s", "t"]),
        name(0.3, &["k", "l"]),
    );
    let own_items = || prop::option::weighted(0.15, prop::collection::vec(id(), 1..3));
    let own_items = (own_items(), own_items());
    (row, flags, times, names, any::<bool>(), 0u32..3, own_items).prop_map(
        |(row, flags, (date, embargo, expires), names, english, n_chars, (pinned, blocked))| {
            let (hidden, retracted, legal, evergreen) = flags;
            let (section, url, canonical_url, series, translation_key) = names;
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
                    canonical_url: canonical_url.map(str::to_owned),
                    pinned: pinned.unwrap_or_default(),
                    blocked: blocked.unwrap_or_default(),
                },
            }
        },
    )
}

fn stance() -> impl Strategy<Value = Stance> {
    prop::sample::select(vec![Stance::Ignore, Stance::Ignore, Stance::Prefer, Stance::Exclude])
}

fn weight() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![0.0, 0.5, 1.5])
}

fn policy() -> impl Strategy<Value = Policy> {
    let preset = prop::sample::select(Preset::ALL.to_vec());
    let time = (
        prop::option::of(0.0f64..3.0),
        any::<bool>(),
        prop::option::weighted(0.3, 0u32..9),
        prop::bool::weighted(0.3),
    );
    let lists = (
        1usize..6,
        stance(),
        stance(),
        prop::sample::select(vec![0.0, 0.0, 0.5, 1.0]),
        prop::option::of(0.3f32..1.0),
    );
    // Some policies check no lengths and no dates, so that traits alone decide most pairs.
    let min_chars = prop::sample::select(vec![0u32, 0, 0, 50, 150]);
    let who = (any::<bool>(), any::<bool>(), min_chars, prop::option::weighted(0.3, 3u32..15));
    let rest = (
        any::<bool>(),
        prop::option::of(weight()),
        prop::sample::select(vec![0.0f32, 0.0, 0.3, 0.7]),
        prop::option::weighted(0.3, 1u32..4),
        (any::<bool>(), 0usize..6),
    );
    (preset, time, lists, who, rest).prop_map(|(preset, time, lists, who, rest)| {
        let mut policy = preset.policy();
        let (nearness, recency, days_apart, older) = time;
        let (k, same_section, same_series, dial, max_similarity) = lists;
        let (same_language, translations, min_chars, max_age_days) = who;
        let (duplicates, weight, min_score, max_inbound, (fill, min)) = rest;
        (policy.k, policy.min_score, policy.max_inbound) = (k, min_score, max_inbound);
        policy.time.nearness = nearness.map(|weight| Nearness { weight, half_life_days: 3.0 });
        policy.time.recency =
            recency.then_some(Recency { half_life_days: 4.0, offset_days: 1.0, floor: 0.1 });
        policy.eligibility.same_language = same_language;
        policy.eligibility.translations = translations;
        policy.eligibility.days_apart = days_apart;
        policy.eligibility.max_age_days = max_age_days;
        policy.eligibility.min_chars = min_chars;
        policy.eligibility.direction = if older { Direction::Older } else { Direction::Any };
        policy.sections.same_section = same_section;
        policy.sections.same_series = same_series;
        policy.sections.weights = weight
            .map(|weight| ("arts".to_owned(), weight))
            .into_iter()
            .collect::<BTreeMap<_, _>>();
        policy.diversity.dial = dial;
        policy.diversity.pool = 7;
        policy.diversity.max_similarity = max_similarity;
        policy.duplicates = duplicates.then_some(DuplicateParams {
            min_cosine: 0.8,
            min_jaccard: 0.7,
            min_length_ratio: 0.0,
            min_words: 0.0,
            min_terms: 0,
        });
        policy.fill = FillPolicy { on: fill, min: min.min(k) };
        policy
    })
}

/// Ids from a small set, so that rules contradict each other. Some ids are unknown.
fn id() -> impl Strategy<Value = ArticleId> {
    (0u32..12).prop_map(|id| id.to_string().as_str().into())
}

fn rule() -> impl Strategy<Value = Rule> {
    let ids = || prop::collection::vec(id(), 1..4);
    let decision = prop_oneof![
        4 => (id(), ids()).prop_map(|(article, items)| Decision::Pin { article, items }),
        3 => (id(), ids(), any::<bool>())
            .prop_map(|(article, items, both_ways)| Decision::Block { article, items, both_ways }),
        1 => ids().prop_map(Decision::Legal),
        1 => ids().prop_map(Decision::Hide),
        1 => (prop::sample::select(vec!["sport", "arts", "none"]), weight()).prop_map(
            |(section, weight)| Decision::Weight { section: section.to_owned(), weight }
        ),
        1 => (
            prop::option::of(stance()),
            prop::option::of(stance()),
            prop::option::of(0.0f32..0.5),
            prop::option::of(0u32..200),
            prop::option::of(1u32..4),
        )
            .prop_map(|(same_section, same_series, min_score, min_chars, max_inbound)| {
                Decision::Lists { same_section, same_series, min_score, min_chars, max_inbound }
            }),
    ];
    let until = prop::option::weighted(0.3, 10i64..20);
    (decision, until, 1u64..99).prop_map(|(decision, until, line)| Rule {
        origin: Origin::Line(line),
        until: until.map(|day| Date::from_unix_seconds(day * DAY)),
        decision,
    })
}
