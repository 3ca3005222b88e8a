//! Themes beside the frozen model: what remains of an archive when its articles are gone.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::{Corpus, Engine, EngineError};
use crate::article::{Article, ArticleId};
use crate::sparse::SparseRows;
use crate::themes::{Membership, ThemeError, ThemeParams, Themes};
use crate::vectorize::{Idf, MAX_NGRAM, Vectorizer};

/// Themes with the model they were made in: places articles that come later, and is where the themes start
/// from when they are made again.
///
/// Memory: that of the vocabulary, 4 bytes for each of (terms · components), and about 250 bytes an article.
#[derive(Clone, Debug)]
pub struct ThemeModel {
    vectorizer: Vectorizer,
    themes: Themes,
    /// Id, title, address and date of each article, and nothing else.
    corpus: Corpus,
}

impl ThemeModel {
    /// The themes of an engine's archive, with copies of its model and of what names its articles.
    ///
    /// # Panics
    /// When `themes` are of another archive.
    #[must_use]
    pub fn new(engine: &Engine, themes: Themes) -> Self {
        let corpus = engine.corpus().only_names();
        assert_eq!(themes.memberships.len(), corpus.n_docs(), "the themes of another archive");
        Self { vectorizer: engine.vectorizer().clone(), themes, corpus }
    }

    /// The themes.
    #[must_use]
    pub fn themes(&self) -> &Themes {
        &self.themes
    }

    /// Gives a theme a name, as [`Themes::give_name`] does.
    ///
    /// # Errors
    /// As [`Themes::give_name`].
    pub fn give_name(&mut self, id: usize, name: &str) -> Result<(), ThemeError> {
        self.themes.give_name(id, name)
    }

    /// The articles that the themes were made of, by id, title, address and date alone.
    #[must_use]
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// The frozen model.
    #[must_use]
    pub fn vectorizer(&self) -> &Vectorizer {
        &self.vectorizer
    }

    /// The theme of each article, as [`Themes::assign`] finds it, in their order. Parallel; O(bytes of text).
    #[must_use]
    pub fn assign(&self, articles: &[Article]) -> Vec<Option<Membership>> {
        assign(&self.themes, &self.topic_rows(articles))
    }

    /// Rows of later articles in the weights that themes are made in.
    fn topic_rows(&self, articles: &[Article]) -> SparseRows {
        self.vectorizer.reweigh(&self.vectorizer.transform(articles), Idf::Smooth, MAX_NGRAM)
    }

    /// Starts to place an archive of later articles, batch by batch.
    #[must_use]
    pub fn assigner(&self) -> ThemeAssigner<'_> {
        ThemeAssigner {
            model: self,
            corpus: Corpus::default(),
            memberships: Vec::new(),
            closeness: Vec::new(),
            n_representatives: ThemeParams::default().n_representatives,
        }
    }

    /// The model from what was saved of it.
    ///
    /// # Errors
    /// What is wrong: no model has such parts.
    pub fn from_parts(
        vectorizer: Vectorizer,
        themes: Themes,
        articles: Vec<Article>,
    ) -> Result<Self, &'static str> {
        if themes.memberships.len() != articles.len() || vectorizer.n_docs() != articles.len() {
            return Err("there are not as many articles as were counted");
        }
        let mut corpus = Corpus::default();
        corpus.extend(articles).map_err(|_| "two articles have one id")?;
        Ok(Self { vectorizer, themes, corpus })
    }

    /// The position of the theme that each of an engine's articles had here, by id, shape (n_docs,).
    pub(super) fn before(&self, engine: &Engine) -> Vec<Option<usize>> {
        let ids = self.corpus.articles().iter().map(|entry| &entry.id);
        let known: HashMap<&ArticleId, Option<Membership>> =
            ids.zip(self.themes.memberships.iter().copied()).collect();
        let entries = engine.corpus().articles().iter();
        entries.map(|entry| known.get(&entry.id)?.map(|membership| membership.theme)).collect()
    }
}

/// Articles that are being placed in the themes of a model.
#[derive(Debug)]
pub struct ThemeAssigner<'m> {
    model: &'m ThemeModel,
    corpus: Corpus,
    memberships: Vec<Option<Membership>>,
    closeness: Vec<f32>,
    n_representatives: usize,
}

/// Articles placed in the themes of a model.
#[derive(Clone, Debug)]
pub struct Assignments {
    /// The articles without their texts.
    pub corpus: Corpus,
    /// The themes with these articles in them, as [`Themes::with_articles`] makes them.
    pub themes: Themes,
    /// How far these articles are away from what their themes are about: 1 less their mean
    /// [`Themes::closeness`] as a share of [`Themes::mean_closeness`]. About 0 for articles like these, 1 for
    /// articles that share no word with them; may be below 0. From [`REFIT_DRIFT`] on the themes should be
    /// made again. `None` when there are no articles or no themes.
    pub drift: Option<f64>,
}

impl ThemeAssigner<'_> {
    /// Sets the largest number of representatives of a theme: by default that of [`ThemeParams::default`].
    #[must_use]
    pub fn with_representatives(mut self, n_representatives: usize) -> Self {
        self.n_representatives = n_representatives;
        self
    }

    /// Places a batch, in parallel, and drops its texts.
    ///
    /// # Errors
    /// [`EngineError::DuplicateId`] when an article has the id of one before.
    pub fn add(&mut self, batch: Vec<Article>) -> Result<(), EngineError> {
        let rows = self.model.topic_rows(&batch);
        let memberships = assign(&self.model.themes, &rows);
        self.closeness.extend(closeness(&self.model.themes, &rows, &memberships));
        self.memberships.extend(memberships);
        self.corpus.extend(batch)
    }

    /// The themes with all articles in them.
    ///
    /// # Errors
    /// None for a model that was made or loaded: its articles are in its own themes.
    pub fn finish(self) -> Result<Assignments, EngineError> {
        let Self { model, corpus, memberships, closeness, n_representatives } = self;
        let own = model.themes.mean_closeness();
        let sum: f64 = closeness.iter().map(|&one| f64::from(one)).sum();
        let can_tell = !closeness.is_empty() && own > 0.0;
        let drift = can_tell.then(|| 1.0 - sum / closeness.len() as f64 / own);
        let themes = model.themes.with_articles(memberships, n_representatives)?;
        Ok(Assignments { corpus, themes, drift })
    }
}

/// The drift from which on themes should be made again.
///
/// The last part of seven archives drifts by -.08 to .04 from the rest, one class of BBC news from the four
/// others by .21 to .36. Some twenty-five articles or more tell; long ones among themes of short ones do not:
/// see `BENCHMARKS.md`.
pub const REFIT_DRIFT: f64 = 0.1;

fn assign(themes: &Themes, topic_rows: &SparseRows) -> Vec<Option<Membership>> {
    let docs: Vec<_> = topic_rows.docs().collect();
    docs.par_iter().map(|&doc| themes.assign(topic_rows.row(doc))).collect()
}

/// 0 for an article without a theme.
fn closeness(
    themes: &Themes,
    topic_rows: &SparseRows,
    memberships: &[Option<Membership>],
) -> Vec<f32> {
    let docs: Vec<_> = topic_rows.docs().zip(memberships).collect();
    let one = |&(doc, membership): &(_, &Option<Membership>)| {
        membership.map_or(0.0, |one| themes.closeness(topic_rows.row(doc), one.theme))
    };
    docs.par_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{REFIT_DRIFT, ThemeModel};
    use crate::article::Article;
    use crate::engine::{Engine, EngineError, Settings};
    use crate::index::Progress;
    use crate::themes::{NThemes, Naming, ThemeDiff, ThemeParams};

    const WORLD: [&str; 4] = [
        "The presidents met in Geneva about arms control.",
        "Arms control talks go on in Geneva, diplomats of the presidents say.",
        "Diplomats hope the presidents agree on arms control.",
        "In Geneva the talks of the presidents were about arms.",
    ];
    const FOOD: [&str; 4] = [
        "Braise the leeks in butter and add stock to the soup.",
        "Simmer beans in stock, braise leeks in butter, make a soup.",
        "A soup of beans and leeks wants butter.",
        "Add butter and stock, and simmer the soup.",
    ];

    fn articles(texts: &[&str], name: &str) -> Vec<Article> {
        let article = |(at, text): (usize, &&str)| Article {
            id: format!("{name} {at}").into(),
            text: (*text).to_owned(),
            ..Article::default()
        };
        texts.iter().enumerate().map(article).collect()
    }

    fn two() -> ThemeParams {
        ThemeParams { n_themes: NThemes::Exactly(2), ..ThemeParams::default() }
    }

    fn engine(n: usize) -> Engine {
        let all = [articles(&WORLD[..n], "world"), articles(&FOOD[..n], "food")].concat();
        Engine::fit(all, &Settings::default()).unwrap()
    }

    fn model(engine: &Engine) -> ThemeModel {
        let graph = engine.neighbor_graph(Progress::none()).unwrap();
        let themes = engine.themes(&graph, &two()).unwrap();
        ThemeModel::new(engine, themes)
    }

    #[test]
    fn later_articles_are_placed_and_their_drift_is_told() {
        let model = model(&engine(3));
        let place = |texts: &[&str], name: &str| {
            let mut assigner = model.assigner();
            articles(texts, name).into_iter().for_each(|one| assigner.add(vec![one]).unwrap());
            assigner.finish().unwrap()
        };
        let placed = place(&[WORLD[3], FOOD[3], WORLD[3], "Zugzwang."], "new");
        let themes: Vec<_> = placed.themes.memberships.iter().map(|m| m.map(|m| m.theme)).collect();
        let own = &model.themes().memberships;
        let (world, food) = (own[0].map(|m| m.theme), own[3].map(|m| m.theme));
        assert_eq!(themes, [world, food, world, None]);
        assert_eq!(placed.themes.themes[world.unwrap()].size, 2);
        // Copies of one text do not both represent a theme.
        assert_eq!(placed.themes.themes[world.unwrap()].representatives.len(), 1);
        assert_eq!(placed.corpus.n_docs(), 4);

        let own = place(&[&WORLD[..3], &FOOD[..3]].concat(), "own");
        assert!(own.drift.unwrap() < REFIT_DRIFT);
        assert_eq!(place(&["Zugzwang, and a draw."], "chess").drift, Some(1.0));
        assert_eq!(place(&[], "none").drift, None);
        let twice = [articles(&["A"], "one"), articles(&["B"], "one")].concat();
        assert_eq!(model.assigner().add(twice), Err(EngineError::DuplicateId("one 0".into())));
    }

    #[test]
    fn themes_made_again_keep_ids_and_given_names() {
        let mut earlier = model(&engine(3));
        let id = earlier.themes().themes[1].id;
        earlier.give_name(id, "Our name").unwrap();
        assert_eq!(
            earlier.give_name(0, "Our name").unwrap_err().to_string(),
            format!(
                "theme {id} is called `Our name` already: two themes cannot have the same name"
            )
        );
        assert_eq!(earlier.give_name(9, "A").unwrap_err().to_string(), "no theme has the id 9");
        let grown = engine(4);
        let graph = grown.neighbor_graph(Progress::none()).unwrap();
        let (themes, changes) = grown.refit_themes(&graph, &two(), &earlier).unwrap();
        assert_eq!(
            changes,
            ThemeDiff { warm: changes.warm, kept: vec![0, 1], ..ThemeDiff::default() }
        );
        let named = themes.themes.iter().find(|theme| theme.id == id).unwrap();
        assert_eq!((named.label.as_str(), named.naming), ("Our name", Naming::Given));
    }
}
