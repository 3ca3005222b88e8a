//! Exact cosine top-k over sparse rows.

mod all_pairs;
mod build;
mod neighbours;
mod oracle;
mod query;
mod rest_norms;
mod topk;
mod walk;

pub use build::Index;
pub use neighbours::{Neighbour, Neighbours};
pub use oracle::exhaustive;
pub use query::{Scratch, Search};
pub use topk::TopK;
