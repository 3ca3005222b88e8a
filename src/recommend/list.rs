//! The related list of an article, with reasons.

use super::explain::{TermContribution, explain_score};
use super::factors::Factors;
use super::item::{Reason, Recommendation};
use super::selector::Selector;
use super::shortfall::Shortfall;
use crate::index::Scratch;
use crate::sparse::{DocId, Row, SparseRows};
use crate::vectorize::Vocabulary;

/// The related list of an article, an unseen article or a reader: at most k items.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RelatedList<'v> {
    /// The list's own article; `None` for an unseen article and for a reader.
    pub article: Option<DocId>,
    /// The items, in display order.
    pub items: Vec<RelatedItem<'v>>,
    /// Why the list has fewer than k items; `None` when it has k.
    pub short: Option<Shortfall>,
}

/// One item of a list, with its score and the reasons for it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RelatedItem<'v> {
    /// The recommended article.
    pub doc: DocId,
    /// Cosine similarity with the list's own article. For a reader: dot product with the query of the history,
    /// at most the cosine with the mean of the likes.
    pub score: f32,
    /// Score times factors; 0 for pins and fallbacks.
    pub weighted: f32,
    /// The factors of the score.
    pub factors: Factors,
    /// Why the item appears in the list.
    pub reason: Reason,
    /// The shared terms that contribute most to the score.
    pub because: Vec<TermContribution<'v>>,
    /// Duplicates of the item, which the list does not show.
    pub also: Vec<DocId>,
    /// For a reader: the liked article with the highest similarity to the item; `None` when none shares a
    /// term.
    pub nearest_like: Option<DocId>,
}

impl<'v> RelatedList<'v> {
    /// Returns the list of an article with the reasons for each item.
    ///
    /// `items` are those of [`Selector::recommend`]; each gets up to `n_because` terms. Runs one search when
    /// the list is short, to find out why.
    #[must_use]
    pub fn new(
        selector: &Selector,
        doc: DocId,
        items: &[Recommendation],
        vocabulary: &'v Vocabulary,
        n_because: usize,
    ) -> Self {
        let item = |item: &Recommendation| {
            let (rows, factors) = (selector.index.rows(), selector.factors(doc, item.doc));
            let also = selector.copies(item.doc);
            related_item(rows.row(doc), item, factors, also, rows, vocabulary, n_because)
        };
        let is_short = items.len() < selector.policy.k;
        let shortfall = |scratch: &mut Scratch| Shortfall::new(selector, doc, items, scratch);
        let short = is_short.then(|| selector.catalog().with_scratch(shortfall));
        Self { article: Some(doc), items: items.iter().map(item).collect(), short }
    }
}

/// Adds reasons to an item: the `n_because` terms that contribute most to its score.
#[must_use]
pub(super) fn related_item<'v>(
    row: Row<'_>,
    recommendation: &Recommendation,
    factors: Factors,
    also: Vec<DocId>,
    rows: &SparseRows,
    vocabulary: &'v Vocabulary,
    n_because: usize,
) -> RelatedItem<'v> {
    let &Recommendation { doc, reason, weighted } = recommendation;
    let (score, because) = explain_score(row, rows.row(doc), vocabulary, n_because);
    RelatedItem { doc, score, weighted, factors, reason, because, also, nearest_like: None }
}
