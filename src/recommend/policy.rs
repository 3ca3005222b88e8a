//! How lists are made, as plain data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DuplicateParams, RecommendError};

/// How lists are made: who may stand in them, what counts beside the words, and what is done when too few
/// are left.
///
/// The default is the preset `also-like`. A field that a file leaves out has its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Length of a list, 1 or more.
    pub k: usize,
    /// Least cosine of an item that stands in a list for its likeness, 0 to 1.
    pub min_score: f32,
    /// Who may stand in a list.
    pub eligibility: EligibilityPolicy,
    /// What nearness in time and recency are worth.
    pub time: TimePolicy,
    /// What sections and series are worth.
    pub sections: SectionPolicy,
    /// What counts as the same article twice; `None` shows copies side by side.
    pub duplicates: Option<DuplicateParams>,
    /// How much the items of a list should differ.
    pub diversity: DiversityPolicy,
    /// What a reader's dislikes weigh against the likes in the query of a history, 0 to 1.
    pub dislike: f64,
    /// In how many lists an article may stand, 1 or more; `None` for any number.
    pub max_inbound: Option<u32>,
    /// What is done when similar articles run out.
    pub fill: FillPolicy,
}

/// Who may stand in a list.
///
/// Whatever is set here, a list never holds its own article, its page under another id, or an article that is
/// hidden, retracted, legally sensitive, under embargo or expired.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EligibilityPolicy {
    /// Only articles of the article's language.
    pub same_language: bool,
    /// Translations of the article, which share its translation key, too.
    pub translations: bool,
    /// Only articles published at most so many days before or after; one without a date has then no list
    /// and stands in none.
    pub days_apart: Option<u32>,
    /// Only articles at most so many days old when asked; evergreen ones at any age, those without a date
    /// never.
    pub max_age_days: Option<u32>,
    /// Only articles on one side in time.
    pub direction: Direction,
    /// Only articles with at least so many characters of text.
    pub min_chars: u32,
}

/// On which side in time of its article an item may stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// On either.
    #[default]
    Any,
    /// Not after it: what its readers may not know yet. An article without a date has then no list and
    /// stands in none.
    Older,
}

/// What time is worth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TimePolicy {
    /// Articles of the same days are preferred.
    pub nearness: Option<Nearness>,
    /// New articles are preferred.
    pub recency: Option<Recency>,
}

/// The factor `1 + weight · ½^(days apart / half_life_days)`; 1 where a date is missing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nearness {
    /// What publication at the same moment adds, from 0.
    pub weight: f64,
    /// In how many days that halves, above 0.
    pub half_life_days: f64,
}

/// The factor `floor + (1 − floor) · ½^(max(0, age − offset_days) / half_life_days)` of the item's age when
/// asked; 1 for evergreen articles, `floor` for those without a date, or with one more than a day ahead.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recency {
    /// In how many days the factor halves, above 0.
    pub half_life_days: f64,
    /// Days that do not count.
    pub offset_days: f64,
    /// What the factor never falls below, 0 to 1.
    pub floor: f64,
}

/// What sections and series are worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SectionPolicy {
    /// Articles of the same section.
    pub same_section: Stance,
    /// Articles of the same series.
    pub same_series: Stance,
    /// The factor of what is preferred, from 1.
    pub prefer: f64,
    /// A factor for the items of each section, from 0; at 0 the section stands in no list. 1 for sections
    /// that are not named.
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

/// What is done with articles that share a section or a series with the list's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// They are like any other.
    #[default]
    Ignore,
    /// Their scores are raised.
    Prefer,
    /// They stand in no list of each other.
    Exclude,
}

/// How much the items of a list should differ.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DiversityPolicy {
    /// From 0, the best items whatever they share, to 1, the most different ones of the pool.
    pub dial: f64,
    /// How many of the best are chosen from, when the dial is above 0.
    pub pool: usize,
    /// The largest cosine that two items, or an item and the article, may have; `None` for any.
    pub max_similarity: Option<f32>,
}

impl Default for DiversityPolicy {
    /// No diversity; a pool of fifty, from which ten lists of five different items could be made.
    fn default() -> Self {
        Self { dial: 0.0, pool: 50, max_similarity: None }
    }
}

/// What is done when similar articles run out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FillPolicy {
    /// Whether places left are filled: from the same theme, then the same section, then from all, the most
    /// recent first.
    pub on: bool,
    /// A list of fewer items than this is left empty.
    pub min: usize,
}

impl Policy {
    /// Whether every value is in its range, so that a command can refuse before it reads.
    ///
    /// # Errors
    /// [`RecommendError::Setting`] with the first value that is not.
    pub fn check(&self) -> Result<(), RecommendError> {
        let within = |name: &'static str, value: f64, least: f64, most: f64| {
            if value.is_finite() && (least..=most).contains(&value) {
                return Ok(());
            }
            Err(RecommendError::Setting { name, value, least, most })
        };
        // Beyond a million a factor has no meaning, and products of them might not be finite.
        const MOST: f64 = 1e6;
        if self.k == 0 {
            return Err(RecommendError::NoArticlesAsked);
        }
        within("min_score", self.min_score.into(), 0.0, 1.0)?;
        if let Some(Nearness { weight, half_life_days }) = self.time.nearness {
            within("time.nearness.weight", weight, 0.0, MOST)?;
            within("time.nearness.half_life_days", half_life_days, 1e-6, 1e9)?;
        }
        if let Some(Recency { half_life_days, offset_days, floor }) = self.time.recency {
            within("time.recency.half_life_days", half_life_days, 1e-6, 1e9)?;
            within("time.recency.offset_days", offset_days, 0.0, 1e9)?;
            within("time.recency.floor", floor, 0.0, 1.0)?;
        }
        within("sections.prefer", self.sections.prefer, 1.0, MOST)?;
        for &weight in self.sections.weights.values() {
            within("sections.weights", weight, 0.0, MOST)?;
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
        if let Some(most) = self.diversity.max_similarity {
            within("diversity.max_similarity", most.into(), 0.0, 1.0)?;
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
    fn what_is_out_of_range_is_named() {
        let check = |change: fn(&mut Policy), expected: &str| {
            let mut policy = Policy::default();
            change(&mut policy);
            assert_eq!(policy.check().unwrap_err().to_string(), expected);
        };
        check(|policy| policy.k = 0, "k is 0: ask for one article or more");
        check(|policy| policy.min_score = -0.5, "min_score is -0.5: write a number from 0 to 1");
        check(
            |policy| {
                policy.time.nearness = Some(Nearness { weight: f64::NAN, half_life_days: 1.0 });
            },
            "time.nearness.weight is NaN: write a number from 0 to 1000000",
        );
        check(|policy| policy.fill.min = 9, "fill.min is 9: write a number from 0 to 4");
    }
}
