//! Lists for readers, from what they liked, disliked and read.

use rayon::prelude::*;

use super::{Engine, EngineError, Recommender};
use crate::article::ArticleId;
use crate::index::{Cancelled, Progress, Scratch};
use crate::recommend::{History, Reader, Recommendation, RelatedList};
use crate::sparse::DocId;

impl Engine {
    /// A reader's history by the ids of its articles, each in any order.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] naming the id that no article has, [`EngineError::NoLikes`], and
    /// [`EngineError::LikedAndDisliked`] naming the id that is both.
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
    /// The list of a reader, with `n_because` reasons for each item: see [`Reader`] for the rules.
    ///
    /// Learned weights are for articles; a reader's list is by the policy.
    ///
    /// # Errors
    /// As [`Recommender::for_readers`].
    ///
    /// # Panics
    /// When the history is of another archive.
    pub fn for_reader(
        &self,
        history: &History,
        n_because: usize,
    ) -> Result<RelatedList<'_>, EngineError> {
        Ok(self
            .for_readers(std::slice::from_ref(history), n_because, Progress::none())?
            .swap_remove(0))
    }

    /// The lists of many readers, in their order. Readers in parallel, one search each; the result does not
    /// depend on the number of threads. `progress` counts lists.
    ///
    /// When places are to be filled and some are left, the archive's themes are made for it. Memory: a query
    /// a reader, and a [`Scratch`] a thread.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancelled the search.
    ///
    /// # Panics
    /// When a history is of another archive.
    pub fn for_readers(
        &self,
        histories: &[History],
        n_because: usize,
        progress: Progress<'_>,
    ) -> Result<Vec<RelatedList<'_>>, EngineError> {
        let (engine, selector) = (self.engine(), self.selector());
        let picks = |scratch: &mut Scratch, history: &History| {
            let reader = selector.reader(history);
            let picks = reader.recommend(scratch);
            progress.advance(1)?;
            Ok((reader, picks))
        };
        let found: Vec<(Reader<'_>, Vec<Recommendation>)> = histories
            .par_iter()
            .map_init(Scratch::default, picks)
            .collect::<Result<_, Cancelled>>()?;
        let (readers, mut lists): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let themes = self.themes_to_fill(&lists, progress)?;
        selector.fill_readers(&readers, &mut lists, themes.as_deref());
        let list = |(reader, picks): (&Reader<'_>, &Vec<Recommendation>)| {
            reader.list(picks, engine.vectorizer().vocabulary(), n_because)
        };
        Ok(readers.par_iter().zip(&lists).map(list).collect())
    }
}
