//! Drafts, one by one and many at once.

use std::ops::ControlFlow;

use alsolike::article::{Article, Date};
use alsolike::engine::{Engine, RecommendOptions, Settings};
use alsolike::index::Progress;
use alsolike::recommend::Preset;
use alsolike_dev::generate::{Generator, GeneratorParams};

fn articles() -> Vec<Article> {
    let params = GeneratorParams { n_articles: 300, mean_terms: 40, seed: 7 };
    Generator::new(params).articles().collect()
}

#[test]
fn lists_of_many_drafts_equal_single_lists() {
    let articles = articles();
    // The archive contains the first two hundred.
    let engine = Engine::fit(articles[..200].to_vec(), &Settings::default()).unwrap();
    let mut options = RecommendOptions::new(Date::from_unix_seconds(0)).with_preset(Preset::Text);
    options.policy.k = 5;
    let recommender = engine.recommender(&options).unwrap();
    // These drafts are published: their texts are in the archive under other ids.
    let articles: Vec<Article> = articles
        .into_iter()
        .map(|article| Article { id: "".into(), url: None, ..article })
        .collect();
    let lists = recommender.related_to_all_unseen(&articles, 5, Progress::none()).unwrap();
    assert_eq!(lists.len(), articles.len());
    for (number, (article, list)) in articles.iter().zip(&lists).enumerate() {
        assert_eq!(list, &recommender.related_to_unseen(article, 5));
        let published = recommender.published(article);
        assert_eq!(published.iter().any(|doc| doc.index() == number), number < 200);
        assert!(list.items.iter().all(|item| !published.contains(&item.doc)));
    }
    assert!(lists[200..].iter().filter(|list| list.items.len() == 5).count() > 90);
}

#[test]
fn lists_of_many_drafts_can_be_cancelled() {
    let articles = articles();
    let engine = Engine::fit(articles.clone(), &Settings::default()).unwrap();
    let stop = |_| ControlFlow::Break(());
    let recommender =
        engine.recommender(&RecommendOptions::new(Date::from_unix_seconds(0))).unwrap();
    let answer = recommender.related_to_all_unseen(&articles, 5, Progress::new(&stop));
    assert_eq!(answer.unwrap_err().to_string(), "the operation was cancelled");
}
