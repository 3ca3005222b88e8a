//! Small archives with one fault each, and one with all.

use super::{AuditParams, AuditReport, Case, Check, Detail, Finding, Severity};
use crate::article::{Article, Date, Lang};
use crate::engine::{Engine, EngineError, RecommendOptions, Settings};
use crate::index::Progress;
use crate::recommend::{Decision, Exclusion, Origin, Preset, Rule, ShortfallCause};
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

/// Lists of two by text alone.
fn ask() -> RecommendOptions {
    RecommendOptions::new(Date::from_unix_seconds(0)).with_preset(Preset::Text).with_k(2)
}

/// Only what a test is about: five words say enough here.
fn params() -> AuditParams {
    AuditParams { few_terms: 0, ..AuditParams::default() }
}

fn examine(articles: Vec<Article>, ask: &RecommendOptions) -> AuditReport {
    let engine = Engine::fit(articles, &Settings::default()).unwrap();
    AuditReport::new(&engine.recommender(ask).unwrap(), &params(), Progress::none()).unwrap()
}

fn find(found: &AuditReport, problem: Check) -> Option<&Finding> {
    found.findings.iter().find(|finding| finding.problem == problem)
}

fn docs(finding: &Finding) -> Vec<u32> {
    finding.cases.iter().flat_map(|case| case.docs.iter().map(|doc| doc.0)).collect()
}

#[test]
fn a_sound_archive_has_nothing_to_fix_but_what_chance_leaves_out() {
    let found = examine(healthy(), &ask());
    assert_eq!((found.n_docs, found.k, found.n_full, found.n_empty), (12, 2, 12, 0));
    assert_eq!(found.langs, [(Lang::ENGLISH, 12)]);
    let sum: u32 = found.inbound.counts.iter().sum();
    assert_eq!((sum, found.inbound.mean), (24, 2.0));
    assert!(
        found.findings.iter().all(|finding| finding.problem == Check::Orphan),
        "{:?}",
        found.findings
    );
    assert!(found.median_best_score.unwrap() > 0.2);
}

#[test]
fn copies_and_shared_addresses_are_grouped() {
    let mut articles = healthy();
    // With phrases it has enough to be a copy of.
    articles[3].text = articles[3].text.replace(". ", " ");
    let copy = |of: &Article, id: &str| Article { id: id.into(), ..of.clone() };
    articles.push(copy(&articles[3], "copy"));
    articles.push(copy(&articles[3], "copy of the copy"));
    articles[12].url = Some("/0/3#comments".to_owned());
    articles[13].url = Some("/elsewhere".to_owned());
    let found = examine(articles.clone(), &ask());
    let copies = find(&found, Check::NearCopy).unwrap();
    assert_eq!((copies.severity, copies.n_articles, copies.cases.len()), (Severity::Wrong, 3, 1));
    assert_eq!(docs(copies), [3, 12, 13]);
    let same = find(&found, Check::SameUrl).unwrap();
    let url = Detail::Url("/0/3".to_owned());
    assert_eq!(same.cases, [Case { docs: vec![DocId(3), DocId(12)], detail: url }]);
    // Lists that show one of a group leave readers nothing to see; its others are no orphans.
    let found = examine(articles, &RecommendOptions::new(Date::from_unix_seconds(0)));
    assert_eq!(find(&found, Check::NearCopy).unwrap().severity, Severity::Note);
    let orphans = find(&found, Check::Orphan).map(docs).unwrap_or_default();
    assert!(!orphans.contains(&12) && !orphans.contains(&13), "{orphans:?}");
    assert_eq!((found.inbound.counts[12], found.inbound.counts[13]), (0, 0));
}

#[test]
fn short_lists_say_why() {
    let mut articles = healthy();
    articles.push(Article { id: "empty".into(), title: "The".into(), ..Article::default() });
    articles[1].date = None;
    let mut window = ask();
    window.policy.eligibility.days_apart = Some(1);
    let found = examine(articles, &window);
    let why = |problem, doc| {
        let finding = find(&found, problem)?;
        let case = finding.cases.iter().find(|case| case.docs == [DocId(doc)])?;
        let Detail::Shortfall(short) = &case.detail else { panic!("{case:?}") };
        Some((short.found, short.why()))
    };
    assert_eq!(why(Check::EmptyList, 12), Some((0, ShortfallCause::NoTerms)));
    assert_eq!(why(Check::EmptyList, 1), Some((0, ShortfallCause::Excluded(Exclusion::Undated))));
    // The first article's only neighbour in time is the one without a date.
    assert_eq!(
        why(Check::EmptyList, 0),
        Some((0, ShortfallCause::Excluded(Exclusion::TooFarApart)))
    );
    assert_eq!(
        why(Check::ShortList, 5),
        Some((1, ShortfallCause::Excluded(Exclusion::TooFarApart)))
    );
    let mut strict = ask();
    strict.policy.min_score = 0.99;
    let found = examine(healthy(), &strict);
    let Detail::Shortfall(short) = &find(&found, Check::EmptyList).unwrap().cases[0].detail else {
        panic!("{found:?}")
    };
    assert_eq!(short.words(), "of 5 articles that share its words, 5 score below the least score");
    let mut long = ask();
    long.policy.k = 7;
    let found = examine(healthy(), &long);
    let finding = find(&found, Check::ShortList).unwrap();
    assert_eq!(finding.n_articles, 12);
    let Detail::Shortfall(short) = &finding.cases[0].detail else { panic!("{finding:?}") };
    assert_eq!((short.found, short.why()), (5, ShortfallCause::NothingShared));
}

/// A word that both articles of two have tells nothing, and one that only one has joins nothing.
#[test]
fn of_two_articles_no_word_is_telling() {
    let found = examine(healthy().drain(..2).collect(), &ask());
    let empty = find(&found, Check::EmptyList).unwrap();
    let Detail::Shortfall(short) = &empty.cases[0].detail else { panic!("{empty:?}") };
    assert_eq!(short.words(), "it has no word that stands in some other articles, but not in all");
}

#[test]
fn rules_that_do_not_hold_and_articles_in_no_list_are_named() {
    let mut articles = healthy();
    articles[4].editorial.hidden = true;
    let legal = Decision::Legal(vec!["0-2".into(), "gone".into()]);
    let rules = vec![Rule { origin: Origin::Line(7), until: None, what: legal }];
    let found = examine(articles, &RecommendOptions { rules, ..ask() });
    let rule = find(&found, Check::Rule).unwrap();
    let Detail::Rule(problem) = &rule.cases[0].detail else { panic!("{rule:?}") };
    assert_eq!(
        (rule.severity, rule.n_articles, problem.origin.clone()),
        (Severity::Wrong, 0, Origin::Line(7))
    );
    let unlisted = find(&found, Check::Unlisted).unwrap();
    let case = |doc, exclusion| Case::of(DocId(doc), Detail::Exclusion(exclusion));
    assert_eq!(unlisted.cases, [case(4, Exclusion::Hidden), case(2, Exclusion::Legal)]);
    // Neither is an orphan, and what has no list by decision is no empty list.
    assert!(!find(&found, Check::Orphan).map(docs).unwrap_or_default().contains(&4));
    assert_eq!(find(&found, Check::EmptyList), None);
}

#[test]
fn fields_that_some_lack_are_graver_than_those_that_all_lack() {
    let mut articles = healthy();
    (articles[2].title, articles[4].url) = (String::new(), Some(" ".to_owned()));
    articles.iter_mut().for_each(|article| article.date = None);
    let found = examine(articles, &ask());
    let check = |problem, severity, n_articles| {
        let finding = find(&found, problem).unwrap();
        assert_eq!((finding.severity, finding.n_articles), (severity, n_articles));
    };
    check(Check::NoTitle, Severity::Wrong, 1);
    check(Check::NoUrl, Severity::Missing, 1);
    check(Check::NoDate, Severity::Note, 12);
    let gravities: Vec<Severity> = found.findings.iter().map(|finding| finding.severity).collect();
    assert!(gravities.is_sorted(), "{gravities:?}");
    let without = |articles: &mut Vec<Article>| articles.iter_mut().for_each(|a| a.url = None);
    let mut articles = healthy();
    without(&mut articles);
    let found = examine(articles, &ask());
    assert_eq!(find(&found, Check::NoUrl).unwrap().severity, Severity::Note);
}

#[test]
fn articles_dated_after_now_are_told_unless_all_are() {
    let mut articles = healthy();
    (articles[7].date, articles[2].date) =
        (Date::parse("2031-01-01").ok(), Date::parse("2032-01-01").ok());
    let at = |now: &str| RecommendOptions { now: Date::parse(now).unwrap(), ..ask() };
    let found = examine(articles.clone(), &at("2030-01-01"));
    let late = find(&found, Check::Future).unwrap();
    assert_eq!((late.severity, docs(late)), (Severity::Weak, vec![2, 7]));
    for now in ["2032-01-01", "2020-01-01"] {
        assert_eq!(find(&examine(articles.clone(), &at(now)), Check::Future), None, "{now}");
    }
}

#[test]
fn lists_across_languages_and_lone_languages_are_named() {
    let mut articles = healthy();
    articles[3].lang = Lang::parse("fr");
    let found = examine(articles.clone(), &ask());
    assert_eq!(docs(find(&found, Check::LoneLanguage).unwrap()), [3]);
    let other = find(&found, Check::OtherLanguage).unwrap();
    let case = other.cases.iter().find(|case| case.docs == [DocId(3)]).unwrap();
    assert_eq!(case.detail, Detail::Lang(Lang::ENGLISH));
    let mut same = ask();
    same.policy.eligibility.same_language = true;
    let found = examine(articles, &same);
    assert_eq!(find(&found, Check::OtherLanguage), None);
    let empty = find(&found, Check::EmptyList).unwrap();
    let Detail::Shortfall(short) = &empty.cases[0].detail else { panic!("{empty:?}") };
    assert_eq!(docs(empty), [3]);
    assert_eq!(short.why(), ShortfallCause::Excluded(Exclusion::OtherLanguage));
}

#[test]
fn thresholds_decide_what_is_weak() {
    let engine = Engine::fit(healthy(), &Settings::default()).unwrap();
    let ask = ask();
    let recommender = engine.recommender(&ask).unwrap();
    let examine = |params| AuditReport::new(&recommender, &params, Progress::none()).unwrap();
    let weak = examine(AuditParams { weak_score: 1.0, ..params() });
    let weak = find(&weak, Check::WeakList).unwrap();
    assert_eq!(weak.n_articles, 12);
    let score = |case: &Case| match case.detail {
        Detail::Score(score) => score,
        _ => panic!("{case:?}"),
    };
    assert!(weak.cases.iter().map(score).is_sorted());
    let few = examine(AuditParams { few_terms: 1_000, ..params() });
    assert_eq!(find(&few, Check::FewTerms).unwrap().n_articles, 12);
    let over = examine(AuditParams { over_linked: 1.0, ..params() });
    let expected = over.inbound.counts.iter().filter(|&&count| count > 2).count();
    let over = find(&over, Check::OverLinked).map_or(0, |finding| finding.n_articles);
    assert_eq!(over, expected);
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let engine = Engine::fit(healthy(), &Settings::default()).unwrap();
    let check = |params: AuditParams, expected: &str| {
        let refused =
            AuditReport::new(&engine.recommender(&ask()).unwrap(), &params, Progress::none());
        let named = matches!(&refused, Err(EngineError::Setting { name, .. }) if *name == expected);
        assert!(named, "{refused:?}");
    };
    check(AuditParams { weak_score: f32::NAN, ..params() }, "weak_score");
    check(AuditParams { weak_score: 1.5, ..params() }, "weak_score");
    check(AuditParams { over_linked: f64::INFINITY, ..params() }, "over_linked");
}

#[test]
fn what_is_found_does_not_depend_on_threads() {
    let on = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| {
            let engine = Engine::fit(healthy(), &Settings::default()).unwrap();
            let params = AuditParams::default();
            AuditReport::new(&engine.recommender(&ask()).unwrap(), &params, Progress::none())
                .unwrap()
        })
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn an_archive_without_articles_is_sound() {
    let found = examine(Vec::new(), &ask());
    assert_eq!((found.findings, found.median_best_score, found.inbound.gini), (vec![], None, 0.0));
}
