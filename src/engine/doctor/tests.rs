//! Small archives with one fault each, and one with all.

use super::{Case, Detail, DoctorParams, Examination, Finding, Gravity, Problem, WhyShort};
use crate::article::{Article, Date, Lang};
use crate::engine::{Eligible, Engine, EngineError, ListSettings, Settings};
use crate::index::unwatched;
use crate::sparse::DocId;

/// Articles of two topics, every two of one topic alike but not the same.
fn healthy() -> Vec<Article> {
    let words = [
        ["leek", "soup", "potato", "butter", "kitchen", "onion"],
        ["goal", "coach", "league", "striker", "penalty", "stadium"],
    ];
    let mut articles = Vec::new();
    for (topic, words) in words.iter().enumerate() {
        for at in 0..6 {
            let text: Vec<&str> =
                (0..5).map(|n| words[(at + n) % 6]).chain([words[at], words[at]]).collect();
            articles.push(Article {
                id: format!("{topic}-{at}").as_str().into(),
                title: format!("Article {topic} {at}"),
                text: text.join(". "),
                url: Some(format!("/{topic}/{at}")),
                date: Date::parse(&format!("2021-06-{:02}", 1 + topic * 10 + at)).ok(),
                lang: Some(Lang::ENGLISH),
                ..Article::default()
            });
        }
    }
    articles
}

fn lists() -> ListSettings {
    ListSettings { k: 2, ..ListSettings::default() }
}

/// Only what a test is about: five words say enough here.
fn params() -> DoctorParams {
    DoctorParams { few_terms: 0, near_copy: 1.0, ..DoctorParams::default() }
}

fn examine(articles: Vec<Article>, lists: ListSettings, eligible: &Eligible) -> Examination {
    let engine = Engine::fit(articles, &Settings::default()).unwrap();
    engine.examine(lists, eligible, &params(), &unwatched).unwrap()
}

fn find(found: &Examination, problem: Problem) -> Option<&Finding> {
    found.findings.iter().find(|finding| finding.problem == problem)
}

fn docs(finding: &Finding) -> Vec<u32> {
    finding.cases.iter().flat_map(|case| case.docs.iter().map(|doc| doc.0)).collect()
}

#[test]
fn a_sound_archive_has_nothing_to_fix_but_what_chance_leaves_out() {
    let found = examine(healthy(), lists(), &Eligible::default());
    assert_eq!((found.n_docs, found.k, found.n_full, found.n_empty), (12, 2, 12, 0));
    assert_eq!(found.langs, [(Lang::ENGLISH, 12)]);
    let sum: u32 = found.inbound.counts.iter().sum();
    assert_eq!((sum, found.inbound.mean), (24, 2.0));
    assert!(
        found.findings.iter().all(|finding| finding.problem == Problem::Orphan),
        "{:?}",
        found.findings
    );
    assert!(found.median_best_score.unwrap() > 0.2);
}

#[test]
fn copies_and_shared_addresses_are_grouped() {
    let mut articles = healthy();
    let copy = |of: &Article, id: &str| Article { id: id.into(), ..of.clone() };
    articles.push(copy(&articles[3], "copy"));
    articles.push(copy(&articles[3], "copy of the copy"));
    articles[13].url = Some("/elsewhere".to_owned());
    let found = examine(articles, lists(), &Eligible::default());
    let copies = find(&found, Problem::NearCopy).unwrap();
    assert_eq!((copies.gravity, copies.n_articles, copies.cases.len()), (Gravity::Wrong, 3, 1));
    assert_eq!(docs(copies), [3, 12, 13]);
    let same = find(&found, Problem::SameUrl).unwrap();
    let url = Detail::Url("/0/3".to_owned());
    assert_eq!(same.cases, [Case { docs: vec![DocId(3), DocId(12)], detail: url }]);
}

#[test]
fn short_lists_say_why() {
    let mut articles = healthy();
    articles.push(Article { id: "empty".into(), title: "The".into(), ..Article::default() });
    articles[1].date = None;
    let window = Eligible { days_apart: Some(1), ..Eligible::default() };
    let found = examine(articles, lists(), &window);
    let why = |problem, doc| {
        let finding = find(&found, problem)?;
        let case = finding.cases.iter().find(|case| case.docs == [DocId(doc)])?;
        Some(case.detail.clone())
    };
    let empty = |why| Some(Detail::Length(0, why));
    assert_eq!(why(Problem::EmptyList, 12), empty(WhyShort::NoTerms));
    assert_eq!(why(Problem::EmptyList, 1), empty(WhyShort::NoDate));
    // The first article's only neighbour in time is the one without a date.
    assert_eq!(why(Problem::EmptyList, 0), empty(WhyShort::NotEligible));
    assert_eq!(why(Problem::ShortList, 5), Some(Detail::Length(1, WhyShort::NotEligible)));

    let strict = ListSettings { min_score: 0.99, ..lists() };
    let check = |lists, eligible: &Eligible, expected| {
        let found = examine(healthy(), lists, eligible);
        let finding = find(&found, Problem::EmptyList).unwrap();
        assert_eq!(finding.cases[0].detail, Detail::Length(0, expected));
    };
    check(strict, &Eligible::default(), WhyShort::MinScore);
    check(strict, &Eligible { days_apart: Some(0), ..Eligible::default() }, WhyShort::BothLimits);
    let long = ListSettings { k: 7, ..lists() };
    let found = examine(healthy(), long, &Eligible::default());
    let short = find(&found, Problem::ShortList).unwrap();
    assert_eq!(short.n_articles, 12);
    assert_eq!(short.cases[0].detail, Detail::Length(5, WhyShort::NothingShared));
}

#[test]
fn fields_that_some_lack_are_graver_than_those_that_all_lack() {
    let mut articles = healthy();
    (articles[2].title, articles[4].url) = (String::new(), Some(" ".to_owned()));
    articles.iter_mut().for_each(|article| article.date = None);
    let found = examine(articles, lists(), &Eligible::default());
    let check = |problem, gravity, n_articles| {
        let finding = find(&found, problem).unwrap();
        assert_eq!((finding.gravity, finding.n_articles), (gravity, n_articles));
    };
    check(Problem::NoTitle, Gravity::Wrong, 1);
    check(Problem::NoUrl, Gravity::Missing, 1);
    check(Problem::NoDate, Gravity::Note, 12);
    let gravities: Vec<Gravity> = found.findings.iter().map(|finding| finding.gravity).collect();
    assert!(gravities.is_sorted(), "{gravities:?}");
    let without = |articles: &mut Vec<Article>| articles.iter_mut().for_each(|a| a.url = None);
    let mut articles = healthy();
    without(&mut articles);
    let found = examine(articles, lists(), &Eligible::default());
    assert_eq!(find(&found, Problem::NoUrl).unwrap().gravity, Gravity::Note);
}

#[test]
fn lists_across_languages_and_lone_languages_are_named() {
    let mut articles = healthy();
    articles[3].lang = Lang::parse("fr");
    let found = examine(articles.clone(), lists(), &Eligible::default());
    assert_eq!(docs(find(&found, Problem::LoneLanguage).unwrap()), [3]);
    let other = find(&found, Problem::OtherLanguage).unwrap();
    let case = other.cases.iter().find(|case| case.docs == [DocId(3)]).unwrap();
    assert_eq!(case.detail, Detail::Lang(Lang::ENGLISH));
    let same = Eligible { same_language: true, ..Eligible::default() };
    let found = examine(articles, lists(), &same);
    assert_eq!(find(&found, Problem::OtherLanguage), None);
    let empty = find(&found, Problem::EmptyList).unwrap();
    assert_eq!(empty.cases, [Case::of(DocId(3), Detail::Length(0, WhyShort::NotEligible))]);
}

#[test]
fn thresholds_decide_what_is_weak() {
    let engine = Engine::fit(healthy(), &Settings::default()).unwrap();
    let examine =
        |params| engine.examine(lists(), &Eligible::default(), &params, &unwatched).unwrap();
    let weak = examine(DoctorParams { weak_score: 1.0, ..params() });
    let weak = find(&weak, Problem::WeakList).unwrap();
    assert_eq!(weak.n_articles, 12);
    let score = |case: &Case| match case.detail {
        Detail::Score(score) => score,
        _ => panic!("{case:?}"),
    };
    assert!(weak.cases.iter().map(score).is_sorted());
    let few = examine(DoctorParams { few_terms: 1_000, ..params() });
    assert_eq!(find(&few, Problem::FewTerms).unwrap().n_articles, 12);
    let over = examine(DoctorParams { over_linked: 1.0, ..params() });
    let expected = over.inbound.counts.iter().filter(|&&count| count > 2).count();
    let over = find(&over, Problem::OverLinked).map_or(0, |finding| finding.n_articles);
    assert_eq!(over, expected);
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let engine = Engine::fit(healthy(), &Settings::default()).unwrap();
    let check = |params: DoctorParams, expected: &str| {
        let refused = engine.examine(lists(), &Eligible::default(), &params, &unwatched);
        let named = matches!(&refused, Err(EngineError::Setting { name, .. }) if *name == expected);
        assert!(named, "{refused:?}");
    };
    check(DoctorParams { near_copy: 0.0, ..params() }, "near_copy");
    check(DoctorParams { near_copy: f32::NAN, ..params() }, "near_copy");
    check(DoctorParams { weak_score: 1.5, ..params() }, "weak_score");
    check(DoctorParams { over_linked: f64::INFINITY, ..params() }, "over_linked");
}

#[test]
fn what_is_found_does_not_depend_on_threads() {
    let on = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| {
            let engine = Engine::fit(healthy(), &Settings::default()).unwrap();
            let params = DoctorParams::default();
            engine.examine(lists(), &Eligible::default(), &params, &unwatched).unwrap()
        })
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn an_archive_without_articles_is_sound() {
    let found = examine(Vec::new(), lists(), &Eligible::default());
    assert_eq!((found.findings, found.median_best_score, found.inbound.gini), (vec![], None, 0.0));
}
