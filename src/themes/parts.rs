//! Themes taken apart, to be saved, and put together again.

use ndarray::Array2;

use super::{Membership, Theme, Themes, theme::Space};
use crate::{
    reduce::{Lsa, LsaParts},
    sparse::DocId,
};

/// What themes are made of.
#[derive(Clone, Debug)]
pub struct ThemesParts {
    /// Themes, by descending size.
    pub themes: Vec<Theme>,
    /// Shape (n_docs,).
    pub memberships: Vec<Option<Membership>>,
    /// Articles that fit no theme.
    pub outliers: Vec<DocId>,
    /// Articles between two themes.
    pub ambiguous: Vec<DocId>,
    /// Modularity of the partition.
    pub modularity: f64,
    /// The id that the next new theme gets.
    pub next_id: usize,
    /// The space of the centroids; `None` when there are no themes.
    pub space: Option<SpaceParts>,
}

/// Where the centres lie.
#[derive(Clone, Debug)]
pub struct SpaceParts {
    /// The projection from terms to the space.
    pub lsa: LsaParts,
    /// Shape (n_components,).
    pub mean: Vec<f32>,
    /// Shape (n_themes, n_components), row by row.
    pub centres: Vec<f32>,
    /// As `centres`, of rows that are not centred.
    pub means: Vec<f32>,
    /// Mean cosine of the articles with the centroid of their theme.
    pub closeness: f64,
}

impl Themes {
    /// Copies the themes into their parts. O(n_docs + terms · n_components).
    pub fn to_parts(&self) -> ThemesParts {
        let space = |space: &Space| SpaceParts {
            lsa: space.lsa.to_parts(),
            mean: space.mean.clone(),
            centres: space.centres.iter().copied().collect(),
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
            space: self.space.as_ref().map(space),
        }
    }

    /// Puts themes together. O(n_docs + terms · n_components).
    ///
    /// # Errors
    /// What is wrong with the parts: no themes have such.
    pub fn from_parts(parts: ThemesParts) -> Result<Self, &'static str> {
        let ThemesParts { themes, memberships, outliers, ambiguous, modularity, next_id, space } =
            parts;
        let mut ids: Vec<usize> = themes.iter().map(|theme| theme.id).collect();
        ids.sort_unstable();
        if !ids.is_sorted_by(|id, next| id < next) || ids.last().is_some_and(|&id| id >= next_id) {
            return Err("two themes have one id, or one that is not given yet");
        }
        for membership in memberships.iter().flatten() {
            let theme = themes.get(membership.theme).ok_or("an article is in no theme")?;
            if membership.subtheme.is_some_and(|part| part >= theme.subthemes.len()) {
                return Err("an article is in no part of its theme");
            }
        }
        let representatives = themes.iter().flat_map(|theme| {
            let parts = theme.subthemes.iter().flat_map(|part| &part.representatives);
            theme.representatives.iter().chain(parts)
        });
        let mut named = representatives.chain(&outliers).chain(&ambiguous);
        if named.any(|doc| doc.index() >= memberships.len()) {
            return Err("an article is named that is not there");
        }
        if space.is_none() && !themes.is_empty() {
            return Err("there are themes, but no space that they lie in");
        }
        let space = space.map(|parts| self::space(parts, themes.len())).transpose()?;
        Ok(Self { themes, memberships, outliers, ambiguous, modularity, next_id, space })
    }
}

fn space(parts: SpaceParts, n_themes: usize) -> Result<Space, &'static str> {
    let SpaceParts { lsa, mean, centres, means, closeness } = parts;
    let lsa = Lsa::from_parts(lsa)?;
    let is_finite = |values: &[f32]| values.iter().all(|value| value.is_finite());
    if mean.len() != lsa.n_components() || ![&mean, &centres, &means].iter().all(|v| is_finite(v)) {
        return Err("the centres of the themes lie in another space");
    }
    if !closeness.is_finite() {
        return Err("the closeness of the articles is no number");
    }
    let one_each = |values: Vec<f32>| {
        let lines = Array2::from_shape_vec((n_themes, lsa.n_components()), values);
        lines.map_err(|_| "not every theme has a centre")
    };
    let (centres, means) = (one_each(centres)?, one_each(means)?);
    Ok(Space { lsa, mean, centres, means, closeness })
}
