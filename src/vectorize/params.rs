//! The settings of a vectorizer.

use super::ngrams::MAX_NGRAM;
use super::spans::N_PARTS;
use super::{Idf, VectorizeError};
use crate::setting::InvalidSetting;
use crate::text::{BoilerplateSettings, TextSettings};

/// The settings of a vectorizer. [`fit`](Self::fit) returns rows and a frozen model.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorizerParams {
    /// Language, stemming and stop words.
    pub text: TextSettings,
    /// When a repeated line is left out as boilerplate.
    pub boilerplate: BoilerplateSettings,
    /// Shortest and longest term, in words: (1, 2) is single words and pairs.
    pub ngrams: (usize, usize),
    /// Minimum number of articles that contain a term.
    pub min_df: u32,
    /// Maximum share of the articles that contain a term, above 0 and up to 1.
    pub max_df: f64,
    /// Formula of the inverse document frequency.
    pub idf: Idf,
    /// How often each word of a part counts.
    pub weights: PartWeights,
}

/// Maximum weight of a part. A word is repeated in memory as often as its part counts.
pub const MAX_PART_WEIGHT: u32 = 100;

/// How often each word of a part of the article counts; 0 leaves the part out.
///
/// Words of the body count once.
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
    /// Terms are single words and pairs that stand in two articles or more. The idf exponent is 1.25, and title
    /// words count twice. `docs/lab/defaults.md` compares these values with others.
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
    /// Checks that every setting is inside its range.
    pub(super) fn check(&self) -> Result<(), VectorizeError> {
        let invalid = |name, value: String, expected: &str| {
            Err(InvalidSetting::new(name, value, expected).into())
        };
        let (min, max) = self.ngrams;
        if min < 1 || min > max || max > MAX_NGRAM {
            let expected = "a range from 1 to 3 words, such as 1..2";
            return invalid("ngrams", format!("{min}..{max}"), expected);
        }
        for (name, share) in
            [("max_df", self.max_df), ("boilerplate share", self.boilerplate.min_share)]
        {
            if !(share > 0.0 && share <= 1.0) {
                return invalid(name, share.to_string(), "a share above 0 and up to 1");
            }
        }
        let PartWeights { title, tags, summary } = self.weights;
        for (name, weight) in
            [("title weight", title), ("tags weight", tags), ("summary weight", summary)]
        {
            if weight > MAX_PART_WEIGHT {
                return invalid(name, weight.to_string(), "a number from 0 to 100");
            }
        }
        match self.idf {
            Idf::Power(exponent) if !(0.0..=10.0).contains(&exponent) => {
                invalid("idf exponent", exponent.to_string(), "a number from 0 to 10")
            }
            _ => Ok(()),
        }
    }

    /// Returns how often the words of title, tags, summary and body count.
    pub(super) fn part_weights(&self) -> [u32; N_PARTS] {
        [self.weights.title, self.weights.tags, self.weights.summary, 1]
    }
}

const _: () = assert!(MAX_NGRAM == 3 && MAX_PART_WEIGHT == 100, "`check` names both limits");
