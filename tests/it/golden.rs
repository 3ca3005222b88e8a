//! The sample archive of the repository, real and invented news: its lists, its themes and their quality.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use alsolike::article::{Article, Date};
use alsolike::engine::{Engine, RecommendOptions, Settings};
use alsolike_formats::read::{ReadOptions, Reader, Source};

use crate::run::{Answer, alsolike};

const GENEVA: &str = "biden-putin-geneva-summit";
/// The list that editors chose for the Geneva article.
const GENEVA_FOUR: [&str; 4] = [
    "turkey-online-control",
    "italy-paragon-alternatives",
    "brussels-satellite-network",
    "dei-court-ruling",
];

fn newsroom() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("datasets/newsroom")
}

/// An article of the sample: front matter and body.
struct Piece {
    matter: BTreeMap<String, String>,
    body: String,
}

impl Piece {
    fn id(&self) -> &str {
        &self.matter["id"]
    }

    fn picks(&self) -> BTreeSet<&str> {
        let list = self.matter["related"].strip_prefix('[').and_then(|list| list.strip_suffix(']'));
        list.expect("[a, b]").split(',').map(str::trim).collect()
    }
}

/// Reads the sample without the library. Each key of the front matter is one line.
fn pieces() -> Vec<Piece> {
    let mut paths: Vec<_> =
        fs::read_dir(newsroom()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let piece = |path: &PathBuf| {
        let file = fs::read_to_string(path).unwrap();
        let (matter, body) = file
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .unwrap_or_else(|| panic!("{} has no front matter", path.display()));
        let field = |line: &str| {
            let (key, value) =
                line.split_once(": ").unwrap_or_else(|| panic!("{}: {line}", path.display()));
            (key.to_owned(), value.trim_matches('"').to_owned())
        };
        Piece { matter: matter.lines().map(field).collect(), body: body.to_owned() }
    };
    paths.iter().filter(|path| path.extension().is_some_and(|end| end == "md")).map(piece).collect()
}

fn articles() -> Vec<Article> {
    let source = Source::Path(newsroom());
    let mut reader = Reader::open(&[source], ReadOptions::default()).unwrap();
    let articles = reader.next_batch(usize::MAX).unwrap();
    assert!(reader.next_batch(1).unwrap().is_empty());
    assert_eq!((reader.report().n_skipped(), reader.report().n_warnings()), (0, 0));
    articles
}

/// Returns the list of every article with default settings.
fn lists(articles: impl IntoIterator<Item = Article>) -> BTreeMap<String, Vec<(String, f32)>> {
    let engine = Engine::fit(articles, &Settings::default()).unwrap();
    let recommender =
        engine.recommender(&RecommendOptions::new(Date::from_unix_seconds(0))).unwrap();
    let list = |id: &str| {
        let items = recommender.related(id, 0).unwrap().items;
        items
            .iter()
            .map(|item| (engine.corpus().article(item.doc).id.to_string(), item.score))
            .collect()
    };
    let ids = engine.corpus().articles().iter().map(|entry| entry.id.as_str());
    ids.map(|id| (id.to_owned(), list(id))).collect()
}

fn check(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "golden",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(name, text) });
}

#[test]
fn the_list_of_the_geneva_article() {
    let newsroom = newsroom();
    let args =
        ["related", newsroom.to_str().unwrap(), "--for", GENEVA, "--because", "5", "--quiet"];
    let answer = Answer::new(&mut alsolike(&args));
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    check("geneva", &answer.stdout);
}

#[test]
fn finds_the_editors_four_among_other_sections() {
    let themes: BTreeMap<String, String> = pieces()
        .iter()
        .map(|piece| (piece.id().to_owned(), piece.matter["theme"].clone()))
        .collect();
    let is_asked = |article: &Article| {
        let id = article.id.as_str();
        id == GENEVA
            || GENEVA_FOUR.contains(&id)
            || ["sport", "health", "food"].contains(&themes[id].as_str())
    };
    let lists = lists(articles().into_iter().filter(is_asked));
    assert_eq!(lists.len(), 5 + 33);
    let found: BTreeSet<&str> = lists[GENEVA].iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(found, BTreeSet::from(GENEVA_FOUR), "{:?}", lists[GENEVA]);
}

#[test]
fn all_lists_of_the_sample() {
    let mut text = String::new();
    for (id, list) in lists(articles()) {
        text += &format!("{id}\n");
        for (other, score) in list {
            text += &format!("  {score:.6} {other}\n");
        }
    }
    check("related", &text);
}

#[test]
fn themes_of_the_sample() {
    let newsroom = newsroom();
    let args = ["themes", newsroom.to_str().unwrap(), "--quiet"];
    let answer = Answer::new(&mut alsolike(&args));
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    check("themes", &answer.stdout);
}

#[test]
fn twelve_themes_agree_with_the_written_themes() {
    let newsroom = newsroom();
    let newsroom = newsroom.to_str().unwrap();
    let answer =
        Answer::new(&mut alsolike(&["evaluate", newsroom, "--labels", "--format", "json", "-q"]));
    let nmi = answer.json_lines()[0]["themes"]["nmi"].as_f64().unwrap();
    assert!(nmi >= 0.85, "NMI {nmi:.3}");

    let answer =
        Answer::new(&mut alsolike(&["themes", newsroom, "-n", "12", "--format", "json", "-q"]));
    let found = &answer.json_lines()[0]["themes"];
    let words = |theme: &serde_json::Value| format!("{}; {}", theme["label"], theme["keywords"]);
    let labels: Vec<String> = found.as_array().unwrap().iter().map(words).collect();
    // One of these words in the label or in the keywords identifies the theme.
    let is_named =
        |words: &[&str]| labels.iter().any(|label| words.iter().any(|word| label.contains(word)));
    assert!(is_named(&["foreign ministers", "diplomat", "summit", "sanctions"]), "{labels:?}");
    assert!(is_named(&["facial recognition", "spyware", "surveillance"]), "{labels:?}");
}

#[test]
fn most_lists_contain_one_of_the_editors_choices() {
    let (lists, pieces) = (lists(articles()), pieces());
    let is_hit = |piece: &&Piece| {
        lists[piece.id()].iter().any(|(id, _)| piece.picks().contains(id.as_str()))
    };
    let n_hits = pieces.iter().filter(is_hit).count();
    let hit = n_hits as f64 / pieces.len() as f64;
    println!("hit@4 {hit:.3}, {n_hits} of {}", pieces.len());
    assert!(hit >= 0.8, "hit@4 {hit:.3}");
}

#[test]
fn the_sample_is_well_formed() {
    let pieces = pieces();
    let ids: BTreeSet<&str> = pieces.iter().map(Piece::id).collect();
    assert!(pieces.len() >= 120, "{} articles", pieces.len());
    assert_eq!(ids.len(), pieces.len(), "ids are unique");
    let themes: BTreeSet<&str> =
        pieces.iter().map(|piece| piece.matter["theme"].as_str()).collect();
    assert!(themes.len() >= 10, "{themes:?}");
    for piece in &pieces {
        let id = piece.id();
        for key in ["id", "title", "date", "summary", "section", "theme", "related"] {
            assert!(
                piece.matter.get(key).is_some_and(|value| !value.is_empty()),
                "{id}: no `{key}`"
            );
        }
        for pick in piece.picks() {
            assert!(ids.contains(pick) && pick != id, "{id}: `{pick}` among its related ones");
        }
        let n_words = piece.body.split_whitespace().count();
        assert!((120..=300).contains(&n_words), "{id}: {n_words} words");
        assert!(newsroom().join(format!("{id}.md")).is_file(), "{id} is named after its file");
    }
}
