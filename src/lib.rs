//! Related-article lists and themes for archives of articles: exact, explained, the same bytes every time.

pub mod article;
#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
pub mod evaluate;
#[cfg(feature = "files")]
pub mod export;
pub mod generate;
pub mod index;
#[cfg(feature = "files")]
pub mod ingest;
pub mod recommend;
pub mod reduce;
pub mod sparse;
pub mod text;
pub mod themes;
pub mod vectorize;
