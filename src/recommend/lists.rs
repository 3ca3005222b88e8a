//! Lists of articles: what is pinned, then what is similar, then what fills the places left.

use std::sync::Arc;

use rayon::prelude::*;

use super::candidates::Candidates;
use super::diversity::{choose, first_look};
use super::fill::ThemeOrders;
use super::item::{Draft, Reason, Recommendation};
use super::selector::Selector;
use crate::index::{Cancelled, Neighbour, Progress, ScoreModifier, Scratch};
use crate::sparse::{DocId, Row};

impl Selector {
    /// The lists of `docs`, in the order given. Parallel; the result does not depend on the number of threads.
    ///
    /// What is pinned comes first, then what is similar, best first. `ranked` replaces the policy's ranking: it
    /// returns for each of the given articles the candidates that may stand in its list ([`Selector::admits`]),
    /// best first. When places are to be filled and some are left, `themes` is called once; it returns `None`
    /// for an archive without themes. `progress` counts rows.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` cancelled the search, and what `ranked` and `themes` return.
    ///
    /// # Panics
    /// When there is a cap on inbound links, so that each list depends on all others, and `docs` are not all
    /// articles in row order.
    pub fn recommend<E: From<Cancelled>>(
        &self,
        docs: &[DocId],
        ranked: Option<&dyn Fn(&[DocId]) -> Result<Vec<Vec<Neighbour>>, E>>,
        themes: impl FnOnce() -> Result<Option<Arc<ThemeOrders>>, E>,
        progress: Progress<'_>,
    ) -> Result<Vec<Vec<Recommendation>>, E> {
        let mut lists = match ranked {
            None => self.lists(docs, progress)?,
            Some(ranked) => self.lists_from(docs, &ranked(docs)?),
        };
        let is_short = self.policy.fill.on && lists.iter().any(|list| list.len() < self.policy.k);
        let themes = if is_short { themes()? } else { None };
        self.fill(docs, &mut lists, themes.as_deref());
        Ok(lists)
    }

    /// The lists of `docs`: what is pinned, then what is similar by the policy.
    ///
    /// # Panics
    /// When there is a cap on inbound links and `docs` are not all articles in row order.
    pub(super) fn lists(
        &self,
        docs: &[DocId],
        progress: Progress<'_>,
    ) -> Result<Vec<Vec<Recommendation>>, Cancelled> {
        let lists = match docs {
            // One search needs none of the memory that the search of many rows shares.
            &[doc] => {
                let list = vec![self.with_scratch(|scratch| self.list_of_one(doc, scratch))];
                progress.advance(1)?;
                list
            }
            _ => self.uncapped(docs, progress)?,
        };
        Ok(self.under_the_cap(lists, |doc, k, scratch| self.ranked_of(doc, k, scratch)))
    }

    /// Lists from candidates of each of `docs`, best first.
    ///
    /// # Panics
    /// As [`Selector::lists`], and when there are not as many `ranked` as `docs`.
    pub(super) fn lists_from(
        &self,
        docs: &[DocId],
        ranked: &[Vec<Neighbour>],
    ) -> Vec<Vec<Recommendation>> {
        assert_eq!(docs.len(), ranked.len(), "each list has its candidates");
        // There are no further candidates.
        let first = |(&doc, ranked): (&DocId, &Vec<Neighbour>)| {
            self.first(doc, ranked.clone(), usize::MAX, |_| Vec::new())
        };
        let lists = docs.par_iter().zip(ranked).map(first).collect();
        self.under_the_cap(lists, |_, _, _| Vec::new())
    }

    fn list_of_one(&self, doc: DocId, scratch: &mut Scratch) -> Draft {
        let n_first = first_look(&self.policy);
        let ranked = self.ranked_of(doc, n_first, scratch);
        self.first(doc, ranked, n_first, |k| self.ranked_of(doc, k, scratch))
    }

    /// The lists of `docs` before the cap, with the candidates that they may still draw on.
    fn uncapped(&self, docs: &[DocId], progress: Progress<'_>) -> Result<Vec<Draft>, Cancelled> {
        let (n_first, catalog) = (first_look(&self.policy), self.eligibility.catalog());
        let metadata = |doc: DocId| catalog.metadata().of(doc);
        let modifier = ScoreModifier {
            eligible: |doc, other| self.eligibility.admits(doc, other),
            factor: |doc, other| self.factors.product(catalog, metadata(doc), other),
            block_max: |doc, block| self.factors.block_bound(catalog, metadata(doc), block),
        };
        let ranked = self.index.weighted_pairs(docs, self.search(n_first), modifier, progress)?;
        let ranked: Vec<(DocId, &[Neighbour])> = docs.iter().copied().zip(ranked.iter()).collect();
        let list = |scratch: &mut Scratch, &(doc, ranked): &(DocId, &[Neighbour])| {
            self.first(doc, ranked.to_vec(), n_first, |k| self.ranked_of(doc, k, scratch))
        };
        Ok(ranked.par_iter().map_init(Scratch::default, list).collect())
    }

    /// The list of an article from its `n` best candidates; `more` finds more than `n`.
    fn first(
        &self,
        doc: DocId,
        ranked: Vec<Neighbour>,
        n: usize,
        more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Draft {
        let pins = self.pins(doc);
        let mut candidates = Candidates::of(ranked, n, |other| self.is_free(&pins, other));
        let list = self.behind(doc, &pins, &mut candidates, more);
        // Only a cap makes a list draw on its candidates again, and those of a whole archive are many.
        let is_capped = self.policy.max_inbound.is_some();
        (list, if is_capped { candidates } else { Candidates::default() })
    }

    /// The list of an article from the candidates that it still has.
    pub(super) fn again(
        &self,
        doc: DocId,
        candidates: &mut Candidates,
        more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Vec<Recommendation> {
        self.behind(doc, &self.pins(doc), candidates, more)
    }

    fn pins(&self, doc: DocId) -> Vec<DocId> {
        let mut pins = self.eligibility.pins(doc);
        pins.truncate(self.policy.k);
        pins
    }

    /// Whether neither an item nor a copy of it is pinned.
    fn is_free(&self, pins: &[DocId], item: DocId) -> bool {
        !pins.iter().any(|&pin| pin == item || self.groups().are_together(pin, item))
    }

    /// A list of pins and of what is chosen behind them.
    fn behind(
        &self,
        doc: DocId,
        pins: &[DocId],
        candidates: &mut Candidates,
        more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Vec<Recommendation> {
        let pinned =
            pins.iter().map(|&doc| Recommendation { doc, reason: Reason::Pin, weighted: 0.0 });
        let mut list: Vec<Recommendation> = pinned.collect();
        let is_free = |other| self.is_free(pins, other);
        list.extend(self.chosen(self.index.rows().row(doc), pins, candidates, is_free, more));
        list
    }

    /// Chooses what stands behind `pins`, and asks for more candidates while they do not suffice.
    pub(super) fn chosen(
        &self,
        row: Row<'_>,
        pins: &[DocId],
        candidates: &mut Candidates,
        is_free: impl Fn(DocId) -> bool,
        mut more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Vec<Recommendation> {
        loop {
            let (free, is_all) = (candidates.free(), candidates.is_all());
            if let Some(chosen) = choose(&self.policy, self.index.rows(), row, pins, free, is_all) {
                let similar = |Neighbour { doc, score }| Recommendation {
                    doc,
                    reason: Reason::Similar,
                    weighted: score,
                };
                return chosen.into_iter().map(similar).collect();
            }
            candidates.look_further(&mut more, &is_free);
        }
    }
}
