use alsolike::{article::*, index::*, text::*, vectorize::*};
use std::{
    collections::{HashMap, HashSet},
    io::BufRead,
    time::Instant,
};
fn main() {
    let dir = "../shared/data/";
    let sets: Vec<String> = std::env::args().skip(1).collect();
    for set in &sets {
        let f = std::fs::File::open(format!("{dir}{set}.jsonl.gz")).unwrap();
        let mut arts = vec![];
        let mut bytes = 0;
        for l in std::io::BufReader::new(flate2::read::MultiGzDecoder::new(f)).lines() {
            let v: serde_json::Value = serde_json::from_str(&l.unwrap()).unwrap();
            let s = |k: &str| v.get(k).and_then(|x| x.as_str()).map(str::to_owned);
            let a = Article {
                id: s("id").unwrap().into(),
                title: s("title").unwrap_or_default(),
                text: s("text").unwrap(),
                summary: s("summary"),
                lang: s("lang").and_then(|l| Lang::parse(&l)),
                tags: v
                    .get("tags")
                    .and_then(|t| t.as_array())
                    .map(|t| t.iter().map(|x| x.as_str().unwrap().to_owned()).collect())
                    .unwrap_or_default(),
                label: s("label"),
                ..Default::default()
            };
            bytes += a.text.len();
            arts.push(a);
        }
        let mut p = VectorizerParams::default();
        if let Ok(v) = std::env::var("FURN") {
            p.furniture.enabled = v == "1";
        }
        if let Ok(v) = std::env::var("STOP") {
            p.text.stop_words = v == "1";
        }
        if let Ok(v) = std::env::var("STEM") {
            p.text.stemming = v == "1";
        }
        if let Ok(v) = std::env::var("FOCUS") {
            p.idf = if v == "topic" { Idf::Smooth } else { Idf::Power(v.parse().unwrap()) };
        }
        if let Ok(v) = std::env::var("TITLE") {
            p.weights.title = v.parse().unwrap();
        }
        if let Ok(v) = std::env::var("TAGS") {
            p.weights.tags = v.parse().unwrap();
        }
        if let Ok(v) = std::env::var("SUMMARY") {
            p.weights.summary = v.parse().unwrap();
        }
        if let Ok(v) = std::env::var("NGRAM") {
            p.ngrams.1 = v.parse().unwrap();
        }
        if std::env::var("NOLANG").is_ok() {
            for a in &mut arts {
                a.lang = None;
            }
        }
        let t = Instant::now();
        let v = p.fit(&arts).unwrap();
        let tv = t.elapsed().as_secs_f64();
        let mut langs: HashMap<String, usize> = HashMap::new();
        for l in &v.langs {
            *langs.entry(l.to_string()).or_default() += 1;
        }
        let rows = v.rows.clone();
        let (nnz, nt) = (rows.nnz(), rows.n_terms());
        let t = Instant::now();
        let ix = Index::build(rows);
        let tb = t.elapsed().as_secs_f64();
        let t = Instant::now();
        let nb = ix.all_pairs(Search { k: 10, min_score: 0.0 }, &|_| {});
        let ts = t.elapsed().as_secs_f64();
        print!(
            "{set:16} n={} {:.1}MB {:.0}MB/s nnz/doc={:.0} terms={nt} build={tb:.2} search={ts:.2} langs={:?} furn={} ",
            arts.len(),
            bytes as f64 / 1e6,
            bytes as f64 / 1e6 / tv,
            nnz as f64 / arts.len() as f64,
            langs,
            v.furniture.len()
        );
        if std::env::var("SHOW").is_ok() {
            for l in v.furniture.iter().take(15) {
                println!("\n   {} x {:?}", l.n_articles, l.text);
            }
            let voc = v.vectorizer.vocabulary();
            let mut ph: Vec<u32> = (0..nt as u32).filter(|&t| voc.words(t).len() > 1).collect();
            ph.truncate(60);
            println!("\n{:?}", ph.iter().map(|&t| voc.surface(t)).collect::<Vec<_>>());
            println!("{:?}", (0..60).map(|t| voc.surface(t)).collect::<Vec<_>>());
        }
        if let Ok(tr) = std::fs::read_to_string(format!("{dir}{set}.links.tsv")) {
            let mut truth: HashMap<&str, HashSet<&str>> = HashMap::new();
            for l in tr.lines() {
                let mut c = l.split('\t');
                let (a, b) = (c.next().unwrap(), c.next().unwrap());
                if a != b {
                    truth.entry(a).or_default().insert(b);
                }
            }
            let pos: HashMap<&str, usize> =
                arts.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
            let (mut nd, mut hit) = (0.0, 0.0);
            for (q, t) in &truth {
                let Some(&i) = pos.get(q) else { continue };
                let l = nb.of(alsolike::sparse::DocId(i as u32));
                let rel: Vec<bool> =
                    l.iter().map(|n| t.contains(arts[n.doc.index()].id.as_str())).collect();
                if rel.iter().any(|&r| r) {
                    hit += 1.0
                }
                let d: f64 = rel
                    .iter()
                    .enumerate()
                    .filter(|x| *x.1)
                    .map(|x| 1.0 / ((x.0 + 2) as f64).log2())
                    .sum();
                let ideal: f64 = (0..t.len().min(10)).map(|i| 1.0 / ((i + 2) as f64).log2()).sum();
                nd += d / ideal;
            }
            print!("nDCG={:.4} hit={:.4}", nd / truth.len() as f64, hit / truth.len() as f64);
        }
        let (mut same, mut cnt) = (0.0, 0.0);
        for i in 0..arts.len() {
            if let Some(l) = &arts[i].label {
                let o: Vec<_> = nb
                    .of(alsolike::sparse::DocId(i as u32))
                    .iter()
                    .filter(|n| arts[n.doc.index()].label.is_some())
                    .collect();
                if o.is_empty() {
                    continue;
                }
                same += o.iter().filter(|n| arts[n.doc.index()].label.as_ref() == Some(l)).count()
                    as f64
                    / o.len() as f64;
                cnt += 1.0;
            }
        }
        if cnt > 0.0 {
            print!(" same={:.4}", same / cnt);
        }
        println!();
    }
}
