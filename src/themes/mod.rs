//! Themes of an archive: clusters of articles, each with its words.

mod centroids;
mod dense;
mod describe;
mod error;
mod fit;
mod graph;
mod init;
mod kmeans;
mod lexicon;
mod lifecycle;
mod map;
mod merge;
mod model;
mod named;
mod params;
mod parts;
mod prepare;
mod seeds;
mod space;
mod subthemes;
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
