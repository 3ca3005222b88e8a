//! Collects articles batch by batch. Only their token streams stay in memory.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::article_reader::ArticleReader;
use super::fit::fit_tokens;
use super::spans::{ARTICLES_PER_CHUNK, ArticleSpan};
use super::{VectorizeError, Vectorized, VectorizerParams};
use crate::article::Article;

/// Reads articles batch by batch and keeps their words as numbers.
///
/// Memory: 5 bytes for each kept word, 16 bytes for each line with words, and the distinct words once
/// for each thread.
#[derive(Debug)]
pub struct VectorizerBuilder {
    params: VectorizerParams,
    /// One reader for each thread, so that no thread waits for another. Each reader analyses a distinct
    /// word once.
    readers: Vec<Mutex<ArticleReader>>,
    articles: Vec<ArticleSpan>,
}

impl VectorizerParams {
    /// Returns an empty builder. Add articles in batches: only the texts of one batch at a time have to be
    /// in memory.
    ///
    /// # Errors
    /// [`VectorizeError::InvalidSetting`] names the setting that is outside its range.
    pub fn builder(&self) -> Result<VectorizerBuilder, VectorizeError> {
        self.check()?;
        Ok(VectorizerBuilder::new(self.clone()))
    }

    /// Vectorizes articles that are all in memory.
    ///
    /// Rows have the order of `articles`. Parallel; the bits do not depend on the number of threads.
    ///
    /// # Errors
    /// The errors of [`VectorizerParams::builder`] and [`VectorizerBuilder::finish`].
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

    /// Returns the number of articles added so far.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.articles.len()
    }

    /// Reads articles in parallel. Their rows follow those of the articles added before.
    ///
    /// O(bytes of text).
    pub fn add(&mut self, articles: &[Article]) {
        let read_chunk = |articles: &[Article]| -> Vec<ArticleSpan> {
            let number = rayon::current_thread_index().unwrap_or(0) % self.readers.len();
            // A poisoned reader is still valid: it only grows, and the panic reaches the caller.
            let mut reader = self.readers[number].lock().unwrap_or_else(PoisonError::into_inner);
            let read =
                |article| ArticleSpan { reader: number, ..reader.read(article, &self.params) };
            articles.iter().map(read).collect()
        };
        self.articles.par_extend(articles.par_chunks(ARTICLES_PER_CHUNK).flat_map_iter(read_chunk));
    }

    /// Counts and weights the terms and freezes the model.
    ///
    /// The bits do not depend on the number of threads.
    ///
    /// # Errors
    /// [`VectorizeError::TooManyArticles`] beyond 2³² − 1 articles.
    ///
    /// # Performance
    /// Parallel; O(words · log) time. Memory beside the model: 6 bytes for each kept word, 4 more for each
    /// phrase length, 16 for each kept phrase, and 8 for each phrase of the text while phrases are counted.
    /// The rows replace the words.
    pub fn finish(self) -> Result<Vectorized, VectorizeError> {
        if u32::try_from(self.n_docs()).is_err() {
            return Err(VectorizeError::TooManyArticles(self.n_docs()));
        }
        let readers = self
            .readers
            .into_iter()
            .map(|reader| reader.into_inner().unwrap_or_else(PoisonError::into_inner));
        let readers = readers.collect();
        // Runs inside the thread pool: allocators reuse freed memory only in the thread that freed it.
        Ok(rayon::scope(|_| fit_tokens(self.params, readers, self.articles)))
    }
}
