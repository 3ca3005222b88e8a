//! Measures what a reader's history is worth for recommendations.
//!
//! Likes: some links of an article are the reader's likes; the measure is how often a held-out link of the same article
//! is recommended. Dislikes: the reader likes one event and dislikes another of the same topic; the measure is how many
//! recommendations belong to each event.
//!
//! ```sh
//! cargo run --release -p alsolike-dev --bin history -- DATA ecbplus-a 18f digitalgov opensuse-news
//! ```
//! DATA is a folder with `NAME.jsonl.gz`. In the first archive the labels are events and the first tags are topics. The
//! other archives have links in `NAME.links.tsv`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

use alsolike::article::ArticleId;
use alsolike::article::Date;
use alsolike::engine::{Engine, RecommendOptions, Settings};
use alsolike::evaluate::RelevanceJudgments;
use alsolike::index::Progress;
use alsolike::recommend::{History, Preset};
use alsolike::sparse::DocId;
use alsolike_formats::config::rated_pairs;
use alsolike_formats::read::{ReadOptions, Reader, Source};

const K: usize = 10;
/// Largest number of likes. An article takes part when it has more links than this.
const MAX_LIKES: usize = 4;
/// Weights of the dislikes to compare.
const DISLIKE_WEIGHTS: [f64; 6] = [0.0, 0.25, 0.5, 0.75, 0.9, 1.0];

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("usage: history DATA EVENT_ARCHIVE [LINK_ARCHIVE...]")?;
    let events = args.next().ok_or("usage: history DATA EVENT_ARCHIVE [LINK_ARCHIVE...]")?;
    measure_dislikes(&read_engine(Path::new(&folder), &events)?)?;
    for name in args {
        measure_likes(Path::new(&folder), &name)?;
    }
    Ok(())
}

/// Prints how many recommendations belong to the liked and the disliked event.
///
/// Each history has two likes of one event and two dislikes of another event of the same topic.
fn measure_dislikes(engine: &Engine) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let mut topics: BTreeMap<&str, BTreeMap<&str, Vec<DocId>>> = BTreeMap::new();
    for (doc, entry) in engine.index().rows().docs().zip(engine.corpus().articles()) {
        if let (Some(topic), Some(event)) = (entry.tags.first(), &entry.label) {
            topics.entry(topic).or_default().entry(event).or_default().push(doc);
        }
    }
    writeln!(out, "| dislike | same event among the first {K} | other event |\n|---|---|---|")?;
    for dislike in DISLIKE_WEIGHTS {
        let mut policy = Preset::AlsoLike.policy();
        (policy.k, policy.dislike) = (K, dislike);
        let recommender = engine
            .recommender(&RecommendOptions::new(Date::from_unix_seconds(0)).with_policy(policy))?;
        let (mut histories, mut sides) = (Vec::new(), Vec::new());
        for events in topics.values() {
            let pairs = events.iter().flat_map(|a| events.iter().map(move |b| (a, b)));
            for ((_, a), (_, b)) in pairs.filter(|(a, b)| a.0 != b.0) {
                for (likes, dislikes) in a.chunks_exact(2).zip(b.chunks_exact(2)) {
                    let (likes, dislikes) = (likes.to_vec(), dislikes.to_vec());
                    histories.push(History { likes, dislikes, ..History::default() });
                    sides.push((a, b));
                }
            }
        }
        let lists = recommender.for_readers(&histories, 0, Progress::none())?;
        let (mut same, mut other) = (0.0, 0.0);
        for (list, (a, b)) in lists.iter().zip(&sides) {
            let n_of =
                |side: &[DocId]| list.items.iter().filter(|item| side.contains(&item.doc)).count();
            same += n_of(a) as f64 / K as f64;
            other += n_of(b) as f64 / K as f64;
        }
        let n = histories.len() as f64;
        writeln!(out, "| {dislike} | {:.3} | {:.3} |", same / n, other / n)?;
    }
    writeln!(out)?;
    Ok(())
}

/// Prints how often a held-out link is recommended to a reader who likes other links of the same article.
fn measure_likes(folder: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let engine = read_engine(folder, name)?;
    let links = read_links(folder, name, &engine)?;
    for preset in [Preset::Text, Preset::AlsoLike] {
        let options = RecommendOptions::new(Date::from_unix_seconds(0)).with_preset(preset);
        let recommender = engine.recommender(&options.with_k(K))?;
        write!(out, "| {name} | {} |", preset.name())?;
        for n_likes in 1..=MAX_LIKES {
            let (mut histories, mut held_out) = (Vec::new(), Vec::new());
            for (article, targets) in links.iter().filter(|(_, targets)| targets.len() > MAX_LIKES)
            {
                for &target in targets {
                    let others = targets.iter().copied().filter(|&other| other != target);
                    let (likes, read) = (others.take(n_likes).collect(), vec![article]);
                    histories.push(History { likes, read, ..History::default() });
                    held_out.push(target);
                }
            }
            let lists = recommender.for_readers(&histories, 0, Progress::none())?;
            let n_found = lists
                .iter()
                .zip(&held_out)
                .filter(|(list, target)| list.items.iter().any(|item| item.doc == **target))
                .count();
            write!(out, " {:.3} |", n_found as f64 / histories.len() as f64)?;
            if n_likes == MAX_LIKES {
                writeln!(out, " {} |", histories.len())?;
            }
        }
    }
    Ok(())
}

fn read_engine(folder: &Path, name: &str) -> Result<Engine, Box<dyn Error>> {
    let source = Source::Path(folder.join(format!("{name}.jsonl.gz")));
    let mut reader = Reader::open(&[source], ReadOptions::default())?;
    Ok(Engine::fit(reader.next_batch(usize::MAX)?, &Settings::default())?)
}

fn read_links(
    folder: &Path,
    name: &str,
    engine: &Engine,
) -> Result<RelevanceJudgments, Box<dyn Error>> {
    let path = folder.join(format!("{name}.links.tsv"));
    let pairs = rated_pairs(BufReader::new(File::open(&path)?), &path.display().to_string())?;
    let row_of = |id: &ArticleId| engine.corpus().doc(id.as_str()).ok();
    Ok(RelevanceJudgments::resolve(pairs.iter().map(|pair| (&pair.a, &pair.b)), row_of))
}
