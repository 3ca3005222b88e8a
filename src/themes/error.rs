//! Errors of themes.

use thiserror::Error;

use crate::reduce::ReduceError;
use crate::setting::InvalidSetting;

/// Why themes could not be made or changed.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ThemeError {
    /// The number of themes is 0.
    #[error("the number of themes is 0: it must be at least 1")]
    NoThemes,
    /// No named theme matches an article, and no other themes are requested.
    #[error(
        "no article has more seeds of one named theme than of the others ({names}), and no other themes are requested"
    )]
    NoneMatched {
        /// The names, each in backticks.
        names: String,
    },
    /// Fewer distinct articles have indexed terms than themes are requested.
    #[error(
        "{asked} themes are requested, but only {found} distinct {} terms with other articles",
        if *.found == 1 { "article shares" } else { "articles share" }
    )]
    TooFewArticles {
        /// Number of themes requested.
        asked: usize,
        /// Number of distinct articles with terms.
        found: usize,
    },
    /// A setting is outside its range.
    #[error(transparent)]
    InvalidSetting(#[from] InvalidSetting),
    /// An input describes another number of articles.
    #[error("{input} has {found} rows, but there are {expected} articles")]
    Articles {
        /// The input at fault.
        input: &'static str,
        /// Number of articles.
        expected: usize,
        /// Number of rows of the input.
        found: usize,
    },
    /// An input describes another number of terms.
    #[error("{input} has {found} terms, but the vocabulary has {expected}")]
    Terms {
        /// The input at fault.
        input: &'static str,
        /// Number of terms of the vocabulary.
        expected: usize,
        /// Number of terms of the input.
        found: usize,
    },
    /// A membership refers to a theme that does not exist.
    #[error("an article is assigned to theme {theme}, but there are {n_themes} themes")]
    Theme {
        /// Position of the theme, from 0.
        theme: usize,
        /// Number of themes.
        n_themes: usize,
    },
    /// No theme has the requested id.
    #[error("no theme has the id {id}")]
    UnknownTheme {
        /// The id.
        id: usize,
    },
    /// Another theme already has the name.
    #[error("theme {id} is called `{name}` already: two themes cannot have the same name")]
    NameTaken {
        /// The name.
        name: String,
        /// Id of the theme that has it.
        id: usize,
    },
    /// The rows cannot be reduced to dense ones.
    #[error(transparent)]
    Reduce(#[from] ReduceError),
    /// A dense row has a value that is NaN or infinite.
    #[error("row {row} has a value that is not finite")]
    NotFinite {
        /// The row, from 0.
        row: usize,
    },
    /// The clustering library returned an error.
    #[error("clustering failed: {0}")]
    Clustering(String),
}
