//! Times the exact search and brute force, for one article and for all.
//!
//! Data: articles of `generate::Generator`, vectorized with the default settings (words and pairs, idf exponent 1.25).
//! Queries are evenly spread rows of the archive. Sizes: 1,000, 5,000 and 20,000 articles with a mean of 100 distinct
//! words; single queries also with a mean of 200. Seed: 1. k is 10. `brute_force` runs on one thread.

use std::hint::black_box;
use std::time::Duration;

use alsolike::article::Article;
use alsolike::index::{Index, Progress, Scratch, Search, brute_force};
use alsolike::sparse::DocId;
use alsolike::vectorize::VectorizerParams;
use alsolike_dev::generate::{Generator, GeneratorParams};
use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};

const SIZES: [u32; 3] = [1_000, 5_000, 20_000];
const SEED: u64 = 1;
const SEARCH: Search = Search { k: 10, min_score: 0.0 };
/// Queries of one measured iteration. Rows differ in length, so one query would not be typical.
const N_QUERIES: usize = 8;

fn index(n_articles: u32, mean_terms: u32) -> Index {
    let generator = Generator::new(GeneratorParams { n_articles, mean_terms, seed: SEED });
    let articles: Vec<Article> = generator.articles().collect();
    let vectorized =
        VectorizerParams::default().fit(&articles).expect("default settings are valid");
    Index::build(vectorized.rows)
}

fn queries(index: &Index) -> Vec<DocId> {
    let n_docs = index.rows().n_docs();
    (0..N_QUERIES).map(|at| DocId::from_index(at * n_docs / N_QUERIES)).collect()
}

fn one_query(c: &mut Criterion) {
    for mean_terms in [100, 200] {
        let mut group = c.benchmark_group(format!("query/{mean_terms}_words"));
        group
            .sampling_mode(SamplingMode::Flat)
            .sample_size(10)
            .warm_up_time(Duration::from_millis(500));
        group
            .measurement_time(Duration::from_secs(2))
            .throughput(Throughput::Elements(N_QUERIES as u64));
        for n_articles in SIZES {
            let index = index(n_articles, mean_terms);
            let queries = queries(&index);
            let mut scratch = Scratch::default();
            group.bench_function(BenchmarkId::new("search", n_articles), |bencher| {
                bencher.iter(|| {
                    for &doc in &queries {
                        let row = index.rows().row(doc);
                        black_box(index.search(row, SEARCH, |other| other != doc, &mut scratch));
                    }
                });
            });
            group.bench_function(BenchmarkId::new("brute_force", n_articles), |bencher| {
                bencher.iter(|| {
                    for &doc in &queries {
                        let row = index.rows().row(doc);
                        black_box(brute_force(index.rows(), row, SEARCH, |other| other != doc));
                    }
                });
            });
        }
        group.finish();
    }
}

fn all_pairs(c: &mut Criterion) {
    let mut group = c.benchmark_group("all_pairs");
    group
        .sampling_mode(SamplingMode::Flat)
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100));
    group.measurement_time(Duration::from_secs(3));
    for n_articles in SIZES {
        let index = index(n_articles, 100);
        group.throughput(Throughput::Elements(u64::from(n_articles)));
        group.bench_function(BenchmarkId::new("search", n_articles), |bencher| {
            bencher.iter(|| index.all_pairs(SEARCH, |_, _| true, Progress::none()));
        });
        // Quadratic in the number of articles, so the smallest size alone. The group `query` has the other sizes.
        if n_articles == SIZES[0] {
            group.bench_function(BenchmarkId::new("brute_force", n_articles), |bencher| {
                bencher.iter(|| {
                    for doc in index.rows().docs() {
                        let row = index.rows().row(doc);
                        black_box(brute_force(index.rows(), row, SEARCH, |other| other != doc));
                    }
                });
            });
        }
    }
    group.finish();
}

fn build(c: &mut Criterion) {
    let mut group = c.benchmark_group("build");
    group
        .sampling_mode(SamplingMode::Flat)
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100));
    group.measurement_time(Duration::from_secs(2));
    for n_articles in SIZES {
        let rows = index(n_articles, 100).into_rows();
        group.throughput(Throughput::Elements(rows.nnz() as u64));
        group.bench_function(BenchmarkId::new("index", n_articles), |bencher| {
            bencher.iter_with_large_drop(|| Index::build(rows.clone()));
        });
    }
    group.finish();
}

criterion_group!(benches, one_query, all_pairs, build);
criterion_main!(benches);
