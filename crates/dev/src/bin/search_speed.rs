//! Times the search on a synthetic archive: building the index, all pairs, and single queries.
//!
//! `cargo run --release -p alsolike-dev --bin search_speed -- --articles 70000`

#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::time::Instant;

use alsolike::cpu::Isa;
use alsolike::engine::{Focus, Settings};
use alsolike::index::{Index, Progress, Scratch, Search, brute_force};
use alsolike::sparse::{DocId, Row, SparseRows};
use clap::Parser;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use alsolike_dev::measure::{SearchArgs, cpu_seconds};

/// Print the time of building an index, of all pairs and of single queries on a synthetic archive; k is 10
#[derive(Debug, Parser)]
struct Args {
    #[command(flatten)]
    search: SearchArgs,
    /// Use single words with smooth idf, as --focus topic does
    #[arg(long)]
    topic: bool,
    /// Skip the search of all pairs
    #[arg(long)]
    one_by_one: bool,
    /// Number of single queries of each kind
    #[arg(long, default_value_t = 300)]
    queries: usize,
    /// Number of lists to compare with brute force
    #[arg(long, default_value_t = 20)]
    checks: usize,
}

const SEARCH: Search = Search { k: 10, min_score: 0.0 };
/// Number of terms in a short query.
const N_SHORT_TERMS: usize = 12;

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let rows = rows(&args)?;
    let n_docs = rows.n_docs();
    let terms = rows.nnz() as f64 / n_docs.max(1) as f64;
    println!(
        "{n_docs} articles, {terms:.0} terms per article, {} distinct terms; {} threads",
        rows.n_terms(),
        args.search.threads
    );
    println!("instruction set: {}\n", Isa::best().name());
    println!("| job | CPU s | wall s |\n|---|---|---|");
    let index = timed("index", || Index::build(rows));
    let bytes = index.n_bytes() as f64 / n_docs.max(1) as f64;
    if !args.one_by_one {
        let lists = timed("all pairs", || index.all_pairs(SEARCH, |_, _| true, Progress::none()))?;
        for doc in spread(n_docs, args.checks) {
            let row = index.rows().row(doc);
            let expected = brute_force(index.rows(), row, SEARCH, |other| other != doc);
            anyhow::ensure!(
                lists.list(doc) == expected,
                "the list of row {} differs from brute force",
                doc.0
            );
        }
    }
    println!("\nindex: {bytes:.0} bytes per article beside the rows\n");
    println!("{} lists equal those of brute force", args.checks.min(n_docs));
    println!(
        "\n| one query, one thread | p50 ms | p90 ms | p99 ms | postings / N | candidates | scores |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(args.search.seed);
    time_queries("an article", &index, &args, |row| row.iter().collect());
    time_queries("12 of its terms, at random", &index, &args, |row| {
        let mut terms: Vec<_> = row.iter().collect();
        terms.shuffle(&mut rng);
        terms.truncate(N_SHORT_TERMS);
        terms.sort_unstable_by_key(|&(term, _)| term);
        terms
    });
    time_queries("its 12 most common terms", &index, &args, |row| {
        row.iter().take(N_SHORT_TERMS).collect()
    });
    Ok(())
}

fn rows(args: &Args) -> anyhow::Result<SparseRows> {
    let mut settings = Settings::default();
    if args.topic {
        (settings.vectors.idf, settings.vectors.ngrams) = (Focus::Topic.into(), (1, 1));
    }
    Ok(args.search.vectorized_archive(&settings)?.rows)
}

fn timed<T>(job: &str, run: impl FnOnce() -> T) -> T {
    let (before, started) = (cpu_seconds(), Instant::now());
    let result = run();
    println!("| {job} | {:.3} | {:.3} |", cpu_seconds() - before, started.elapsed().as_secs_f64());
    result
}

fn spread(n_docs: usize, n: usize) -> impl Iterator<Item = DocId> {
    let n = n.min(n_docs);
    (0..n).map(move |at| DocId::from_index(at * n_docs / n))
}

/// Times queries derived from rows; a row is not in its own list.
fn time_queries(
    name: &str,
    index: &Index,
    args: &Args,
    mut query: impl FnMut(Row<'_>) -> Vec<(u32, f32)>,
) {
    let (n_docs, n_terms) = (index.rows().n_docs(), index.rows().n_terms());
    let mut scratch = Scratch::default();
    let mut times = Vec::new();
    for doc in spread(n_docs, args.queries) {
        let (terms, weights): (Vec<u32>, Vec<f32>) =
            query(index.rows().row(doc)).into_iter().unzip();
        let row = Row::try_new(&terms, &weights, n_terms).expect("a part of a row is a row");
        let started = Instant::now();
        let list = index.search(row, SEARCH, |other| other != doc, &mut scratch);
        times.push(started.elapsed().as_secs_f64() * 1e3);
        if times.len() <= args.checks / 4 {
            let expected = brute_force(index.rows(), row, SEARCH, |other| other != doc);
            assert_eq!(list, expected, "the list of row {} differs from brute force", doc.0);
        }
    }
    times.sort_unstable_by(f64::total_cmp);
    let percentile =
        |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    let (stats, n) = (scratch.stats(), times.len().max(1) as f64);
    println!(
        "| {name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.0} | {:.0} |",
        percentile(0.5),
        percentile(0.9),
        percentile(0.99),
        stats.postings as f64 / n / n_docs.max(1) as f64,
        stats.candidates as f64 / n,
        stats.scores as f64 / n,
    );
}
