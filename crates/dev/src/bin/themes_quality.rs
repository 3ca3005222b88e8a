//! Measures how well themes agree with known labels.
//!
//! `cargo run --release -p alsolike-dev --bin themes_quality -- DATA/{bbc,20news,agnews-test,ecbplus-a,wikiref220}.jsonl.gz`

#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::path::{Path, PathBuf};

use alsolike::engine::{Engine, EngineBuilder, NeighborGraph, Settings};
use alsolike::evaluate::{ClusteringScores, compare_labelings, number_labels};
use alsolike::index::Progress;
use alsolike::themes::{NThemes, ThemeParams};
use alsolike_formats::read::{ReadOptions, Reader, Source};
use clap::Parser;

/// Print how well themes agree with labels, as mean ± standard deviation over seeds
///
/// Articles without a label are ignored. In the table, n is the number of labels, `plain` has no smoothing over the
/// neighbour graph, and `auto` chooses n by itself.
#[derive(Debug, Parser)]
struct Args {
    /// Archives whose articles have a label
    #[arg(required = true, value_name = "FILE")]
    archives: Vec<PathBuf>,
    /// Number of seeds; they are 1 to N
    #[arg(long, default_value_t = 3)]
    seeds: u64,
    /// Skip the columns `plain` and `auto`
    #[arg(long)]
    given_only: bool,
    /// Number of rows from which the dense space is computed
    #[arg(long)]
    rows: Option<usize>,
    /// Number of dense columns
    #[arg(long)]
    components: Option<usize>,
    /// Number of power iterations
    #[arg(long)]
    power: Option<usize>,
    /// Number of oversampled columns
    #[arg(long)]
    oversamples: Option<usize>,
    /// Number of k-means restarts
    #[arg(long)]
    restarts: Option<usize>,
    /// Number of smoothing rounds
    #[arg(long)]
    smoothings: Option<usize>,
}

impl Args {
    fn params(&self, seed: u64) -> ThemeParams {
        let mut params = Settings::default().themes;
        (params.seed, params.lsa.seed) = (seed, seed);
        let lsa = &mut params.lsa;
        for (setting, given) in [
            (&mut lsa.n_rows, self.rows),
            (&mut lsa.n_components, self.components),
            (&mut lsa.n_power_iterations, self.power),
            (&mut lsa.n_oversamples, self.oversamples),
            (&mut params.n_restarts, self.restarts),
            (&mut params.n_smoothings, self.smoothings),
        ] {
            *setting = given.unwrap_or(*setting);
        }
        params
    }
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    println!("| archive | articles | n | NMI | ARI | accuracy | plain NMI | auto n | auto NMI |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for path in &args.archives {
        let engine = read_engine(path)?;
        let labels = number_labels(engine.corpus().articles().iter().map(|e| e.label.as_deref()));
        let n = labels.iter().flatten().max().map_or(0, |&max| max as usize + 1);
        let graph = engine.neighbor_graph(Progress::none())?;
        let measure = |adapt: &dyn Fn(&mut ThemeParams)| -> anyhow::Result<Vec<ClusteringScores>> {
            let seeds = 1..=args.seeds;
            seeds.map(|seed| scores(&engine, &graph, &labels, &args, seed, adapt)).collect()
        };
        let given = measure(&|params| params.n_themes = NThemes::Exactly(n))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        print!(
            "| {} | {} | {n} | {} | {} | {}",
            name.trim_end_matches(".jsonl.gz"),
            engine.corpus().n_docs(),
            summary(given.iter().map(|s| s.nmi)),
            summary(given.iter().map(|s| s.ari)),
            summary(given.iter().map(|s| s.accuracy)),
        );
        if !args.given_only {
            let plain = measure(&|params| {
                (params.n_themes, params.n_smoothings) = (NThemes::Exactly(n), 0);
            })?;
            let auto = measure(&|_| ())?;
            let numbers: Vec<String> = auto.iter().map(|s| s.n_clusters.to_string()).collect();
            print!(
                " | {} | {} | {}",
                summary(plain.iter().map(|s| s.nmi)),
                numbers.join(", "),
                summary(auto.iter().map(|s| s.nmi)),
            );
        }
        println!(" |");
    }
    Ok(())
}

fn scores(
    engine: &Engine,
    graph: &NeighborGraph,
    labels: &[Option<u32>],
    args: &Args,
    seed: u64,
    adapt: &dyn Fn(&mut ThemeParams),
) -> anyhow::Result<ClusteringScores> {
    let mut params = args.params(seed);
    adapt(&mut params);
    let themes = engine.themes(graph, &params)?;
    let found: Vec<Option<u32>> =
        themes.memberships.iter().map(|m| m.map(|m| m.theme as u32)).collect();
    compare_labelings(labels, &found).ok_or_else(|| anyhow::anyhow!("no article has a label"))
}

fn read_engine(path: &Path) -> anyhow::Result<Engine> {
    let source = Source::from(path.as_os_str().to_owned());
    let mut reader = Reader::open(&[source], ReadOptions::default())?;
    let mut builder = EngineBuilder::new(&Settings::default())?;
    loop {
        let batch = reader.next_batch(4_096)?;
        if batch.is_empty() {
            return Ok(Engine::new(builder.finish()?));
        }
        builder.add(batch.into_iter().filter(|article| article.label.is_some()).collect())?;
    }
}

/// Formats mean and standard deviation: `0.698 ± 0.003`.
fn summary(values: impl Iterator<Item = f64>) -> String {
    let values: Vec<f64> = values.collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    format!("{mean:.3} ± {:.3}", (square / (n - 1.0).max(1.0)).sqrt())
}
