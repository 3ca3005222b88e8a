//! Compares the vectorizer with a naive implementation on small random archives.

use std::collections::{BTreeMap, HashMap};

use alsolike_dev::generate::{Generator, GeneratorParams};
use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{Idf, PartWeights, Vectorized, VectorizerParams};
use crate::{
    article::{Article, Lang},
    sparse::{DocId, SparseRows},
    text::{BoilerplateSettings, TextSettings},
};

/// Few words, so that phrases, ties and terms in every article are frequent. Plurals share a stem.
const WORDS: [&str; 10] = ["cat", "cats", "dog", "Dogs", "lake", "NATO", "x1", "42", "the", "of"];

fn line() -> impl Strategy<Value = String> {
    let word =
        (prop::sample::select(&WORDS[..]), prop::sample::select(&["", "", "", ",", "."][..]));
    let words = prop::collection::vec(word.prop_map(|(word, sign)| format!("{word}{sign}")), 0..6);
    words.prop_map(|words| words.join(" "))
}

/// Texts mix lines that many articles share with lines of their own.
fn text() -> impl Strategy<Value = String> {
    let shared = prop::sample::select(&["Follow NATO cats", "the dog. lake", "", "  x1 42 "][..]);
    let line = prop_oneof![2 => line(), 1 => shared.prop_map(str::to_owned)];
    let end = prop::sample::select(&["\n", "\n\n"][..]);
    prop::collection::vec((line, end), 0..5)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

fn article() -> impl Strategy<Value = Article> {
    (line(), prop::collection::vec(line(), 0..3), prop::option::of(line()), text()).prop_map(
        |(title, tags, summary, text)| Article {
            title,
            tags,
            summary,
            text,
            lang: Some(Lang::ENGLISH),
            ..Article::default()
        },
    )
}

fn archive() -> impl Strategy<Value = Vec<Article>> {
    prop::collection::vec(article(), 0..12)
}

fn params() -> impl Strategy<Value = VectorizerParams> {
    let idf = prop_oneof![
        prop::sample::select(&[0.0, 0.5, 1.0, 1.25, 3.0][..]).prop_map(Idf::Power),
        Just(Idf::Smooth),
        Just(Idf::Plain),
    ];
    let ngrams = prop::sample::select(&[(1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3)][..]);
    let boilerplate = (any::<bool>(), 2usize..4).prop_map(|(enabled, min_articles)| {
        BoilerplateSettings { enabled, min_articles, ..BoilerplateSettings::default() }
    });
    let part_weights = (0u32..3, 0u32..3, 0u32..3).prop_map(|(title, tags, summary)| PartWeights {
        title,
        tags,
        summary,
    });
    let text = (any::<bool>(), any::<bool>()).prop_map(|(stemming, stop_words)| TextSettings {
        languages: Vec::new(),
        language: None,
        stemming,
        stop_words,
    });
    let df = (1u32..4, prop::sample::select(&[1.0, 0.8, 0.5][..]));
    (text, boilerplate, ngrams, df, idf, part_weights).prop_map(
        |(text, boilerplate, ngrams, (min_df, max_df), idf, weights)| VectorizerParams {
            text,
            boilerplate,
            ngrams,
            min_df,
            max_df,
            idf,
            weights,
        },
    )
}

/// The definition of a fit: strings and maps, one article at a time.
mod naive {
    use super::*;

    pub(super) struct Fitted {
        pub(super) df: BTreeMap<String, u32>,
        pub(super) rows: Vec<BTreeMap<String, f64>>,
    }

    /// A kept word, and whether a break stands before it.
    type Word = (String, bool);

    /// Returns the words of a text. A boilerplate line leaves a break.
    fn words(text: &str, settings: &TextSettings, drops: &dyn Fn(&str) -> bool) -> Vec<Word> {
        let (mut kept, mut broken) = (Vec::new(), true);
        for line in text.split('\n') {
            broken |= line.trim().is_empty() || drops(line.trim());
            if drops(line.trim()) {
                continue;
            }
            for written in line.split_whitespace() {
                let word = written.trim_end_matches(['.', ',']).to_lowercase();
                if !settings.stop_words || !["the", "of"].contains(&word.as_str()) {
                    let plural = settings.stemming && word.ends_with('s');
                    let stem = if plural { word[..word.len() - 1].to_owned() } else { word };
                    kept.push((stem, broken));
                    broken = false;
                }
                broken |= written.ends_with('.');
            }
        }
        kept
    }

    /// Returns the phrases of `n` words without a break inside.
    fn phrases(words: &[Word], n: usize) -> Vec<String> {
        let whole = |words: &&[Word]| words[1..].iter().all(|(_, broken)| !broken);
        let join = |words: &[Word]| {
            words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
        };
        words.windows(n).filter(whole).map(join).collect()
    }

    pub(super) fn fit(params: &VectorizerParams, articles: &[Article]) -> Fitted {
        let no_boilerplate = |_: &str| false;
        let has_words = |line: &str| !words(line, &params.text, &no_boilerplate).is_empty();
        let lines = |article: &Article| {
            let lines = article.text.split('\n').map(|line| line.trim().to_owned());
            lines.filter(|line| has_words(line)).collect::<std::collections::BTreeSet<_>>()
        };
        let mut n_articles: HashMap<String, usize> = HashMap::new();
        for line in articles.iter().flat_map(lines) {
            *n_articles.entry(line).or_default() += 1;
        }
        let threshold = params.boilerplate.threshold(articles.len()).unwrap_or(usize::MAX);
        n_articles.retain(|_, n_articles| *n_articles >= threshold);

        let parts = |article: &Article| {
            let all_are_boilerplate =
                lines(article).iter().all(|line| n_articles.contains_key(line));
            let drops = |line: &str| !all_are_boilerplate && n_articles.contains_key(line);
            let mut parts: Vec<(Vec<Word>, u32)> = Vec::new();
            let mut heading = |text: &str, weight: u32| {
                parts.push((words(text, &params.text, &no_boilerplate), weight));
            };
            heading(&article.title, params.weights.title);
            article.tags.iter().for_each(|tag| heading(tag, params.weights.tags));
            heading(article.summary.as_deref().unwrap_or_default(), params.weights.summary);
            parts.push((words(&article.text, &params.text, &drops), 1));
            parts
        };
        let mut counts: Vec<BTreeMap<String, u32>> = Vec::new();
        for article in articles {
            let mut count: BTreeMap<String, u32> = BTreeMap::new();
            for (words, weight) in parts(article).into_iter().filter(|&(_, weight)| weight > 0) {
                for n in 1..=params.ngrams.1 {
                    phrases(&words, n)
                        .into_iter()
                        .for_each(|phrase| *count.entry(phrase).or_default() += weight);
                }
            }
            counts.push(count);
        }

        let mut all_df: BTreeMap<String, u32> = BTreeMap::new();
        for term in counts.iter().flat_map(BTreeMap::keys) {
            *all_df.entry(term.clone()).or_default() += 1;
        }
        let n = articles.len() as f64;
        let is_small = articles.len() < 8;
        let weightless =
            |df: u32| matches!(params.idf, Idf::Power(_)) && !is_small && f64::from(df) >= n;
        let in_range =
            |df: u32| df >= params.min_df && f64::from(df) <= params.max_df * n && !weightless(df);
        // A phrase is kept only if its prefix and its last word are kept.
        fn kept(term: &str, good: &dyn Fn(&str) -> bool) -> bool {
            good(term)
                && term
                    .rsplit_once(' ')
                    .is_none_or(|(prefix, last)| good(last) && kept(prefix, good))
        }
        let long_enough = |term: &str| term.split(' ').count() >= params.ngrams.0;
        let good = |term: &str| all_df.get(term).is_some_and(|&df| in_range(df));
        let df: BTreeMap<String, u32> = all_df
            .iter()
            .filter(|(term, _)| kept(term, &good) && long_enough(term))
            .map(|(term, &df)| (term.clone(), df))
            .collect();
        let row = |count: BTreeMap<String, u32>| {
            let weigh = |(term, tf): (String, u32)| {
                let df = f64::from(*df.get(&term)?);
                let idf = match params.idf {
                    Idf::Power(exponent) => {
                        let n = if is_small { n + 1.0 } else { n };
                        (n / df).ln().powf(exponent)
                    }
                    Idf::Smooth => ((1.0 + n) / (1.0 + df)).ln() + 1.0,
                    Idf::Plain => (n / df).ln() + 1.0,
                };
                Some((term, (1.0 + f64::from(tf).ln()) * idf))
            };
            let mut row: BTreeMap<String, f64> = count.into_iter().filter_map(weigh).collect();
            let length = row.values().map(|weight| weight * weight).sum::<f64>().sqrt();
            row.values_mut().for_each(|weight| *weight /= length);
            row
        };
        Fitted { rows: counts.into_iter().map(row).collect(), df }
    }
}

fn named_rows(vectorized: &Vectorized) -> Vec<BTreeMap<String, f64>> {
    let (rows, vocabulary) = (&vectorized.rows, vectorized.vectorizer.vocabulary());
    let named = |(term, weight): (u32, f32)| (vocabulary.term(term), f64::from(weight));
    rows.docs().map(|doc| rows.row(doc).iter().map(named).collect()).collect()
}

fn bits(rows: &SparseRows) -> (Vec<usize>, Vec<u32>, Vec<u32>) {
    let weights = rows.weights().iter().map(|weight| weight.to_bits()).collect();
    (rows.offsets().to_vec(), rows.terms().to_vec(), weights)
}

fn surfaces(vectorized: &Vectorized) -> Vec<(String, String)> {
    let vocabulary = vectorized.vectorizer.vocabulary();
    let term = |term| (vocabulary.term(term), vocabulary.surface(term).into_owned());
    (0..vocabulary.n_terms() as u32).map(term).collect()
}

fn pool(n_threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap()
}

/// Fits on `n_threads` threads, in batches of `batch` articles.
fn fit_in(
    n_threads: usize,
    batch: usize,
    params: &VectorizerParams,
    articles: &[Article],
) -> Vectorized {
    pool(n_threads).install(|| {
        let mut builder = params.builder().unwrap();
        articles.chunks(batch).for_each(|articles| builder.add(articles));
        builder.finish().unwrap()
    })
}

fn assert_same(one: &Vectorized, other: &Vectorized) {
    assert_eq!(bits(&one.rows), bits(&other.rows));
    assert_eq!(surfaces(one), surfaces(other));
    assert_eq!(one.vectorizer.vocabulary().df(), other.vectorizer.vocabulary().df());
    assert_eq!((&one.langs, &one.boilerplate), (&other.langs, &other.boilerplate));
    assert_eq!(one.sketches, other.sketches);
}

proptest! {
    #[test]
    fn rows_equal_those_of_the_definition(params in params(), articles in archive()) {
        let vectorized = params.fit(&articles).unwrap();
        let expected = naive::fit(&params, &articles);
        let vocabulary = vectorized.vectorizer.vocabulary();
        let df: BTreeMap<String, u32> = (0u32..)
            .zip(vocabulary.df())
            .map(|(term, &df)| (vocabulary.term(term), df))
            .collect();
        prop_assert_eq!(&df, &expected.df);
        for (row, expected) in named_rows(&vectorized).iter().zip(&expected.rows) {
            prop_assert_eq!(row.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
            for (weight, expected) in row.values().zip(expected.values()) {
                prop_assert!((weight - expected).abs() < 1e-6, "{} is not {}", weight, expected);
            }
            let length = row.values().map(|weight| weight * weight).sum::<f64>().sqrt();
            prop_assert!(row.is_empty() || (length - 1.0).abs() < 1e-6, "length {}", length);
        }
    }

    #[test]
    fn terms_are_ordered_by_df_then_bytes(params in params(), articles in archive()) {
        let vectorized = params.fit(&articles).unwrap();
        let vocabulary = vectorized.vectorizer.vocabulary();
        let rank = |term: u32| (u32::MAX - vocabulary.df()[term as usize], vocabulary.term(term));
        prop_assert!((0..vocabulary.n_terms() as u32).map(rank).is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn transform_returns_the_fitted_rows(params in params(), articles in archive()) {
        let Vectorized { rows, vectorizer, sketches, .. } = params.fit(&articles).unwrap();
        prop_assert_eq!(bits(&vectorizer.transform(&articles)), bits(&rows));
        let mut reader = vectorizer.reader();
        let sketch = |article| {
            reader.read(article);
            reader.sketch()
        };
        prop_assert_eq!(articles.iter().map(sketch).collect::<Vec<_>>(), sketches);
    }

    #[test]
    fn shuffling_articles_only_shuffles_rows(
        params in params(),
        (articles, order) in archive()
            .prop_flat_map(|articles| {
                let order: Vec<usize> = (0..articles.len()).collect();
                (Just(articles), Just(order).prop_shuffle())
            }),
    ) {
        let shuffled: Vec<Article> = order.iter().map(|&at| articles[at].clone()).collect();
        let one = params.fit(&articles).unwrap();
        let other = params.fit(&shuffled).unwrap();
        for (at, &from) in order.iter().enumerate() {
            let (doc, from) = (DocId::from_index(at), DocId::from_index(from));
            prop_assert_eq!(other.rows.row(doc), one.rows.row(from));
        }
        prop_assert_eq!(
            other.vectorizer.vocabulary().df(),
            one.vectorizer.vocabulary().df()
        );
    }

    #[test]
    fn results_do_not_depend_on_threads_or_batches(
        params in params(),
        articles in archive(),
        batch in 1usize..5,
    ) {
        let expected = fit_in(1, usize::MAX, &params, &articles);
        assert_same(&fit_in(4, batch, &params, &articles), &expected);
    }
}

/// The archive is large enough for every thread to read several chunks.
#[test]
fn results_do_not_depend_on_threads_or_batches_in_a_larger_archive() {
    let generator = Generator::new(GeneratorParams { n_articles: 600, mean_terms: 60, seed: 3 });
    // The generator links the library built without tests, so its `Article` is another type to the compiler.
    let articles: Vec<Article> = generator
        .articles()
        .map(|article| body(format!("{}\n\n{}", article.title, article.text)))
        .collect();
    let params = VectorizerParams { ngrams: (1, 3), ..VectorizerParams::default() };
    let expected = fit_in(1, usize::MAX, &params, &articles);
    assert!(expected.vectorizer.vocabulary().n_terms() > 1_000);
    for (n_threads, batch) in [(1, 7), (2, 100), (3, usize::MAX), (4, 1), (4, 333)] {
        let found = fit_in(n_threads, batch, &params, &articles);
        assert_same(&found, &expected);
        let again = pool(n_threads).install(|| found.vectorizer.transform(&articles));
        assert_eq!(bits(&again), bits(&expected.rows));
    }
}

/// Short articles wait for the languages of the archive, so their words are read after those of later articles.
#[test]
fn languages_do_not_depend_on_threads_or_batches() {
    let long = "Zastupitelé včera schválili rozpočet na nový most přes řeku, ale opozice protestovala, odešla ze sálu a \
                řekla, že stavba začne až za rok, protože město nemá peníze na školy ani na cesty kolem rybníka.";
    let short = ["Nový most", "Rozpočet na most", "The bridge over the river", "Мост", "Řeka", "…"];
    let articles: Vec<Article> = (0..40)
        .map(|number| {
            let text = if number % 7 == 3 { long } else { short[number % short.len()] };
            Article { lang: None, ..body(text) }
        })
        .collect();
    let params = VectorizerParams::default();
    let expected = fit_in(1, usize::MAX, &params, &articles);
    let lang = |number: usize| expected.langs[number].code();
    assert_eq!([lang(0), lang(1), lang(10), lang(5)], ["cs"; 4]);
    assert_eq!(lang(9), "ru");
    let n_detected: usize = expected.detected.iter().map(|&(_, n)| n).sum();
    assert_eq!(n_detected, articles.len());
    for (n_threads, batch) in [(1, 1), (2, 3), (4, 17)] {
        let found = fit_in(n_threads, batch, &params, &articles);
        assert_same(&found, &expected);
        assert_eq!(found.detected, expected.detected);
        assert_eq!(found.vectorizer.languages(), expected.vectorizer.languages());
        assert_eq!(bits(&found.vectorizer.transform(&articles)), bits(&expected.rows));
    }
    let text = TextSettings { languages: vec![Lang::ENGLISH], ..TextSettings::default() };
    let english = VectorizerParams { text, ..params }.fit(&articles).unwrap();
    assert!(english.langs.iter().all(|&lang| lang == Lang::ENGLISH));
}

fn body(text: impl Into<String>) -> Article {
    Article { text: text.into(), lang: Some(Lang::ENGLISH), ..Article::default() }
}

fn terms(vectorized: &Vectorized) -> Vec<String> {
    let vocabulary = vectorized.vectorizer.vocabulary();
    (0..vocabulary.n_terms() as u32).map(|term| vocabulary.term(term)).collect()
}

/// Returns ten pages. Each has words of its own between two lines that all pages share.
fn pages_with_boilerplate() -> Vec<Article> {
    let page = |number: usize| {
        body(format!(
            "Jump to main content\n\nHarbour {number} reopens near station {}\n\n\
             Subscribe to our newsletter",
            number % 5
        ))
    };
    (0..10).map(page).collect()
}

#[test]
fn removes_and_reports_boilerplate() {
    let articles = pages_with_boilerplate();
    let params = VectorizerParams { idf: Idf::Smooth, ..VectorizerParams::default() };
    let vectorized = params.fit(&articles).unwrap();
    let report: Vec<(&str, usize)> =
        vectorized.boilerplate.iter().map(|line| (line.text.as_str(), line.n_articles)).collect();
    assert_eq!(report, [("Jump to main content", 10), ("Subscribe to our newsletter", 10)]);
    let common = ["harbour", "near", "near station", "reopen", "reopen near", "station"];
    assert_eq!(terms(&vectorized)[..6], common);
    assert!(!terms(&vectorized).iter().any(|term| term.contains("subscrib")));

    // The frozen model removes boilerplate from unseen articles too.
    let unseen = body("Subscribe to our newsletter\nThe station near the harbour");
    let bare = body("\nThe station near the harbour");
    let rows = vectorized.vectorizer.transform(&[unseen, bare]);
    assert_eq!(rows.row(DocId(0)), rows.row(DocId(1)));
    assert_eq!(bits(&vectorized.vectorizer.transform(&articles)), bits(&vectorized.rows));
}

#[test]
fn keeps_repeated_lines_when_rare_or_disabled() {
    let check = |articles: &[Article], boilerplate: BoilerplateSettings| {
        let params =
            VectorizerParams { idf: Idf::Smooth, boilerplate, ..VectorizerParams::default() };
        let vectorized = params.fit(articles).unwrap();
        assert!(vectorized.boilerplate.is_empty());
        assert!(terms(&vectorized).iter().any(|term| term == "newslett"));
    };
    let articles = pages_with_boilerplate();
    check(&articles[..9], BoilerplateSettings::default());
    check(&articles, BoilerplateSettings { enabled: false, ..BoilerplateSettings::default() });
}

#[test]
fn identical_articles_keep_their_words() {
    let articles = vec![body("Talks by the lake\nfailed again"); 12];
    let params = VectorizerParams { idf: Idf::Smooth, ..VectorizerParams::default() };
    let vectorized = params.fit(&articles).unwrap();
    assert_eq!(vectorized.boilerplate.len(), 2);
    // "again" is a stop word; a single newline does not end a sentence.
    assert_eq!(terms(&vectorized), ["fail", "lake", "lake fail", "talk", "talk lake"]);
    assert!(vectorized.rows.docs().all(|doc| vectorized.rows.row(doc).terms().len() == 5));
    assert_eq!(bits(&vectorized.vectorizer.transform(&articles)), bits(&vectorized.rows));
}

/// Checks display forms in an archive that contains each text twice.
fn check_surfaces(lang: &str, texts: &[&str], expected: &[(&str, &str)]) {
    let lang = Lang::parse(lang);
    let article = |&text: &&str| Article { lang, ..body(text) };
    let articles: Vec<Article> = texts.iter().chain(texts).map(article).collect();
    let params = VectorizerParams { idf: Idf::Smooth, ..VectorizerParams::default() };
    let surfaces: HashMap<String, String> =
        surfaces(&params.fit(&articles).unwrap()).into_iter().collect();
    for &(term, surface) in expected {
        assert_eq!(surfaces.get(term).map(String::as_str), Some(surface), "{term}");
    }
}

#[test]
fn display_forms_are_the_most_frequent_forms() {
    check_surfaces(
        "en",
        &[
            "The Bank of England met NATO officials. Bank of England rates rose",
            "Several executive orders stand. Allies of NATO said so, and one executive order fell; \
             executive orders came",
            "EXECUTIVE ORDERS: the bank rose and other banks rose, said banks",
        ],
        &[
            ("bank england", "Bank of England"),
            ("nato", "NATO"),
            ("execut order", "executive orders"),
            ("order", "orders"),
            ("bank", "banks"),
        ],
    );
}

#[test]
fn display_forms_keep_connectives_of_their_language() {
    check_surfaces(
        "fr",
        &["L’Assemblée vote, et la cour des comptes répond à la cour des comptes du lac."],
        &[("cour compt", "cour des comptes"), ("assembl vot", "Assemblée vote")],
    );
}
