//! The data of an archive that all requests share.

use std::sync::{Arc, OnceLock};

use super::{ArticleMeta, Corpus, EngineError, VectorizedCorpus};
use crate::index::{Index, Progress};
use crate::rank::{PairFeatures, RankInput};
use crate::recommend::{ArticleCatalog, ThemeOrders};
use crate::sparse::DocId;
use crate::text::BoilerplateLine;
use crate::themes::ThemeParams;
use crate::vectorize::Vectorizer;

/// The data of an archive that all requests share.
///
/// Few requests need features and theme orders. The first such request computes them, and later ones reuse them.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) corpus: Corpus,
    pub(super) vectorizer: Vectorizer,
    pub(super) index: Arc<Index>,
    pub(super) boilerplate: Vec<BoilerplateLine>,
    pub(super) catalog: Arc<ArticleCatalog>,
    pub(super) theme_params: ThemeParams,
    pair_features: OnceLock<PairFeatures>,
    theme_orders: OnceLock<Option<Arc<ThemeOrders>>>,
}

impl Prepared {
    pub(super) fn new(archive: VectorizedCorpus) -> Self {
        let VectorizedCorpus { corpus, rows, vectorizer, boilerplate, theme_params, .. } = archive;
        let metadata = |doc: usize| {
            let doc = DocId::from_index(doc);
            let article = corpus.article(doc);
            (&article.id, article.metadata(corpus.sketch(doc)))
        };
        let articles = (0..corpus.n_docs()).map(metadata);
        let catalog = ArticleCatalog::new(articles, |id| corpus.doc(id.as_str()).ok());
        Self {
            index: Arc::new(Index::build(rows)),
            catalog: Arc::new(catalog),
            corpus,
            vectorizer,
            boilerplate,
            theme_params,
            pair_features: OnceLock::new(),
            theme_orders: OnceLock::new(),
        }
    }

    /// Returns the features that rankers use; computes them if no earlier call did.
    pub(super) fn pair_features(
        &self,
        progress: Progress<'_>,
    ) -> Result<&PairFeatures, EngineError> {
        if let Some(features) = self.pair_features.get() {
            return Ok(features);
        }
        let articles: Vec<RankInput<'_>> =
            self.corpus.articles().iter().map(ArticleMeta::rank_input).collect();
        let gathered = PairFeatures::gather(&articles, &self.vectorizer, &self.index, progress)?;
        // Two threads may compute the features at the same time; both then use the first result.
        Ok(self.pair_features.get_or_init(|| gathered))
    }

    /// Returns the articles of each theme by date. Calls `theme_of` if no earlier call succeeded; it returns the
    /// theme of each article, or `None` for an archive without themes.
    pub(super) fn theme_orders(
        &self,
        theme_of: impl FnOnce() -> Result<Option<Vec<Option<u32>>>, EngineError>,
    ) -> Result<Option<Arc<ThemeOrders>>, EngineError> {
        if let Some(orders) = self.theme_orders.get() {
            return Ok(orders.clone());
        }
        let orders =
            theme_of()?.map(|theme_of| Arc::new(ThemeOrders::new(theme_of, &self.catalog)));
        Ok(self.theme_orders.get_or_init(|| orders).clone())
    }
}
