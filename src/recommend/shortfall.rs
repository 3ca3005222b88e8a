//! Why a list is shorter than asked.

use std::collections::BTreeMap;

use serde::Serialize;

use super::exclusion::Exclusion;
use super::item::Recommendation;
use super::selector::Selector;
use crate::index::{Neighbour, Scratch, Search};
use crate::sparse::{DocId, Row};

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

impl Selector {
    /// Why the list of an article is shorter than asked: what keeps its nearest articles out.
    ///
    /// One search; it looks at the [`Shortfall::LOOKED_AT`] nearest by text, or at as many as were asked for,
    /// whether they may stand in the list or not.
    #[must_use]
    pub fn shortfall(
        &self,
        doc: DocId,
        list: &[Recommendation],
        scratch: &mut Scratch,
    ) -> Shortfall {
        let row = self.index.rows().row(doc);
        let exclusion = |other| self.exclusion(doc, other);
        self.shortfall_by(row, list, |other| other != doc, exclusion, scratch)
    }

    /// Why the list of a query is short: `is_looked_at` says which articles count, and `exclusion` what keeps
    /// them out.
    pub(super) fn shortfall_by(
        &self,
        row: Row<'_>,
        list: &[Recommendation],
        is_looked_at: impl Fn(DocId) -> bool,
        exclusion: impl Fn(DocId) -> Option<Exclusion>,
        scratch: &mut Scratch,
    ) -> Shortfall {
        let search = Search { k: Shortfall::LOOKED_AT.max(self.policy.k), min_score: 0.0 };
        let near = self.index.search(row, search, is_looked_at, scratch);
        let mut short = Shortfall {
            asked: self.policy.k,
            minimum: self.policy.fill.min,
            found: list.len(),
            terms: row.len(),
            near: near.len(),
            ..Shortfall::default()
        };
        for Neighbour { doc: other, score } in near {
            if list.iter().any(|item| item.doc == other) {
                continue;
            }
            match exclusion(other) {
                Some(exclusion) => *short.refused.entry(exclusion).or_insert(0) += 1,
                None if score < self.policy.min_score => short.below_min_score += 1,
                None => short.left_out += 1,
            }
        }
        short
    }
}
