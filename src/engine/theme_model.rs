//! Themes with the fitted vectorizer: assigns later articles to themes without the archive.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::{Corpus, Engine, EngineError};
use crate::article::{Article, ArticleId};
use crate::sparse::SparseRows;
use crate::themes::{Membership, ThemeError, ThemeParams, Themes};
use crate::vectorize::{Idf, MAX_NGRAM, Vectorizer};

/// Themes with the vectorizer they were computed with. Assigns later articles to themes, and is the starting point
/// when the themes are recomputed.
///
/// # Performance
/// Memory: the vocabulary, 4 bytes for each of (terms · components), and about 250 bytes per article.
#[derive(Clone, Debug)]
pub struct ThemeModel {
    vectorizer: Vectorizer,
    themes: Themes,
    /// Id, title, address and date of each article.
    corpus: Corpus,
}

impl ThemeModel {
    /// Copies the vectorizer and the names of an engine's articles.
    ///
    /// # Panics
    /// When `themes` belong to another archive.
    #[must_use]
    pub fn new(engine: &Engine, themes: Themes) -> Self {
        let corpus = engine.corpus().names_only();
        assert_eq!(themes.memberships.len(), corpus.n_docs(), "themes belong to another archive");
        Self { vectorizer: engine.vectorizer().clone(), themes, corpus }
    }

    /// Returns the themes.
    #[must_use]
    pub fn themes(&self) -> &Themes {
        &self.themes
    }

    /// Gives a theme a name; see [`Themes::give_name`].
    ///
    /// # Errors
    /// As [`Themes::give_name`].
    pub fn give_name(&mut self, id: usize, name: &str) -> Result<(), ThemeError> {
        self.themes.give_name(id, name)
    }

    /// Returns the articles of the themes, with id, title, address and date only.
    #[must_use]
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Returns the fitted vectorizer.
    #[must_use]
    pub fn vectorizer(&self) -> &Vectorizer {
        &self.vectorizer
    }

    /// Returns the theme of each article, in their order; see [`Themes::assign`]. Parallel; O(bytes of text).
    #[must_use]
    pub fn assign(&self, articles: &[Article]) -> Vec<Option<Membership>> {
        assign(&self.themes, &self.topic_rows(articles))
    }

    /// Returns the rows of later articles, weighted for topics like the rows of the themes.
    fn topic_rows(&self, articles: &[Article]) -> SparseRows {
        self.vectorizer.reweigh(&self.vectorizer.transform(articles), Idf::Smooth, MAX_NGRAM)
    }

    /// Returns an assigner for an archive of later articles, which takes them batch by batch.
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

    /// Builds a model from its saved parts.
    ///
    /// # Errors
    /// A description of the fault when the parts do not fit together.
    pub fn from_parts(
        vectorizer: Vectorizer,
        themes: Themes,
        articles: Vec<Article>,
    ) -> Result<Self, &'static str> {
        if themes.memberships.len() != articles.len() || vectorizer.n_docs() != articles.len() {
            return Err("the number of articles is not that of the themes or of the vectorizer");
        }
        let mut corpus = Corpus::default();
        corpus.extend(articles).map_err(|_| "two articles have the same id")?;
        Ok(Self { vectorizer, themes, corpus })
    }

    /// Returns for each of an engine's articles the index of its theme in this model, matched by id, shape
    /// (n_docs,).
    pub(super) fn earlier_themes(&self, engine: &Engine) -> Vec<Option<usize>> {
        let ids = self.corpus.articles().iter().map(|article| &article.id);
        let known: HashMap<&ArticleId, Option<Membership>> =
            ids.zip(self.themes.memberships.iter().copied()).collect();
        let articles = engine.corpus().articles().iter();
        articles.map(|article| known.get(&article.id)?.map(|membership| membership.theme)).collect()
    }
}

/// Assigns batches of articles to the themes of a model.
#[derive(Debug)]
pub struct ThemeAssigner<'m> {
    model: &'m ThemeModel,
    corpus: Corpus,
    memberships: Vec<Option<Membership>>,
    closeness: Vec<f32>,
    n_representatives: usize,
}

/// The result of assigning articles to the themes of a model.
#[derive(Clone, Debug)]
pub struct Assignments {
    /// The articles without their texts.
    pub corpus: Corpus,
    /// The themes with these articles as members; see [`Themes::with_articles`].
    pub themes: Themes,
    /// How far the articles are from their themes, relative to the model's own articles: 1 minus the ratio of
    /// their mean [`Themes::closeness`] to [`Themes::mean_closeness`].
    ///
    /// About 0 for articles like those of the model, 1 for articles that share no word with their themes.
    /// Negative for articles that are closer to their themes than those of the model. Recompute the themes when it reaches [`REFIT_DRIFT`]. `None` without articles or themes.
    pub drift: Option<f64>,
}

impl ThemeAssigner<'_> {
    /// Sets the largest number of representatives of a theme: by default that of [`ThemeParams::default`].
    #[must_use]
    pub fn with_representatives(mut self, n_representatives: usize) -> Self {
        self.n_representatives = n_representatives;
        self
    }

    /// Assigns a batch, in parallel, and drops its texts.
    ///
    /// # Errors
    /// [`EngineError::DuplicateId`] when an article has the id of an earlier one.
    pub fn add(&mut self, batch: Vec<Article>) -> Result<(), EngineError> {
        let rows = self.model.topic_rows(&batch);
        let memberships = assign(&self.model.themes, &rows);
        self.closeness.extend(closeness(&self.model.themes, &rows, &memberships));
        self.memberships.extend(memberships);
        self.corpus.extend(batch)
    }

    /// Returns the themes with all articles as members.
    ///
    /// # Errors
    /// [`EngineError::Themes`] when a membership names a theme that the model does not have. Models that were
    /// computed or loaded do not cause it.
    pub fn finish(self) -> Result<Assignments, EngineError> {
        let Self { model, corpus, memberships, closeness, n_representatives } = self;
        let own = model.themes.mean_closeness();
        let sum: f64 = closeness.iter().map(|&one| f64::from(one)).sum();
        let has_drift = !closeness.is_empty() && own > 0.0;
        let drift = has_drift.then(|| 1.0 - sum / closeness.len() as f64 / own);
        let themes = model.themes.with_articles(memberships, n_representatives)?;
        Ok(Assignments { corpus, themes, drift })
    }
}

/// Smallest drift at which to recompute the themes.
///
/// Measured: the last part of each of seven archives has a drift of −.08 to .04, and one class of BBC news against
/// the four others .21 to .36. Twenty-five articles or more give a reliable value. Long articles among themes of
/// short ones do not; see `docs/lab/themes.md`.
pub const REFIT_DRIFT: f64 = 0.1;

fn assign(themes: &Themes, topic_rows: &SparseRows) -> Vec<Option<Membership>> {
    let docs: Vec<_> = topic_rows.docs().collect();
    docs.par_iter().map(|&doc| themes.assign(topic_rows.row(doc))).collect()
}

/// Returns the closeness of each article to its theme; 0 for an article without a theme.
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
    fn assigns_later_articles_and_reports_their_drift() {
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
        // Two copies of one text do not both represent a theme.
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
    fn recomputed_themes_keep_ids_and_given_names() {
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
