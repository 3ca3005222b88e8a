//! Articles in, token streams kept: the text of an article is needed no longer than this.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{VectorizeError, Vectorized, VectorizerParams, fit};
use crate::article::{Article, Lang};
use crate::text::{Analyzer, Part, Tokens, detect};

/// Articles read by one thread without a break: enough to make hand-over cheap, few enough that the
/// last chunks of a batch keep all threads busy.
pub(super) const CHUNK: usize = 64;

/// Number of parts of an article that are counted apart: title, tags, summary, body.
pub(super) const N_PARTS: usize = 4;

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

/// Reads articles one by one; the words of all of them stand in one piece of memory.
#[derive(Debug)]
pub(super) struct ArticleReader {
    pub(super) analyzer: Analyzer,
    pub(super) tokens: Tokens,
}

/// Where an article's words and lines are in the tokens of its reader.
#[derive(Clone, Debug)]
pub(super) struct ArticleSpan {
    pub(super) reader: usize,
    /// Where its words begin.
    pub(super) start: usize,
    /// Ends of title, tags, summary and body.
    pub(super) part_ends: [usize; N_PARTS],
    pub(super) lines: Range<usize>,
    pub(super) lang: Lang,
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

impl ArticleReader {
    pub(super) fn new(params: &VectorizerParams) -> Self {
        Self { analyzer: Analyzer::new(params.text.clone()), tokens: Tokens::default() }
    }

    /// Appends the words of an article to the tokens, as the only reader there is.
    pub(super) fn read(&mut self, article: &Article, params: &VectorizerParams) -> ArticleSpan {
        let lang = params.text.language.or(article.lang).unwrap_or_else(|| detect(&article.text));
        let Self { analyzer, tokens } = self;
        let (start, lines_start) = (tokens.forms.len(), tokens.lines.len());
        let mut part_ends = [0; N_PARTS];
        if params.weights.title > 0 {
            analyzer.read(&article.title, lang, Part::Heading, tokens);
        }
        part_ends[0] = tokens.forms.len();
        if params.weights.tags > 0 {
            for tag in &article.tags {
                analyzer.read(tag, lang, Part::Heading, tokens);
            }
        }
        part_ends[1] = tokens.forms.len();
        if params.weights.summary > 0 {
            analyzer.read(
                article.summary.as_deref().unwrap_or_default(),
                lang,
                Part::Heading,
                tokens,
            );
        }
        part_ends[2] = tokens.forms.len();
        analyzer.read(&article.text, lang, Part::Body, tokens);
        part_ends[3] = tokens.forms.len();
        ArticleSpan { reader: 0, start, part_ends, lines: lines_start..tokens.lines.len(), lang }
    }
}

impl ArticleSpan {
    /// The words of its body; where it has none, all its words.
    pub(super) fn told(&self) -> Range<usize> {
        let body = self.part_ends[N_PARTS - 2]..self.part_ends[N_PARTS - 1];
        if body.is_empty() { self.words() } else { body }
    }

    /// All its words.
    pub(super) fn words(&self) -> Range<usize> {
        self.start..self.part_ends[N_PARTS - 1]
    }
}
