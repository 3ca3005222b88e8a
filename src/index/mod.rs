//! Exact cosine top-k over sparse rows.

mod all_pairs;
mod brute_force;
mod build;
mod kernels;
mod list_bounds;
mod neighbours;
mod postings;
mod progress;
mod query;
mod query_table;
mod residual_norms;
mod search;
mod shared_lists;
#[cfg(test)]
mod tests;
mod topk;
mod walk;

pub use brute_force::brute_force;
#[cfg(test)]
pub(crate) use brute_force::brute_force_weighted;
pub use build::Index;
pub use neighbours::{Neighbour, Neighbours};
pub use postings::{MAX_DOCS, MAX_ENTRIES};
pub use progress::{Cancelled, Progress};
pub use query::Scratch;
pub use search::Search;
pub(crate) use search::{ROW_BLOCK, ScoreModifier};
use topk::TopK;
#[doc(hidden)]
pub use walk::SearchStats;
