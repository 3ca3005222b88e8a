//! The settings of the vectors.

use super::ngrams::MAX_NGRAM;
use super::spans::N_PARTS;
use super::{Idf, VectorizeError};
use crate::article::{Article, Lang};
use crate::text::{BoilerplateSettings, TextSettings, detect};

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

    /// How often the words of title, tags, summary and body count.
    pub(super) fn part_weights(&self) -> [u32; N_PARTS] {
        [self.weights.title, self.weights.tags, self.weights.summary, 1]
    }

    /// Returns the language that an article is read in: that of the settings, else the declared one, else
    /// the detected one.
    pub(super) fn language_of(&self, article: &Article) -> Lang {
        self.text.language.or(article.lang).unwrap_or_else(|| detect(&article.text))
    }
}
