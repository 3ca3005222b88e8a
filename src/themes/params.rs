//! Settings of themes.

use super::ThemeError;
use crate::reduce::LsaParams;
use crate::setting::InvalidSetting;

/// The number of themes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NThemes {
    /// The smallest number whose modularity is close to the best of all numbers: see
    /// [`ThemeParams::auto_share`].
    #[default]
    Auto,
    /// This many.
    Exactly(usize),
}

/// Settings of themes.
///
/// The defaults agreed best with the known classes of six archives.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ThemeParams {
    /// The number of themes.
    pub n_themes: NThemes,
    /// Share of the greatest modularity that the chosen number of themes must reach, from 0 to 1; .97 by default.
    /// A smaller share gives fewer themes. Only [`NThemes::Auto`] uses it.
    pub auto_share: f64,
    /// Number of k-means restarts, from 1; 10 by default. The restart with the greatest modularity is kept.
    pub n_restarts: usize,
    /// Weight of the neighbours in a smoothed row, from 0 to 1; .5 by default.
    pub smoothing: f32,
    /// Number of smoothing passes; 2 by default.
    pub n_smoothings: usize,
    /// 1 for themes only, the default; 2 for themes and subthemes.
    pub levels: usize,
    /// Smallest number of articles of a subtheme, from 1; 20 by default. A theme with fewer than twice as many
    /// articles is not split.
    pub min_subtheme_size: usize,
    /// Share of the clustered articles to report as outliers, from 0 to 1; 0 by default. The articles of lowest
    /// score are reported.
    pub outliers: f64,
    /// Share of the clustered articles to report as ambiguous, from 0 to 1; 0 by default. The articles of lowest
    /// margin are reported.
    pub ambiguous: f64,
    /// Largest number of keywords of a theme; 8 by default.
    pub n_keywords: usize,
    /// Largest number of representatives of a theme; 3 by default.
    pub n_representatives: usize,
    /// Smallest cosine at which two articles count as near-identical, from 0; .8 by default. A theme has no two
    /// near-identical representatives.
    pub near_identical: f32,
    /// Seed of all random choices except those of `lsa`.
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
            min_subtheme_size: 20,
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
    /// Checks every setting.
    ///
    /// # Errors
    /// [`ThemeError::NoThemes`] for 0 themes, [`ThemeError::InvalidSetting`] for the first setting out of range.
    pub(super) fn check(&self) -> Result<(), ThemeError> {
        self.check_all_but_n_themes()?;
        if self.n_themes == NThemes::Exactly(0) {
            return Err(ThemeError::NoThemes);
        }
        Ok(())
    }

    /// Checks every setting except the number of themes, which may be 0 beside named themes.
    ///
    /// # Errors
    /// [`ThemeError::InvalidSetting`] for the first setting out of range.
    pub(super) fn check_all_but_n_themes(&self) -> Result<(), ThemeError> {
        let settings = [
            ("auto_share", self.auto_share, 0.0, 1.0),
            ("smoothing", f64::from(self.smoothing), 0.0, 1.0),
            ("near_identical", f64::from(self.near_identical), 0.0, f64::INFINITY),
            ("n_restarts", self.n_restarts as f64, 1.0, f64::INFINITY),
            ("outliers", self.outliers, 0.0, 1.0),
            ("ambiguous", self.ambiguous, 0.0, 1.0),
            ("levels", self.levels as f64, 1.0, 2.0),
            ("min_subtheme_size", self.min_subtheme_size as f64, 1.0, f64::INFINITY),
        ];
        for (name, value, min, max) in settings {
            InvalidSetting::check_range(name, value, min, max)?;
        }
        Ok(())
    }
}
