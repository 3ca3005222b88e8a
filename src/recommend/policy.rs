//! The settings of related lists, as plain data.

use std::collections::BTreeMap;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use super::{DuplicateParams, RecommendError};
use crate::setting::InvalidSetting;

/// How lists are built: eligibility, score factors, diversity and fallbacks.
///
/// The default is the preset `also-like`. In a file, a missing field has its default.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Policy {
    /// Length of a list, 1 or more.
    pub k: usize,
    /// Minimum cosine similarity of a similar item, 0 to 1.
    pub min_score: f32,
    /// Which articles may appear in a list.
    pub eligibility: EligibilityPolicy,
    /// Score factors for nearness in time and recency.
    pub time: TimePolicy,
    /// Score factors for sections and series.
    pub sections: SectionPolicy,
    /// When two articles count as duplicates; `None` shows duplicates side by side.
    pub duplicates: Option<DuplicateParams>,
    /// How much the items of a list must differ.
    pub diversity: DiversityPolicy,
    /// Weight of a reader's dislikes relative to the likes, 0 to 1.
    pub dislike: f64,
    /// Maximum number of lists in which an article appears, 1 or more; `None` for no limit.
    pub max_inbound: Option<u32>,
    /// What to do when there are too few similar articles.
    pub fill: FillPolicy,
}

/// Which articles may appear in a list.
///
/// Whatever the values, a list never contains its own article, the same page under another id, or an article
/// that is hidden, retracted, legally sensitive, under embargo or expired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct EligibilityPolicy {
    /// Whether items must be in the language of the list's own article.
    pub same_language: bool,
    /// Whether translations of the list's own article may appear. Translations share a translation key.
    pub translations: bool,
    /// Maximum number of days between publication of an item and of the list's own article. An undated article
    /// then has no list and appears in none.
    pub days_apart: Option<u32>,
    /// Maximum age of an item in days, at the time of the request. Evergreen articles may have any age; undated
    /// articles are never eligible.
    pub max_age_days: Option<u32>,
    /// Whether items may be newer than the list's own article.
    pub direction: Direction,
    /// Minimum number of characters of an item's text.
    pub min_chars: u32,
}

/// Whether items may be newer than the list's own article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Direction {
    /// Items may be older or newer.
    #[default]
    Any,
    /// Items are not newer than the list's own article. An undated article then has no list and appears in
    /// none.
    Older,
}

/// Score factors for time; `None` is no factor.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct TimePolicy {
    /// Prefers items published near the date of the list's own article.
    pub nearness: Option<Nearness>,
    /// Prefers recent items.
    pub recency: Option<Recency>,
}

/// The factor `1 + weight · ½^(days apart / half_life_days)`; 1 when either date is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Nearness {
    /// Amount that publication at the same time adds to the factor, 0 or more.
    pub weight: f64,
    /// Number of days in which this amount halves, above 0.
    pub half_life_days: f64,
}

/// The factor `floor + (1 − floor) · ½^(max(0, age − offset_days) / half_life_days)`, with the age of the item in
/// days at the time of the request. It is 1 for evergreen articles, and `floor` for undated articles and for
/// articles dated more than a day ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Recency {
    /// Number of days in which the factor halves, above 0.
    pub half_life_days: f64,
    /// Age in days up to which the factor is 1.
    pub offset_days: f64,
    /// Lower bound of the factor, 0 to 1.
    pub floor: f64,
}

/// Score factors for sections and series.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct SectionPolicy {
    /// How to treat items in the section of the list's own article.
    pub same_section: Stance,
    /// How to treat items in the series of the list's own article.
    pub same_series: Stance,
    /// Factor for preferred items, from 1.
    pub prefer: f64,
    /// Factor for the items of each named section, from 0; other sections have factor 1. The articles of a
    /// section with factor 0 appear in no list.
    pub weights: BTreeMap<String, f64>,
}

impl Default for SectionPolicy {
    fn default() -> Self {
        Self {
            same_section: Stance::Ignore,
            same_series: Stance::Ignore,
            prefer: 1.25,
            weights: BTreeMap::new(),
        }
    }
}

/// How to treat items that share a section or a series with the list's own article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Stance {
    /// Treat them like all others.
    #[default]
    Ignore,
    /// Raise their scores.
    Prefer,
    /// Keep them out of the list.
    Exclude,
}

/// How much the items of a list must differ.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct DiversityPolicy {
    /// Weight of diversity against similarity: 0 takes the most similar items, 1 the most diverse of the pool.
    pub dial: f64,
    /// Number of best items from which the list is chosen when `dial` is above 0.
    pub pool: usize,
    /// Maximum cosine similarity between two items, and between an item and the list's own article; `None` for
    /// no limit.
    pub max_similarity: Option<f32>,
}

impl Default for DiversityPolicy {
    /// Returns no diversity, with a pool of 50. Fifty items are enough for ten lists of five.
    fn default() -> Self {
        Self { dial: 0.0, pool: 50, max_similarity: None }
    }
}

/// What to do when there are too few similar articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct FillPolicy {
    /// Whether to fill empty places: from the same theme, then from the same section, then from all articles,
    /// most recent first.
    pub on: bool,
    /// Minimum number of items; a shorter list is emptied.
    pub min: usize,
}

impl Policy {
    /// Checks that every value is in its range. A command can call this before it reads an archive.
    ///
    /// # Errors
    /// [`RecommendError::NoArticlesAsked`] when `k` is 0, and [`RecommendError::InvalidSetting`] with the first value
    /// that is out of range.
    pub fn check(&self) -> Result<(), RecommendError> {
        let within = |name: &'static str, value: f64, min: f64, max: f64| {
            InvalidSetting::check_range(name, value, min, max).map_err(RecommendError::from)
        };
        // A factor beyond a million has no use, and products of such factors might not be finite.
        const MAX_FACTOR: f64 = 1e6;
        if self.k == 0 {
            return Err(RecommendError::NoArticlesAsked);
        }
        within("min_score", self.min_score.into(), 0.0, 1.0)?;
        if let Some(Nearness { weight, half_life_days }) = self.time.nearness {
            within("time.nearness.weight", weight, 0.0, MAX_FACTOR)?;
            within("time.nearness.half_life_days", half_life_days, 1e-6, 1e9)?;
        }
        if let Some(Recency { half_life_days, offset_days, floor }) = self.time.recency {
            within("time.recency.half_life_days", half_life_days, 1e-6, 1e9)?;
            within("time.recency.offset_days", offset_days, 0.0, 1e9)?;
            within("time.recency.floor", floor, 0.0, 1.0)?;
        }
        within("sections.prefer", self.sections.prefer, 1.0, MAX_FACTOR)?;
        for &weight in self.sections.weights.values() {
            within("sections.weights", weight, 0.0, MAX_FACTOR)?;
        }
        if let Some(params) = self.duplicates {
            within("duplicates.min_cosine", params.min_cosine.into(), 0.0, 1.0)?;
            within("duplicates.min_jaccard", params.min_jaccard, 0.0, 1.0)?;
            within("duplicates.min_words", params.min_words, 0.0, 1.0)?;
            within("duplicates.min_length_ratio", params.min_length_ratio, 0.0, 1.0)?;
        }
        within("diversity.dial", self.diversity.dial, 0.0, 1.0)?;
        within("diversity.pool", self.diversity.pool as f64, 1.0, 1e6)?;
        within("dislike", self.dislike, 0.0, 1.0)?;
        if let Some(max) = self.diversity.max_similarity {
            within("diversity.max_similarity", max.into(), 0.0, 1.0)?;
        }
        within("max_inbound", self.max_inbound.unwrap_or(1).into(), 1.0, u32::MAX.into())?;
        within("fill.min", self.fill.min as f64, 0.0, self.k as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::{Nearness, Policy};
    use crate::recommend::Preset;

    #[test]
    fn every_preset_is_in_range() {
        for preset in Preset::ALL {
            assert_eq!(preset.policy().check(), Ok(()), "{}", preset.name());
        }
        assert_eq!(Policy::default(), Preset::AlsoLike.policy());
    }

    #[test]
    fn names_the_value_that_is_out_of_range() {
        let check = |change: fn(&mut Policy), expected: &str| {
            let mut policy = Policy::default();
            change(&mut policy);
            assert_eq!(policy.check().unwrap_err().to_string(), expected);
        };
        check(|policy| policy.k = 0, "k is 0: ask for one article or more");
        check(|policy| policy.min_score = -0.5, "`min_score` is -0.5: it must be from 0 to 1");
        check(
            |policy| {
                policy.time.nearness = Some(Nearness { weight: f64::NAN, half_life_days: 1.0 });
            },
            "`time.nearness.weight` is NaN: it must be from 0 to 1000000",
        );
        check(|policy| policy.fill.min = 9, "`fill.min` is 9: it must be from 0 to 4");
    }
}
