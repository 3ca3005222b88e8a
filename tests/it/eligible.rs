//! Eligibility for lists: language, time, and a mask from the caller.

use std::ops::ControlFlow;

use alsolike::article::{Article, Date, Lang};
use alsolike::engine::{Engine, EngineError, RecommendOptions, Settings};
use alsolike::index::Progress;
use alsolike::recommend::{EligibilityPolicy, Preset, Recommendation};
use alsolike::sparse::DocId;

use crate::run::Files;

/// Four articles about one summit: two languages, two distant days, one without a date.
fn articles() -> [Article; 4] {
    let article = |id: &str, lang, date: Option<&str>, end: &str| Article {
        id: id.into(),
        text: format!("Putin, Biden, Genf: {end}"),
        lang: Some(lang),
        date: date.map(|date| Date::parse(date).unwrap()),
        ..Article::default()
    };
    let (en, de) = (Lang::ENGLISH, Lang::parse("de").unwrap());
    [
        article("en-now", en, Some("2021-06-16"), "Putin arsenal Biden"),
        article("de-now", de, Some("2021-06-17"), "Putin Arsenal Genf"),
        article("en-old", en, Some("2018-07-16"), "Biden arsenal Genf"),
        article("en-undated", en, None, "Genf nothing"),
    ]
}

/// Returns the ids of each list.
fn lists(options: &RecommendOptions) -> Result<Vec<Vec<String>>, EngineError> {
    let mut settings = Settings::default();
    settings.vectors.min_df = 1;
    let mut articles = articles().to_vec();
    // An unrelated article, so that the terms of the others have an idf above 0.
    articles.push(Article {
        id: "leeks".into(),
        text: "Leeks, slowly.".into(),
        ..Article::default()
    });
    let engine = Engine::fit(articles, &settings)?;
    let docs: Vec<DocId> = engine.index().rows().docs().collect();
    let picks = engine.recommender(options)?.recommend(&docs, Progress::none())?;
    let id = |doc: DocId| engine.corpus().article(doc).id.as_str().to_owned();
    let ids = |list: &Vec<Recommendation>| {
        let mut ids: Vec<String> = list.iter().map(|item| id(item.doc)).collect();
        ids.sort();
        ids
    };
    Ok(picks.iter().map(ids).collect())
}

/// Returns the exact neighbours among the eligible articles.
fn options(change: impl FnOnce(&mut EligibilityPolicy)) -> RecommendOptions {
    let mut policy = Preset::Text.policy();
    change(&mut policy.eligibility);
    RecommendOptions::new(Date::from_unix_seconds(0)).with_policy(policy)
}

#[test]
fn by_default_every_article_is_eligible() {
    assert_eq!(lists(&options(|_| ())).unwrap()[0], ["de-now", "en-old", "en-undated"]);
}

#[test]
fn same_language_excludes_other_languages() {
    let lists = lists(&options(|policy| policy.same_language = true)).unwrap();
    assert_eq!(lists[0], ["en-old", "en-undated"]);
    assert!(lists[1].is_empty(), "{:?}", lists[1]);
}

#[test]
fn days_apart_excludes_distant_dates() {
    let lists = lists(&options(|policy| policy.days_apart = Some(1))).unwrap();
    assert_eq!((&lists[0][..], lists[2].len(), lists[3].len()), (&["de-now".to_owned()][..], 0, 0));
}

#[test]
fn a_mask_excludes_articles() {
    let listed = vec![true, true, false, false, true];
    let found = lists(&options(|_| ()).with_listed(listed)).unwrap();
    assert_eq!((&found[0][..], found[3].len()), (&["de-now".to_owned()][..], 2));
    let error = lists(&RecommendOptions::new(Date::from_unix_seconds(0)).with_listed(vec![true]))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`listed` has 1 values for 5 articles: give one value for each article"
    );
}

#[test]
fn reports_a_cancelled_search() {
    let engine = Engine::fit(articles(), &Settings::default()).unwrap();
    let stop = |_| ControlFlow::Break(());
    let options = RecommendOptions::new(Date::from_unix_seconds(0));
    let answer = engine.recommender(&options).unwrap().recommend(&[DocId(0)], Progress::new(&stop));
    assert_eq!(answer.unwrap_err().to_string(), "the operation was cancelled");
}

#[test]
fn the_flags_match_the_library() {
    let line = |id: &str, lang: &str, date: &str, words: &str| {
        format!(r#"{{"id":"{id}","lang":"{lang}","date":"{date}","text":"{words}"}}"#)
    };
    let archive = [
        line("a", "en", "2021-06-16", "Putin arsenal Genf"),
        line("b", "de", "2021-06-17", "Putin Arsenal Genf"),
        line("c", "en", "2018-07-16", "Putin arsenal Genf"),
        line("d", "en", "2021-06-16", "leeks and potatoes"),
    ];
    let files = Files::new(&[("archive.jsonl", archive.join("\n").as_bytes())]);
    let first_list = |flags: &str| -> Vec<String> {
        let answer =
            files.run(&format!("related archive.jsonl --for a --format jsonl --quiet{flags}"));
        assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
        let items = answer.json_lines()[0]["related"].as_array().unwrap().clone();
        items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(first_list(" --preset text"), ["b", "c"]);
    assert_eq!(first_list(" --preset text --same-language"), ["c"]);
    assert_eq!(first_list(" --preset text --days-apart 3"), ["b"]);
    assert!(first_list(" --preset text --days-apart 3 --same-language").is_empty());
    // The default preset lists one language.
    assert_eq!(first_list(""), ["c"]);
}
