//! Times the vectorizer on articles in memory: single words, and words with pairs.
//!
//! `cargo run --release -p alsolike-dev --bin vectorize_speed -- --language en a.jsonl.gz b.jsonl.gz`

#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Instant;

use alsolike::article::{Article, Lang};
use alsolike::vectorize::{Vectorized, VectorizerParams};
use alsolike_formats::read::{ReadOptions, Reader, Source};
use clap::Parser;

use alsolike_dev::measure::{cpu_seconds, peak, reset_peak};

/// Print, as a Markdown table, the speed and memory of vectorizing all sources together
///
/// MB counts the bytes of titles and texts. CPU and wall time are the minimum over the rounds. Memory is the peak of
/// the first round above the memory before it, divided by the size of the rows. Equal digests mean equal rows, terms,
/// surfaces, languages and boilerplate.
#[derive(Debug, Parser)]
struct Args {
    /// Number of threads; 0 uses all cores
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// Number of rounds
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Language of all articles, a tag such as en [default: declared or detected]
    #[arg(long, value_parser = language)]
    language: Option<Lang>,
    /// Longest phrase in words; may be given several times
    #[arg(long, default_values_t = [1, 2])]
    ngrams: Vec<usize>,
    /// Files or folders of articles
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<OsString>,
}

fn language(code: &str) -> Result<Lang, &'static str> {
    Lang::parse(code).ok_or("expected a language tag such as en")
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global()?;
    let articles = read_articles(&args)?;
    let n_bytes: usize =
        articles.iter().map(|article| article.title.len() + article.text.len()).sum();
    let megabytes = n_bytes as f64 / 1e6;
    println!("{} articles, {megabytes:.1} MB", articles.len());
    println!("| words | MB/s of CPU | MB/s | memory / rows | rows MB | digest |");
    println!("|---|---|---|---|---|---|");
    for longest in args.ngrams {
        let params = VectorizerParams { ngrams: (1, longest), ..VectorizerParams::default() };
        let (mut cpu, mut wall) = (f64::INFINITY, f64::INFINITY);
        let (mut memory, mut size, mut hash) = (0, 0, 0);
        for round in 0..args.rounds {
            let before = reset_peak();
            let (start, cpu_start) = (Instant::now(), cpu_seconds());
            let vectorized = params.fit(&articles)?;
            cpu = cpu.min(cpu_seconds() - cpu_start);
            wall = wall.min(start.elapsed().as_secs_f64());
            if round == 0 {
                memory = peak().saturating_sub(before);
                size = 8 * (vectorized.rows.nnz() + vectorized.rows.offsets().len());
                hash = digest(&vectorized);
            }
        }
        println!(
            "| 1..{longest} | {:.1} | {:.1} | {:.2} | {:.1} | {hash:016x} |",
            megabytes / cpu,
            megabytes / wall,
            memory as f64 / size as f64,
            size as f64 / 1e6,
        );
    }
    Ok(())
}

fn read_articles(args: &Args) -> anyhow::Result<Vec<Article>> {
    let sources: Vec<Source> = args.sources.iter().map(|source| source.clone().into()).collect();
    let mut reader = Reader::open(&sources, ReadOptions::default())?;
    let mut articles = Vec::new();
    loop {
        let batch = reader.next_batch(4_096)?;
        if batch.is_empty() {
            return Ok(articles);
        }
        let declared =
            |article: Article| Article { lang: args.language.or(article.lang), ..article };
        articles.extend(batch.into_iter().map(declared));
    }
}

fn digest(vectorized: &Vectorized) -> u64 {
    let Vectorized { rows, vectorizer, langs, sketches, boilerplate, .. } = vectorized;
    let mut hasher = DefaultHasher::new();
    (rows.offsets(), rows.terms()).hash(&mut hasher);
    rows.weights().iter().for_each(|weight| weight.to_bits().hash(&mut hasher));
    let vocabulary = vectorizer.vocabulary();
    vocabulary.df().hash(&mut hasher);
    for term in 0..vocabulary.n_terms() as u32 {
        (vocabulary.words(term), vocabulary.surface(term)).hash(&mut hasher);
        vocabulary.term(term).hash(&mut hasher);
    }
    langs.iter().for_each(|lang| lang.hash(&mut hasher));
    sketches.hash(&mut hasher);
    boilerplate.iter().for_each(|line| (&line.text, line.n_articles).hash(&mut hasher));
    hasher.finish()
}
