//! Exact cosine top-k over sparse rows.

mod neighbours;

pub use neighbours::{Neighbour, Neighbours};
