//! How fast the search is on an invented archive: index, all pairs, and one article at a time.
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

/// Print how fast an invented archive is searched; k is 10
#[derive(Debug, Parser)]
struct Args {
    #[command(flatten)]
    search: SearchArgs,
    /// Words alone, in smooth idf
    #[arg(long)]
    topic: bool,
    /// Leave out the search of all pairs
    #[arg(long)]
    one_by_one: bool,
    /// Single queries of each kind
    #[arg(long, default_value_t = 300)]
    queries: usize,
    /// Lists compared with those of the exhaustive search
    #[arg(long, default_value_t = 20)]
    checks: usize,
}

const SEARCH: Search = Search { k: 10, min_score: 0.0 };
/// Terms of a short query.
const SHORT: usize = 12;

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let rows = rows(&args)?;
    let n_docs = rows.n_docs();
    let terms = rows.nnz() as f64 / n_docs.max(1) as f64;
    println!(
        "{n_docs} articles, {terms:.0} terms each, {} terms; {} threads",
        rows.n_terms(),
        args.search.threads
    );
    println!("inner loops for: {}\n", Isa::best().name());
    println!("| job | CPU s | wall s |\n|---|---|---|");
    let index = timed("index", || Index::build(rows));
    let bytes = index.n_bytes() as f64 / n_docs.max(1) as f64;
    if !args.one_by_one {
        let lists = timed("all pairs", || index.all_pairs(SEARCH, |_, _| true, Progress::none()))?;
        for doc in spread(n_docs, args.checks) {
            let row = index.rows().row(doc);
            let expected = brute_force(index.rows(), row, SEARCH, |other| other != doc);
            anyhow::ensure!(lists.list(doc) == expected, "the list of row {} is wrong", doc.0);
        }
    }
    println!("\nindex: {bytes:.0} bytes an article beside the rows\n");
    println!("{} lists equal those of the exhaustive search", args.checks.min(n_docs));
    println!(
        "\n| one query, one thread | p50 ms | p90 ms | p99 ms | postings / N | rows looked at | scores |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(args.search.seed);
    queries("an article", &index, &args, |row| row.iter().collect());
    queries("12 of its terms, at random", &index, &args, |row| {
        let mut terms: Vec<_> = row.iter().collect();
        terms.shuffle(&mut rng);
        terms.truncate(SHORT);
        terms.sort_unstable_by_key(|&(term, _)| term);
        terms
    });
    queries("its 12 commonest terms", &index, &args, |row| row.iter().take(SHORT).collect());
    Ok(())
}

fn rows(args: &Args) -> anyhow::Result<SparseRows> {
    let mut settings = Settings::default();
    if args.topic {
        (settings.vectors.idf, settings.vectors.ngrams) = (Focus::Topic.into(), (1, 1));
    }
    Ok(args.search.archive(&settings)?.rows)
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

/// Times queries made of rows, each row itself left out.
fn queries(
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
            assert_eq!(list, expected, "the list of row {} is wrong", doc.0);
        }
    }
    times.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    let (work, n) = (scratch.stats(), times.len().max(1) as f64);
    println!(
        "| {name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.0} | {:.0} |",
        at(0.5),
        at(0.9),
        at(0.99),
        work.postings as f64 / n / n_docs.max(1) as f64,
        work.candidates as f64 / n,
        work.scores as f64 / n,
    );
}
