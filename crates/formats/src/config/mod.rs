//! Files that editors write: rules, lists of themes, names of themes, rated pairs of articles.

mod line;
mod pairs;
mod rules;
mod theme_list;
mod theme_names;

pub use pairs::{RatedPair, rated_pairs};
pub use rules::{RuleFileError, parse_rules};
pub use theme_list::{starter_lexicon, theme_list};
pub use theme_names::{ThemeName, theme_names};
