//! Collects articles batch by batch. Only their token streams stay in memory.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::article_reader::ArticleReader;
use super::fit::fit_tokens;
use super::languages::{LanguageFinder, Waiting};
use super::spans::{ARTICLES_PER_CHUNK, ArticleSpan};
use super::{VectorizeError, Vectorized, VectorizerParams};
use crate::article::{Article, Lang};

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
    languages: LanguageFinder,
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

/// Articles that are read together, with the language of each that is found.
type Chunk<'a> = (&'a [Article], &'a [Option<Lang>]);

impl VectorizerBuilder {
    pub(super) fn new(params: VectorizerParams) -> Self {
        let new_reader = || Mutex::new(ArticleReader::new(&params));
        let readers = (0..rayon::current_num_threads()).map(|_| new_reader()).collect();
        let languages = LanguageFinder::new(&params.text);
        Self { params, readers, articles: Vec::new(), languages }
    }

    /// Returns the number of articles added so far.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.articles.len()
    }

    /// Reads articles in parallel. Their rows follow those of the articles added before.
    ///
    /// An article that declares no language and is too short or too unclear to show it waits for the languages of the
    /// archive. The waiting texts have 32 MiB at most; then the articles so far decide.
    ///
    /// O(bytes of text).
    pub fn add(&mut self, articles: &[Article]) {
        let n_before = self.articles.len();
        let found = self.languages.look_at(n_before, articles);
        self.articles.resize_with(n_before + articles.len(), ArticleSpan::default);
        self.read(n_before, articles, &found);
        if self.languages.is_full() {
            self.read_waiting();
        }
    }

    /// Reads the articles whose language is found, in parallel. `first` is the number of the first one.
    fn read(&mut self, first: usize, articles: &[Article], langs: &[Option<Lang>]) {
        let Self { params, readers, articles: spans, .. } = self;
        let (params, readers) = (&*params, &*readers);
        let read_chunk = |((articles, langs), spans): (Chunk<'_>, &mut [ArticleSpan])| {
            let number = rayon::current_thread_index().unwrap_or(0) % readers.len();
            // A poisoned reader is still valid: it only grows, and the panic reaches the caller.
            let mut reader = readers[number].lock().unwrap_or_else(PoisonError::into_inner);
            for ((article, lang), span) in articles.iter().zip(langs).zip(spans) {
                if let &Some(lang) = lang {
                    *span = ArticleSpan { reader: number, ..reader.read(article, lang, params) };
                }
            }
        };
        let spans = spans[first..].par_chunks_mut(ARTICLES_PER_CHUNK);
        articles
            .par_chunks(ARTICLES_PER_CHUNK)
            .zip(langs.par_chunks(ARTICLES_PER_CHUNK))
            .zip(spans)
            .for_each(read_chunk);
    }

    /// Reads the articles that wait for the languages of the archive.
    fn read_waiting(&mut self) {
        let Waiting { numbers, articles, langs } = self.languages.release();
        let first = self.articles.len();
        // The spans are appended, then moved to the places of their articles.
        self.articles.resize_with(first + articles.len(), ArticleSpan::default);
        let langs: Vec<Option<Lang>> = langs.into_iter().map(Some).collect();
        self.read(first, &articles, &langs);
        for (at, span) in numbers.into_iter().zip(self.articles.split_off(first)) {
            self.articles[at] = span;
        }
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
    pub fn finish(mut self) -> Result<Vectorized, VectorizeError> {
        self.read_waiting();
        if u32::try_from(self.n_docs()).is_err() {
            return Err(VectorizeError::TooManyArticles(self.n_docs()));
        }
        let readers = self
            .readers
            .into_iter()
            .map(|reader| reader.into_inner().unwrap_or_else(PoisonError::into_inner));
        let readers = readers.collect();
        // Runs inside the thread pool: allocators reuse freed memory only in the thread that freed it.
        Ok(rayon::scope(|_| {
            fit_tokens(self.params, readers, self.articles, self.languages.into_found())
        }))
    }
}
