//! The linear ranker.

use std::collections::BTreeMap;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Feature, Features};

/// A linear ranker: the score of a pair is the sum of weight × feature.
///
/// Scores rank the candidates of one list; their absolute values have no meaning.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Ranker {
    /// Description of the training data.
    #[cfg_attr(feature = "serde", serde(default))]
    pub learned_from: String,
    /// Weight of each feature; a missing feature has weight 0.
    pub weights: BTreeMap<Feature, f64>,
}

/// A weight is infinite or not a number.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("the weight of `{feature}` is {weight}: it must be a finite number")]
pub struct RankerError {
    feature: &'static str,
    weight: f64,
}

impl Ranker {
    /// Checks that every weight is finite.
    ///
    /// # Errors
    /// [`RankerError`] with the first feature whose weight is not finite.
    pub fn check(&self) -> Result<(), RankerError> {
        match self.weights.iter().find(|(_, weight)| !weight.is_finite()) {
            Some((feature, &weight)) => Err(RankerError { feature: feature.name(), weight }),
            None => Ok(()),
        }
    }

    /// Returns the score of a pair. Higher scores rank first.
    #[must_use]
    pub fn score(&self, features: &Features) -> f64 {
        self.parts(features).map(|(_, part)| part).sum()
    }

    /// Iterates over what each feature adds to the score. The parts sum to the score.
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
    fn scores_are_weighted_sums_and_weights_must_be_finite() {
        let weights = [(Feature::Cosine, 2.0), (Feature::Older, -1.0)].into();
        let mut ranker = Ranker { learned_from: String::new(), weights };
        let mut features = Features::default();
        features[Feature::Cosine] = 0.5;
        features[Feature::Older] = 1.0;
        assert!(ranker.score(&features).abs() < 1e-12);
        assert_eq!(ranker.check(), Ok(()));
        ranker.weights.insert(Feature::Near30, f64::NAN);
        let message = ranker.check().unwrap_err().to_string();
        assert_eq!(message, "the weight of `near30` is NaN: it must be a finite number");
    }
}
