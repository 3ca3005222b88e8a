//! Articles in, vectors out: the first half of the engine's work.

use super::{Corpus, EngineError, Settings};
use crate::article::Article;
use crate::index::{MAX_DOCS, MAX_ENTRIES};
use crate::sparse::SparseRows;
use crate::text::BoilerplateLine;
use crate::themes::ThemeParams;
use crate::vectorize::{self, Vectorized, Vectorizer};

/// Takes articles in, batch by batch, and drops each text once its words are counted.
#[derive(Debug)]
pub struct EngineBuilder {
    corpus: Corpus,
    vectors: vectorize::VectorizerBuilder,
    theme_params: ThemeParams,
    text_bytes: u64,
}

/// An archive as vectors: what remains when the texts are gone.
#[derive(Clone, Debug)]
pub struct VectorizedCorpus {
    /// The articles without their texts.
    pub corpus: Corpus,
    /// Unit rows, shape (n_docs, n_terms), in the corpus' order.
    pub rows: SparseRows,
    /// The frozen model.
    pub vectorizer: Vectorizer,
    /// Lines left out as boilerplate, the commonest first.
    pub boilerplate: Vec<BoilerplateLine>,
    /// Settings of the themes from which lists are filled.
    pub theme_params: ThemeParams,
    /// Bytes of titles and texts read.
    pub text_bytes: u64,
}

impl EngineBuilder {
    /// An empty collection.
    ///
    /// # Errors
    /// [`EngineError::Vectorize`] naming the setting that is out of range.
    pub fn new(settings: &Settings) -> Result<Self, EngineError> {
        Ok(Self {
            corpus: Corpus::default(),
            vectors: settings.vectors.builder()?,
            theme_params: settings.themes.clone(),
            text_bytes: 0,
        })
    }

    /// Counts the words of a batch, in parallel, and drops its texts.
    ///
    /// # Errors
    /// [`EngineError::DuplicateId`] when an article has the id of one before.
    pub fn add(&mut self, batch: Vec<Article>) -> Result<(), EngineError> {
        self.vectors.add(&batch);
        let bytes = |article: &Article| (article.title.len() + article.text.len()) as u64;
        self.text_bytes += batch.iter().map(bytes).sum::<u64>();
        self.corpus.extend(batch)
    }

    /// Weighs the words and freezes the model; with the settings, the same articles give the same bits.
    ///
    /// # Errors
    /// [`EngineError::Vectorize`] beyond 2³² − 1 articles; [`EngineError::TooLarge`] for more articles or
    /// entries than an index holds.
    pub fn finish(self) -> Result<VectorizedCorpus, EngineError> {
        let Self { mut corpus, vectors, theme_params, text_bytes } = self;
        let Vectorized { rows, vectorizer, langs, sketches, boilerplate } = vectors.finish()?;
        let (n_docs, nnz) = (rows.n_docs(), rows.nnz());
        if n_docs > MAX_DOCS || nnz > MAX_ENTRIES {
            return Err(EngineError::TooLarge { n_docs, nnz });
        }
        corpus.set_langs(&langs);
        corpus.set_sketches(sketches);
        Ok(VectorizedCorpus { corpus, rows, vectorizer, boilerplate, theme_params, text_bytes })
    }
}
