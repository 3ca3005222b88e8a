//! Additional content of a report of themes.

use serde::Serialize;

use alsolike::themes::ThemeDiff;

/// Additional content of a report of themes. Empty by default.
///
/// ```
/// use alsolike_formats::write::themes::{Drift, Extras};
///
/// let extras = Extras::default().with_drift(Some(Drift { value: 0.1, refit: false }));
/// assert!(extras.drift.is_some() && extras.map.is_empty());
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Extras<'a> {
    /// Position of each article on the map, shape (n_docs,), as [`Engine::map`](alsolike::engine::Engine::map) returns
    /// it. Only HTML shows it; an empty map is left out.
    pub map: &'a [Option<[f32; 2]>],
    /// The changes since earlier themes. Only JSON has them.
    pub changes: Option<&'a ThemeDiff>,
    /// How far the articles have moved away from saved themes. Only JSON has it.
    pub drift: Option<Drift>,
}

impl<'a> Extras<'a> {
    /// Sets the map.
    #[must_use]
    pub fn with_map(self, map: &'a [Option<[f32; 2]>]) -> Self {
        Self { map, ..self }
    }

    /// Sets the changes.
    #[must_use]
    pub fn with_changes(self, changes: Option<&'a ThemeDiff>) -> Self {
        Self { changes, ..self }
    }

    /// Sets the drift.
    #[must_use]
    pub fn with_drift(self, drift: Option<Drift>) -> Self {
        Self { drift, ..self }
    }
}

/// How far articles have moved away from saved themes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// The drift, as in [`Assignments::drift`](alsolike::engine::Assignments::drift).
    pub value: f64,
    /// Whether the themes should be fitted again.
    pub refit: bool,
}
