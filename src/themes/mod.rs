//! Themes of an archive: clusters of articles with labels and keywords.

mod anchors;
mod centroids;
mod cluster;
mod dense;
mod describe;
mod error;
mod fit;
mod graph;
mod init;
mod input;
mod kmeans;
mod lexicon;
mod lifecycle;
mod lloyd;
mod map;
mod merge;
mod model;
mod named;
mod params;
mod parts;
mod points;
mod prepare;
mod seeds;
mod space;
mod subthemes;
#[cfg(test)]
mod tests;
mod theme;
mod unclaimed;
mod words;

// Private: public for the bench that compares the k-means with that of scikit-learn.
#[doc(hidden)]
pub use dense::DenseClusters;
pub use error::ThemeError;
pub use input::Wording;
pub use lifecycle::ThemeDiff;
pub use model::Themes;
pub use params::{NThemes, ThemeParams};
#[doc(hidden)]
pub use parts::{SpaceParts, ThemesParts};
pub use seeds::{NamedReport, SeedTheme, SeededTheme};
pub use theme::{Membership, Naming, Subtheme, Theme};

pub use crate::reduce::{LsaParams, ReduceError};
