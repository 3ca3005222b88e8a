//! Sparse rows to a few dense columns: latent semantic analysis; and to two: a map.

mod blocks;
mod eigen;
mod error;
mod lsa;
mod map2d;
mod orthonormal;
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
#[doc(hidden)]
pub use parts::LsaParts;
pub(crate) use products::{combine, padded};
pub(crate) use sample::sample;
#[doc(hidden)]
pub use steps::Steps;
