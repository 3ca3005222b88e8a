//! Themes of an archive: clusters of articles, each with its words.

mod centres;
mod choose;
mod closeness;
mod dense;
mod describe;
mod error;
mod fit;
mod graph;
mod kmeans;
mod levels;
mod lexicon;
mod lifecycle;
mod map;
mod named;
mod params;
mod parts;
mod placed;
mod seeds;
mod smooth;
mod start;
#[cfg(test)]
mod tests;
mod theme;
mod words;

pub use dense::DenseClusters;
pub use error::ThemeError;
pub use lifecycle::ThemeDiff;
pub use named::NamedReport;
pub use params::{NThemes, ThemeParams};
#[doc(hidden)]
pub use parts::{SpaceParts, ThemesParts};
pub use seeds::{SeedTheme, SeededTheme};
pub use theme::{Membership, Naming, Subtheme, Theme, Themes};
pub use words::Wording;
