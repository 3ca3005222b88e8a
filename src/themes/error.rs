//! Why an archive has no themes.

use thiserror::Error;

use crate::reduce::ReduceError;

/// Why an archive has no themes.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ThemeError {
    /// A number of themes of 0 is asked for.
    #[error("0 themes are asked for: at least 1 is needed")]
    NoThemes,
    /// No named theme matches, and none is to be found beside them.
    #[error(
        "no article has more of the seeds of one named theme than of the others' ({names}), and no other themes are \
         to be found"
    )]
    NoneMatched {
        /// The names, each in backticks.
        names: String,
    },
    /// There are fewer different articles with words than themes asked for.
    #[error(
        "{asked} themes are asked for, but only {found} different articles have words that others have, too"
    )]
    TooFewArticles {
        /// Number of themes asked for.
        asked: usize,
        /// Number of different articles with words.
        found: usize,
    },
    /// A setting is not a number or outside its range.
    #[error("`{name}` is {value}: it must be from {least} to {most}")]
    Setting {
        /// Name of the setting.
        name: &'static str,
        /// Its value.
        value: f64,
        /// Least value allowed.
        least: f64,
        /// Greatest value allowed.
        most: f64,
    },
    /// Inputs that describe the same articles do not have the same number of them.
    #[error("{what} has {found} rows, but there are {expected} articles")]
    Articles {
        /// The input at fault.
        what: &'static str,
        /// Number of articles.
        expected: usize,
        /// Number of rows of the input.
        found: usize,
    },
    /// What themes are called by is of different terms.
    #[error("{what} are of {found} terms, but there are {expected}")]
    Terms {
        /// The input that is of other terms.
        what: &'static str,
        /// Number of terms of the vocabulary.
        expected: usize,
        /// Number of terms of the input.
        found: usize,
    },
    /// An article is placed in a theme that is not there.
    #[error("an article is placed in theme {theme}, but there are {n_themes}")]
    Theme {
        /// Position of the theme, from 0.
        theme: usize,
        /// Number of themes.
        n_themes: usize,
    },
    /// No theme has the id that a name is for.
    #[error("no theme has the id {id}")]
    UnknownTheme {
        /// The id.
        id: usize,
    },
    /// A name is given to a theme that another theme has.
    #[error("theme {id} is called `{name}` already: no two themes may have one name")]
    NameTaken {
        /// The name.
        name: String,
        /// Id of the theme that has it.
        id: usize,
    },
    /// The rows cannot be reduced to dense ones.
    #[error(transparent)]
    Reduce(#[from] ReduceError),
    /// A dense row has a value that is no number, or is infinite.
    #[error("row {row} has a value that is not finite")]
    NotFinite {
        /// The row, from 0.
        row: usize,
    },
    /// The clustering library gave up.
    #[error("clustering failed: {0}")]
    Clustering(String),
}
