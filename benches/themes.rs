//! Times the themes, and the latent semantic analysis alone.
//!
//! Data: articles of `generate::Generator` with a mean of 100 distinct words, as rows of words with smooth idf, and
//! their 15 nearest neighbours. The neighbour graph is not timed. Sizes: 500, 2,000 and 5,000 articles with 20 themes,
//! and the automatic number of themes at the smallest size. Seed: 1. `fit` covers the analysis, smoothing over the
//! graph, ten restarts of k-means, and labels.

use std::time::Duration;

use alsolike::article::Lang;
use alsolike::index::{Index, Neighbours, Progress, Search};
use alsolike::reduce::LsaParams;
use alsolike::sparse::SparseRows;
use alsolike::themes::{NThemes, ThemeParams, Wording};
use alsolike::vectorize::{Idf, Vectorized, VectorizerParams};
use alsolike_dev::generate::{Generator, GeneratorParams};
use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};

const SIZES: [u32; 3] = [500, 2_000, 5_000];
const SEED: u64 = 1;
const N_THEMES: usize = 20;
/// Number of neighbours of an article in the graph.
const GRAPH_K: usize = 15;

struct Input {
    vectorized: Vectorized,
    topic_rows: SparseRows,
    graph: Neighbours,
}

fn input(n_articles: u32) -> Input {
    let generator = Generator::new(GeneratorParams { n_articles, mean_terms: 100, seed: SEED });
    let articles: Vec<_> = generator.articles().collect();
    let vectorized =
        VectorizerParams::default().fit(&articles).expect("default settings are valid");
    let topic_rows = vectorized.vectorizer.reweigh(&vectorized.rows, Idf::Smooth, 1);
    let index = Index::build(topic_rows);
    let graph = index
        .all_pairs(Search { k: GRAPH_K, min_score: 0.0 }, |_, _| true, Progress::none())
        .expect("without a progress callback nothing is cancelled");
    Input { vectorized, topic_rows: index.into_rows(), graph }
}

fn themes(c: &mut Criterion) {
    let mut group = c.benchmark_group("themes");
    group
        .sampling_mode(SamplingMode::Flat)
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100));
    group.measurement_time(Duration::from_secs(4));
    for n_articles in SIZES {
        let Input { vectorized, topic_rows, graph } = input(n_articles);
        let Vectorized { rows, vectorizer, .. } = &vectorized;
        let n_repeated = &vectorizer.n_repeated(rows);
        let langs = &vec![Lang::ENGLISH; rows.n_docs()];
        let wording = Wording { rows, vocabulary: vectorizer.vocabulary(), n_repeated, langs };
        group.throughput(Throughput::Elements(u64::from(n_articles)));
        group.bench_function(BenchmarkId::new("lsa", n_articles), |bencher| {
            bencher.iter(|| LsaParams::default().fit(&topic_rows));
        });
        let mut fit = |name: &str, n_themes: NThemes| {
            let mut params = ThemeParams::default();
            params.n_themes = n_themes;
            group.bench_function(BenchmarkId::new(name, n_articles), |bencher| {
                bencher.iter(|| {
                    let themes = params.fit(&topic_rows, &graph, wording);
                    themes.expect("there are more articles than themes")
                });
            });
        };
        fit("fit", NThemes::Exactly(N_THEMES));
        if n_articles == SIZES[0] {
            fit("fit_auto", NThemes::Auto);
        }
    }
    group.finish();
}

criterion_group!(benches, themes);
criterion_main!(benches);
