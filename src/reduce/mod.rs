//! Sparse rows to a few dense columns: latent semantic analysis.

mod blocks;
mod eigen;
mod error;
mod lsa;
mod orthonormal;
mod products;
mod range_finder;
mod sample;
mod term_major;

pub(crate) use blocks::sum_in_blocks;
pub use error::ReduceError;
pub use lsa::{Lsa, LsaParams};
pub(crate) use products::{combine, padded};
pub(crate) use sample::sample;
