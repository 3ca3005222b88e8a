//! Dimension reduction: sparse rows to a few dense columns by latent semantic analysis, and dense points to a flat map.

mod blocks;
mod columns;
mod eigen;
mod error;
mod lsa;
mod map2d;
mod orthonormal;
mod parts;
mod products;
mod quantize;
mod range_finder;
mod sample;
mod sparse_matrix;

pub(crate) use blocks::sum_in_blocks;
pub use error::ReduceError;
pub use lsa::{Lsa, LsaParams};
pub(crate) use map2d::map2d;
#[doc(hidden)]
pub use parts::LsaParts;
pub(crate) use products::{padded, weighted_sum};
#[doc(hidden)]
pub use quantize::QuantizedRows;
pub(crate) use sample::sample_indices;
