//! A policy over an archive: eligibility, score factors and searches of one request.

use std::sync::Arc;

use super::catalog::ArticleCatalog;
use super::duplicates::DuplicateGroups;
use super::eligibility::Eligibility;
use super::exclusion::Exclusion;
use super::factors::{Factors, PairFactors};
use super::policy::Policy;
use super::resolve::ResolvedRules;
use super::rules::Origin;
use crate::article::Date;
use crate::index::{Index, Neighbour, ScoreModifier, Scratch, Search};
use crate::sparse::DocId;

/// Builds the lists of one archive, for one policy at one time.
///
/// Lists are exact: the result equals scoring every eligible article of the archive and choosing from all of
/// them. A selector shares the index and the catalog with all other selectors of its archive, so creating one
/// needs no pass over the articles.
#[derive(Debug)]
pub struct Selector {
    pub(super) index: Arc<Index>,
    pub(super) policy: Policy,
    pub(super) eligibility: Eligibility,
    pub(super) factors: PairFactors,
}

impl Selector {
    /// Combines a policy with an archive.
    ///
    /// `listed` has shape (n_docs,): whether each article may appear in lists; `None` allows all. `now` is the
    /// time to which embargoes, expiry and ages refer.
    ///
    /// # Panics
    /// When `catalog` or `listed` does not have one entry for each row of `index`.
    ///
    /// # Performance
    /// O(rules + n_docs / 512). The first selector with new duplicate parameters also searches the archive for
    /// duplicates.
    #[must_use]
    pub fn new(
        index: Arc<Index>,
        catalog: Arc<ArticleCatalog>,
        policy: Policy,
        rules: ResolvedRules,
        listed: Option<Arc<[bool]>>,
        now: Date,
    ) -> Self {
        assert_eq!(index.rows().n_docs(), catalog.n_docs(), "each row needs an article");
        let factors = PairFactors::new(&catalog, &policy, now);
        let eligibility = Eligibility::new(catalog, &index, &policy, rules, listed, now);
        Self { index, policy, eligibility, factors }
    }

    /// Returns the policy, after rules changed it.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns the first reason that keeps an article out of all lists; `None` when it may appear.
    #[must_use]
    pub fn unlisted(&self, doc: DocId) -> Option<Exclusion> {
        self.eligibility.unlisted(doc)
    }

    /// Returns the duplicate groups by the policy's parameters.
    #[must_use]
    pub fn groups(&self) -> &DuplicateGroups {
        self.eligibility.groups()
    }

    /// Returns whether lists show this article of its duplicate group: the first that may appear in lists, or
    /// the first of all when none may. True for an article without duplicates.
    #[must_use]
    pub fn represents_its_copies(&self, doc: DocId) -> bool {
        let group = self.groups().of(doc);
        let shown = group.iter().find(|&&copy| self.eligibility.is_listed(copy));
        shown.or(group.first()).is_none_or(|&shown| shown == doc)
    }

    /// Returns the first reason that keeps `other` out of the list of `doc`; `None` when it may appear.
    #[must_use]
    pub fn exclusion(&self, doc: DocId, other: DocId) -> Option<Exclusion> {
        self.eligibility.exclusion(doc, other)
    }

    /// Returns whether `other` may appear in the list of `doc`.
    #[must_use]
    pub fn admits(&self, doc: DocId, other: DocId) -> bool {
        self.eligibility.admits(doc, other)
    }

    /// Returns the score factors of `other` in the list of `doc`.
    #[must_use]
    pub fn factors(&self, doc: DocId, other: DocId) -> Factors {
        let catalog = self.catalog();
        self.factors.of(catalog, catalog.metadata().of(doc), other)
    }

    /// Returns the origin of the rule or field that blocks `other` from the list of `doc`.
    #[must_use]
    pub fn block(&self, doc: DocId, other: DocId) -> Option<&Origin> {
        self.eligibility.block(doc, other)
    }

    /// Returns the duplicate that appears in the list of `doc` in place of `other`.
    #[must_use]
    pub fn shown_instead(&self, doc: DocId, other: DocId) -> Option<DocId> {
        self.eligibility.shown_instead_of(doc, other)
    }

    /// Returns the rank of `other` among all articles that may appear in the list of `doc`, from 1, by weighted
    /// score before diversity. `None` when it is not among them. One search that ranks the whole archive.
    #[must_use]
    pub fn rank(&self, doc: DocId, other: DocId) -> Option<usize> {
        let all = self.rank_candidates(doc, usize::MAX, &mut Scratch::default());
        all.iter().position(|item| item.doc == other).map(|place| place + 1)
    }

    pub(super) fn catalog(&self) -> &ArticleCatalog {
        self.eligibility.catalog()
    }

    /// Returns the other articles of the duplicate group of `doc` that may appear in lists.
    pub(super) fn copies(&self, doc: DocId) -> Vec<DocId> {
        let copies = self.groups().of(doc).iter().copied();
        copies.filter(|&copy| copy != doc && self.eligibility.is_listed(copy)).collect()
    }

    /// Returns the `k` best items of an article by weighted score, before diversity.
    pub(super) fn rank_candidates(
        &self,
        doc: DocId,
        k: usize,
        scratch: &mut Scratch,
    ) -> Vec<Neighbour> {
        let catalog = self.catalog();
        let article = catalog.metadata().of(doc);
        let modifier = ScoreModifier {
            eligible: |other| self.eligibility.admits(doc, other),
            factor: |other| self.factors.product(catalog, article, other),
            block_max: |block| self.factors.block_bound(catalog, article, block),
        };
        self.index.weighted_search(self.index.rows().row(doc), self.search(k), modifier, scratch)
    }

    pub(super) fn search(&self, k: usize) -> Search {
        Search { k, min_score: self.policy.min_score }
    }
}
