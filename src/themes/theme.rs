//! A theme, its subthemes, and the membership of an article.

use crate::sparse::DocId;

/// A cluster of articles with a label and keywords.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Identifies the theme as long as it exists; an id is never reused. In the first fit it is the position in
    /// [`Themes::themes`](super::Themes::themes), so the largest theme has id 0.
    pub id: usize,
    /// A name, or the one or two terms that distinguish the theme best from all others, joined by a comma.
    pub label: String,
    /// The source of `label`.
    pub naming: Naming,
    /// Name of the theme or heading above this one, if the list of named themes gives one.
    pub parent: Option<String>,
    /// Terms that are more common in the theme than elsewhere, best first, in their display form.
    pub keywords: Vec<String>,
    /// Number of articles.
    pub size: usize,
    /// Mean score of the articles, at most 1: how similar they are.
    pub cohesion: f32,
    /// The articles nearest to the centroid, nearest first; no two are near-identical.
    pub representatives: Vec<DocId>,
    /// The subthemes, largest first. Empty when [`ThemeParams::levels`](super::ThemeParams::levels) is 1 or the
    /// theme is too small to split.
    pub subthemes: Vec<Subtheme>,
}

/// A part of a theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Subtheme {
    /// The one or two terms that distinguish it best from its sibling subthemes. None of them is in the label that
    /// the theme got from its keywords.
    pub label: String,
    /// Terms that are more common here than in the rest of the theme, best first.
    pub keywords: Vec<String>,
    /// Number of articles.
    pub size: usize,
    /// Mean cosine of the articles with the centroid, at most 1.
    pub cohesion: f32,
    /// The articles nearest to the centroid, nearest first; no two are near-identical.
    pub representatives: Vec<DocId>,
}

/// The source of the label of a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// The theme's own keywords.
    #[default]
    Words,
    /// A lexicon entry whose seeds match the theme's terms.
    Lexicon,
    /// An editor or a list of named themes.
    Given,
}

/// The theme of an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Membership {
    /// Position of the theme in [`Themes::themes`](super::Themes::themes).
    pub theme: usize,
    /// Cosine of the article's smoothed row with the centroid of the theme. An outlier has a low score.
    pub score: f32,
    /// `score` minus the cosine with the next best theme, at least 0. An ambiguous article has a low margin. If there
    /// is only one theme, the margin is `score`, or 0 if `score` is negative.
    pub margin: f32,
    /// Position in [`Theme::subthemes`]. `None` if the theme has no subthemes, and for later articles, which are
    /// only assigned to themes.
    pub subtheme: Option<usize>,
}

impl Membership {
    /// Creates a membership from the cosines with the own centroid and with the next best one, if any.
    pub(super) fn new(theme: usize, score: f32, next: Option<f32>) -> Self {
        let margin = next.map_or(score, |next| score - next).max(0.0);
        Self { theme, score, margin, subtheme: None }
    }
}

/// Returns the clustered articles with the smallest `value`, smallest first; ties go to the lower row.
///
/// The number of articles is `share` of all clustered ones, rounded down.
pub(super) fn lowest(
    memberships: &[Option<Membership>],
    share: f64,
    value: impl Fn(&Membership) -> f32,
) -> Vec<DocId> {
    let rows = memberships.iter().enumerate();
    let mut order: Vec<(f32, DocId)> = rows
        .filter_map(|(row, membership)| Some((value(membership.as_ref()?), DocId::from_index(row))))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    order.truncate((share * order.len() as f64) as usize);
    order.into_iter().map(|(_, doc)| doc).collect()
}
