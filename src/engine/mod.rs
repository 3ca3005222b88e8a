//! Everything put together: articles in, lists and themes out, without files, clock or environment.

mod builder;
mod corpus;
mod error;
mod explanation;
mod neighbor_graph;
mod options;
mod pair;
mod prepared;
mod readers;
mod recommender;
mod settings;
mod theme_model;
mod timeline;
mod unseen;

pub use builder::{EngineBuilder, VectorizedCorpus};
pub use corpus::{ArticleMeta, Corpus};
pub use error::EngineError;
pub use explanation::Explanation;
pub use neighbor_graph::NeighborGraph;
pub use options::RecommendOptions;
pub use pair::PairExplanation;
pub use recommender::Recommender;
pub use settings::{Focus, Settings};
pub use theme_model::{Assignments, REFIT_DRIFT, ThemeAssigner, ThemeModel};
pub use timeline::{Timeline, part_timelines, timelines};

use std::sync::Arc;

use self::prepared::Prepared;
use crate::article::Article;
use crate::index::{Index, Progress};
use crate::rank::RankView;
use crate::recommend::{DuplicateGroups, DuplicateParams};
use crate::text::BoilerplateLine;
use crate::vectorize::Vectorizer;

/// Articles read by [`Engine::fit`] at a time; their texts are in memory together.
const BATCH: usize = 1_024;

/// An archive ready to answer: related lists, reasons, themes.
///
/// An engine is a handle: a clone costs nothing and answers from the same archive, on any number of threads.
/// Memory: 8 bytes a non-zero for rows and 8 for postings, about 240 bytes an article for the catalog, beside
/// corpus and vocabulary.
#[derive(Clone, Debug)]
pub struct Engine {
    archive: Arc<Prepared>,
}

impl Engine {
    /// Reads an archive, 1,024 articles at a time, and makes it ready.
    ///
    /// ```
    /// use alsolike::article::Article;
    /// use alsolike::article::Date;
    /// use alsolike::engine::{Engine, RecommendOptions, Settings};
    ///
    /// let article = |id: &str, text: &str| Article { id: id.into(), text: text.into(), ..Article::default() };
    /// let engine = Engine::fit(
    ///     [
    ///         article("summit", "The presidents met in Geneva about arms control."),
    ///         article("treaty", "Arms control talks go on in Geneva, diplomats say."),
    ///         article("soup", "Braise the leeks until they are soft."),
    ///     ],
    ///     &Settings::default(),
    /// )?;
    /// let now = Date::parse("2021-06-17")?;
    /// let recommender = engine.recommender(&RecommendOptions::new(now))?;
    /// let list = recommender.related("summit", 5)?;
    /// assert_eq!(engine.corpus().article(list.items[0].doc).id.as_str(), "treaty");
    /// assert!(list.items[0].because.iter().any(|because| because.term == "Geneva"));
    /// # Ok::<(), alsolike::engine::EngineError>(())
    /// ```
    ///
    /// # Errors
    /// [`EngineError::DuplicateId`], and [`EngineError::Vectorize`] for settings out of range.
    pub fn fit(
        articles: impl IntoIterator<Item = Article>,
        settings: &Settings,
    ) -> Result<Self, EngineError> {
        let mut collector = EngineBuilder::new(settings)?;
        let mut articles = articles.into_iter().peekable();
        while articles.peek().is_some() {
            collector.add(articles.by_ref().take(BATCH).collect())?;
        }
        Ok(Self::new(collector.finish()?))
    }

    /// Indexes an archive that is already vectors. O(nnz), parallel.
    ///
    /// # Panics
    /// As [`Index::build`], for archives that no [`EngineBuilder`] made.
    #[must_use]
    pub fn new(archive: VectorizedCorpus) -> Self {
        Self { archive: Arc::new(Prepared::new(archive)) }
    }

    /// The features that a ranker looks at. The first call gathers them, which costs as much as all lists of
    /// ten; later calls are O(1). Parallel; `progress` counts rows.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancelled the search.
    pub fn rank_view(&self, progress: Progress<'_>) -> Result<RankView<'_>, EngineError> {
        Ok(RankView::new(self.index(), self.archive.pair_features(progress)?))
    }

    /// The groups of articles that are nearly the same by `params`, or at the same address with `None`.
    ///
    /// The first call for some parameters searches the archive for copies.
    #[must_use]
    pub fn duplicate_groups(&self, params: Option<DuplicateParams>) -> DuplicateGroups {
        self.archive.catalog.duplicate_groups(self.index(), params)
    }

    /// The articles without their texts.
    #[must_use]
    pub fn corpus(&self) -> &Corpus {
        &self.archive.corpus
    }

    /// The frozen model.
    #[must_use]
    pub fn vectorizer(&self) -> &Vectorizer {
        &self.archive.vectorizer
    }

    /// The exact search.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.archive.index
    }

    /// Lines left out as boilerplate, the commonest first.
    #[must_use]
    pub fn boilerplate(&self) -> &[BoilerplateLine] {
        &self.archive.boilerplate
    }
}
