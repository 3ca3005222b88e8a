//! The settings of the vectors.

use super::{Idf, MAX_NGRAM, VectorizeError, Vectorized, VectorizerBuilder};
use crate::article::Article;
use crate::text::{BoilerplateSettings, TextSettings};

/// The settings of the vectors; `fit` makes rows and the frozen model from them.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorizerParams {
    /// How a text becomes words.
    pub text: TextSettings,
    /// Which repeated lines are left out.
    pub boilerplate: BoilerplateSettings,
    /// Shortest and longest phrase that is a term, in words: (1, 2) is words and pairs.
    pub ngrams: (usize, usize),
    /// Least number of articles a term must stand in.
    pub min_df: u32,
    /// Greatest share of the articles a term may stand in, above 0 and up to 1.
    pub max_df: f64,
    /// What a term's rarity is worth.
    pub idf: Idf,
    /// How often each word of a part counts.
    pub weights: PartWeights,
}

/// How often a part may count at most: its words are gathered that often in memory.
pub const MAX_PART_WEIGHT: u32 = 100;

/// How often each word of a part of the article counts; 0 leaves the part out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartWeights {
    /// Words of the title.
    pub title: u32,
    /// Words of the tags.
    pub tags: u32,
    /// Words of the summary.
    pub summary: u32,
}

impl Default for VectorizerParams {
    /// Words and pairs in two articles or more, idf exponent 1.25, the title counted twice, tags and
    /// summary once: chosen by the tables of `BENCHMARKS.md`.
    fn default() -> Self {
        Self {
            text: TextSettings::default(),
            boilerplate: BoilerplateSettings::default(),
            ngrams: (1, 2),
            min_df: 2,
            max_df: 1.0,
            idf: Idf::Power(1.25),
            weights: PartWeights { title: 2, tags: 1, summary: 1 },
        }
    }
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

    /// Refuses settings out of range, by name.
    pub(super) fn check(&self) -> Result<(), VectorizeError> {
        let (min, max) = self.ngrams;
        if min < 1 || min > max || max > MAX_NGRAM {
            return Err(VectorizeError::Ngrams { min, max });
        }
        for (name, value) in
            [("max_df", self.max_df), ("furniture share", self.boilerplate.min_share)]
        {
            if !(value > 0.0 && value <= 1.0) {
                return Err(VectorizeError::Share { name, value });
            }
        }
        let PartWeights { title, tags, summary } = self.weights;
        if let Some(&weight) = [title, tags, summary].iter().find(|&&one| one > MAX_PART_WEIGHT) {
            return Err(VectorizeError::PartWeight(weight));
        }
        match self.idf {
            Idf::Power(exponent) if !(0.0..=10.0).contains(&exponent) => {
                Err(VectorizeError::Focus(exponent))
            }
            _ => Ok(()),
        }
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
