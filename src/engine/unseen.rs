//! Lists of articles that are not in the archive.

use rayon::prelude::*;

use super::corpus::TextMeasures;
use super::{EngineError, Recommender};
use crate::article::{Article, ArticleId};
use crate::index::{Progress, Scratch};
use crate::recommend::{ArticleMetadata, RelatedList};
use crate::sparse::{DocId, Row};
use crate::vectorize::UnseenReader;

impl Recommender {
    /// Returns the list of an article that is not in the archive, with up to `n_because` terms as reasons for each
    /// item.
    ///
    /// The fitted vectorizer reads the text. Without a date, the article counts as published now. The list leaves
    /// out the archive's own versions of the article; see [`Recommender::published`].
    ///
    /// # Performance
    /// O(bytes of text + postings).
    #[must_use]
    pub fn related_to_unseen(&self, article: &Article, n_because: usize) -> RelatedList<'_> {
        let mut reader = self.engine().vectorizer().reader();
        let catalog = &self.engine().archive.catalog;
        catalog.with_scratch(|scratch| self.unseen(article, n_because, &mut reader, scratch))
    }

    /// Returns the list of each of many articles that are not in the archive, in their order.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancels the search.
    ///
    /// # Performance
    /// Articles in parallel. Memory: one [`Scratch`] and one [`UnseenReader`] per thread. `progress` counts
    /// articles.
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

    /// Returns the archive's own versions of an unseen article, in row order. For example, it finds the page of a
    /// draft that is already published.
    ///
    /// A version has the id or the address of the article, or the same or nearly the same text. The list of the
    /// unseen article contains none of them.
    #[must_use]
    pub fn published(&self, article: &Article) -> Vec<DocId> {
        let mut reader = self.engine().vectorizer().reader();
        let (terms, weights) = reader.read(article);
        let metadata = self.unseen_metadata(article, &reader);
        let row = self.row(&terms, &weights);
        let catalog = &self.engine().archive.catalog;
        catalog.with_scratch(|scratch| self.published_as(&article.id, row, &metadata, scratch))
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

    /// Returns a row over the archive's terms.
    fn row<'r>(&self, terms: &'r [u32], weights: &'r [f32]) -> Row<'r> {
        Row::try_new(terms, weights, self.engine().index().rows().n_terms())
            .expect("terms are sorted and weights finite by construction")
    }

    /// Returns the metadata of the article that `reader` read last.
    fn unseen_metadata<'a>(
        &self,
        article: &'a Article,
        reader: &UnseenReader<'_>,
    ) -> ArticleMetadata<'a> {
        let TextMeasures { n_chars, text_hash, numbers } = TextMeasures::of(article);
        ArticleMetadata {
            lang: reader.language(article),
            date: article.date.or(Some(self.now())),
            section: article.section.as_deref(),
            url: article.url.as_deref(),
            n_chars,
            text_hash,
            numbers,
            sketch: reader.sketch(),
            editorial: &article.editorial,
        }
    }
}
