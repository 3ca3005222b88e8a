//! Lists of articles that are not in the archive.

use rayon::prelude::*;

use super::corpus::text_facts;
use super::{EngineError, Recommender};
use crate::article::{Article, ArticleId};
use crate::index::{Progress, Scratch};
use crate::recommend::{ArticleMetadata, RelatedList};
use crate::sparse::{DocId, Row};
use crate::vectorize::UnseenReader;

impl Recommender {
    /// The list of an article that is not in the archive, through the frozen model.
    ///
    /// Without a date it counts as published now. What of the archive is the same article is left out
    /// ([`Recommender::published`]). O(bytes of text + postings).
    #[must_use]
    pub fn related_to_unseen(&self, article: &Article, n_because: usize) -> RelatedList<'_> {
        let mut reader = self.engine().vectorizer().reader();
        self.unseen(article, n_because, &mut reader, &mut Scratch::default())
    }

    /// The list of each of many articles that are not in the archive, in their order.
    ///
    /// Each is vectorised, searched for and explained in one go, articles in parallel. Memory: a
    /// [`Scratch`] and an [`UnseenReader`] a thread.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancelled the search.
    pub fn related_to_all_unseen(
        &self,
        articles: &[Article],
        n_because: usize,
        progress: Progress<'_>,
    ) -> Result<Vec<RelatedList<'_>>, EngineError> {
        let memory = || (self.engine().vectorizer().reader(), Scratch::default());
        let list = |(reader, scratch): &mut (UnseenReader<'_>, Scratch), article: &Article| {
            let list = self.unseen(article, n_because, reader, scratch);
            progress.advance(1)?;
            Ok(list)
        };
        articles.par_iter().map_init(memory, list).collect()
    }

    /// The articles of the archive that an unseen one is, by row: those of its id, at its address, and of its text or
    /// nearly that, as when a draft is already out. Its list has none of them.
    #[must_use]
    pub fn published(&self, article: &Article) -> Vec<DocId> {
        let mut reader = self.engine().vectorizer().reader();
        let (terms, weights) = reader.read(article);
        let metadata = self.unseen_metadata(article, &reader);
        let row = self.row(&terms, &weights);
        self.published_as(&article.id, row, &metadata, &mut Scratch::default())
    }

    fn published_as(
        &self,
        id: &ArticleId,
        row: Row<'_>,
        metadata: &ArticleMetadata<'_>,
        scratch: &mut Scratch,
    ) -> Vec<DocId> {
        let mut published = self.selector().published(row, metadata, scratch);
        if let Ok(doc) = self.engine().corpus().doc(id.as_str()) {
            published.push(doc);
            published.extend(self.selector().groups().of(doc));
            published.sort_unstable();
            published.dedup();
        }
        published
    }

    fn unseen(
        &self,
        article: &Article,
        n_because: usize,
        reader: &mut UnseenReader<'_>,
        scratch: &mut Scratch,
    ) -> RelatedList<'_> {
        let (terms, weights) = reader.read(article);
        let row = self.row(&terms, &weights);
        let metadata = self.unseen_metadata(article, reader);
        let published = self.published_as(&article.id, row, &metadata, scratch);
        let vocabulary = self.engine().vectorizer().vocabulary();
        self.selector().unseen(row, &metadata, &published, vocabulary, n_because, scratch)
    }

    /// A row of the archive's terms.
    fn row<'r>(&self, terms: &'r [u32], weights: &'r [f32]) -> Row<'r> {
        Row::try_new(terms, weights, self.engine().index().rows().n_terms())
            .expect("terms are sorted and weights finite by construction")
    }

    /// What is known of the article that was read last.
    fn unseen_metadata<'a>(
        &self,
        article: &'a Article,
        reader: &UnseenReader<'_>,
    ) -> ArticleMetadata<'a> {
        let (n_chars, text_hash) = text_facts(&article.text);
        ArticleMetadata {
            lang: reader.language(article),
            date: article.date.or(Some(self.now())),
            section: article.section.as_deref(),
            url: article.url.as_deref(),
            n_chars,
            text_hash,
            sketch: reader.sketch(),
            editorial: &article.editorial,
        }
    }
}
