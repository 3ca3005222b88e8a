//! Is one configuration better than another, on this archive: lists against links and labels, themes
//! against labels, scores against people.
//!
//! Everything here is a function of lists, labellings and truth given as row numbers: nothing is read
//! or timed. Means over queries come with bootstrap intervals, and equal seeds give equal intervals on
//! any number of threads.

mod bootstrap;
mod clustering;
mod compare;
mod correlation;
mod judgments;
mod ranking;

pub use bootstrap::{Metric, N_RESAMPLES};
pub use clustering::{ClusteringScores, compare_labelings};
pub use compare::{COPY_COSINE, Change, ListFigures, changed_lists, list_figures};
pub use correlation::{pearson, spearman};
pub use judgments::{RelevanceJudgments, number_labels};
pub use ranking::{QueryScores, RankingReport, SameLabel, same_label_share, score_queries};
