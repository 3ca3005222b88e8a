//! Sparse rows to a few dense columns: latent semantic analysis; and to two: a map.

mod blocks;
mod eigen;
mod error;
mod lsa;
mod map2d;
mod orthonormal;
#[cfg(feature = "files")]
mod parts;
mod products;
mod range_finder;
mod sample;
mod steps;
mod term_major;

pub(crate) use blocks::sum_in_blocks;
pub use error::ReduceError;
pub use lsa::{Lsa, LsaParams};
pub(crate) use map2d::map2d;
#[cfg(feature = "files")]
pub(crate) use parts::LsaParts;
pub(crate) use products::{combine, padded};
pub(crate) use sample::sample;
#[cfg(feature = "files")]
pub(crate) use steps::Steps;
