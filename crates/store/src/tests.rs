//! Saved themes load unchanged, and damaged files do not load.

use proptest::prelude::*;

use super::{FORMAT, MAGIC, load, save};
use alsolike::article::{Article, Date};
use alsolike::engine::{Engine, Settings, ThemeModel};
use alsolike::index::Progress;
use alsolike::text::STEMMER;
use alsolike::themes::{NThemes, ThemeParams};
use alsolike::vectorize::VectorizerParams;

fn article(id: &str, text: &str) -> Article {
    let (title, date) = (format!("On {id}"), Date::parse("2021-06-16").ok());
    let url = Some(format!("https://example.org/{id}"));
    Article { id: id.into(), title, text: text.to_owned(), url, date, ..Article::default() }
}

fn archive() -> Vec<Article> {
    vec![
        article("summit", "The presidents met in Geneva about arms control."),
        article("treaty", "Arms control talks go on in Geneva, diplomats of the presidents say."),
        article("leeks", "Braise the leeks in butter and add stock to the soup."),
        article("beans", "Simmer beans in stock, braise leeks in butter, make a soup."),
        Article { id: "empty".into(), ..Article::default() },
    ]
}

/// Two themes on two levels, with phrases of up to `longest` words.
fn model(longest: usize) -> ThemeModel {
    let vectors = VectorizerParams { ngrams: (1, longest), ..VectorizerParams::default() };
    let mut settings = Settings::default();
    settings.vectors = vectors;
    let engine = Engine::fit(archive(), &settings).unwrap();
    let graph = engine.neighbor_graph(Progress::none()).unwrap();
    let n_themes = NThemes::Exactly(2);
    let mut params = ThemeParams::default();
    params.n_themes = n_themes;
    (params.outliers, params.ambiguous) = (0.5, 0.5);
    let themes = engine.themes(&graph, &params).unwrap();
    ThemeModel::new(&engine, themes)
}

/// Corrects the checksum of changed bytes.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let n = bytes.len() - 4;
    let sum = crc32fast::hash(&bytes[..n]);
    bytes[n..].copy_from_slice(&sum.to_le_bytes());
    bytes
}

#[test]
fn a_saved_model_loads_unchanged() {
    for longest in 1..=3 {
        let model = model(longest);
        let bytes = save(&model);
        let loaded = load(&bytes, "a").unwrap();
        assert_eq!(loaded.themes(), model.themes());
        assert_eq!(loaded.corpus().articles(), model.corpus().articles());
        assert_eq!(loaded.vectorizer().params(), model.vectorizer().params());
        assert_eq!(save(&loaded), bytes);
        let mut articles = archive();
        articles.push(article("new", "Leeks in butter for the presidents; talks about arms."));
        assert_eq!(
            loaded.vectorizer().transform(&articles),
            model.vectorizer().transform(&articles)
        );
        assert_eq!(loaded.assign(&articles), model.assign(&articles));
        let vocabulary = loaded.vectorizer().vocabulary();
        let surface =
            |term| vocabulary.surface(term) == model.vectorizer().vocabulary().surface(term);
        assert!((0..vocabulary.n_terms() as u32).all(surface));
    }
}

#[test]
fn an_archive_without_terms_can_be_saved() {
    let engine = Engine::fit([Article::default()], &Settings::default()).unwrap();
    let graph = engine.neighbor_graph(Progress::none()).unwrap();
    let themes = engine.themes(&graph, &ThemeParams::default()).unwrap();
    let model = ThemeModel::new(&engine, themes);
    let loaded = load(&save(&model), "a").unwrap();
    assert_eq!(loaded.themes(), model.themes());
    assert_eq!(loaded.assign(&archive()), vec![None; 5]);
    let mut assigner = loaded.assigner();
    assigner.add(archive()).unwrap();
    assert_eq!(assigner.finish().unwrap().drift, None);
}

#[test]
fn bytes_do_not_depend_on_the_number_of_threads() {
    let on = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| save(&model(2)))
    };
    assert_eq!(on(1), on(5));
}

#[test]
fn detects_every_changed_or_missing_byte() {
    let bytes = save(&model(2));
    for at in 0..bytes.len() {
        assert!(load(&bytes[..at], "a").is_err(), "cut at {at}");
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        assert!(load(&damaged, "a").is_err(), "changed at {at}");
    }
    assert!(load(&[&bytes[..], &[0]].concat(), "a").is_err());
}

#[test]
fn errors_name_files_of_other_kinds_and_versions() {
    let bytes = save(&model(2));
    let check = |bytes: &[u8], expected: &str| {
        let error = load(bytes, "t.alsolike").unwrap_err().to_string();
        assert_eq!(error, expected);
    };
    check(b"PK\x03\x04 is a zip", "`t.alsolike` is not a file of saved themes");
    let mut later = bytes.clone();
    later[MAGIC.len()] = 5;
    check(
        &later,
        "`t.alsolike` has format 5, but this version reads format 4: save the themes again",
    );
    assert_eq!(FORMAT, 4);
    let at = bytes.windows(STEMMER.len()).position(|bytes| bytes == STEMMER.as_bytes()).unwrap();
    let mut stemmer = bytes.clone();
    stemmer[at + STEMMER.len() - 1] += 1;
    let expected = format!(
        "`t.alsolike` was made with stemmer frostem 2.20261016.2, but this version has {STEMMER}: save the themes \
         again"
    );
    check(&sealed(stemmer), &expected);
}

proptest! {
    /// A hostile file may have the correct checksum.
    #[test]
    fn no_bytes_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = save(&model(2));
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(model) = load(&sealed(bytes), "a") {
            let _ = model.assign(&archive());
            let _ = save(&model);
        }
    }

    #[test]
    fn no_length_panics(at in any::<prop::sample::Index>(), length in any::<u64>()) {
        let mut bytes = save(&model(2));
        let at = at.index(bytes.len() - 12);
        bytes[at..at + 8].copy_from_slice(&length.to_le_bytes());
        if let Ok(model) = load(&sealed(bytes), "a") {
            let _ = model.assign(&archive());
        }
    }
}
