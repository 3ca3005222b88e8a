//! Lists that the links of an archive teach: features of pairs, weights, and how weights are learned.
//!
//! [`PairFeatures`] says what is known of a pair of articles. A [`Ranker`] is a weight for each feature. A
//! [`TrainingSet`] learns the weights from links that authors set, by logistic regression.

mod candidates;
mod cosines;
mod describe;
mod feature;
mod logistic;
mod pair_features;
mod tags;
mod times;
mod train;
mod untuned;
mod weights;

pub use candidates::{Candidate, RankPart, RankView, Ranked};
pub use describe::in_words;
pub use feature::{Feature, Features, N_FEATURES};
pub use pair_features::{PairFeatures, RankInput};
pub use train::{LearnReport, N_FOLDS, TrainedRanker, TrainingSet};
pub use weights::{Ranker, RankerError};
