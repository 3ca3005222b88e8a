//! Lists for readers, from the articles they liked, disliked and read.

use rayon::prelude::*;

use super::{Engine, EngineError, Recommender};
use crate::article::ArticleId;
use crate::index::{Cancelled, Progress, Scratch};
use crate::recommend::{History, ReaderProfile, Recommendation, RelatedList, fill_readers};
use crate::sparse::DocId;

impl Engine {
    /// Returns a reader's history from article ids, each group in any order.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] with the first id that no article has, [`EngineError::NoLikes`] without likes,
    /// and [`EngineError::LikedAndDisliked`] with the first id that is both.
    pub fn history(
        &self,
        likes: &[ArticleId],
        dislikes: &[ArticleId],
        read: &[ArticleId],
    ) -> Result<History, EngineError> {
        let docs = |ids: &[ArticleId]| -> Result<Vec<DocId>, EngineError> {
            ids.iter().map(|id| self.corpus().doc(id.as_str())).collect()
        };
        if likes.is_empty() {
            return Err(EngineError::NoLikes);
        }
        if let Some(id) = likes.iter().find(|id| dislikes.contains(id)) {
            return Err(EngineError::LikedAndDisliked(id.clone()));
        }
        Ok(History { likes: docs(likes)?, dislikes: docs(dislikes)?, read: docs(read)? })
    }
}

impl Recommender {
    /// Returns the list of a reader, with up to `n_because` terms as reasons for each item.
    ///
    /// [`ReaderProfile`] defines the list. Learned weights do not apply: they are trained on pairs of articles.
    ///
    /// # Errors
    /// As [`Recommender::for_readers`].
    ///
    /// # Panics
    /// When the history belongs to another archive.
    pub fn for_reader(
        &self,
        history: &History,
        n_because: usize,
    ) -> Result<RelatedList<'_>, EngineError> {
        Ok(self
            .for_readers(std::slice::from_ref(history), n_because, Progress::none())?
            .swap_remove(0))
    }

    /// Returns the lists of many readers, in their order.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancels the search, and [`EngineError::Themes`] when themes are
    /// needed to fill lists and cannot be computed.
    ///
    /// # Panics
    /// When a history belongs to another archive.
    ///
    /// # Performance
    /// One search per reader, in parallel; the result does not depend on the number of threads. `progress`
    /// counts lists. The first call that fills a list also computes the archive's themes. Memory: one query per
    /// reader and one [`Scratch`] per thread.
    pub fn for_readers(
        &self,
        histories: &[History],
        n_because: usize,
        progress: Progress<'_>,
    ) -> Result<Vec<RelatedList<'_>>, EngineError> {
        let (engine, selector) = (self.engine(), self.selector());
        let items = |scratch: &mut Scratch, history: &History| {
            let reader = ReaderProfile::new(selector, history);
            let items = reader.recommend(scratch);
            progress.advance(1)?;
            Ok((reader, items))
        };
        let found: Vec<(ReaderProfile<'_>, Vec<Recommendation>)> = histories
            .par_iter()
            .map_init(Scratch::default, items)
            .collect::<Result<_, Cancelled>>()?;
        let (readers, mut lists): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let themes = match selector.has_places_to_fill(&lists) {
            true => engine.theme_orders(progress)?,
            false => None,
        };
        fill_readers(selector, &readers, &mut lists, themes.as_deref());
        let list = |(reader, items): (&ReaderProfile<'_>, &Vec<Recommendation>)| {
            reader.list(items, engine.vectorizer().vocabulary(), n_because)
        };
        Ok(readers.par_iter().zip(&lists).map(list).collect())
    }
}
