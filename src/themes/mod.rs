//! Themes of an archive: clusters of articles, each with its words.

mod centres;
mod choose;
mod company;
mod describe;
mod error;
mod fit;
mod graph;
mod kmeans;
mod labels;
mod levels;
mod params;
mod readable;
mod smooth;
mod start;
mod tables;
#[cfg(test)]
mod tests;
mod theme;

pub use error::ThemeError;
pub use params::{NThemes, ThemeParams};
pub use theme::{Membership, Naming, Subtheme, Theme, Themes};
