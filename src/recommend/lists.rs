//! Builds the lists of articles: pins first, then similar articles, then fallbacks for the places left.

use std::sync::Arc;

use rayon::prelude::*;

use super::candidates::Candidates;
use super::cap::apply_cap;
use super::diversity::{choose, n_first_candidates};
use super::fill::{ThemeOrders, fill_lists};
use super::item::{Draft, Reason, Recommendation};
use super::selector::Selector;
use crate::index::{Cancelled, Neighbour, Progress, ScoreModifier, Scratch};
use crate::sparse::{DocId, Row};

/// Ranks the candidates of articles, best first.
type Ranking<'r, E> = dyn Fn(&[DocId]) -> Result<Vec<Vec<Neighbour>>, E> + 'r;

impl Selector {
    /// Returns the lists of `docs`, in the order given.
    ///
    /// Pins come first, then similar articles, best first. `ranked` replaces the policy's ranking: it receives
    /// article rows and returns for each the candidates that its list admits ([`Selector::admits`]), best
    /// first. `themes` is called at most once, when the policy fills lists and a list has places left; it
    /// returns `None` for an archive without themes. `progress` counts rows.
    ///
    /// # Errors
    /// [`Cancelled`] when `progress` cancels the search, and the errors of `ranked` and `themes`.
    ///
    /// # Panics
    /// When the policy caps inbound links and `docs` are not all articles in row order. Under a cap each list
    /// depends on all others.
    ///
    /// # Performance
    /// Parallel; the result does not depend on the number of threads. One search per list, and more where
    /// diversity or the cap rejects candidates. Filling a list passes over articles by date until enough are
    /// eligible.
    pub fn recommend<E: From<Cancelled>>(
        &self,
        docs: &[DocId],
        ranked: Option<&Ranking<'_, E>>,
        themes: impl FnOnce() -> Result<Option<Arc<ThemeOrders>>, E>,
        progress: Progress<'_>,
    ) -> Result<Vec<Vec<Recommendation>>, E> {
        let mut lists = match ranked {
            None => self.lists(docs, progress)?,
            Some(ranked) => self.lists_from_candidates(docs, &ranked(docs)?),
        };
        let themes = if self.has_places_to_fill(&lists) { themes()? } else { None };
        fill_lists(self, docs, &mut lists, themes.as_deref());
        Ok(lists)
    }

    /// Returns whether the policy fills lists and one of `lists` has places left.
    #[must_use]
    pub fn has_places_to_fill(&self, lists: &[Vec<Recommendation>]) -> bool {
        self.policy.fill.on && lists.iter().any(|list| list.len() < self.policy.k)
    }

    /// Returns the lists of `docs` before fallbacks: pins, then similar articles.
    ///
    /// # Panics
    /// When the policy caps inbound links and `docs` are not all articles in row order.
    pub(super) fn lists(
        &self,
        docs: &[DocId],
        progress: Progress<'_>,
    ) -> Result<Vec<Vec<Recommendation>>, Cancelled> {
        let lists = match docs {
            // A single search does not need the memory that a search of many rows shares.
            &[doc] => {
                let list =
                    vec![self.catalog().with_scratch(|scratch| self.draft_single(doc, scratch))];
                progress.advance(1)?;
                list
            }
            _ => self.draft_all(docs, progress)?,
        };
        Ok(apply_cap(self, lists, |doc, k, scratch| self.rank_candidates(doc, k, scratch)))
    }

    /// Returns the lists of `docs` from the `ranked` candidates of each, best first.
    ///
    /// # Panics
    /// As [`Selector::lists`], and when `ranked` does not have one entry for each of `docs`.
    pub(super) fn lists_from_candidates(
        &self,
        docs: &[DocId],
        ranked: &[Vec<Neighbour>],
    ) -> Vec<Vec<Recommendation>> {
        assert_eq!(docs.len(), ranked.len(), "each list needs its candidates");
        // The given candidates are complete, so there is nothing more to fetch.
        let draft = |(&doc, ranked): (&DocId, &Vec<Neighbour>)| {
            self.draft(doc, ranked.clone(), usize::MAX, |_| Vec::new())
        };
        let lists = docs.par_iter().zip(ranked).map(draft).collect();
        apply_cap(self, lists, |_, _, _| Vec::new())
    }

    fn draft_single(&self, doc: DocId, scratch: &mut Scratch) -> Draft {
        let n_first = n_first_candidates(&self.policy);
        let ranked = self.rank_candidates(doc, n_first, scratch);
        self.draft(doc, ranked, n_first, |k| self.rank_candidates(doc, k, scratch))
    }

    /// Returns the lists of `docs` before the cap, with their remaining candidates.
    fn draft_all(&self, docs: &[DocId], progress: Progress<'_>) -> Result<Vec<Draft>, Cancelled> {
        let (n_first, catalog) = (n_first_candidates(&self.policy), self.catalog());
        let metadata = |doc: DocId| catalog.metadata().of(doc);
        let modifier = ScoreModifier {
            eligible: |doc, other| self.eligibility.admits(doc, other),
            factor: |doc, other| self.factors.product(catalog, metadata(doc), other),
            block_max: |doc, block| self.factors.block_bound(catalog, metadata(doc), block),
        };
        let ranked = self.index.weighted_pairs(docs, self.search(n_first), modifier, progress)?;
        let ranked: Vec<(DocId, &[Neighbour])> = docs.iter().copied().zip(ranked.iter()).collect();
        let list = |scratch: &mut Scratch, &(doc, ranked): &(DocId, &[Neighbour])| {
            self.draft(doc, ranked.to_vec(), n_first, |k| self.rank_candidates(doc, k, scratch))
        };
        Ok(ranked.par_iter().map_init(Scratch::default, list).collect())
    }

    /// Builds the list of an article from its `n` best candidates. `more` returns a longer prefix of the
    /// ranking.
    fn draft(
        &self,
        doc: DocId,
        ranked: Vec<Neighbour>,
        n: usize,
        more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Draft {
        let pins = self.pins(doc);
        let mut candidates = Candidates::new(ranked, n, |other| self.is_unpinned(&pins, other));
        let list = self.list_after_pins(doc, &pins, &mut candidates, more);
        // Only the cap rebuilds lists, and the candidates of a whole archive would take much memory.
        let is_capped = self.policy.max_inbound.is_some();
        (list, if is_capped { candidates } else { Candidates::default() })
    }

    /// Rebuilds the list of an article from its remaining candidates.
    pub(super) fn rebuild_list(
        &self,
        doc: DocId,
        candidates: &mut Candidates,
        more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Vec<Recommendation> {
        self.list_after_pins(doc, &self.pins(doc), candidates, more)
    }

    fn pins(&self, doc: DocId) -> Vec<DocId> {
        let mut pins = self.eligibility.pins(doc);
        pins.truncate(self.policy.k);
        pins
    }

    /// Returns whether neither `item` nor a duplicate of it is pinned.
    fn is_unpinned(&self, pins: &[DocId], item: DocId) -> bool {
        !pins.iter().any(|&pin| pin == item || self.groups().are_together(pin, item))
    }

    /// Returns the pins, followed by the candidates chosen after them.
    fn list_after_pins(
        &self,
        doc: DocId,
        pins: &[DocId],
        candidates: &mut Candidates,
        more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Vec<Recommendation> {
        let pinned =
            pins.iter().map(|&doc| Recommendation { doc, reason: Reason::Pin, weighted: 0.0 });
        let mut list: Vec<Recommendation> = pinned.collect();
        let is_unpinned = |other| self.is_unpinned(pins, other);
        list.extend(self.choose_similar(
            self.index.rows().row(doc),
            pins,
            candidates,
            is_unpinned,
            more,
        ));
        list
    }

    /// Chooses the items that follow `pins`, and fetches more candidates while there are too few.
    pub(super) fn choose_similar(
        &self,
        row: Row<'_>,
        pins: &[DocId],
        candidates: &mut Candidates,
        is_unpinned: impl Fn(DocId) -> bool,
        mut more: impl FnMut(usize) -> Vec<Neighbour>,
    ) -> Vec<Recommendation> {
        loop {
            let (available, is_complete) = (candidates.available(), candidates.is_complete());
            if let Some(chosen) =
                choose(&self.policy, self.index.rows(), row, pins, available, is_complete)
            {
                let similar = |Neighbour { doc, score }| Recommendation {
                    doc,
                    reason: Reason::Similar,
                    weighted: score,
                };
                return chosen.into_iter().map(similar).collect();
            }
            candidates.fetch_more(&mut more, &is_unpinned);
        }
    }
}
