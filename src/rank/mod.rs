//! Learning to rank from the links of an archive: features of pairs, weights, and training.
//!
//! [`PairFeatures`] computes the features of a pair of articles. A [`Ranker`] holds one weight for each feature. A
//! [`TrainingSet`] learns the weights from the links that authors set, by logistic regression.

mod candidates;
mod cosines;
mod describe;
mod feature;
mod input;
mod logistic;
mod pair_features;
mod tags;
mod times;
mod train;
mod untuned;
mod weights;

pub use candidates::{Candidate, RankPart, RankView, Ranked};
pub use describe::describe_importance;
pub use feature::{Feature, Features, N_FEATURES};
pub use input::RankInput;
pub use pair_features::PairFeatures;
pub use train::{N_FOLDS, TrainedRanker, TrainingReport, TrainingSet};
pub use weights::{Ranker, RankerError};
