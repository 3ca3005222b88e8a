//! A linear ranker: the score of a pair is a weighted sum of its features.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Feature, Features};

/// Weights of features: the score of a pair is the sum of weight × feature, and only its order means
/// something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranker {
    /// Where it was learned, in words.
    #[serde(default)]
    pub learned_from: String,
    /// Weight of each feature; 0 for those not named.
    pub weights: BTreeMap<Feature, f64>,
}

/// A weight that is no number.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("the weight of `{feature}` is {weight}: write a finite number")]
pub struct RankerError {
    feature: &'static str,
    weight: f64,
}

impl Ranker {
    /// Whether every weight is a number.
    ///
    /// # Errors
    /// [`RankerError`] naming the first feature whose weight is not.
    pub fn check(&self) -> Result<(), RankerError> {
        match self.weights.iter().find(|(_, weight)| !weight.is_finite()) {
            Some((feature, &weight)) => Err(RankerError { feature: feature.name(), weight }),
            None => Ok(()),
        }
    }

    /// The score of a pair, higher for what should stand first.
    #[must_use]
    pub fn score(&self, features: &Features) -> f64 {
        self.parts(features).map(|(_, part)| part).sum()
    }

    /// What each feature adds to the score; the parts sum to it.
    pub fn parts<'r>(
        &'r self,
        features: &'r Features,
    ) -> impl Iterator<Item = (Feature, f64)> + 'r {
        self.weights.iter().map(|(&feature, weight)| (feature, weight * features[feature]))
    }
}

#[cfg(test)]
mod tests {
    use super::Ranker;
    use crate::rank::{Feature, Features};

    #[test]
    fn a_score_is_the_sum_of_its_parts() {
        let weights = [(Feature::Cosine, 2.0), (Feature::Older, -1.0)].into();
        let mut ranker = Ranker { learned_from: String::new(), weights };
        let mut features = Features::default();
        features[Feature::Cosine] = 0.5;
        features[Feature::Older] = 1.0;
        assert!(ranker.score(&features).abs() < 1e-12);
        assert_eq!(ranker.check(), Ok(()));
        ranker.weights.insert(Feature::Near30, f64::NAN);
        let told = ranker.check().unwrap_err().to_string();
        assert_eq!(told, "the weight of `near30` is NaN: write a finite number");
    }
}
