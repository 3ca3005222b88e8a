//! Evaluates trained rankers on several archives with links.
//!
//! Prints for each archive the nDCG by cross-validation, the nDCG of a ranker trained on the other archives, both with
//! and without the direction of time, and the nDCG without each group of features.
//!
//! ```sh
//! cargo run --release -p alsolike-dev --bin rank_quality -- DATA 18f digitalgov opensuse-news codefor-de
//! ```
//! DATA is a folder with `NAME.jsonl.gz` and `NAME.links.tsv`.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

use alsolike::engine::{Engine, Settings};
use alsolike::evaluate::RelevanceJudgments;
use alsolike::index::Progress;
use alsolike::rank::Feature;
use alsolike::rank::TrainingSet;
use alsolike_formats::config::rated_pairs;
use alsolike_formats::read::{ReadOptions, Reader, Source};

/// Groups of related features; each is left out in turn.
const FEATURE_GROUPS: [(&str, &[Feature]); 5] = [
    (
        "idf, place",
        &[
            Feature::FlatCosine,
            Feature::SteepCosine,
            Feature::WordCosine,
            Feature::LogCosine,
            Feature::Place,
        ],
    ),
    ("title, length", &[Feature::TitleCosine, Feature::Length]),
    ("tags", &[Feature::TagCosine]),
    (
        "time",
        &[
            Feature::Near30,
            Feature::Near180,
            Feature::Near720,
            Feature::CosineNear180,
            Feature::Sequence,
        ],
    ),
    ("neighbours", &[Feature::Reciprocity, Feature::Mutual, Feature::Scaled, Feature::Hubness]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("usage: rank_quality DATA ARCHIVE...")?;
    let names: Vec<String> = args.collect();
    let mut out = std::io::stdout().lock();
    let mut all = Vec::new();
    for name in &names {
        let (engine, links) = read_archive(Path::new(&folder), name)?;
        let view = engine.rank_view(Progress::none())?;
        all.push(TrainingSet::new(&view, &links)?);
    }
    for directed in [false, true] {
        writeln!(
            out,
            "{}",
            if directed { "with the direction of time" } else { "without the direction of time" }
        )?;
        for (number, (name, training_set)) in names.iter().zip(&all).enumerate() {
            let trained =
                training_set.train(directed, 10, 42).ok_or("no link leads to a candidate")?;
            let others: Vec<&TrainingSet> =
                all.iter().enumerate().filter(|&(n, _)| n != number).map(|(_, set)| set).collect();
            let transferred = TrainingSet::train_jointly(&others, directed)
                .and_then(|ranker| training_set.evaluate(&ranker, directed, 10, 42));
            let report = trained.report;
            writeln!(
                out,
                "{name:16} text {:.4} untuned {:.4} own {:.4} gain {:+.4} [{:+.4}, {:+.4}] others {:.4} \
                 reachable {} of {}",
                report.text.mean,
                report.untuned.mean,
                report.held_out.mean,
                report.gain.mean,
                report.gain.low,
                report.gain.high,
                transferred.map_or(f64::NAN, |transferred| transferred.held_out.mean),
                report.n_reachable,
                report.n_links,
            )?;
            for (feature, weight) in trained.importance {
                write!(out, " {} {weight:+.2}", feature.name())?;
            }
            writeln!(out)?;
        }
        for (name, group) in FEATURE_GROUPS.iter().filter(|_| !directed) {
            let kept: Vec<Feature> = Feature::ALL
                .into_iter()
                .filter(|f| !group.contains(f) && !f.is_directed())
                .collect();
            write!(out, "without {name:12}")?;
            for training_set in &all {
                let trained = training_set.train_on(&kept, directed, 10, 42);
                write!(
                    out,
                    " {:.4}",
                    trained.map_or(f64::NAN, |trained| trained.report.held_out.mean)
                )?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}

fn read_archive(folder: &Path, name: &str) -> Result<(Engine, RelevanceJudgments), Box<dyn Error>> {
    let source = Source::Path(folder.join(format!("{name}.jsonl.gz")));
    let mut reader = Reader::open(&[source], ReadOptions::default())?;
    let engine = Engine::fit(reader.next_batch(usize::MAX)?, &Settings::default())?;
    let path = folder.join(format!("{name}.links.tsv"));
    let pairs = rated_pairs(BufReader::new(File::open(&path)?), &path.display().to_string())?;
    let row_of = |id: &alsolike::article::ArticleId| engine.corpus().doc(id.as_str()).ok();
    let links = RelevanceJudgments::resolve(pairs.iter().map(|pair| (&pair.a, &pair.b)), row_of);
    Ok((engine, links))
}
