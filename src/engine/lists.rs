//! Lists of related articles.

use rayon::prelude::*;

use super::{Eligible, Engine, EngineError};
use crate::article::Article;
use crate::index::{Cancelled, Neighbour, Neighbours, Scratch, Search, Watch, unwatched};
use crate::recommend::{Because, RelatedList, because, related_list};
use crate::sparse::{DocId, Row, dot};
use crate::vectorize::UnseenReader;

/// What a list should hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListSettings {
    /// Length of a list, 1 or more.
    pub k: usize,
    /// Least score of an item, 0 to 1.
    pub min_score: f32,
    /// Number of reasons for each item.
    pub n_because: usize,
}

impl Default for ListSettings {
    /// Four items, as on a news page, with five reasons each.
    fn default() -> Self {
        Self { k: 4, min_score: 0.0, n_because: 5 }
    }
}

impl ListSettings {
    /// Whether the settings ask for something, so that a command can refuse before it reads.
    ///
    /// # Errors
    /// [`EngineError::NoArticlesAsked`] and [`EngineError::MinScore`].
    pub fn check(self) -> Result<(), EngineError> {
        self.search().map(|_| ())
    }

    pub(super) fn search(self) -> Result<Search, EngineError> {
        if self.k == 0 {
            return Err(EngineError::NoArticlesAsked);
        }
        if !(0.0..=1.0).contains(&self.min_score) {
            return Err(EngineError::MinScore(self.min_score));
        }
        Ok(Search { k: self.k, min_score: self.min_score })
    }
}

/// Why two articles are near.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation<'e> {
    /// Their score.
    pub score: f32,
    /// All shared terms, the largest share first; the shares sum to 1.
    pub because: Vec<Because<'e>>,
}

impl Engine {
    /// The exact neighbours of every article, in row order. Parallel; `watch` is told of rows done.
    ///
    /// # Errors
    /// [`EngineError::NoArticlesAsked`] and [`EngineError::MinScore`] for settings that ask nothing,
    /// [`EngineError::Eligibility`] when `eligible` is of another archive, and [`EngineError::Cancelled`]
    /// when `watch` broke the search off.
    pub fn neighbours(
        &self,
        settings: ListSettings,
        eligible: &Eligible,
        watch: &Watch<'_>,
    ) -> Result<Neighbours, EngineError> {
        let docs: Vec<DocId> = self.index.rows().docs().collect();
        self.neighbours_of(&docs, settings, eligible, watch)
    }

    /// The exact neighbours of some articles, in the order given.
    ///
    /// # Errors
    /// As [`Engine::neighbours`].
    pub fn neighbours_of(
        &self,
        docs: &[DocId],
        settings: ListSettings,
        eligible: &Eligible,
        watch: &Watch<'_>,
    ) -> Result<Neighbours, EngineError> {
        let (search, check) = (settings.search()?, eligible.check(&self.corpus)?);
        Ok(self.index.pairs(docs, search, |doc, other| check.admits(doc, other), watch)?)
    }

    /// The list of an article, from its neighbours.
    #[must_use]
    pub fn list(&self, doc: DocId, neighbours: &[Neighbour], n_because: usize) -> RelatedList<'_> {
        let rows = self.index.rows();
        related_list(
            Some(doc),
            rows.row(doc),
            neighbours,
            rows,
            self.vectorizer.vocabulary(),
            n_because,
        )
    }

    /// The list of one article.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`], and as [`Engine::neighbours`].
    pub fn related(
        &self,
        id: &str,
        settings: ListSettings,
    ) -> Result<RelatedList<'_>, EngineError> {
        let doc = self.corpus.doc(id)?;
        let neighbours = self.neighbours_of(&[doc], settings, &Eligible::default(), &unwatched)?;
        Ok(self.list(doc, neighbours.of(DocId(0)), settings.n_because))
    }

    /// The list of a text that is not in the archive, through the frozen model.
    ///
    /// Of `article`, only title, text, summary, tags and language count. O(bytes of text + postings).
    ///
    /// # Errors
    /// As [`Engine::neighbours`].
    pub fn related_to_unseen(
        &self,
        article: &Article,
        settings: ListSettings,
    ) -> Result<RelatedList<'_>, EngineError> {
        let search = settings.search()?;
        let mut reader = self.vectorizer.reader();
        Ok(self.unseen(article, settings, search, &mut reader, &mut Scratch::default()))
    }

    /// The list of each of many texts that are not in the archive, in their order.
    ///
    /// Each is vectorised, searched for and explained in one go, texts in parallel. Memory: a
    /// [`Scratch`] and an [`UnseenReader`] a thread.
    ///
    /// # Errors
    /// As [`Engine::neighbours`].
    pub fn related_to_all_unseen(
        &self,
        articles: &[Article],
        settings: ListSettings,
        watch: &Watch<'_>,
    ) -> Result<Vec<RelatedList<'_>>, EngineError> {
        let search = settings.search()?;
        let memory = || (self.vectorizer.reader(), Scratch::default());
        let list = |(reader, scratch): &mut (UnseenReader<'_>, Scratch), article: &Article| {
            let list = self.unseen(article, settings, search, reader, scratch);
            if watch(1).is_break() { Err(Cancelled.into()) } else { Ok(list) }
        };
        articles.par_iter().map_init(memory, list).collect()
    }

    fn unseen(
        &self,
        article: &Article,
        settings: ListSettings,
        search: Search,
        reader: &mut UnseenReader<'_>,
        scratch: &mut Scratch,
    ) -> RelatedList<'_> {
        let (terms, weights) = reader.read(article);
        let (rows, vocabulary) = (self.index.rows(), self.vectorizer.vocabulary());
        let row = Row::try_new(&terms, &weights, rows.n_terms())
            .expect("terms are sorted and weights finite by construction");
        let neighbours = self.index.search(row, search, |_| true, scratch);
        related_list(None, row, &neighbours, rows, vocabulary, settings.n_because)
    }

    /// The score of two articles.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] naming the id that no article has.
    pub fn similarity(&self, a: &str, b: &str) -> Result<f32, EngineError> {
        let (a, b) = (self.corpus.doc(a)?, self.corpus.doc(b)?);
        Ok(dot(self.index.rows().row(a), self.index.rows().row(b)))
    }

    /// Why two articles are near: every shared term with its share of the score.
    ///
    /// # Errors
    /// [`EngineError::UnknownId`] naming the id that no article has.
    pub fn explain(&self, a: &str, b: &str) -> Result<Explanation<'_>, EngineError> {
        let rows = self.index.rows();
        let (a, b) = (rows.row(self.corpus.doc(a)?), rows.row(self.corpus.doc(b)?));
        Ok(Explanation {
            score: dot(a, b),
            because: because(a, b, self.vectorizer.vocabulary(), usize::MAX),
        })
    }
}
