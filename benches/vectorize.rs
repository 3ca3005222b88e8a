//! Times the vectorizer: single words, and words with pairs, on one thread and on all.
//!
//! Data: articles of `generate::Generator` with a mean of 100 distinct words. Their language is declared as English,
//! because detection would add some 13 µs for each article. Default settings except for the longest phrase. Timed from
//! text in memory to unit rows and the fitted model. Sizes: 1,000, 4,000 and 16,000 articles, about 2, 8 and 31 MB of
//! text. Seed: 1. Throughput is in bytes of title and text.

use std::hint::black_box;
use std::time::Duration;

use alsolike::article::{Article, Lang};
use alsolike::vectorize::VectorizerParams;
use alsolike_dev::generate::{Generator, GeneratorParams};
use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use rayon::ThreadPoolBuilder;

const SIZES: [u32; 3] = [1_000, 4_000, 16_000];
const SEED: u64 = 1;

fn archive(n_articles: u32) -> Vec<Article> {
    let params = GeneratorParams { n_articles, mean_terms: 100, seed: SEED };
    let english = |article| Article { lang: Some(Lang::ENGLISH), ..article };
    Generator::new(params).articles().map(english).collect()
}

fn fit(c: &mut Criterion) {
    let all = rayon::current_num_threads();
    for (name, longest) in [("words", 1), ("words_and_pairs", 2)] {
        let mut group = c.benchmark_group(format!("vectorize/{name}"));
        group
            .sampling_mode(SamplingMode::Flat)
            .sample_size(10)
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(3));
        let params = VectorizerParams { ngrams: (1, longest), ..VectorizerParams::default() };
        for n_articles in SIZES {
            let articles = archive(n_articles);
            let n_bytes = articles.iter().map(|article| article.title.len() + article.text.len());
            group.throughput(Throughput::Bytes(n_bytes.sum::<usize>() as u64));
            for (threads, n_threads) in [("one_thread", 1), ("all_threads", all)] {
                let pool = ThreadPoolBuilder::new().num_threads(n_threads).build();
                let pool = pool.expect("the thread pool starts");
                group.bench_function(BenchmarkId::new(threads, n_articles), |bencher| {
                    bencher.iter(|| pool.install(|| black_box(params.fit(&articles))));
                });
            }
        }
        group.finish();
    }
}

criterion_group!(benches, fit);
criterion_main!(benches);
