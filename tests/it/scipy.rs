//! SciPy reads the files of `alsolike vectors`. The test is skipped without Python or SciPy.

use std::path::Path;
use std::process::Command;

use crate::run::{Answer, Files, alsolike};

const READ: &str = r#"
import json, sys
import numpy as np
from scipy.sparse import load_npz
folder, pairs = sys.argv[1:]
rows = load_npz(folder + "/rows.npz")
ids = open(folder + "/ids.txt", encoding="utf-8").read().splitlines()
terms = open(folder + "/terms.txt", encoding="utf-8").read().splitlines()
lengths = np.sqrt(np.asarray(rows.astype(np.float64).power(2).sum(axis=1)).ravel())
row = {id: number for number, id in enumerate(ids)}
apart = 0.0
n_pairs = 0
for line in open(pairs, encoding="utf-8"):
    a, b, score = line.rstrip("\n").split("\t")
    product = rows[row[a]].astype(np.float64) @ rows[row[b]].astype(np.float64).T
    apart = max(apart, abs(product.toarray()[0, 0] - float(score)))
    n_pairs += 1
print(json.dumps({
    "format": rows.format, "dtype": str(rows.dtype), "shape": list(rows.shape),
    "ids": len(ids), "terms": len(terms), "unique_terms": len(set(terms)), "nnz": int(rows.nnz),
    "sorted": all(np.all(np.diff(rows.indices[a:b]) > 0) for a, b in zip(rows.indptr, rows.indptr[1:])),
    "unit": float(np.max(np.abs(lengths - 1.0))), "positive": bool(np.all(rows.data > 0)),
    "pairs": n_pairs, "apart": apart,
}))
"#;

fn has_scipy() -> bool {
    let found = Command::new("python3").args(["-c", "import scipy.sparse"]).output();
    found.is_ok_and(|output| output.status.success())
}

#[test]
fn rows_read_by_scipy_give_the_same_scores() {
    if !has_scipy() {
        println!("left out: no python3 with SciPy here");
        return;
    }
    let newsroom =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("datasets/newsroom");
    let newsroom = newsroom.to_str().unwrap();
    let mut names: Vec<String> = std::fs::read_dir(newsroom)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    let pairs: String =
        names.iter().zip(names.iter().rev()).map(|(a, b)| format!("{a}\t{b}\n")).collect();
    let files = Files::new(&[("pairs.tsv", pairs.as_bytes())]);
    let run = |args: &[&str]| Answer::new(alsolike(args).current_dir(files.path()));

    let written = run(&["vectors", newsroom, "-o", "vectors"]);
    assert_eq!((written.status, written.stdout.as_str()), (0, ""), "{}", written.stderr);
    let scored = run(&["similarity", newsroom, "--pairs", "pairs.tsv", "-o", "scores.tsv"]);
    assert_eq!(scored.status, 0, "{}", scored.stderr);

    let read = Command::new("python3")
        .args(["-c", READ, "vectors", "scores.tsv"])
        .current_dir(files.path())
        .output()
        .unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let found: serde_json::Value = serde_json::from_slice(&read.stdout).unwrap();
    let number = |name: &str| found[name].as_f64().unwrap();
    assert_eq!((&found["format"], &found["dtype"]), (&"csr".into(), &"float32".into()), "{found}");
    assert_eq!(found["shape"], serde_json::json!([names.len(), found["terms"]]), "{found}");
    assert_eq!((&found["ids"], &found["pairs"]), (&names.len().into(), &names.len().into()));
    assert_eq!(found["terms"], found["unique_terms"]);
    assert_eq!((&found["sorted"], &found["positive"]), (&true.into(), &true.into()), "{found}");
    assert!(number("unit") < 1e-6 && number("apart") < 1e-6, "{found}");
}
