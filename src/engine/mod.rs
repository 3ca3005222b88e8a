//! The engine: articles go in, related lists and themes come out. It uses no files, no clock and no environment.

mod builder;
mod corpus;
mod error;
mod explanation;
mod leads;
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

/// Number of articles that [`Engine::fit`] reads at a time; their texts are in memory together.
const BATCH: usize = 1_024;

/// A searchable archive that answers requests for related lists, reasons and themes.
///
/// An engine is a handle. A clone shares the archive and costs one reference count; clones can be used from any
/// thread.
///
/// # Performance
/// Memory: 8 bytes per non-zero for the rows and 4 for the postings, about 240 bytes per article for the catalog,
/// and the corpus and the vocabulary.
#[derive(Clone, Debug)]
pub struct Engine {
    archive: Arc<Prepared>,
}

impl Engine {
    /// Builds an engine from articles. Texts are dropped after each batch of 1,024 articles.
    ///
    /// ```
    /// use alsolike::article::{Article, Date};
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
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`EngineError::DuplicateId`] when two articles share an id, [`EngineError::Vectorize`] for settings out of
    /// range, and [`EngineError::TooLarge`] for an archive beyond the limits of an index.
    pub fn fit(
        articles: impl IntoIterator<Item = Article>,
        settings: &Settings,
    ) -> Result<Self, EngineError> {
        let mut builder = EngineBuilder::new(settings)?;
        let mut articles = articles.into_iter().peekable();
        while articles.peek().is_some() {
            builder.add(articles.by_ref().take(BATCH).collect())?;
        }
        Ok(Self::new(builder.finish()?))
    }

    /// Builds an engine from vectors, such as those of a saved model. O(nnz), parallel.
    ///
    /// # Panics
    /// As [`Index::build`], when the vectors do not come from an [`EngineBuilder`].
    #[must_use]
    pub fn new(archive: VectorizedCorpus) -> Self {
        Self { archive: Arc::new(Prepared::new(archive)) }
    }

    /// Returns the features that rankers use.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancels the search.
    ///
    /// # Performance
    /// The first call computes the features, which costs as much as lists of ten items for all articles. Later
    /// calls are O(1). Parallel; `progress` counts rows.
    pub fn rank_view(&self, progress: Progress<'_>) -> Result<RankView<'_>, EngineError> {
        Ok(RankView::new(self.index(), self.archive.pair_features(progress)?))
    }

    /// Returns the duplicate groups by `params`; with `None`, the groups of articles at the same address.
    ///
    /// # Performance
    /// The first call with new `params` searches the archive for duplicates. The groups of the latest four values
    /// are kept.
    #[must_use]
    pub fn duplicate_groups(&self, params: Option<DuplicateParams>) -> DuplicateGroups {
        self.archive.catalog.duplicate_groups(self.index(), params)
    }

    /// Returns the articles without their texts.
    #[must_use]
    pub fn corpus(&self) -> &Corpus {
        &self.archive.corpus
    }

    /// Returns the fitted vectorizer.
    #[must_use]
    pub fn vectorizer(&self) -> &Vectorizer {
        &self.archive.vectorizer
    }

    /// Returns the exact search index.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.archive.index
    }

    /// Returns the lines that were left out as boilerplate, most frequent first.
    #[must_use]
    pub fn boilerplate(&self) -> &[BoilerplateLine] {
        &self.archive.boilerplate
    }
}
