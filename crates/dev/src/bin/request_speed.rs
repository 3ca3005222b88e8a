//! Times one request: a recommender for a policy of its own, and one list through it. Compares the list with the bare
//! search.
//!
//! `cargo run --release -p alsolike-dev --bin request_speed -- --articles 70000`

#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::time::{Duration, Instant};

use alsolike::article::Date;
use alsolike::engine::{Engine, RecommendOptions, Settings};
use alsolike::index::{Progress, Scratch, Search};
use alsolike::recommend::{Nearness, Policy};
use alsolike::sparse::DocId;
use alsolike_dev::measure::SearchArgs;
use clap::Parser;

/// Print what one request costs on a synthetic archive; k is 10
#[derive(Debug, Parser)]
struct Args {
    #[command(flatten)]
    search: SearchArgs,
    /// Articles whose lists are timed, spread over the archive
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
    lists: u32,
}

const K: usize = 10;

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let engine = Engine::new(args.search.vectorized_archive(&Settings::default())?);
    let n_docs = engine.corpus().n_docs();
    let last = engine.corpus().articles().iter().filter_map(|article| article.date).max();
    let now = last.unwrap_or(Date::from_unix_seconds(0));
    let options = RecommendOptions::new(now).with_k(K);

    let start = Instant::now();
    let recommender = engine.recommender(&options)?;
    println!("first recommender, copies found   {:>10.1?}", start.elapsed());

    // Each request has a moment and a half-life of its own, so it cannot reuse results of an earlier one.
    let made = (1..=200).map(|n| {
        let mut policy = Policy::default();
        policy.k = K;
        policy.time.nearness = Some(Nearness { weight: 0.6, half_life_days: f64::from(n) });
        let options =
            RecommendOptions::new(Date::from_unix_seconds(now.unix_seconds() - i64::from(n)))
                .with_policy(policy);
        let start = Instant::now();
        let recommender = engine.recommender(&options);
        let took = start.elapsed();
        recommender.map(|_| took)
    });
    report("a recommender for a new policy", made.collect::<Result<_, _>>()?, None);

    let docs: Vec<DocId> = (0..args.lists as usize)
        .map(|n| DocId::from_index(n * n_docs / args.lists as usize))
        .collect();
    let (index, search) = (engine.index(), Search { k: K, min_score: 0.0 });
    let mut scratch = Scratch::default();
    let mut bare = |doc: &DocId| {
        let row = index.rows().row(*doc);
        timed(|| index.search(row, search, |other| other != *doc, &mut scratch).len())
    };
    // The first pass warms caches and working memory.
    docs.iter().for_each(|doc| {
        bare(doc);
    });
    let bare = report("the bare search of one article", docs.iter().map(bare).collect(), None);
    let chosen = |doc: &DocId| timed(|| recommender.recommend(&[*doc], Progress::none()));
    docs.iter().for_each(|doc| {
        chosen(doc);
    });
    report("its list through a recommender", docs.iter().map(chosen).collect(), Some(bare));
    let shown = |doc: &DocId| {
        let id = engine.corpus().article(*doc).id.as_str();
        timed(|| recommender.related(id, 3).map(|list| list.items.len()))
    };
    report("the same with 3 reasons an item", docs.iter().map(shown).collect(), Some(bare));
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

/// Prints median and 99th percentile, and returns the median.
fn report(name: &str, mut times: Vec<Duration>, beside: Option<Duration>) -> Duration {
    times.sort_unstable();
    let (median, late) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    let ratio = beside.map_or(String::new(), |beside| {
        format!("   {:.2} times the bare search", median.as_secs_f64() / beside.as_secs_f64())
    });
    println!("{name:<33} {median:>10.1?} median {late:>10.1?} p99{ratio}");
    median
}
