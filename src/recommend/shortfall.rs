//! Why a list has fewer items than requested.

use std::collections::BTreeMap;

#[cfg(feature = "serde")]
use serde::Serialize;

use super::exclusion::Exclusion;
use super::item::Recommendation;
use super::selector::Selector;
use crate::index::{Neighbour, Scratch, Search};
use crate::sparse::{DocId, Row};

/// Counts that explain why a list has fewer items than requested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[non_exhaustive]
pub struct Shortfall {
    /// Number of items requested.
    pub asked: usize,
    /// Minimum number of items of a list, below which it is emptied; 0 for no minimum.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_zero"))]
    pub minimum: usize,
    /// Number of items in the list.
    pub found: usize,
    /// Number of indexed terms of the article. Without indexed terms, no article is similar.
    pub terms: usize,
    /// Number of articles examined: the most similar ones by text, at most [`Shortfall::MAX_EXAMINED`] or the
    /// number requested if that is larger. Fewer when no more articles share an indexed term.
    #[cfg_attr(feature = "serde", serde(rename = "near"))]
    pub examined: usize,
    /// Number of examined articles that may not appear in the list, by reason.
    #[cfg_attr(
        feature = "serde",
        serde(rename = "refused", skip_serializing_if = "BTreeMap::is_empty")
    )]
    pub excluded: BTreeMap<Exclusion, usize>,
    /// Number of examined articles with a score below the policy's minimum.
    pub below_min_score: usize,
    /// Number of other examined articles that are not in the list. They are too similar to another item, have
    /// reached the cap on inbound links, or were removed because the list stayed below its minimum.
    pub left_out: usize,
}

/// The main cause of a short list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShortfallCause {
    /// The article has no indexed term.
    NoTerms,
    /// No more articles share an indexed term.
    NothingShared,
    /// Similar articles may not appear in the list.
    Excluded(Exclusion),
    /// Similar articles score below the minimum.
    MinScore,
    /// Similar articles are too similar to another item, have reached the cap on inbound links, or were removed
    /// because the list stayed below its minimum.
    LeftOut,
}

impl Shortfall {
    /// Number of articles examined for a list of at most that many items.
    pub const MAX_EXAMINED: usize = 100;

    /// Returns why the list of an article has fewer items than requested.
    ///
    /// # Performance
    /// One search for the [`Shortfall::MAX_EXAMINED`] most similar articles by text, eligible or not, or for as
    /// many as were requested if that is more.
    #[must_use]
    pub fn new(
        selector: &Selector,
        doc: DocId,
        list: &[Recommendation],
        scratch: &mut Scratch,
    ) -> Self {
        let row = selector.index.rows().row(doc);
        let exclusion = |other| selector.exclusion(doc, other);
        Self::of_query(selector, row, list, |other| other != doc, exclusion, scratch)
    }

    /// Returns why the list of a query is short. `is_examined` selects the articles that count, and `exclusion`
    /// returns the reason that keeps an article out.
    pub(super) fn of_query(
        selector: &Selector,
        row: Row<'_>,
        list: &[Recommendation],
        is_examined: impl Fn(DocId) -> bool,
        exclusion: impl Fn(DocId) -> Option<Exclusion>,
        scratch: &mut Scratch,
    ) -> Self {
        let search = Search { k: Self::MAX_EXAMINED.max(selector.policy.k), min_score: 0.0 };
        let examined = selector.index.search(row, search, is_examined, scratch);
        let mut short = Self {
            asked: selector.policy.k,
            minimum: selector.policy.fill.min,
            found: list.len(),
            terms: row.len(),
            examined: examined.len(),
            ..Self::default()
        };
        for Neighbour { doc: other, score } in examined {
            if list.iter().any(|item| item.doc == other) {
                continue;
            }
            match exclusion(other) {
                Some(exclusion) => *short.excluded.entry(exclusion).or_insert(0) += 1,
                None if score < selector.policy.min_score => short.below_min_score += 1,
                None => short.left_out += 1,
            }
        }
        short
    }

    /// Returns the cause that keeps out most articles; of equal counts, the first in the order of
    /// [`ShortfallCause`].
    #[must_use]
    pub fn cause(&self) -> ShortfallCause {
        let main = self.kept_out().into_iter().rev().max_by_key(|&(n, _)| n);
        match main {
            Some((_, cause)) => cause,
            None if self.terms == 0 => ShortfallCause::NoTerms,
            None => ShortfallCause::NothingShared,
        }
    }

    /// Returns a clause for editors that gives all causes with their counts.
    #[must_use]
    pub fn describe(&self) -> String {
        let kept_out = self.kept_out();
        if kept_out.is_empty() {
            return match (self.terms, self.found) {
                (0, _) => "it has no word that appears in some other articles but not in all",
                (_, 0) => "no other article shares a word with it",
                _ => "no more articles share a word with it",
            }
            .to_owned();
        }
        let parts: Vec<String> =
            kept_out.into_iter().map(|(n, cause)| format!("{n} {}", cause.describe(n))).collect();
        let whole = match self.examined {
            1 => "of 1 article that shares its words".to_owned(),
            n if n >= Self::MAX_EXAMINED.max(self.asked) => {
                format!("of its {n} nearest articles")
            }
            n => format!("of {n} articles that share its words"),
        };
        let causes = format!("{whole}, {}", parts.join(", "));
        match self.minimum {
            minimum if self.found < minimum => {
                format!("fewer than the minimum of {minimum} items are left: {causes}")
            }
            _ => causes,
        }
    }

    /// Returns how many articles each cause keeps out, in the order of the causes.
    fn kept_out(&self) -> Vec<(usize, ShortfallCause)> {
        let excluded =
            self.excluded.iter().map(|(&exclusion, &n)| (n, ShortfallCause::Excluded(exclusion)));
        let others = [
            (self.below_min_score, ShortfallCause::MinScore),
            (self.left_out, ShortfallCause::LeftOut),
        ];
        excluded.chain(others).filter(|&(n, _)| n > 0).collect()
    }
}

impl ShortfallCause {
    /// Returns the cause as a predicate for `n_articles` articles, such as `is hidden` for 1 and `are hidden` for
    /// more.
    #[must_use]
    pub fn describe(self, n_articles: usize) -> String {
        let is_one = n_articles == 1;
        match self {
            Self::NoTerms | Self::NothingShared if is_one => "shares no indexed term".to_owned(),
            Self::NoTerms | Self::NothingShared => "share no indexed term".to_owned(),
            Self::Excluded(exclusion) if is_one => exclusion.describe().to_owned(),
            Self::Excluded(exclusion) => {
                let (verb, rest) = exclusion.describe().split_once(' ').unwrap_or_default();
                let plural = match verb {
                    "is" => "are",
                    "has" => "have",
                    "was" => "were",
                    other => other,
                };
                format!("{plural} {rest}")
            }
            Self::MinScore if is_one => "scores below the minimum score".to_owned(),
            Self::MinScore => "score below the minimum score".to_owned(),
            Self::LeftOut if is_one => {
                "is too similar to another item or already in enough lists".to_owned()
            }
            Self::LeftOut => "are too similar to other items or already in enough lists".to_owned(),
        }
    }
}

#[cfg(feature = "serde")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}
