//! Exact cosine top-k over sparse rows.

mod all_pairs;
mod build;
mod kernels;
mod list_bounds;
mod neighbours;
mod oracle;
mod postings;
mod query;
mod query_table;
mod rest_norms;
mod shared_lists;
#[cfg(test)]
mod tests;
mod topk;
mod walk;

pub use all_pairs::{Cancelled, Watch, unwatched};
pub use build::Index;
pub use neighbours::{Neighbour, Neighbours};
pub use oracle::{exhaustive, exhaustive_weighted};
pub use postings::{MAX_DOCS, MAX_ENTRIES};
pub use query::{STRETCH, Scratch, Search, Weighing};
pub use topk::TopK;
pub use walk::Work;
