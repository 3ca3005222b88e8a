//! Times the lists of a synthetic archive: exact neighbours, the preset `also-like`, and `also-like` with editorial
//! rules.
//!
//! `cargo run --release -p alsolike-dev --bin lists_speed -- --articles 70000`

#![expect(clippy::print_stdout, reason = "the table is the result")]

use alsolike::article::{ArticleId, Date};
use alsolike::engine::{Engine, RecommendOptions, Settings};
use alsolike::index::Progress;
use alsolike::recommend::{Decision, Origin, Preset, Rule};
use alsolike::sparse::DocId;
use clap::Parser;

use alsolike_dev::measure::{SearchArgs, cpu_seconds};

/// Print what editorial rules and reranking add to the time of all lists of a synthetic archive; k is 10
#[derive(Debug, Parser)]
struct Args {
    #[command(flatten)]
    search: SearchArgs,
    /// Number of rounds; each round makes every kind of list once
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// One pin and one block for each this many articles, and one hidden article for each ten times as many.
const RULE_SPACING: usize = 100;

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let archive = args.search.vectorized_archive(&Settings::default())?;
    let engine = Engine::new(archive.clone());
    let docs: Vec<DocId> = engine.index().rows().docs().collect();
    let options = |preset: Preset, rules: Vec<Rule>| {
        let mut policy = preset.policy();
        policy.k = 10;
        let now = engine.corpus().articles().iter().filter_map(|entry| entry.date).max();
        RecommendOptions::new(now.unwrap_or(Date::from_unix_seconds(0)))
            .with_policy(policy)
            .with_rules(rules)
    };
    let kinds = [
        ("text", options(Preset::Text, vec![])),
        ("also-like", options(Preset::AlsoLike, vec![])),
        ("also-like, rules", options(Preset::AlsoLike, rules(&engine))),
    ];
    println!(
        "| lists | rules and copies, CPU s | search, CPU s | relative to text |\n|---|---|---|---|"
    );
    for _ in 0..args.rounds {
        let mut by_text = None;
        for (name, options) in &kinds {
            // An engine keeps the copies that it finds, so each kind of lists gets an engine of its own.
            let engine = Engine::new(archive.clone());
            let before = cpu_seconds();
            let recommender = engine.recommender(options)?;
            let prepared = cpu_seconds();
            recommender.recommend(&docs, Progress::none())?;
            let (rules, search) = (prepared - before, cpu_seconds() - prepared);
            let by_text = *by_text.get_or_insert(rules + search);
            let share = 100.0 * ((rules + search) / by_text - 1.0);
            println!("| {name} | {rules:.2} | {search:.2} | {share:+.1} % |");
        }
    }
    Ok(())
}

/// Returns pins, blocks and one hide rule for evenly spread articles.
fn rules(engine: &Engine) -> Vec<Rule> {
    let ids: Vec<&ArticleId> = engine.corpus().articles().iter().map(|entry| &entry.id).collect();
    let rule = |decision| Rule { origin: Origin::Line(1), until: None, decision };
    let pins = ids
        .chunks_exact(RULE_SPACING)
        .map(|ids| rule(Decision::Pin { article: ids[0].clone(), items: vec![ids[1].clone()] }));
    let blocks = ids.chunks_exact(RULE_SPACING).map(|ids| {
        let (article, items) = (ids[2].clone(), vec![ids[3].clone()]);
        rule(Decision::Block { article, items, both_ways: true })
    });
    let hidden = ids.iter().skip(4).step_by(10 * RULE_SPACING).map(|&id| id.clone()).collect();
    pins.chain(blocks).chain([rule(Decision::Hide(hidden))]).collect()
}
