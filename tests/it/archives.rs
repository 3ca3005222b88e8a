//! Real archives with relevance judgments. They are too large for the repository: each test is skipped if its
//! archive is missing.
//!
//! The thresholds are the figures of scikit-learn's `TfidfVectorizer` with common settings. The lists must be
//! better on every archive, and clearly better on the mean.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Answer, alsolike};

/// Archives, with the nDCG@10 of plain scikit-learn on the links of the authors.
const LINKED: [(&str, f64); 3] = [("18f", 0.449), ("digitalgov", 0.319), ("opensuse-news", 0.260)];
/// Smallest mean nDCG@10 of the three archives.
const MEAN: f64 = 0.406;
/// Smallest share of the ten nearest articles that have the label of the article.
const BBC: f64 = 0.90;

/// Returns the folder of `ALSOLIKE_DATA`, else the folder of data beside the repository, if it exists.
fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("ALSOLIKE_DATA").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("../shared/data")
    });
    if !folder.is_dir() {
        println!("skipped: no archives in {}", folder.display());
        return None;
    }
    Some(folder)
}

fn evaluate(folder: &Path, name: &str, truth: &[&str]) -> Option<Value> {
    let archive = folder.join(format!("{name}.jsonl.gz"));
    if !archive.is_file() {
        println!("skipped: no {}", archive.display());
        return None;
    }
    let mut args = vec!["evaluate", archive.to_str().unwrap(), "--format", "json", "--quiet"];
    args.extend(truth);
    let answer = Answer::new(&mut alsolike(&args));
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    Some(serde_json::from_str(&answer.stdout).unwrap())
}

#[test]
fn lists_contain_the_articles_that_authors_link_to() {
    linked("text", MEAN);
    linked("also-like", 0.434);
    linked("background", 0.490);
}

/// Checks the nDCG@10 of a preset: no archive is below plain scikit-learn, and the mean is at least `least_mean`.
fn linked(preset: &str, least_mean: f64) {
    let Some(folder) = data() else { return };
    let mut reached = Vec::new();
    for (name, least) in LINKED {
        let links = folder.join(format!("{name}.links.tsv"));
        let Some(report) =
            evaluate(&folder, name, &["--truth", links.to_str().unwrap(), "--preset", preset])
        else {
            return;
        };
        let ndcg = report["links"]["ndcg"]["mean"].as_f64().unwrap();
        println!("{preset}, {name}: nDCG@10 {ndcg:.4}");
        assert!(ndcg >= least, "{name}: nDCG@10 {ndcg:.4}, scikit-learn {least}");
        reached.push(ndcg);
    }
    let mean = reached.iter().sum::<f64>() / reached.len() as f64;
    println!("{preset}: mean nDCG@10 {mean:.4}");
    assert!(mean >= least_mean, "{preset}: mean nDCG@10 {mean:.4}");
}

#[test]
fn neighbours_share_the_label_of_the_article() {
    let Some(folder) = data() else { return };
    let Some(report) = evaluate(&folder, "bbc", &["--labels"]) else { return };
    let share = report["same_label"]["share"]["mean"].as_f64().unwrap();
    println!("bbc: same label@10 {share:.4}, themes {}", report["themes"]);
    assert!(share >= BBC, "bbc: same label@10 {share:.4}");
}

#[test]
fn no_list_mixes_languages() {
    let Some(folder) = data() else { return };
    let archive = folder.join("rubylang-multi.jsonl.gz");
    if !archive.is_file() {
        println!("skipped: no {}", archive.display());
        return;
    }
    let archive = archive.to_str().unwrap();
    let args = ["related", archive, "--format", "jsonl", "--quiet"];
    let lists = Answer::new(&mut alsolike(&args)).json_lines();
    // An id begins with its language.
    let lang =
        |object: &Value| object["id"].as_str().unwrap().split(':').next().unwrap().to_owned();
    let items = |list: &Value| list["related"].as_array().unwrap().clone();
    let n_items: usize = lists.iter().map(|list| items(list).len()).sum();
    assert!(n_items > 3 * lists.len(), "{n_items} items in {} lists", lists.len());
    for list in &lists {
        for item in items(list) {
            assert_eq!(lang(&item), lang(list), "{item} in the list of {}", list["id"]);
        }
    }
}
