//! Articles in, token streams kept: the text of an article is needed no longer than this.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{VectorizeError, Vectorized, VectorizerParams, fit};
use crate::article::{Article, Lang};
use crate::text::{Analyzer, Part, Tokens, detect};

/// Articles read by one thread without a break: enough to make hand-over cheap, few enough that the
/// last chunks of a batch keep all threads busy.
const CHUNK: usize = 64;

/// Number of parts of an article that are counted apart: title, tags, summary, body.
pub(super) const N_PARTS: usize = 4;

/// Reads articles batch by batch and keeps only their words as numbers.
///
/// Memory: 5 bytes for each kept word and 16 for each line with words, beside the distinct words once
/// for each thread.
#[derive(Debug)]
pub struct Collector {
    params: VectorizerParams,
    /// One analyzer for each thread: a word is analysed once by each, and none waits for another. Beside
    /// it, memory that chunks are read into.
    analyzers: Vec<Mutex<(Analyzer, Tokens)>>,
    chunks: Vec<Chunk>,
    n_docs: usize,
}

/// Some consecutive articles as one analyzer read them.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) analyzer: usize,
    pub(super) tokens: Tokens,
    pub(super) articles: Vec<ArticleSpan>,
}

/// Where an article's words and lines end in its chunk.
#[derive(Clone, Copy, Debug)]
pub(super) struct ArticleSpan {
    /// Ends of title, tags, summary and body in the chunk's words.
    pub(super) part_ends: [usize; N_PARTS],
    /// End of the article's lines in the chunk's lines.
    pub(super) lines_end: usize,
    pub(super) lang: Lang,
}

impl Collector {
    pub(super) fn new(params: VectorizerParams) -> Self {
        let new_analyzer = || Mutex::new((Analyzer::new(params.text.clone()), Tokens::default()));
        let analyzers = (0..rayon::current_num_threads()).map(|_| new_analyzer()).collect();
        Self { params, analyzers, chunks: Vec::new(), n_docs: 0 }
    }

    /// Number of articles added so far.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.n_docs
    }

    /// Reads articles, in parallel; their rows follow those of the articles added before.
    ///
    /// O(bytes of text).
    pub fn add(&mut self, articles: &[Article]) {
        let read_chunk = |articles: &[Article]| {
            let analyzer = rayon::current_thread_index().unwrap_or(0) % self.analyzers.len();
            // A poisoned analyzer is still whole: it only grows, and a panic passes through here anyway.
            let mut guard = self.analyzers[analyzer].lock().unwrap_or_else(PoisonError::into_inner);
            let (reader, tokens) = &mut *guard;
            let mut chunk = Chunk {
                analyzer,
                tokens: std::mem::take(tokens),
                articles: Vec::with_capacity(articles.len()),
            };
            for article in articles {
                chunk.read(article, &self.params, reader);
            }
            // Chunks are many and stay for long: each takes what it needs, and growing left no holes.
            let read = chunk.tokens.clone();
            *tokens = std::mem::replace(&mut chunk.tokens, read);
            tokens.clear();
            chunk
        };
        self.chunks.par_extend(articles.par_chunks(CHUNK).map(read_chunk));
        self.n_docs += articles.len();
    }

    /// Counts terms, weighs them and freezes the model.
    ///
    /// Parallel, O(words · log) time; the bits do not depend on the number of threads. Memory, beside the
    /// rows and the model: 7 bytes a kept word and 4 more for each length of phrases, 16 a kept phrase, and
    /// before there are rows 8 a phrase of the text.
    ///
    /// # Errors
    /// [`VectorizeError::TooManyArticles`] beyond 2³² − 1 articles.
    pub fn finish(self) -> Result<Vectorized, VectorizeError> {
        if u32::try_from(self.n_docs).is_err() {
            return Err(VectorizeError::TooManyArticles(self.n_docs));
        }
        let analyzers = self
            .analyzers
            .into_iter()
            .map(|a| a.into_inner().unwrap_or_else(PoisonError::into_inner).0);
        let analyzers = analyzers.collect();
        // In one of the threads that do the work: allocators give to a thread what it gave back.
        Ok(rayon::scope(|_| fit::fit(self.params, analyzers, self.chunks, self.n_docs)))
    }
}

impl Chunk {
    pub(super) fn read(
        &mut self,
        article: &Article,
        params: &VectorizerParams,
        analyzer: &mut Analyzer,
    ) {
        let lang = params.text.language.or(article.lang).unwrap_or_else(|| detect(&article.text));
        let Self { tokens, articles, .. } = self;
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
        articles.push(ArticleSpan { part_ends, lines_end: tokens.lines.len(), lang });
    }
}
