//! Reads what editors write about themes: named themes, lexicons, and names for saved themes.

use std::path::Path;

use crate::io::error::Result;
use crate::io::files::read_text;
use alsolike::themes::{SeedTheme, ThemeError};
use alsolike_formats::ReadError;
use alsolike_formats::config::{ThemeName, theme_list, theme_names};

/// Reads a list of named themes, or a lexicon.
pub(crate) fn read_theme_list(path: &Path) -> Result<Vec<SeedTheme>> {
    Ok(theme_list(&read_text(path)?, &path.display().to_string())?)
}

/// Names that an editor gives to themes by their ids.
#[derive(Default)]
pub(crate) struct ThemeNames {
    file: String,
    names: Vec<ThemeName>,
}

impl ThemeNames {
    /// Reads the file of `--names`; without one there are no names.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let file = path.display().to_string();
        Ok(Self { names: theme_names(&read_text(path)?, &file)?, file })
    }

    /// Calls `give` with every id and name.
    ///
    /// # Errors
    /// The first error of `give`, with the line of the name.
    pub(crate) fn apply(
        &self,
        mut give: impl FnMut(usize, &str) -> Result<(), ThemeError>,
    ) -> Result {
        for ThemeName { id, name, line } in &self.names {
            give(*id, name).map_err(|error| ReadError::ThemeList {
                name: self.file.clone(),
                line: *line,
                what: error.to_string(),
            })?;
        }
        Ok(())
    }
}
