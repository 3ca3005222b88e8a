//! Turns batches of articles into vectors.

use super::corpus::CorpusBuilder;
use super::{Corpus, EngineError, Settings};
use crate::article::{Article, Lang};
use crate::index::{MAX_DOCS, MAX_ENTRIES};
use crate::sparse::SparseRows;
use crate::text::BoilerplateLine;
use crate::themes::ThemeParams;
use crate::vectorize::{self, Vectorized, Vectorizer};

/// Collects articles batch by batch, and drops each text once its words are counted.
#[derive(Debug)]
pub struct EngineBuilder {
    corpus: CorpusBuilder,
    vectors: vectorize::VectorizerBuilder,
    theme_params: ThemeParams,
    text_bytes: u64,
}

/// An archive as vectors, without texts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VectorizedCorpus {
    /// The articles without their texts.
    pub corpus: Corpus,
    /// Unit-length rows in corpus order, shape (n_docs, n_terms).
    pub rows: SparseRows,
    /// The fitted vectorizer.
    pub vectorizer: Vectorizer,
    /// The lines that were left out as boilerplate, most frequent first.
    pub boilerplate: Vec<BoilerplateLine>,
    /// Detected languages of the articles that declare none, with the number of articles, most articles first.
    pub detected: Vec<(Lang, usize)>,
    /// Settings of the themes that serve as a source of fallbacks.
    pub theme_params: ThemeParams,
    /// Number of bytes of titles and texts that were read.
    pub text_bytes: u64,
}

impl EngineBuilder {
    /// Creates a builder without articles.
    ///
    /// # Errors
    /// [`EngineError::Vectorize`] with the first setting that is out of range.
    pub fn new(settings: &Settings) -> Result<Self, EngineError> {
        Ok(Self {
            corpus: CorpusBuilder::default(),
            vectors: settings.vectors.builder()?,
            theme_params: settings.themes.clone(),
            text_bytes: 0,
        })
    }

    /// Counts the words of a batch, in parallel, and drops its texts.
    ///
    /// # Errors
    /// [`EngineError::DuplicateId`] when an article has the id of an earlier one.
    pub fn add(&mut self, batch: Vec<Article>) -> Result<(), EngineError> {
        self.vectors.add(&batch);
        let bytes = |article: &Article| (article.title.len() + article.text.len()) as u64;
        self.text_bytes += batch.iter().map(bytes).sum::<u64>();
        self.corpus.extend(batch)
    }

    /// Weights the counts and fits the vectorizer. The same articles and settings give the same bits.
    ///
    /// # Errors
    /// [`EngineError::Vectorize`] beyond 2³² − 1 articles, and [`EngineError::TooLarge`] when the archive has more
    /// articles or non-zeros than an index can hold.
    pub fn finish(self) -> Result<VectorizedCorpus, EngineError> {
        let Self { corpus, vectors, theme_params, text_bytes } = self;
        let Vectorized { rows, vectorizer, langs, detected, sketches, boilerplate } =
            vectors.finish()?;
        let (n_docs, nnz) = (rows.n_docs(), rows.nnz());
        if n_docs > MAX_DOCS || nnz > MAX_ENTRIES {
            return Err(EngineError::TooLarge { n_docs, nnz });
        }
        let corpus = corpus.finish(&langs, sketches, &vectorizer);
        Ok(VectorizedCorpus {
            corpus,
            rows,
            vectorizer,
            boilerplate,
            detected,
            theme_params,
            text_bytes,
        })
    }
}
