#![doc = include_str!("../README.md")]

pub mod article;
pub mod audit;
// Private: public for tests and benches that run every instruction set.
#[doc(hidden)]
pub mod cpu;
pub mod engine;
pub mod evaluate;
pub mod index;
pub mod rank;
pub mod recommend;
// Private: public for `alsolike-store`, which saves the projection of themes, and for benches.
#[doc(hidden)]
pub mod reduce;
pub mod setting;
pub mod sparse;
pub mod text;
pub mod themes;
pub mod vectorize;

/// Compiles and runs the examples of the guide.
#[cfg(doctest)]
#[doc = include_str!("../docs/guide/library.md")]
mod guide {}
