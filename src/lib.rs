#![doc = include_str!("../README.md")]

pub mod article;
pub mod audit;
pub mod cpu;
pub mod engine;
pub mod evaluate;
pub mod index;
pub mod rank;
pub mod recommend;
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
