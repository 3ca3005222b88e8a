//! The settings of the themes.

use super::ThemeError;
use crate::reduce::LsaParams;

/// How many themes to make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NThemes {
    /// As few as hold nearly as well together as any number does: see [`ThemeParams::auto_share`].
    #[default]
    Auto,
    /// This many.
    Exactly(usize),
}

/// Settings of the themes.
///
/// The defaults are those with which themes agreed best with the known classes of six archives.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeParams {
    /// How many themes to make.
    pub n_themes: NThemes,
    /// Share of the greatest modularity that the chosen number of themes must reach, .97, from 0 to 1: less
    /// makes fewer themes, 1 as many as ever pay. Only for [`NThemes::Auto`].
    pub auto_share: f64,
    /// Starts of k-means of which the best is kept, 10.
    pub n_restarts: usize,
    /// Share of its neighbours in a smoothed row, .5, from 0 to 1.
    pub smoothing: f32,
    /// How often rows are smoothed, 2.
    pub n_smoothings: usize,
    /// 1 for themes alone, the default; 2 for themes and their parts.
    pub levels: usize,
    /// Least number of articles of a part of a theme, 20, from 1 up: a theme with less than twice as many is
    /// not split.
    pub least_subtheme: usize,
    /// Share of the placed articles to name as outliers, that fit no theme: those of lowest score; 0, from 0
    /// to 1.
    pub outliers: f64,
    /// Share of the placed articles to name as ambiguous, between two themes: those of lowest margin; 0, from
    /// 0 to 1.
    pub ambiguous: f64,
    /// Number of keywords of a theme, 8; a theme has fewer where its articles have no more words.
    pub n_keywords: usize,
    /// Number of representatives of a theme, 3.
    pub n_representatives: usize,
    /// Two articles whose score reaches this do not both represent a theme, .8, from 0 up.
    pub near_identical: f32,
    /// Seed of all random choices but those of `lsa`.
    pub seed: u64,
    /// Settings of the dense rows.
    pub lsa: LsaParams,
}

impl Default for ThemeParams {
    fn default() -> Self {
        Self {
            n_themes: NThemes::Auto,
            auto_share: 0.97,
            n_restarts: 10,
            smoothing: 0.5,
            n_smoothings: 2,
            levels: 1,
            least_subtheme: 20,
            outliers: 0.0,
            ambiguous: 0.0,
            n_keywords: 8,
            n_representatives: 3,
            near_identical: 0.8,
            seed: 42,
            lsa: LsaParams::default(),
        }
    }
}

impl ThemeParams {
    /// Refuses settings that make no sense, by name.
    pub(super) fn check(&self) -> Result<(), ThemeError> {
        self.check_all_but_number()?;
        if self.n_themes == NThemes::Exactly(0) {
            return Err(ThemeError::NoThemes);
        }
        Ok(())
    }

    /// The same beside named themes, where no further theme need be found.
    pub(super) fn check_all_but_number(&self) -> Result<(), ThemeError> {
        let settings = [
            ("auto_share", self.auto_share, 0.0, 1.0),
            ("smoothing", f64::from(self.smoothing), 0.0, 1.0),
            ("near_identical", f64::from(self.near_identical), 0.0, f64::INFINITY),
            ("n_restarts", self.n_restarts as f64, 1.0, f64::INFINITY),
            ("outliers", self.outliers, 0.0, 1.0),
            ("ambiguous", self.ambiguous, 0.0, 1.0),
            ("levels", self.levels as f64, 1.0, 2.0),
            ("least_subtheme", self.least_subtheme as f64, 1.0, f64::INFINITY),
        ];
        for (name, value, least, most) in settings {
            if !(least..=most).contains(&value) {
                return Err(ThemeError::Setting { name, value, least, most });
            }
        }
        Ok(())
    }
}
