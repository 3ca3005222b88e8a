//! The features of a pair of articles.

use std::ops::{Index, IndexMut};

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// A feature of a pair: an article and a candidate for its list.
///
/// The order is: text, tags and section, length, time, neighbours in common, direction of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Feature {
    /// Cosine of the archive's vectors.
    Cosine,
    /// Cosine with the idf `ln(n / df)`: similarity of topic.
    FlatCosine,
    /// Cosine with the idf `ln(n / df)^2`: similarity of story.
    SteepCosine,
    /// Cosine of single words, without phrases.
    WordCosine,
    /// Logarithm of the cosine.
    LogCosine,
    /// 1 / (1 + place of the candidate by cosine), places counted from 0.
    Place,
    /// Cosine of the titles.
    TitleCosine,
    /// Cosine of the tags with idf weights; 0 without tags.
    TagCosine,
    /// 1 when both are in one section, else 0.
    SameSection,
    /// Logarithm of 1 + the number of distinct terms of the candidate.
    Length,
    /// ½^(days apart / 30). Without dates, all features of time are 0.
    Near30,
    /// ½^(days apart / 180).
    Near180,
    /// ½^(days apart / 720).
    Near720,
    /// Cosine × ½^(days apart / 180).
    CosineNear180,
    /// 1 / (1 + number of articles published between the two).
    Sequence,
    /// Cosine over the cosine of the candidate with its tenth neighbour, at most 3.
    Reciprocity,
    /// 1 when the article is among the candidate's ten nearest, else 0.
    Mutual,
    /// Cosine minus half the sum of both articles' mean cosines with their ten nearest.
    Scaled,
    /// Mean cosine of the candidate with its ten nearest.
    Hubness,
    /// 1 for a candidate published earlier, else 0. A directed feature.
    Older,
    /// The cosine of a candidate published earlier, else 0. A directed feature.
    CosineOlder,
}

/// Number of features.
pub const N_FEATURES: usize = Feature::ALL.len();

/// The value of each feature of a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Features([f64; N_FEATURES]);

impl Index<Feature> for Features {
    type Output = f64;

    fn index(&self, feature: Feature) -> &f64 {
        &self.0[feature as usize]
    }
}

impl IndexMut<Feature> for Features {
    fn index_mut(&mut self, feature: Feature) -> &mut f64 {
        &mut self.0[feature as usize]
    }
}

impl Feature {
    /// All features.
    pub const ALL: [Self; 21] = [
        Self::Cosine,
        Self::FlatCosine,
        Self::SteepCosine,
        Self::WordCosine,
        Self::LogCosine,
        Self::Place,
        Self::TitleCosine,
        Self::TagCosine,
        Self::SameSection,
        Self::Length,
        Self::Near30,
        Self::Near180,
        Self::Near720,
        Self::CosineNear180,
        Self::Sequence,
        Self::Reciprocity,
        Self::Mutual,
        Self::Scaled,
        Self::Hubness,
        Self::Older,
        Self::CosineOlder,
    ];

    /// Returns whether the feature depends on which of the two articles is older.
    #[must_use]
    pub fn is_directed(self) -> bool {
        matches!(self, Self::Older | Self::CosineOlder)
    }

    /// Returns the name of the feature in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cosine => "cosine",
            Self::FlatCosine => "flat_cosine",
            Self::SteepCosine => "steep_cosine",
            Self::WordCosine => "word_cosine",
            Self::LogCosine => "log_cosine",
            Self::Place => "place",
            Self::TitleCosine => "title_cosine",
            Self::TagCosine => "tag_cosine",
            Self::SameSection => "same_section",
            Self::Length => "length",
            Self::Near30 => "near30",
            Self::Near180 => "near180",
            Self::Near720 => "near720",
            Self::CosineNear180 => "cosine_near180",
            Self::Sequence => "sequence",
            Self::Reciprocity => "reciprocity",
            Self::Mutual => "mutual",
            Self::Scaled => "scaled",
            Self::Hubness => "hubness",
            Self::Older => "older",
            Self::CosineOlder => "cosine_older",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Feature;

    #[test]
    fn numbers_and_names_equal_those_of_serde() {
        for (number, feature) in Feature::ALL.into_iter().enumerate() {
            assert_eq!(feature as usize, number);
            let json = serde_json::to_string(&feature).unwrap();
            assert_eq!(json, format!("\"{}\"", feature.name()));
        }
    }
}
