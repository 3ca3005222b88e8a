//! What is known of a pair of articles, as numbers.

use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

/// What is known of an article and a candidate for its list.
///
/// The first ones are about words, then come time, place, and company: whom else the two are near to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Cosine of the archive's own vectors.
    Cosine,
    /// Cosine with the idf `ln(n / df)`: the topic.
    FlatCosine,
    /// Cosine with the idf `ln(n / df)^2`: the story.
    SteepCosine,
    /// Cosine of single words, phrases left out.
    WordCosine,
    /// Logarithm of the cosine.
    LogCosine,
    /// 1 / (1 + place of the candidate by cosine), places counted from 0.
    Place,
    /// Cosine of the titles.
    TitleCosine,
    /// Cosine of the tags, a tag weighing as much as it is rare; 0 without tags.
    TagCosine,
    /// 1 for the same section.
    SameSection,
    /// Logarithm of the number of different terms of the candidate.
    Length,
    /// ½^(days apart / 30); 0 without dates, as the other features of time.
    Near30,
    /// ½^(days apart / 180).
    Near180,
    /// ½^(days apart / 720).
    Near720,
    /// The cosine where the two are near in time: cosine × ½^(days apart / 180).
    CosineNear180,
    /// 1 / (1 + number of articles published between the two).
    Sequence,
    /// Cosine over that of the candidate's own tenth neighbour, at most 3.
    Reciprocity,
    /// 1 when the article is among the candidate's ten nearest.
    Mutual,
    /// Cosine less half the mean cosines of both with their ten nearest.
    Scaled,
    /// Mean cosine of the candidate with its ten nearest.
    Hubness,
    /// 1 for a candidate published before. Only with the direction of time.
    Older,
    /// The cosine of a candidate published before. Only with the direction of time.
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

    /// Whether it tells before from after.
    #[must_use]
    pub fn is_directed(self) -> bool {
        matches!(self, Self::Older | Self::CosineOlder)
    }

    /// Its name in files.
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
    fn features_are_numbered_and_named_alike() {
        for (number, feature) in Feature::ALL.into_iter().enumerate() {
            assert_eq!(feature as usize, number);
            let json = serde_json::to_string(&feature).unwrap();
            assert_eq!(json, format!("\"{}\"", feature.name()));
        }
    }
}
