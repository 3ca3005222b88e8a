//! Makes lists with reasons from articles in memory, and a list for a text that is not in the archive.
//!
//! `cargo run --release --example quickstart`

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use alsolike::article::{Article, Date};
use alsolike::engine::{Engine, EngineError, RecommendOptions, Settings};
use alsolike::recommend::RelatedList;

const ARTICLES: [(&str, &str, &str); 6] = [
    (
        "first-flight",
        "Ariane 6 flies",
        "The Ariane rocket lifted off from Kourou with eleven satellites.",
    ),
    (
        "spy-satellite",
        "Spy satellite in orbit",
        "From Kourou an Ariane rocket carried a French spy satellite into orbit.",
    ),
    (
        "debris",
        "A net for debris",
        "A startup will catch debris of rocket stages and dead satellites in orbit.",
    ),
    (
        "rate-rise",
        "Bank raises rates",
        "The central bank raised interest rates because inflation is still high.",
    ),
    (
        "rate-cut",
        "First rate cut",
        "Inflation has fallen, so the central bank cut interest rates for the first time.",
    ),
    ("sheep", "Sheep sales", "Prices at the autumn sheep sales were the best in ten years."),
];

fn main() -> Result<(), EngineError> {
    let article = |(id, title, text): (&str, &str, &str)| Article {
        id: id.into(),
        title: title.into(),
        text: text.into(),
        ..Article::default()
    };
    let engine = Engine::fit(ARTICLES.map(article), &Settings::default())?;
    // The engine has no clock: embargoes and ages are judged at this moment.
    let now = Date::parse("2026-12-01").expect("a date");
    let recommender = engine.recommender(&RecommendOptions::new(now).with_k(2))?;

    for entry in engine.corpus().articles() {
        println!("{}", entry.title);
        print_list(&engine, &recommender.related(entry.id.as_str(), 3)?);
    }

    let unseen = article(("", "", "Will the bank cut rates again? Inflation decides."));
    println!("{}", unseen.text);
    print_list(&engine, &recommender.related_to_unseen(&unseen, 3));
    Ok(())
}

fn print_list(engine: &Engine, list: &RelatedList<'_>) {
    for item in &list.items {
        let reasons: Vec<&str> = item.because.iter().map(|because| &*because.term).collect();
        let title = &engine.corpus().article(item.doc).title;
        println!("  {:.2}  {title}: {}", item.score, reasons.join(", "));
    }
}
