//! Conversion of themes to and from plain values, with which they are saved.

use ndarray::Array2;

use super::{Membership, Theme, Themes, space::Space};
use crate::{
    reduce::{Lsa, LsaParts},
    sparse::DocId,
};

/// The values of [`Themes`].
#[derive(Clone, Debug)]
pub struct ThemesParts {
    /// Themes, by descending size.
    pub themes: Vec<Theme>,
    /// Theme of each article, shape (n_docs,).
    pub memberships: Vec<Option<Membership>>,
    /// Articles that fit no theme well.
    pub outliers: Vec<DocId>,
    /// Articles between two themes.
    pub ambiguous: Vec<DocId>,
    /// Modularity of the partition.
    pub modularity: f64,
    /// The id of the next new theme.
    pub next_id: usize,
    /// The dense space; `None` without themes.
    pub space: Option<SpaceParts>,
}

/// The values of the dense space of the themes.
#[derive(Clone, Debug)]
pub struct SpaceParts {
    /// The projection from terms to the space.
    pub lsa: LsaParts,
    /// Mean of the fitted rows, shape (n_components,).
    pub mean: Vec<f32>,
    /// Centroids of centred and smoothed rows, shape (n_themes, n_components), row by row.
    pub centroids: Vec<f32>,
    /// Means of rows that are neither centred nor smoothed, in the same shape.
    pub means: Vec<f32>,
    /// Mean cosine of the articles with the other articles of their theme.
    pub closeness: f64,
}

impl Themes {
    /// Copies the themes into plain values. O(n_docs + terms · n_components).
    pub fn to_parts(&self) -> ThemesParts {
        let space_parts = |space: &Space| SpaceParts {
            lsa: space.lsa.to_parts(),
            mean: space.mean.clone(),
            centroids: space.centroids.iter().copied().collect(),
            means: space.means.iter().copied().collect(),
            closeness: space.closeness,
        };
        ThemesParts {
            themes: self.themes.clone(),
            memberships: self.memberships.clone(),
            outliers: self.outliers.clone(),
            ambiguous: self.ambiguous.clone(),
            modularity: self.modularity,
            next_id: self.next_id,
            space: self.space.as_ref().map(space_parts),
        }
    }

    /// Creates themes from plain values. O(n_docs + terms · n_components).
    ///
    /// # Errors
    /// A description of the first inconsistency.
    pub fn from_parts(parts: ThemesParts) -> Result<Self, &'static str> {
        let ThemesParts { themes, memberships, outliers, ambiguous, modularity, next_id, space } =
            parts;
        let mut ids: Vec<usize> = themes.iter().map(|theme| theme.id).collect();
        ids.sort_unstable();
        if !ids.is_sorted_by(|id, next| id < next) || ids.last().is_some_and(|&id| id >= next_id) {
            return Err("two themes have the same id, or an id is not below the next new one");
        }
        for membership in memberships.iter().flatten() {
            let theme = themes
                .get(membership.theme)
                .ok_or("an article is in a theme that does not exist")?;
            if membership.subtheme.is_some_and(|part| part >= theme.subthemes.len()) {
                return Err("an article is in a subtheme that does not exist");
            }
        }
        let representatives = themes.iter().flat_map(|theme| {
            let of_subthemes = theme.subthemes.iter().flat_map(|part| &part.representatives);
            theme.representatives.iter().chain(of_subthemes)
        });
        let mut listed = representatives.chain(&outliers).chain(&ambiguous);
        if listed.any(|doc| doc.index() >= memberships.len()) {
            return Err("a list of articles has an article that does not exist");
        }
        if space.is_none() && !themes.is_empty() {
            return Err("the themes have no dense space");
        }
        let space = space.map(|parts| space_from_parts(parts, themes.len())).transpose()?;
        Ok(Self { themes, memberships, outliers, ambiguous, modularity, next_id, space })
    }
}

fn space_from_parts(parts: SpaceParts, n_themes: usize) -> Result<Space, &'static str> {
    let SpaceParts { lsa, mean, centroids, means, closeness } = parts;
    let lsa = Lsa::from_parts(lsa)?;
    let is_finite = |values: &[f32]| values.iter().all(|value| value.is_finite());
    let is_usable = [&mean, &centroids, &means].iter().all(|values| is_finite(values));
    if mean.len() != lsa.n_components() || !is_usable {
        return Err("the mean of the space has another length, or a value is not finite");
    }
    if !closeness.is_finite() {
        return Err("the mean closeness is not finite");
    }
    let matrix = |values: Vec<f32>| {
        let rows = Array2::from_shape_vec((n_themes, lsa.n_components()), values);
        rows.map_err(|_| "the number of centroids is not the number of themes")
    };
    let (centroids, means) = (matrix(centroids)?, matrix(means)?);
    Ok(Space { lsa, mean, centroids, means, closeness })
}
