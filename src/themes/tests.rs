//! Fits of small archives whose themes are known.

use proptest::prelude::*;

use super::{NThemes, NamedReport, Naming, SeededTheme, ThemeError, ThemeParams, Themes, Wording};
use crate::{
    article::Lang,
    index::{Neighbour, Neighbours},
    sparse::{DocId, SparseRows, dot},
    vectorize::Vocabulary,
};

const WORDS: [&str; 9] =
    ["game", "coach", "score", "bank", "profit", "share", "film", "actor", "music"];

/// Unit rows with equal weights, one for each list of terms.
fn rows(docs: &[Vec<u32>]) -> SparseRows {
    let (mut offsets, mut weights) = (vec![0], Vec::new());
    for doc in docs {
        offsets.push(offsets[offsets.len() - 1] + doc.len());
        weights.extend(doc.iter().map(|_| 1.0 / (doc.len() as f32).sqrt()));
    }
    SparseRows::try_new(offsets, docs.concat(), weights, WORDS.len()).unwrap()
}

fn nearest(rows: &SparseRows) -> Neighbours {
    Neighbours::from_lists(rows.docs().map(|doc| {
        let others = rows.docs().filter(|&other| other != doc);
        let mut list: Vec<Neighbour> = others
            .map(|other| Neighbour { doc: other, score: dot(rows.row(doc), rows.row(other)) })
            .filter(|neighbour| neighbour.score > 0.0)
            .collect();
        list.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
        list.truncate(10);
        list
    }))
}

/// Calls a function with the arguments of [`ThemeParams::fit`] for some articles.
fn with_input<T>(
    docs: &[Vec<u32>],
    call: impl FnOnce(&SparseRows, &Neighbours, Wording<'_>) -> T,
) -> T {
    let terms: Vec<[&str; 1]> = WORDS.iter().map(|&word| [word]).collect();
    let terms: Vec<&[&str]> = terms.iter().map(|term| term.as_slice()).collect();
    let vocabulary = Vocabulary::for_tests(&terms, &[1; WORDS.len()]);
    let rows = rows(docs);
    let langs = vec![Lang::ENGLISH; docs.len()];
    let wording = Wording {
        rows: &rows,
        vocabulary: &vocabulary,
        n_repeated: &[0; WORDS.len()],
        langs: &langs,
    };
    call(&rows, &nearest(&rows), wording)
}

fn fit(docs: &[Vec<u32>], params: &ThemeParams) -> Result<Themes, ThemeError> {
    with_input(docs, |rows, graph, wording| params.fit(rows, graph, wording))
}

fn exactly(n: usize) -> ThemeParams {
    ThemeParams { n_themes: NThemes::Exactly(n), ..ThemeParams::default() }
}

/// Articles about three topics and one article without terms. A topic has three words, and an article has two of them.
fn newspaper() -> Vec<Vec<u32>> {
    let pairs = [[0, 1], [0, 2], [1, 2]];
    let mut docs: Vec<Vec<u32>> = Vec::new();
    for (topic, n) in [(0, 12), (3, 9), (6, 15)] {
        docs.extend((0..n).map(|at| pairs[at % 3].iter().map(|word| word + topic).collect()));
    }
    docs.push(Vec::new());
    docs
}

#[test]
fn finds_the_three_topics() {
    let check = |params: &ThemeParams| {
        let found = fit(&newspaper(), params).unwrap();
        assert_eq!(found.themes.iter().map(|theme| theme.size).collect::<Vec<_>>(), [15, 12, 9]);
        let theme_of = |doc: usize| found.memberships[doc].map(|membership| membership.theme);
        for (range, theme) in [(0..12, 1), (12..21, 2), (21..36, 0)] {
            assert!(range.clone().all(|doc| theme_of(doc) == Some(theme)), "{range:?}");
        }
        assert_eq!(theme_of(36), None);
        for (id, theme) in found.themes.iter().enumerate() {
            assert_eq!((theme.id, theme.representatives.len(), theme.keywords.len()), (id, 3, 3));
            assert_eq!(theme.label.split(", ").count(), 2);
        }
        let scores = found.memberships.iter().flatten();
        assert!(scores.into_iter().all(|m| m.score > 0.5 && m.margin > 0.0 && m.score <= 1.0001));
        assert!((found.modularity - 0.65).abs() < 0.02, "{}", found.modularity);
        let rows = rows(&[vec![6, 7, 8], vec![]]);
        assert_eq!(found.assign(rows.row(DocId(0))).map(|membership| membership.theme), Some(0));
        assert_eq!(found.assign(rows.row(DocId(1))), None);
    };
    check(&exactly(3));
    check(&ThemeParams::default());
}

#[test]
fn bits_do_not_depend_on_threads() {
    let on = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| fit(&newspaper(), &ThemeParams::default()).unwrap())
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn copies_of_one_article_are_one_theme() {
    for n in 1..8 {
        let found = fit(&vec![vec![0, 1]; n], &ThemeParams::default()).unwrap();
        assert_eq!(found.themes.len(), 1, "{n} articles");
        assert_eq!(found.themes[0].size, n);
        assert_eq!(found.themes[0].representatives, [DocId(0)]);
        assert!(
            found
                .memberships
                .iter()
                .flatten()
                .all(|m| m.margin.to_bits() == m.score.to_bits() && m.score > 0.99)
        );
    }
}

#[test]
fn any_number_of_themes_up_to_the_distinct_articles_works() {
    for n in 1..=9 {
        let found = fit(&newspaper(), &exactly(n)).unwrap();
        assert_eq!(found.themes.len(), n);
        assert!(found.themes.iter().all(|theme| theme.size > 0 && !theme.label.is_empty()));
    }
}

#[test]
fn an_archive_without_terms_has_no_themes() {
    for n in [0, 3] {
        let found = fit(&vec![Vec::new(); n], &ThemeParams::default()).unwrap();
        assert_eq!((found.themes.len(), found.memberships), (0, vec![None; n]));
    }
}

#[test]
fn rejects_impossible_settings_by_name() {
    let check = |docs: &[Vec<u32>], params: &ThemeParams, expected: &str| {
        assert_eq!(fit(docs, params).unwrap_err().to_string(), expected);
    };
    let defaults = ThemeParams::default();
    check(&newspaper(), &exactly(0), "the number of themes is 0: it must be at least 1");
    check(
        &newspaper(),
        &exactly(10),
        "10 themes are requested, but only 9 distinct articles share terms with other articles",
    );
    check(
        &newspaper(),
        &ThemeParams { smoothing: f32::NAN, ..defaults.clone() },
        "`smoothing` is NaN: it must be from 0 to 1",
    );
    check(
        &newspaper(),
        &ThemeParams { auto_share: f64::NAN, ..defaults.clone() },
        "`auto_share` is NaN: it must be from 0 to 1",
    );
    let expected = |name: &str| format!("`{name}` is NaN: it must be from 0 to 1");
    let nan = ThemeParams { outliers: f64::NAN, ..defaults.clone() };
    check(&newspaper(), &nan, &expected("outliers"));
    let nan = ThemeParams { ambiguous: f64::NAN, ..defaults.clone() };
    check(&newspaper(), &nan, &expected("ambiguous"));
    check(
        &newspaper(),
        &ThemeParams { levels: 3, ..defaults.clone() },
        "`levels` is 3: it must be from 1 to 2",
    );
    check(
        &newspaper(),
        &ThemeParams { min_subtheme_size: 0, ..defaults.clone() },
        "`min_subtheme_size` is 0: it must be 1 or more",
    );
    check(
        &newspaper(),
        &ThemeParams { n_restarts: 0, ..defaults.clone() },
        "`n_restarts` is 0: it must be 1 or more",
    );
    let (all, fewer) = (rows(&newspaper()), rows(&newspaper()[1..]));
    let terms: Vec<&[&str]> = vec![&["game"]];
    let vocabulary = Vocabulary::for_tests(&terms, &[1]);
    let langs = vec![Lang::ENGLISH; newspaper().len()];
    let wording = Wording {
        rows: &all,
        vocabulary: &vocabulary,
        n_repeated: &[0; WORDS.len()],
        langs: &langs,
    };
    let error = defaults.fit(&all, &nearest(&fewer), wording).unwrap_err();
    assert_eq!(error.to_string(), "the graph has 36 rows, but there are 37 articles");
    let error = defaults.fit(&all, &nearest(&all), wording).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the matrix of label terms has 9 terms, but the vocabulary has 1"
    );
}

#[test]
fn the_smallest_archives_have_themes() {
    let docs = [vec![0, 1], vec![3, 4], vec![], vec![0, 2]];
    for n in 1..=docs.len() {
        let found = fit(&docs[..n], &ThemeParams::default()).unwrap();
        assert!(found.themes.iter().all(|theme| !theme.label.is_empty() && theme.size > 0));
        let placed = found.memberships.iter().flatten().count();
        assert_eq!(placed, docs[..n].iter().filter(|doc| !doc.is_empty()).count());
    }
}

#[test]
fn a_theme_of_three_topics_has_three_subthemes() {
    let params = ThemeParams { levels: 2, min_subtheme_size: 6, ..exactly(1) };
    let found = fit(&newspaper(), &params).unwrap();
    let subthemes = &found.themes[0].subthemes;
    assert_eq!(subthemes.iter().map(|part| part.size).collect::<Vec<_>>(), [15, 12, 9]);
    assert!(subthemes.iter().all(|part| part.cohesion > 0.5 && part.cohesion <= 1.0001));
    assert!(subthemes.iter().all(|part| part.representatives.len() == 3));
    let subtheme_of =
        |doc: usize| found.memberships[doc].and_then(|membership| membership.subtheme);
    for (range, part) in [(0..12, 1), (12..21, 2), (21..36, 0)] {
        assert!(range.clone().all(|doc| subtheme_of(doc) == Some(part)), "{range:?}");
    }
    let words = |label: &str| label.split(", ").map(str::to_owned).collect::<Vec<_>>();
    let theme_words = words(&found.themes[0].label);
    for part in subthemes {
        assert!(words(&part.label).iter().all(|word| !theme_words.contains(word)), "{subthemes:?}");
    }
    // No subtheme is smaller than the minimum. A theme that would have only one subtheme has none.
    for (min_size, n) in [(9, 3), (12, 2), (18, 0), (1_000, 0)] {
        let found =
            fit(&newspaper(), &ThemeParams { min_subtheme_size: min_size, ..params.clone() });
        let found = found.unwrap();
        assert_eq!(found.themes[0].subthemes.len(), n, "minimum {min_size}");
        assert!(found.themes[0].subthemes.iter().all(|part| part.size >= min_size));
    }
    let found = fit(&newspaper(), &exactly(1)).unwrap();
    assert!(found.themes[0].subthemes.is_empty() && found.themes[0].cohesion > 0.0);
}

#[test]
fn outliers_and_ambiguous_articles_are_listed_on_request() {
    let mut docs = newspaper();
    docs.push(vec![0, 3]);
    let asked = ThemeParams { outliers: 0.06, ambiguous: 0.03, ..exactly(3) };
    let found = fit(&docs, &asked).unwrap();
    assert_eq!(found.ambiguous, [DocId(37)], "the article with words of two topics");
    assert_eq!(found.outliers.len(), 2);
    let score = |doc: &DocId| found.memberships[doc.index()].unwrap().score;
    let worst = found.outliers.iter().map(score).fold(f32::MIN, f32::max);
    let placed = (0..docs.len() as u32).map(DocId).filter(|doc| doc.0 != 36);
    let others = placed.filter(|doc| !found.outliers.contains(doc));
    assert!(others.map(|doc| score(&doc)).all(|score| score >= worst));
    let found = fit(&docs, &exactly(3)).unwrap();
    assert!(found.outliers.is_empty() && found.ambiguous.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn small_archives_have_consistent_themes_or_a_clear_error(
        docs in prop::collection::vec(prop::collection::btree_set(0u32..9, 0..4), 0..24),
        n in 0usize..8,
        levels in 1usize..=2,
        min_subtheme_size in 1usize..6,
    ) {
        let docs: Vec<Vec<u32>> = docs.into_iter().map(|doc| doc.into_iter().collect()).collect();
        let n_themes = if n == 0 { NThemes::Auto } else { NThemes::Exactly(n) };
        let params = ThemeParams { n_themes, levels, min_subtheme_size, n_restarts: 3, ..ThemeParams::default() };
        let mut distinct: Vec<&Vec<u32>> = docs.iter().filter(|doc| !doc.is_empty()).collect();
        distinct.sort();
        distinct.dedup();
        let found = match fit(&docs, &params) {
            Ok(found) => found,
            Err(error) => {
                prop_assert_eq!(error, ThemeError::TooFewArticles { asked: n, found: distinct.len() });
                prop_assert!(distinct.len() < n);
                return Ok(());
            }
        };
        prop_assert!(n == 0 || found.themes.len() == n);
        let mut labels: Vec<&str> = found.themes.iter().map(|theme| theme.label.as_str()).collect();
        labels.sort_unstable();
        labels.dedup();
        prop_assert_eq!(labels.len(), found.themes.len());
        for (doc, membership) in docs.iter().zip(&found.memberships) {
            prop_assert_eq!(doc.is_empty(), membership.is_none());
        }
        for (number, theme) in found.themes.iter().enumerate() {
            let of_theme = || found.memberships.iter().flatten().filter(|m| m.theme == number);
            prop_assert_eq!(theme.size, of_theme().count());
            prop_assert!(theme.size > 0 && !theme.label.is_empty() && theme.cohesion.is_finite());
            prop_assert!(!theme.representatives.is_empty() && !theme.keywords.is_empty());
            prop_assert!(of_theme().all(|m| m.score.is_finite() && m.margin >= 0.0));
            prop_assert!(theme.subthemes.len() != 1 && (levels == 2 || theme.subthemes.is_empty()));
            for (part, subtheme) in theme.subthemes.iter().enumerate() {
                prop_assert_eq!(subtheme.size, of_theme().filter(|m| m.subtheme == Some(part)).count());
                prop_assert!(subtheme.size >= min_subtheme_size && !subtheme.label.is_empty());
            }
        }
    }
}

fn seeded(name: &str, seeds: &[u32]) -> SeededTheme {
    SeededTheme {
        name: name.to_owned(),
        seeds: seeds.iter().map(|&seed| vec![seed]).collect(),
        ..SeededTheme::default()
    }
}

fn fit_named(
    docs: &[Vec<u32>],
    params: &ThemeParams,
    named: &[SeededTheme],
) -> Result<(Themes, NamedReport), ThemeError> {
    with_input(docs, |rows, graph, wording| params.fit_named(rows, graph, wording, named))
}

/// Label, naming and size of each theme.
fn summary(themes: &Themes) -> Vec<(&str, Naming, usize)> {
    themes.themes.iter().map(|theme| (theme.label.as_str(), theme.naming, theme.size)).collect()
}

#[test]
fn named_themes_keep_their_names_and_others_are_found_beside_them() {
    let named = [seeded("Money", &[3]), seeded("Sport", &[1])];
    let given = |name, size| (name, Naming::Given, size);
    for n_threads in [1, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        let found = pool.install(|| fit_named(&newspaper(), &exactly(1), &named).unwrap());
        let sizes = summary(&found.0);
        assert_eq!(sizes[0].1, Naming::Words);
        assert_eq!(sizes[0].2, 15);
        assert_eq!(sizes[1..], [given("Sport", 12), given("Money", 9)]);
        assert_eq!(found.1, NamedReport::default());
        assert_eq!(found, fit_named(&newspaper(), &exactly(1), &named).unwrap());
    }
    // No seed is about films: the automatic number adds one theme for them.
    let (themes, _) = fit_named(&newspaper(), &ThemeParams::default(), &named).unwrap();
    assert_eq!(summary(&themes)[1..], [given("Sport", 12), given("Money", 9)]);
    // Without other themes every article with terms goes to the nearest named theme.
    let (themes, _) = fit_named(&newspaper(), &exactly(0), &named).unwrap();
    assert_eq!(themes.themes.len(), 2);
    assert_eq!(themes.memberships.iter().flatten().count(), 36);
}

#[test]
fn named_themes_without_articles_are_reported_and_left_out() {
    let mut nothing = seeded("Weather", &[]);
    nothing.unknown = vec!["rain".to_owned()];
    let named = [seeded("Money", &[3]), nothing, seeded("Sport", &[1]), seeded("Again", &[1])];
    let (themes, report) = fit_named(&newspaper(), &exactly(0), &named).unwrap();
    assert_eq!(report.unknown_seeds, [("Weather".to_owned(), vec!["rain".to_owned()])]);
    // "Sport" and "Again" have the same seed, so no article has a margin for either.
    assert_eq!(report.unmatched, ["Weather", "Sport", "Again"]);
    assert_eq!(summary(&themes), [("Money", Naming::Given, 36)]);
    assert_eq!(
        fit_named(&newspaper(), &exactly(0), &named[1..2]),
        Err(ThemeError::NoneMatched { names: format!("`{}`", named[1].name) })
    );
    let (themes, _) = fit_named(&newspaper(), &exactly(3), &named[1..2]).unwrap();
    assert_eq!(themes.themes.len(), 3);
    let empty = fit_named(&vec![Vec::new(); 3], &exactly(0), &named).unwrap();
    assert_eq!((empty.0.themes.len(), empty.1.unmatched.len()), (0, 4));
}

#[test]
fn a_seed_of_several_terms_needs_all_of_them() {
    let docs = vec![vec![0, 1], vec![0, 1, 2], vec![0, 2], vec![3, 4], vec![3, 5]];
    let mut both = seeded("Both", &[]);
    both.seeds = vec![vec![0, 1]];
    let named = [both, seeded("Money", &[3])];
    let (themes, report) = fit_named(&docs, &exactly(0), &named).unwrap();
    assert_eq!(report.unmatched, [""; 0]);
    assert_eq!(themes.themes.len(), 2);
}
