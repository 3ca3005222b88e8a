//! The list of an article.

use super::{Because, because};
use crate::index::Neighbour;
use crate::sparse::{DocId, Row, SparseRows};
use crate::vectorize::Vocabulary;

/// What stands under an article: at most k others, the nearest first.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedList<'v> {
    /// The article the list is for; `None` for an unseen text.
    pub article: Option<DocId>,
    /// The others, score descending, then row ascending.
    pub items: Vec<RelatedItem<'v>>,
}

/// One article of a list, with the reason why.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedItem<'v> {
    /// The related article.
    pub doc: DocId,
    /// Cosine of the two articles, above 0.
    pub score: f32,
    /// The shared terms with the largest shares of the score.
    pub because: Vec<Because<'v>>,
}

/// Puts reasons to neighbours: the `n_because` terms that bring most of each score.
#[must_use]
pub fn related_list<'v>(
    article: Option<DocId>,
    row: Row<'_>,
    neighbours: &[Neighbour],
    rows: &SparseRows,
    vocabulary: &'v Vocabulary,
    n_because: usize,
) -> RelatedList<'v> {
    let item = |&Neighbour { doc, score }: &Neighbour| RelatedItem {
        doc,
        score,
        because: because(row, rows.row(doc), vocabulary, n_because),
    };
    RelatedList { article, items: neighbours.iter().map(item).collect() }
}
