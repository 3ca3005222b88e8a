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
mod shared_lists;
#[cfg(test)]
mod tests;
mod topk;
mod walk;

pub use brute_force::{brute_force, exhaustive_weighted};
pub use build::Index;
pub use neighbours::{Neighbour, Neighbours};
pub use postings::{MAX_DOCS, MAX_ENTRIES};
pub use progress::{Cancelled, Progress};
pub use query::{ROW_BLOCK, ScoreModifier, Scratch, Search};
pub use topk::TopK;
pub use walk::Work;
