//! Audits of small archives, mostly with one fault each.

use super::{AuditParams, AuditReport, Case, Check, Detail, Finding, Severity};
use crate::article::{Article, Date, Lang};
use crate::engine::{Engine, EngineError, RecommendOptions, Settings};
use crate::index::Progress;
use crate::recommend::{Decision, Exclusion, Origin, Preset, Rule, ShortfallCause};
use crate::sparse::DocId;

/// Six articles on each of two topics; the articles of a topic are similar but not duplicates.
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
                // Letters alone are no words, so titles add nothing that articles share.
                title: format!(
                    "Article {} {}",
                    ["x", "y"][topic],
                    ["a", "b", "c", "d", "e", "f"][at]
                ),
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

/// Requests lists of two items by text alone.
fn options() -> RecommendOptions {
    RecommendOptions::new(Date::from_unix_seconds(0)).with_preset(Preset::Text).with_k(2)
}

/// The default thresholds without the check for few terms, because the test articles have few.
fn params() -> AuditParams {
    AuditParams { few_terms: 0, ..AuditParams::default() }
}

fn audit(articles: Vec<Article>, options: &RecommendOptions) -> AuditReport {
    let engine = Engine::fit(articles, &Settings::default()).unwrap();
    AuditReport::new(&engine.recommender(options).unwrap(), &params(), Progress::none()).unwrap()
}

fn find(report: &AuditReport, problem: Check) -> Option<&Finding> {
    report.findings.iter().find(|finding| finding.problem == problem)
}

fn docs(finding: &Finding) -> Vec<u32> {
    finding.cases.iter().flat_map(|case| case.docs.iter().map(|doc| doc.0)).collect()
}

#[test]
fn a_sound_archive_has_only_orphans() {
    let report = audit(healthy(), &options());
    assert_eq!((report.n_docs, report.k, report.n_full, report.n_empty), (12, 2, 12, 0));
    assert_eq!(report.langs, [(Lang::ENGLISH, 12)]);
    let sum: u32 = report.inbound.counts.iter().sum();
    assert_eq!((sum, report.inbound.mean), (24, 2.0));
    assert!(
        report.findings.iter().all(|finding| finding.problem == Check::Orphan),
        "{:?}",
        report.findings
    );
    assert!(report.median_best_score.unwrap() > 0.2);
}

#[test]
fn groups_copies_and_shared_addresses() {
    let mut articles = healthy();
    // Phrases give it enough terms to count as a copy.
    articles[3].text = articles[3].text.replace(". ", " ");
    let copy = |of: &Article, id: &str| Article { id: id.into(), ..of.clone() };
    articles.push(copy(&articles[3], "copy"));
    articles.push(copy(&articles[3], "copy of the copy"));
    articles[12].url = Some("/0/3#comments".to_owned());
    articles[13].url = Some("/elsewhere".to_owned());
    let report = audit(articles.clone(), &options());
    let copies = find(&report, Check::NearCopy).unwrap();
    assert_eq!((copies.severity, copies.n_articles, copies.cases.len()), (Severity::Wrong, 3, 1));
    assert_eq!(docs(copies), [3, 12, 13]);
    let same = find(&report, Check::SameUrl).unwrap();
    let url = Detail::Url("/0/3".to_owned());
    assert_eq!(same.cases, [Case { docs: vec![DocId(3), DocId(12)], detail: url }]);
    // Lists that show one article of a group hide the copies from readers; copies are not orphans.
    let report = audit(articles, &RecommendOptions::new(Date::from_unix_seconds(0)));
    assert_eq!(find(&report, Check::NearCopy).unwrap().severity, Severity::Note);
    let orphans = find(&report, Check::Orphan).map(docs).unwrap_or_default();
    assert!(!orphans.contains(&12) && !orphans.contains(&13), "{orphans:?}");
    assert_eq!((report.inbound.counts[12], report.inbound.counts[13]), (0, 0));
}

#[test]
fn reports_why_a_list_is_short() {
    let mut articles = healthy();
    articles.push(Article { id: "empty".into(), title: "The".into(), ..Article::default() });
    articles[1].date = None;
    let mut window = options();
    window.policy.eligibility.days_apart = Some(1);
    let report = audit(articles, &window);
    let why = |problem, doc| {
        let finding = find(&report, problem)?;
        let case = finding.cases.iter().find(|case| case.docs == [DocId(doc)])?;
        let Detail::Shortfall(short) = &case.detail else { panic!("{case:?}") };
        Some((short.found, short.cause()))
    };
    assert_eq!(why(Check::EmptyList, 12), Some((0, ShortfallCause::NoTerms)));
    assert_eq!(why(Check::EmptyList, 1), Some((0, ShortfallCause::Excluded(Exclusion::Undated))));
    // The only article published near the first one has no date.
    assert_eq!(
        why(Check::EmptyList, 0),
        Some((0, ShortfallCause::Excluded(Exclusion::TooFarApart)))
    );
    assert_eq!(
        why(Check::ShortList, 5),
        Some((1, ShortfallCause::Excluded(Exclusion::TooFarApart)))
    );
    let mut strict = options();
    strict.policy.min_score = 0.99;
    let report = audit(healthy(), &strict);
    let Detail::Shortfall(short) = &find(&report, Check::EmptyList).unwrap().cases[0].detail else {
        panic!("{report:?}")
    };
    assert_eq!(
        short.describe(),
        "of 5 articles that share its words, 5 score below the minimum score"
    );
    let mut long = options();
    long.policy.k = 7;
    let report = audit(healthy(), &long);
    let finding = find(&report, Check::ShortList).unwrap();
    assert_eq!(finding.n_articles, 12);
    let Detail::Shortfall(short) = &finding.cases[0].detail else { panic!("{finding:?}") };
    assert_eq!((short.found, short.cause()), (5, ShortfallCause::NothingShared));
}

/// A word that stands in one article alone is not indexed.
#[test]
fn two_articles_without_a_common_word_have_no_lists() {
    let mut articles: Vec<Article> = healthy().into_iter().step_by(6).collect();
    articles.iter_mut().for_each(|article| article.title = String::new());
    let report = audit(articles, &options());
    let empty = find(&report, Check::EmptyList).unwrap();
    let Detail::Shortfall(short) = &empty.cases[0].detail else { panic!("{empty:?}") };
    assert_eq!(
        short.describe(),
        "it has no word that appears in some other articles but not in all"
    );
}

#[test]
fn reports_faulty_rules_and_articles_in_no_list() {
    let mut articles = healthy();
    articles[4].editorial.hidden = true;
    let legal = Decision::Legal(vec!["0-2".into(), "gone".into()]);
    let rules = vec![Rule { origin: Origin::Line(7), until: None, decision: legal }];
    let report = audit(articles, &RecommendOptions { rules, ..options() });
    let rule = find(&report, Check::Rule).unwrap();
    let Detail::Rule(problem) = &rule.cases[0].detail else { panic!("{rule:?}") };
    assert_eq!(
        (rule.severity, rule.n_articles, problem.origin.clone()),
        (Severity::Wrong, 0, Origin::Line(7))
    );
    let unlisted = find(&report, Check::Unlisted).unwrap();
    let case = |doc, exclusion| Case::of(DocId(doc), Detail::Exclusion(exclusion));
    assert_eq!(unlisted.cases, [case(4, Exclusion::Hidden), case(2, Exclusion::Legal)]);
    // Neither is an orphan. An article without a list on purpose is no empty list.
    assert!(!find(&report, Check::Orphan).map(docs).unwrap_or_default().contains(&4));
    assert_eq!(find(&report, Check::EmptyList), None);
}

#[test]
fn a_field_that_some_articles_lack_is_more_severe_than_one_that_all_lack() {
    let mut articles = healthy();
    (articles[2].title, articles[4].url) = (String::new(), Some(" ".to_owned()));
    articles.iter_mut().for_each(|article| article.date = None);
    let report = audit(articles, &options());
    let check = |problem, severity, n_articles| {
        let finding = find(&report, problem).unwrap();
        assert_eq!((finding.severity, finding.n_articles), (severity, n_articles));
    };
    check(Check::NoTitle, Severity::Wrong, 1);
    check(Check::NoUrl, Severity::Missing, 1);
    check(Check::NoDate, Severity::Note, 12);
    let severities: Vec<Severity> =
        report.findings.iter().map(|finding| finding.severity).collect();
    assert!(severities.is_sorted(), "{severities:?}");
    let without = |articles: &mut Vec<Article>| articles.iter_mut().for_each(|a| a.url = None);
    let mut articles = healthy();
    without(&mut articles);
    let report = audit(articles, &options());
    assert_eq!(find(&report, Check::NoUrl).unwrap().severity, Severity::Note);
}

#[test]
fn reports_articles_dated_after_now_unless_all_are() {
    let mut articles = healthy();
    (articles[7].date, articles[2].date) =
        (Date::parse("2031-01-01").ok(), Date::parse("2032-01-01").ok());
    let at = |now: &str| RecommendOptions { now: Date::parse(now).unwrap(), ..options() };
    let report = audit(articles.clone(), &at("2030-01-01"));
    let late = find(&report, Check::Future).unwrap();
    assert_eq!((late.severity, docs(late)), (Severity::Weak, vec![2, 7]));
    for now in ["2032-01-01", "2020-01-01"] {
        assert_eq!(find(&audit(articles.clone(), &at(now)), Check::Future), None, "{now}");
    }
}

#[test]
fn reports_lists_across_languages_and_lone_languages() {
    let mut articles = healthy();
    articles[3].lang = Lang::parse("fr");
    let report = audit(articles.clone(), &options());
    assert_eq!(docs(find(&report, Check::LoneLanguage).unwrap()), [3]);
    let other = find(&report, Check::OtherLanguage).unwrap();
    let case = other.cases.iter().find(|case| case.docs == [DocId(3)]).unwrap();
    assert_eq!(case.detail, Detail::Lang(Lang::ENGLISH));
    let mut same = options();
    same.policy.eligibility.same_language = true;
    let report = audit(articles, &same);
    assert_eq!(find(&report, Check::OtherLanguage), None);
    let empty = find(&report, Check::EmptyList).unwrap();
    let Detail::Shortfall(short) = &empty.cases[0].detail else { panic!("{empty:?}") };
    assert_eq!(docs(empty), [3]);
    assert_eq!(short.cause(), ShortfallCause::Excluded(Exclusion::OtherLanguage));
}

#[test]
fn thresholds_decide_what_is_weak() {
    let engine = Engine::fit(healthy(), &Settings::default()).unwrap();
    let options = options();
    let recommender = engine.recommender(&options).unwrap();
    let audit = |params| AuditReport::new(&recommender, &params, Progress::none()).unwrap();
    let weak = audit(AuditParams { weak_score: 1.0, ..params() });
    let weak = find(&weak, Check::WeakList).unwrap();
    assert_eq!(weak.n_articles, 12);
    let score = |case: &Case| match case.detail {
        Detail::Score(score) => score,
        _ => panic!("{case:?}"),
    };
    assert!(weak.cases.iter().map(score).is_sorted());
    let few = audit(AuditParams { few_terms: 1_000, ..params() });
    assert_eq!(find(&few, Check::FewTerms).unwrap().n_articles, 12);
    let over = audit(AuditParams { over_linked: 1.0, ..params() });
    let expected = over.inbound.counts.iter().filter(|&&count| count > 2).count();
    let over = find(&over, Check::OverLinked).map_or(0, |finding| finding.n_articles);
    assert_eq!(over, expected);
}

#[test]
fn rejects_thresholds_out_of_range() {
    let engine = Engine::fit(healthy(), &Settings::default()).unwrap();
    let check = |params: AuditParams, expected: &str| {
        let error =
            AuditReport::new(&engine.recommender(&options()).unwrap(), &params, Progress::none());
        let named =
            matches!(&error, Err(EngineError::InvalidSetting(error)) if error.name == expected);
        assert!(named, "{error:?}");
    };
    check(AuditParams { weak_score: f32::NAN, ..params() }, "weak_score");
    check(AuditParams { weak_score: 1.5, ..params() }, "weak_score");
    check(AuditParams { over_linked: f64::INFINITY, ..params() }, "over_linked");
}

#[test]
fn findings_do_not_depend_on_the_number_of_threads() {
    let on = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| {
            let engine = Engine::fit(healthy(), &Settings::default()).unwrap();
            let params = AuditParams::default();
            AuditReport::new(&engine.recommender(&options()).unwrap(), &params, Progress::none())
                .unwrap()
        })
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn an_empty_archive_has_no_findings() {
    let report = audit(Vec::new(), &options());
    assert_eq!(
        (report.findings, report.median_best_score, report.inbound.gini),
        (vec![], None, 0.0)
    );
}
