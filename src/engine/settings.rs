//! The settings of an engine.

use crate::themes::ThemeParams;
use crate::vectorize::{Idf, VectorizerParams};

/// Settings of an engine.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Settings {
    /// Settings of the vectorizer, which turns articles into rows.
    pub vectors: VectorizerParams,
    /// Settings of the themes.
    pub themes: ThemeParams,
}

/// What similar means: the same topic, or the same story.
///
/// The choice sets the idf. A steep idf gives weight to rare words, which are mostly names, and finds the same
/// story. A flat idf finds the same topic.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Focus {
    /// `ln((1 + n) / (1 + df)) + 1`.
    Topic,
    /// `ln(n / df)^1.25`, the default.
    #[default]
    Balanced,
    /// `ln(n / df)^2`.
    Story,
    /// `ln(n / df)^exponent`, from 0 to 10.
    Exponent(f64),
}

impl From<Focus> for Idf {
    fn from(focus: Focus) -> Self {
        match focus {
            Focus::Topic => Self::Smooth,
            Focus::Balanced => Self::Power(1.25),
            Focus::Story => Self::Power(2.0),
            Focus::Exponent(exponent) => Self::Power(exponent),
        }
    }
}
