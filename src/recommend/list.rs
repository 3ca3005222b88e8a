//! The list of an article.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Because, Factors, Pick, Reason, Refusal, because};
use crate::sparse::{DocId, Row, SparseRows, dot};
use crate::vectorize::Vocabulary;

/// What stands under an article: at most k others.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedList<'v> {
    /// The article the list is for; `None` for an unseen text.
    pub article: Option<DocId>,
    /// The others, in the order they are shown.
    pub items: Vec<RelatedItem<'v>>,
    /// Why there are fewer than asked; `None` when there are not, and for an unseen text.
    pub short: Option<Short>,
}

/// Why a list is shorter than asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Short {
    /// Items asked for.
    pub asked: usize,
    /// Items in the list.
    pub found: usize,
    /// Articles that were looked at: the nearest by text, at most [`Short::LOOKED_AT`]. Fewer when no more
    /// articles share a telling word.
    pub near: usize,
    /// How many of them may not stand in the list, by reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<Refusal, usize>,
    /// How many of them are not near enough.
    pub below_min_score: usize,
    /// How many of them are too much like another item, stand in lists enough, or were taken out with a list
    /// below its minimum.
    pub left_out: usize,
}

impl Short {
    /// Most articles that are looked at.
    pub const LOOKED_AT: usize = 100;
}

/// One article of a list, with the reason why.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedItem<'v> {
    /// The related article.
    pub doc: DocId,
    /// Cosine of the two articles.
    pub score: f32,
    /// The score times its factors; 0 for an item that does not stand there for its likeness.
    pub weighted: f32,
    /// By what the score was multiplied.
    pub factors: Factors,
    /// Why it stands there.
    pub reason: Reason,
    /// The shared terms with the largest shares of the score.
    pub because: Vec<Because<'v>>,
    /// Articles that are nearly the same one, and so are not shown.
    pub also: Vec<DocId>,
}

/// Puts reasons to the items of a list: the `n_because` terms that bring most of each score.
#[must_use]
pub(super) fn related_item<'v>(
    row: Row<'_>,
    pick: &Pick,
    factors: Factors,
    also: Vec<DocId>,
    rows: &SparseRows,
    vocabulary: &'v Vocabulary,
    n_because: usize,
) -> RelatedItem<'v> {
    let &Pick { doc, reason, weighted } = pick;
    let other = rows.row(doc);
    let because = because(row, other, vocabulary, n_because);
    RelatedItem { doc, score: dot(row, other), weighted, factors, reason, because, also }
}
