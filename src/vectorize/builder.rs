//! Articles in, token streams kept: the text of an article is needed no longer than this.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::article_reader::ArticleReader;
use super::spans::{ArticleSpan, CHUNK};
use super::{VectorizeError, Vectorized, VectorizerParams, fit};
use crate::article::Article;

/// Reads articles batch by batch and keeps only their words as numbers.
///
/// Memory: 5 bytes for each kept word and 16 for each line with words, beside the distinct words once
/// for each thread.
#[derive(Debug)]
pub struct VectorizerBuilder {
    params: VectorizerParams,
    /// One for each thread: a word is analysed once by each, and none waits for another.
    readers: Vec<Mutex<ArticleReader>>,
    articles: Vec<ArticleSpan>,
}

impl VectorizerParams {
    /// Starts a collection that articles are added to batch by batch, so that no more texts than a
    /// batch's need be in memory.
    ///
    /// # Errors
    /// [`VectorizeError`] naming the setting that is out of range.
    pub fn builder(&self) -> Result<VectorizerBuilder, VectorizeError> {
        self.check()?;
        Ok(VectorizerBuilder::new(self.clone()))
    }

    /// Vectorises articles that are all in memory.
    ///
    /// Rows are in the order of `articles`. Parallel; the bits do not depend on the number of threads.
    ///
    /// # Errors
    /// As [`VectorizerParams::builder`] and [`VectorizerBuilder::finish`].
    pub fn fit(&self, articles: &[Article]) -> Result<Vectorized, VectorizeError> {
        let mut builder = self.builder()?;
        builder.add(articles);
        builder.finish()
    }
}

impl VectorizerBuilder {
    pub(super) fn new(params: VectorizerParams) -> Self {
        let new_reader = || Mutex::new(ArticleReader::new(&params));
        let readers = (0..rayon::current_num_threads()).map(|_| new_reader()).collect();
        Self { params, readers, articles: Vec::new() }
    }

    /// Number of articles added so far.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.articles.len()
    }

    /// Reads articles, in parallel; their rows follow those of the articles added before.
    ///
    /// O(bytes of text).
    pub fn add(&mut self, articles: &[Article]) {
        let read_chunk = |articles: &[Article]| -> Vec<ArticleSpan> {
            let number = rayon::current_thread_index().unwrap_or(0) % self.readers.len();
            // A poisoned reader is still whole: it only grows, and a panic passes through here anyway.
            let mut reader = self.readers[number].lock().unwrap_or_else(PoisonError::into_inner);
            let read =
                |article| ArticleSpan { reader: number, ..reader.read(article, &self.params) };
            articles.iter().map(read).collect()
        };
        self.articles.par_extend(articles.par_chunks(CHUNK).flat_map_iter(read_chunk));
    }

    /// Counts terms, weighs them and freezes the model.
    ///
    /// Parallel, O(words · log) time; the bits do not depend on the number of threads. Memory, beside the
    /// model: 6 bytes a kept word and 4 more for each length of phrases, 16 a kept phrase, and 8 a phrase of
    /// the text while they are counted. Rows take the place of the words.
    ///
    /// # Errors
    /// [`VectorizeError::TooManyArticles`] beyond 2³² − 1 articles.
    pub fn finish(self) -> Result<Vectorized, VectorizeError> {
        if u32::try_from(self.n_docs()).is_err() {
            return Err(VectorizeError::TooManyArticles(self.n_docs()));
        }
        let readers = self
            .readers
            .into_iter()
            .map(|reader| reader.into_inner().unwrap_or_else(PoisonError::into_inner));
        let readers = readers.collect();
        // In one of the threads that do the work: allocators give to a thread what it gave back.
        Ok(rayon::scope(|_| fit::fit(self.params, readers, self.articles)))
    }
}
