//! A policy over an archive: who may stand in a list, and by what scores are multiplied.

use std::sync::{Arc, Mutex, PoisonError};

use super::catalog::ArticleCatalog;
use super::duplicates::DuplicateGroups;
use super::eligibility::Eligibility;
use super::exclusion::Exclusion;
use super::factors::{FactorRule, Factors};
use super::policy::Policy;
use super::resolve::ResolvedRules;
use super::rules::Origin;
use crate::article::Date;
use crate::index::{Index, Neighbour, ScoreModifier, Scratch, Search};
use crate::sparse::DocId;

/// Makes lists of one archive by one policy at one moment.
///
/// A list equals weighing every eligible article of the archive and choosing from all of them. A selector
/// shares the index and the catalog of its archive, so that making one costs no pass over the articles.
#[derive(Debug)]
pub struct Selector {
    pub(super) index: Arc<Index>,
    pub(super) policy: Policy,
    pub(super) eligibility: Eligibility,
    pub(super) factors: FactorRule,
    /// Working memory of searches that are over, for the next ones.
    scratch: Mutex<Vec<Scratch>>,
}

impl Selector {
    /// Puts a policy and an archive together. O(rules + n_docs / 512); where the policy hides copies, the first
    /// selector of an archive also searches for them.
    ///
    /// `listed` says for each article whether it may stand in a list at all, shape (n_docs,). Embargoes, expiry
    /// and ages are judged at `now`.
    ///
    /// # Panics
    /// When `catalog` or `listed` do not have one article for each row of `index`.
    #[must_use]
    pub fn new(
        index: Arc<Index>,
        catalog: Arc<ArticleCatalog>,
        policy: Policy,
        rules: ResolvedRules,
        listed: Option<Arc<[bool]>>,
        now: Date,
    ) -> Self {
        assert_eq!(index.rows().n_docs(), catalog.n_docs(), "each row has its article");
        let factors = FactorRule::new(&catalog, &policy, now);
        let eligibility = Eligibility::new(catalog, &index, &policy, rules, listed, now);
        Self { index, policy, eligibility, factors, scratch: Mutex::default() }
    }

    /// The policy in force.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Why an article may stand in no list at all; `None` when it may.
    #[must_use]
    pub fn unlisted(&self, doc: DocId) -> Option<Exclusion> {
        self.eligibility.unlisted(doc)
    }

    /// The groups of articles that are nearly the same.
    #[must_use]
    pub fn groups(&self) -> &DuplicateGroups {
        self.eligibility.groups()
    }

    /// Whether lists show this article of its group: the first that may stand in lists, else the first. True
    /// for an article without copies.
    #[must_use]
    pub fn stands_for_its_copies(&self, doc: DocId) -> bool {
        let group = self.groups().of(doc);
        let shown = group.iter().find(|&&copy| self.eligibility.is_listed(copy));
        shown.or(group.first()).is_none_or(|&shown| shown == doc)
    }

    /// Why `other` may not stand in the list of `doc`; `None` when it may.
    #[must_use]
    pub fn exclusion(&self, doc: DocId, other: DocId) -> Option<Exclusion> {
        self.eligibility.exclusion(doc, other)
    }

    /// Whether `other` may stand in the list of `doc`.
    #[must_use]
    pub fn admits(&self, doc: DocId, other: DocId) -> bool {
        self.eligibility.admits(doc, other)
    }

    /// The factors of `other` in the list of `doc`.
    #[must_use]
    pub fn factors(&self, doc: DocId, other: DocId) -> Factors {
        let catalog = self.eligibility.catalog();
        self.factors.of(catalog, catalog.metadata().of(doc), other)
    }

    /// Where a rule says that `other` must not stand in the list of `doc`.
    #[must_use]
    pub fn block(&self, doc: DocId, other: DocId) -> Option<&Origin> {
        self.eligibility.block(doc, other)
    }

    /// The article that stands in the list of `doc` in place of `other`, which is nearly the same.
    #[must_use]
    pub fn shown_instead(&self, doc: DocId, other: DocId) -> Option<DocId> {
        self.eligibility.shown_instead_of(doc, other)
    }

    /// The place of `other` among all articles that may stand in the list of `doc`, by weighted score, from 1,
    /// before diversity; `None` when it is not among them. One search of all rows.
    #[must_use]
    pub fn rank(&self, doc: DocId, other: DocId) -> Option<usize> {
        let all = self.ranked_of(doc, usize::MAX, &mut Scratch::default());
        all.iter().position(|item| item.doc == other).map(|place| place + 1)
    }

    /// The listed articles that are nearly the same as `doc`.
    pub(super) fn copies(&self, doc: DocId) -> Vec<DocId> {
        let copies = self.groups().of(doc).iter().copied();
        copies.filter(|&copy| copy != doc && self.eligibility.is_listed(copy)).collect()
    }

    /// The `k` best items of an article by weighted score, before diversity.
    pub(super) fn ranked_of(&self, doc: DocId, k: usize, scratch: &mut Scratch) -> Vec<Neighbour> {
        let catalog = self.eligibility.catalog();
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

    /// Runs a search with working memory of an earlier one, because allocating it takes as long as a short
    /// search.
    pub(super) fn with_scratch<T>(&self, search: impl FnOnce(&mut Scratch) -> T) -> T {
        let pool = || self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = pool().pop().unwrap_or_default();
        let found = search(&mut scratch);
        pool().push(scratch);
        found
    }
}
