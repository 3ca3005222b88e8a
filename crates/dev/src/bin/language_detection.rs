//! Measures language detection on labelled texts.
//!
//! Reads a table without a header: the tag of the language, the kind of the text, where it comes from, and the text,
//! separated by tabs. Prints for each kind the share of texts whose language is right, as the mean over languages and
//! over all texts, and the languages below 95 %. `docs/lab/languages.md` says how the table is made.
#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use alsolike::article::Lang;
use alsolike::text::detect;
use anyhow::Context;
use clap::Parser;

/// Measures language detection on labelled texts.
#[derive(Parser)]
struct Args {
    /// Table of language, kind, origin and text, separated by tabs
    table: PathBuf,
    /// Name every wrong text of this kind
    #[arg(long)]
    wrong: Option<String>,
}

/// Number of right and of all texts, and the wrong answers.
#[derive(Default)]
struct Score {
    right: usize,
    all: usize,
    wrong: BTreeMap<String, usize>,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let table = std::fs::read_to_string(&args.table)
        .with_context(|| format!("cannot read {}", args.table.display()))?;
    let mut scores: BTreeMap<&str, BTreeMap<Lang, Score>> = BTreeMap::new();
    let (mut seconds, mut n_texts) = (BTreeMap::<&str, f64>::new(), 0);
    for (number, line) in (1..).zip(table.lines()) {
        let mut cells = line.splitn(4, '\t');
        let mut cell = || cells.next().with_context(|| format!("line {number} has too few cells"));
        let (tag, kind, _, text) = (cell()?, cell()?, cell()?, cell()?);
        let lang = Lang::parse(tag).with_context(|| format!("line {number}: bad tag {tag}"))?;
        let start = Instant::now();
        let found = detect(text);
        *seconds.entry(kind).or_default() += start.elapsed().as_secs_f64();
        n_texts += 1;
        // A table may leave the script open.
        let is_right = found == lang || lang.script().is_none() && found.code() == lang.code();
        let score = scores.entry(kind).or_default().entry(lang).or_default();
        score.all += 1;
        score.right += usize::from(is_right);
        if !is_right {
            *score.wrong.entry(found.to_string()).or_default() += 1;
            if args.wrong.as_deref() == Some(kind) {
                println!("{lang}\t{found}\t{text}");
            }
        }
    }
    println!("{n_texts} texts");
    for (kind, langs) in &scores {
        let n: usize = langs.values().map(|score| score.all).sum();
        let right: usize = langs.values().map(|score| score.right).sum();
        let shares = langs.values().map(|score| score.right as f64 / score.all as f64);
        println!(
            "{kind}: {n} texts, {} languages, right {:.3} (mean over languages), {:.3} (all texts), {:.0} µs a text",
            langs.len(),
            shares.sum::<f64>() / langs.len() as f64,
            right as f64 / n as f64,
            1e6 * seconds[kind] / n as f64,
        );
        for (lang, Score { right, all, wrong }) in langs {
            if 100 * right < 95 * all {
                let wrong: Vec<String> =
                    wrong.iter().map(|(lang, n)| format!("{lang} {n}")).collect();
                println!("  {lang} {right}/{all}: {}", wrong.join(", "));
            }
        }
    }
    Ok(())
}
