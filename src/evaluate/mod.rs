//! Quality metrics: lists against links and labels, themes against labels, scores against human ratings.
//!
//! Every metric is a pure function of lists, labelings and relevance judgments given as row numbers. Means over queries
//! come with bootstrap intervals. Equal seeds give equal intervals on any number of threads.

mod bootstrap;
mod clustering;
mod correlation;
mod judgments;
mod lists;
mod matching;
mod ranking;

pub use bootstrap::{Metric, N_RESAMPLES};
pub use clustering::{ClusteringScores, compare_labelings};
pub use correlation::{pearson, spearman};
pub use judgments::{RelevanceJudgments, number_labels};
pub use lists::{COPY_COSINE, ChangedList, ListMetrics, changed_lists, list_metrics};
pub use ranking::{QueryScores, RankingReport, SameLabel, same_label_share, score_queries};
