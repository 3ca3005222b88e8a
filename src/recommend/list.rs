//! The list of an article.

use super::explain::{TermContribution, explain_score};
use super::factors::Factors;
use super::item::{Reason, Recommendation};
use super::selector::Selector;
use super::shortfall::Shortfall;
use crate::sparse::{DocId, Row, SparseRows};
use crate::vectorize::Vocabulary;

/// What stands under an article: at most k others.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedList<'v> {
    /// The article the list is for; `None` for an unseen text and for a reader.
    pub article: Option<DocId>,
    /// The others, in the order they are shown.
    pub items: Vec<RelatedItem<'v>>,
    /// Why there are fewer than asked; `None` when there are not.
    pub short: Option<Shortfall>,
}

/// One article of a list, with the reason why.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedItem<'v> {
    /// The related article.
    pub doc: DocId,
    /// Cosine of the two articles; for a reader, product with the history's query, at most the cosine with the
    /// mean of the likes.
    pub score: f32,
    /// The score times its factors; 0 for an item that does not stand there for its likeness.
    pub weighted: f32,
    /// By what the score was multiplied.
    pub factors: Factors,
    /// Why it stands there.
    pub reason: Reason,
    /// The shared terms with the largest shares of the score.
    pub because: Vec<TermContribution<'v>>,
    /// Articles that are nearly the same one, and so are not shown.
    pub also: Vec<DocId>,
    /// For a reader, the liked article that it is nearest to, of those that it shares a word with.
    pub nearest_like: Option<DocId>,
}

impl Selector {
    /// The list of an article as its readers see it, from what was chosen for it.
    #[must_use]
    pub fn list<'v>(
        &self,
        doc: DocId,
        items: &[Recommendation],
        vocabulary: &'v Vocabulary,
        n_because: usize,
    ) -> RelatedList<'v> {
        let item = |item: &Recommendation| {
            let (rows, factors) = (self.index.rows(), self.factors(doc, item.doc));
            let also = self.copies(item.doc);
            related_item(rows.row(doc), item, factors, also, rows, vocabulary, n_because)
        };
        let is_short = items.len() < self.policy.k;
        let short =
            is_short.then(|| self.with_scratch(|scratch| self.shortfall(doc, items, scratch)));
        RelatedList { article: Some(doc), items: items.iter().map(item).collect(), short }
    }
}

/// Puts reasons to the items of a list: the `n_because` terms that bring most of each score.
#[must_use]
pub(super) fn related_item<'v>(
    row: Row<'_>,
    pick: &Recommendation,
    factors: Factors,
    also: Vec<DocId>,
    rows: &SparseRows,
    vocabulary: &'v Vocabulary,
    n_because: usize,
) -> RelatedItem<'v> {
    let &Recommendation { doc, reason, weighted } = pick;
    let (score, because) = explain_score(row, rows.row(doc), vocabulary, n_because);
    RelatedItem { doc, score, weighted, factors, reason, because, also, nearest_like: None }
}
