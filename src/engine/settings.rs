//! What a user may set, in a user's words.

use crate::themes::ThemeParams;
use crate::vectorize::{Idf, VectorizerParams};

/// Settings of an engine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// How articles become rows.
    pub vectors: VectorizerParams,
    /// How rows become themes.
    pub themes: ThemeParams,
}

/// What near means: the same topic, or the same story.
///
/// A steeper idf lets rare words decide, and rare words are names: it finds the story. A flatter one
/// finds the topic.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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
