//! The rows equal those of scikit-learn's `TfidfVectorizer` with the same settings.
//!
//! `tests/fixtures/sklearn_rows.py` writes the expected rows.

use std::collections::BTreeMap;

use alsolike::{
    article::{Article, Lang},
    text::{BoilerplateSettings, TextSettings},
    vectorize::{Idf, VectorizerParams},
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Fixture {
    articles: Vec<String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    smooth_idf: bool,
    ngram_range: (usize, usize),
    min_df: u32,
    rows: Vec<BTreeMap<String, f64>>,
}

#[test]
fn rows_equal_those_of_scikit_learn() {
    let Fixture { articles, cases } =
        serde_json::from_str(include_str!("../fixtures/sklearn_rows.json")).unwrap();
    let article = |text| Article { text, lang: Some(Lang::ENGLISH), ..Article::default() };
    let articles: Vec<Article> = articles.into_iter().map(article).collect();
    assert_eq!(cases.len(), 8);
    for Case { smooth_idf, ngram_range, min_df, rows } in cases {
        let params = VectorizerParams {
            text: TextSettings {
                language: None,
                languages: Vec::new(),
                stemming: false,
                stop_words: false,
            },
            boilerplate: BoilerplateSettings { enabled: false, ..BoilerplateSettings::default() },
            ngrams: ngram_range,
            min_df,
            idf: if smooth_idf { Idf::Smooth } else { Idf::Plain },
            ..VectorizerParams::default()
        };
        let vectorized = params.fit(&articles).unwrap();
        let vocabulary = vectorized.vectorizer.vocabulary();
        assert_eq!(vectorized.rows.n_docs(), rows.len());
        for (doc, expected) in vectorized.rows.docs().zip(&rows) {
            let place = format!("smooth {smooth_idf}, {ngram_range:?}, min_df {min_df}, {doc:?}");
            let row: BTreeMap<String, f32> = vectorized
                .rows
                .row(doc)
                .iter()
                .map(|(term, weight)| (vocabulary.term(term), weight))
                .collect();
            assert!(row.keys().eq(expected.keys()), "{place}: {row:?}");
            for (term, weight) in row {
                let expected = expected[&term];
                assert!((f64::from(weight) - expected).abs() < 1e-6, "{place}: {term}");
            }
        }
    }
}
