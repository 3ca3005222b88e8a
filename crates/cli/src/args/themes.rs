//! The flags of saved themes.

use std::path::PathBuf;

use clap::Args;

use super::values::precise_share;
use crate::io::guard::{Input, Target};
use alsolike::engine::REFIT_DRIFT;

/// The flags that control the fit of themes. They do not apply to saved themes, which are fitted already.
const FITTING: [&str; 10] = [
    "n",
    "levels",
    "least_subtheme",
    "outliers",
    "ambiguous",
    "named",
    "lexicon",
    "no_lexicon",
    "seed",
    "refit",
];

/// The files of saved themes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Saved themes")]
pub(crate) struct SavedThemesArgs {
    /// Save the themes, to assign later articles or to fit them again
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    /// Assign the articles of SOURCE to saved themes; without SOURCE, show the themes
    ///
    /// The saved themes stay as they are. Parts, outliers, ambiguous articles and the map belong to the articles
    /// that the themes were fitted to: assigned articles have none, and saved themes have no map.
    #[arg(long, value_name = "FILE", conflicts_with_all = FITTING)]
    pub(crate) load: Option<PathBuf>,
    /// Smallest drift at which --load advises to fit the themes again, 0 to 1
    ///
    /// Drift is 0 if the articles fit the themes as well as those that the themes were fitted to, and 1 if they share
    /// no word with their themes. It is negative if they fit better.
    #[arg(long, default_value_t = REFIT_DRIFT, value_name = "X", value_parser = precise_share, requires = "load", hide_short_help = true)]
    pub(crate) refit_at: f64,
    /// Fit the themes of SOURCE again from saved ones, with their ids and names
    ///
    /// A theme continues a saved theme if more than half of the articles in either are in both. With --named the
    /// themes start from the names, and keep only ids.
    #[arg(long, value_name = "FILE")]
    pub(crate) refit: Option<PathBuf>,
    /// Names of themes by their ids, TOML, in lines such as 3 = "Arms control"
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub(crate) names: Option<PathBuf>,
}

impl SavedThemesArgs {
    /// Returns the files that are read.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = Input<'_>> {
        let saved = self.load.iter().chain(&self.refit).map(|path| Input::SavedThemes(path));
        saved.chain(self.names.iter().map(|path| Input::File(path)))
    }

    /// Returns the file that is written, if there is one.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = Target> {
        self.save.iter().cloned().map(Target::Save)
    }
}
