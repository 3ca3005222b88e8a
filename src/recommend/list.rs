//! The list of an article.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Exclusion, Factors, Reason, Recommendation, TermContribution, explain_score};
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

/// Why a list is shorter than asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shortfall {
    /// Items asked for.
    pub asked: usize,
    /// Items that a list has at least, or it is left empty; 0 for no such rule.
    #[serde(skip_serializing_if = "is_zero")]
    pub minimum: usize,
    /// Items in the list.
    pub found: usize,
    /// Telling words and phrases of the article; without any, no other is near.
    pub terms: usize,
    /// Articles that were looked at: the nearest by text, at most [`Shortfall::LOOKED_AT`] or as many as were asked
    /// for. Fewer when no more articles share a telling word.
    pub near: usize,
    /// How many of them may not stand in the list, by reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<Exclusion, usize>,
    /// How many of them are not near enough.
    pub below_min_score: usize,
    /// How many of them are too much like another item, stand in lists enough, or were taken out with a list
    /// below the minimum.
    pub left_out: usize,
}

/// What keeps most articles out of a short list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShortfallCause {
    /// The article has no telling word.
    NoTerms,
    /// No more articles share its telling words.
    NothingShared,
    /// They may not stand in it.
    Excluded(Exclusion),
    /// They are not near enough.
    MinScore,
    /// They are too much like another item, stand in lists enough, or were taken out with a list below its
    /// minimum.
    LeftOut,
}

impl Shortfall {
    /// Most articles that are looked at, where no more are asked for.
    pub const LOOKED_AT: usize = 100;

    /// What keeps most articles out; of equals the first of [`ShortfallCause`].
    #[must_use]
    pub fn why(&self) -> ShortfallCause {
        let most = self.kept_out().into_iter().rev().max_by_key(|&(n, _)| n);
        match most {
            Some((_, why)) => why,
            None if self.terms == 0 => ShortfallCause::NoTerms,
            None => ShortfallCause::NothingShared,
        }
    }

    /// The whole reason in a clause for an editor.
    #[must_use]
    pub fn words(&self) -> String {
        let kept_out = self.kept_out();
        if kept_out.is_empty() {
            return match (self.terms, self.found) {
                (0, _) => "it has no word that stands in some other articles, but not in all",
                (_, 0) => "no other article shares a telling word with it",
                _ => "no more articles share a telling word with it",
            }
            .to_owned();
        }
        let parts: Vec<String> =
            kept_out.into_iter().map(|(n, why)| format!("{n} {}", why.predicate(n == 1))).collect();
        let whole = match self.near {
            1 => "of 1 article that shares its words".to_owned(),
            near if near >= Self::LOOKED_AT.max(self.asked) => {
                format!("of its {near} nearest articles")
            }
            near => format!("of {near} articles that share its words"),
        };
        let causes = format!("{whole}, {}", parts.join(", "));
        match self.minimum {
            least if self.found < least => {
                format!("fewer than {least} items, the minimum, are left for it: {causes}")
            }
            _ => causes,
        }
    }

    /// How many articles each cause keeps out, in the order of the causes.
    fn kept_out(&self) -> Vec<(usize, ShortfallCause)> {
        let refused =
            self.refused.iter().map(|(&exclusion, &n)| (n, ShortfallCause::Excluded(exclusion)));
        let others = [
            (self.below_min_score, ShortfallCause::MinScore),
            (self.left_out, ShortfallCause::LeftOut),
        ];
        refused.chain(others).filter(|&(n, _)| n > 0).collect()
    }
}

impl ShortfallCause {
    /// What is said of one article that is kept out, or of several.
    #[must_use]
    pub fn predicate(self, is_one: bool) -> String {
        match self {
            Self::NoTerms | Self::NothingShared if is_one => "shares no telling word".to_owned(),
            Self::NoTerms | Self::NothingShared => "share no telling word".to_owned(),
            Self::Excluded(exclusion) if is_one => exclusion.words().to_owned(),
            Self::Excluded(exclusion) => {
                let (verb, rest) = exclusion.words().split_once(' ').unwrap_or_default();
                let plural = match verb {
                    "is" => "are",
                    "has" => "have",
                    "was" => "were",
                    other => other,
                };
                format!("{plural} {rest}")
            }
            Self::MinScore if is_one => "scores below the least score".to_owned(),
            Self::MinScore => "score below the least score".to_owned(),
            Self::LeftOut if is_one => {
                "is too much like another item or in lists enough".to_owned()
            }
            Self::LeftOut => "are too much like other items or in lists enough".to_owned(),
        }
    }
}

fn is_zero(n: &usize) -> bool {
    *n == 0
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
