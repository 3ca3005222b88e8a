//! Times the whole way from articles to rendered lists.
//!
//! Data: articles of `generate::Generator` in memory, with a mean of 150 distinct words; and the files of
//! `datasets/newsroom`, read from disk. Default settings, lists of 4 with 5 reasons, rendered as JSON lines in memory.
//! Sizes: 500, 2,000 and 8,000 articles, and the newsroom. Seed: 1.

use std::time::Duration;

use alsolike::article::{Article, Date};
use alsolike::engine::{Engine, EngineBuilder, RecommendOptions, Settings};
use alsolike::index::Progress;
use alsolike_dev::generate::{Generator, GeneratorParams};
use alsolike_formats::read::{ReadOptions, Reader, Source};
use alsolike_formats::write::related::{Format, Subject};
use criterion::{
    BatchSize, BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use rayon::prelude::*;

const SIZES: [u32; 3] = [500, 2_000, 8_000];
const SEED: u64 = 1;

const NEWSROOM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/newsroom");

/// Renders all lists as the command writes them.
fn render_lists(engine: &Engine) -> String {
    let recommender = engine
        .recommender(&RecommendOptions::new(Date::from_unix_seconds(0)))
        .expect("default settings are valid");
    let docs: Vec<_> = engine.index().rows().docs().collect();
    let lists = recommender
        .recommend(&docs, Progress::none())
        .expect("without a progress callback nothing is cancelled");
    let line = |(&doc, lists): (&_, &Vec<_>)| {
        let list = recommender.list(doc, lists, 5);
        let subject = Subject::from(engine.corpus().article(doc));
        Format::Jsonl.list(subject, &list, engine.corpus(), false)
    };
    docs.par_iter().zip(&lists).map(line).collect()
}

fn fit(articles: Vec<Article>) -> Engine {
    Engine::fit(articles, &Settings::default()).expect("the generator gives distinct ids")
}

fn generated(c: &mut Criterion) {
    let mut group = c.benchmark_group("generated");
    group
        .sampling_mode(SamplingMode::Flat)
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100));
    group.measurement_time(Duration::from_secs(4));
    for n_articles in SIZES {
        let generator = Generator::new(GeneratorParams { n_articles, mean_terms: 150, seed: SEED });
        let articles: Vec<Article> = generator.articles().collect();
        group.throughput(Throughput::Elements(u64::from(n_articles)));
        group.bench_function(BenchmarkId::new("fit", n_articles), |bencher| {
            bencher.iter_batched(|| articles.clone(), fit, BatchSize::LargeInput);
        });
        let engine = fit(articles.clone());
        group.bench_function(BenchmarkId::new("lists", n_articles), |bencher| {
            bencher.iter(|| render_lists(&engine));
        });
        group.bench_function(BenchmarkId::new("fit_and_lists", n_articles), |bencher| {
            let fit_and_render = |articles| render_lists(&fit(articles));
            bencher.iter_batched(|| articles.clone(), fit_and_render, BatchSize::LargeInput);
        });
    }
    group.finish();
}

fn read_newsroom() -> Engine {
    let mut reader = Reader::open(&[Source::from(NEWSROOM)], ReadOptions::default())
        .expect("datasets/newsroom exists");
    let mut builder = EngineBuilder::new(&Settings::default()).expect("default settings are valid");
    loop {
        let batch = reader.next_batch(4_096).expect("the files are readable");
        if batch.is_empty() {
            break;
        }
        builder.add(batch).expect("the reader gives distinct ids");
    }
    Engine::new(builder.finish().expect("the archive fits into an index"))
}

fn newsroom(c: &mut Criterion) {
    let mut group = c.benchmark_group("newsroom");
    group.throughput(Throughput::Elements(read_newsroom().corpus().n_docs() as u64));
    group.sample_size(20).warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(3));
    group.bench_function("files_to_lists", |bencher| {
        bencher.iter(|| render_lists(&read_newsroom()));
    });
    group.finish();
}

criterion_group!(benches, generated, newsroom);
criterion_main!(benches);
