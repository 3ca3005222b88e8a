//! What the reader gets: themes, and the theme of each article.

use ndarray::Array2;

use super::prepare::to_unit_length;
use crate::{
    reduce::Lsa,
    sparse::{DocId, Row},
};

/// A cluster of articles and its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Names the theme for as long as it lives and is never given to another: its position in
    /// [`Themes::themes`] when the themes were first made, the largest theme 0.
    pub id: usize,
    /// What it is called: a name, or the one or two terms that tell it from all others, joined by a comma.
    pub label: String,
    /// Where `label` is from.
    pub naming: Naming,
    /// Name of the theme or heading that this one belongs under, when a list of named themes says so.
    pub parent: Option<String>,
    /// Terms that its articles have and others do not, best first, as readers know them.
    pub keywords: Vec<String>,
    /// Number of articles.
    pub size: usize,
    /// Mean score of its articles, up to 1: how alike they are.
    pub cohesion: f32,
    /// The articles nearest the centre, nearest first, none nearly the same as another.
    pub representatives: Vec<DocId>,
    /// Its parts, the largest first: none where [`ThemeParams::levels`] is 1, or the theme is too small to
    /// have two parts.
    ///
    /// [`ThemeParams::levels`]: super::ThemeParams::levels
    pub subthemes: Vec<Subtheme>,
}

/// A part of a theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Subtheme {
    /// The one or two terms that tell it from the other parts of its theme, none of them in the keyword
    /// label of the theme.
    pub label: String,
    /// Terms that its articles have and the rest of the theme does not, best first.
    pub keywords: Vec<String>,
    /// Number of articles.
    pub size: usize,
    /// Mean cosine of its articles to its own centre, up to 1.
    pub cohesion: f32,
    /// The articles nearest its centre, nearest first, none nearly the same as another.
    pub representatives: Vec<DocId>,
}

/// Where the label of a theme is from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// Its own words.
    #[default]
    Words,
    /// An entry of a lexicon that its words are like.
    Lexicon,
    /// Somebody gave it: an editor, or a list of named themes.
    Given,
}

/// The theme of an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Membership {
    /// Position of the theme in [`Themes::themes`].
    pub theme: usize,
    /// Cosine of the article's smoothed row to the centre of the theme: low for an article that fits none.
    pub score: f32,
    /// `score` less the cosine to the next best theme, 0 or more: low for an article between two themes. With
    /// one theme it is `score`, and 0 where that is below.
    pub margin: f32,
    /// Position in [`Theme::subthemes`] of the theme; `None` when it has none, and for an article that came
    /// later.
    pub subtheme: Option<usize>,
}

/// The themes of an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Themes {
    /// The themes: size descending, then by first article.
    pub themes: Vec<Theme>,
    /// The theme of each article, shape (n_docs,): `None` for an article without terms.
    pub memberships: Vec<Option<Membership>>,
    /// Articles that fit no theme, the worst first: [`ThemeParams::outliers`] of those with a theme.
    ///
    /// [`ThemeParams::outliers`]: super::ThemeParams::outliers
    pub outliers: Vec<DocId>,
    /// Articles between two themes, the least sure first: [`ThemeParams::ambiguous`] of those with a theme.
    ///
    /// [`ThemeParams::ambiguous`]: super::ThemeParams::ambiguous
    pub ambiguous: Vec<DocId>,
    /// How well the graph of near articles falls into these themes, below 1; 0 for one theme.
    pub modularity: f64,
    /// The next id that no theme has had.
    pub(super) next_id: usize,
    /// Dense space, mean and centres, kept for articles that come later.
    pub(super) space: Option<Space>,
}

/// Where the centres lie.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Space {
    pub(super) lsa: Lsa,
    pub(super) mean: Vec<f32>,
    /// Shape (n_themes, n_components), unit length: of rows that are centred and smoothed.
    pub(super) centres: Array2<f32>,
    /// Shape (n_themes, n_components), unit length: of rows as they are.
    pub(super) means: Array2<f32>,
    /// As [`Themes::mean_closeness`].
    pub(super) closeness: f64,
}

impl Membership {
    /// From the cosine to the own centre and to the next best, if there is one.
    pub(super) fn new(theme: usize, score: f32, next: Option<f32>) -> Self {
        let margin = next.map_or(score, |next| score - next).max(0.0);
        Self { theme, score, margin, subtheme: None }
    }
}

/// The placed articles of lowest value, `share` of them rounded down, lowest first; ties to the lower row.
pub(super) fn lowest(
    memberships: &[Option<Membership>],
    share: f64,
    value: impl Fn(&Membership) -> f32,
) -> Vec<DocId> {
    let placed = memberships.iter().enumerate();
    let mut order: Vec<(f32, DocId)> = placed
        .filter_map(|(at, membership)| Some((value(membership.as_ref()?), DocId::from_index(at))))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    order.truncate((share * order.len() as f64) as usize);
    order.into_iter().map(|(_, doc)| doc).collect()
}

impl Themes {
    /// No themes of an archive of so many articles.
    pub(super) fn none(n_docs: usize) -> Self {
        let memberships = vec![None; n_docs];
        Self {
            themes: Vec::new(),
            memberships,
            outliers: Vec::new(),
            ambiguous: Vec::new(),
            modularity: 0.0,
            next_id: 0,
            space: None,
        }
    }

    /// The theme of an article that was not there when the themes were made, from its row in the weights
    /// of the topic rows; `None` for a row without known terms.
    ///
    /// Such a row is not smoothed, so its score and margin are lower than those of the archive's own.
    /// O((terms of the row + n_themes) · n_components).
    #[must_use]
    pub fn assign(&self, row: Row<'_>) -> Option<Membership> {
        let space = self.space.as_ref()?;
        let mut point = space.lsa.transform(row);
        if point.iter().all(|&value| value == 0.0) {
            return None;
        }
        point.iter_mut().zip(&space.mean).for_each(|(value, mean)| *value -= mean);
        to_unit_length(&mut point);
        let cosine = |centre: ndarray::ArrayView1<'_, f32>| -> f32 {
            centre.iter().zip(&point).map(|(centre, value)| centre * value).sum()
        };
        let scores: Vec<f32> = space.centres.outer_iter().map(cosine).collect();
        let theme = (0..scores.len()).min_by(|&a, &b| scores[b].total_cmp(&scores[a]))?;
        let others = scores.iter().enumerate().filter(|&(other, _)| other != theme);
        let next = others.map(|(_, &score)| score).max_by(f32::total_cmp);
        Some(Membership::new(theme, scores[theme], next))
    }
}
