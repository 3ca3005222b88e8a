//! Which articles may appear in which lists, for one policy at one time.

use std::sync::Arc;

use super::catalog::{ArticleCatalog, Copies, Traits};
use super::duplicates::DuplicateGroups;
use super::exclusion::{Exclusion, editorial_exclusion};
use super::metadata::{Metadata, MetadataTable, SECONDS_A_DAY};
use super::policy::{Direction, EligibilityPolicy, Policy, Stance};
use super::resolve::ResolvedRules;
use super::rules::Origin;
use crate::article::Date;
use crate::index::Index;
use crate::sparse::DocId;

/// Decides which articles may appear in which lists, for one policy at one time.
///
/// It is built for each request without a pass over the archive. Checks read the catalog on demand.
#[derive(Clone, Debug)]
pub(super) struct Eligibility {
    catalog: Arc<ArticleCatalog>,
    copies: Arc<Copies>,
    policy: EligibilityPolicy,
    same_section: Stance,
    same_series: Stance,
    /// Numbers of the sections whose weight is 0.
    unlisted_sections: Vec<u32>,
    /// Whether each article may appear in lists, shape (n_docs,); `None` allows all.
    listed: Option<Arc<[bool]>>,
    rules: ResolvedRules,
    /// One bit per row, set for articles that `rules` affect; empty without rules.
    affected: Vec<u64>,
    /// The traits that call for a full check under this policy.
    decisive_traits: u8,
    now: Date,
}

impl Eligibility {
    /// Combines a policy with an archive.
    ///
    /// `listed` has shape (n_docs,): whether each article may appear in lists; `None` allows all. `now` is the
    /// time to which embargoes, expiry and ages refer.
    ///
    /// # Panics
    /// When `listed` does not have one value for each article.
    ///
    /// # Performance
    /// O(rules), and n_docs / 64 words when there are rules. [`ArticleCatalog::copies`] searches for duplicates
    /// when no earlier request had the same parameters.
    pub(super) fn new(
        catalog: Arc<ArticleCatalog>,
        index: &Index,
        policy: &Policy,
        rules: ResolvedRules,
        listed: Option<Arc<[bool]>>,
        now: Date,
    ) -> Self {
        let n_docs = catalog.n_docs();
        let n_listed = listed.as_ref().map_or(n_docs, |listed| listed.len());
        assert_eq!(n_listed, n_docs, "`listed` must have one value for each article");
        let weights = policy.sections.weights.iter().filter(|&(_, &weight)| weight <= 0.0);
        let numbers = weights.filter_map(|(name, _)| catalog.metadata().section_number(name));
        let unlisted_sections: Vec<u32> = numbers.collect();
        let decisive_traits = decisive_traits(policy, &unlisted_sections, listed.is_some());
        let mut affected = Vec::new();
        for doc in rules.affected() {
            affected.resize(n_docs.div_ceil(64), 0);
            affected[doc.index() / 64] |= 1 << (doc.index() % 64);
        }
        Self {
            copies: catalog.copies(index, policy.duplicates),
            catalog,
            policy: policy.eligibility.clone(),
            same_section: policy.sections.same_section,
            same_series: policy.sections.same_series,
            unlisted_sections,
            listed,
            rules,
            affected,
            decisive_traits,
            now,
        }
    }

    pub(super) fn catalog(&self) -> &ArticleCatalog {
        &self.catalog
    }

    pub(super) fn metadata(&self) -> &MetadataTable {
        self.catalog.metadata()
    }

    /// Returns the time to which embargoes, expiry and ages refer.
    pub(super) fn now(&self) -> Date {
        self.now
    }

    pub(super) fn groups(&self) -> &DuplicateGroups {
        &self.copies.groups
    }

    /// Returns the articles that are pinned to the list of `doc` and may appear in it, in order, without
    /// repeats.
    ///
    /// A pin overrides the policy's conditions on language, time, length and section. It does not override an
    /// editor's decision to keep an article out.
    pub(super) fn pins(&self, doc: DocId) -> Vec<DocId> {
        let mut pins: Vec<DocId> = Vec::new();
        let of_rules = self.rules.pins.get(&doc).into_iter().flatten();
        for &other in self.catalog.own_pins(doc).iter().chain(of_rules) {
            let is_forbidden = self.block(doc, other).is_some()
                || self.exclusion(doc, other).is_some_and(Exclusion::overrides_pins);
            let is_pinned = |&pin: &DocId| pin == other || self.groups().are_together(pin, other);
            if !is_forbidden && !pins.iter().any(is_pinned) {
                pins.push(other);
            }
        }
        pins
    }

    /// Returns the origin of the rule or field that blocks `doc` from the list of `list`.
    pub(super) fn block(&self, list: DocId, doc: DocId) -> Option<&Origin> {
        self.rules.block(list, doc).or_else(|| self.catalog.own_block(list, doc))
    }

    /// Returns the first reason that keeps an article out of all lists.
    pub(super) fn unlisted(&self, doc: DocId) -> Option<Exclusion> {
        let article = self.metadata().of(doc);
        let is_left_out = || self.listed.as_ref().is_some_and(|listed| !listed[doc.index()]);
        let is_weightless = || {
            let number = article.section.number();
            number.is_some_and(|number| self.unlisted_sections.contains(&number))
        };
        // Editors' decisions come first, because pins override the other reasons.
        self.forbidden(doc)
            .or_else(|| is_left_out().then_some(Exclusion::NotAsked))
            .or_else(|| unmet_requirement(article, &self.policy, self.now))
            .or_else(|| is_weightless().then_some(Exclusion::SectionUnlisted))
    }

    fn forbidden(&self, doc: DocId) -> Option<Exclusion> {
        let &Metadata { hidden, retracted, legal, embargo, expires, .. } = self.metadata().of(doc);
        let (rules, is_affected) = (&self.rules, self.is_affected(doc));
        let hidden = hidden || is_affected && rules.hidden.contains(&doc);
        let legal = legal || is_affected && rules.legal.contains(&doc);
        editorial_exclusion([hidden, retracted, legal], embargo, expires, self.now)
    }

    fn is_legal(&self, doc: DocId) -> bool {
        self.metadata().of(doc).legal || self.rules.legal.contains(&doc)
    }

    fn is_affected(&self, doc: DocId) -> bool {
        let bits = self.affected.get(doc.index() / 64);
        bits.is_some_and(|bits| bits >> (doc.index() % 64) & 1 == 1)
    }

    /// Returns whether an article may appear in lists at all.
    pub(super) fn is_listed(&self, doc: DocId) -> bool {
        self.unlisted(doc).is_none()
    }

    /// Returns whether a reason shown to readers may name an article as one of their likes.
    pub(super) fn may_be_named(&self, doc: DocId) -> bool {
        use Exclusion::{Embargoed, Hidden, Legal, Retracted};
        !matches!(self.forbidden(doc), Some(Hidden | Retracted | Legal | Embargoed))
    }

    /// Returns whether translations of an article may appear in its list.
    pub(super) fn allows_translations(&self) -> bool {
        self.policy.translations
    }

    /// Returns whether `other` may appear in the list of `doc`.
    ///
    /// Equals `self.exclusion(doc, other).is_none()`, but reads only four bytes per article for most pairs.
    pub(super) fn admits(&self, doc: DocId, other: DocId) -> bool {
        let traits = |doc: DocId| self.copies.traits[doc.index()];
        let (one, two) = (traits(doc), traits(other));
        let is_plain = self.decisive_traits != Traits::ANY
            && (one.bits | two.bits) & self.decisive_traits == 0
            && !self.is_affected(doc)
            && !self.is_affected(other);
        if is_plain {
            doc != other && (!self.policy.same_language || one.lang == two.lang)
        } else {
            self.exclusion(doc, other).is_none()
        }
    }

    /// Returns the first reason that keeps `other` out of the list of `doc`.
    pub(super) fn exclusion(&self, doc: DocId, other: DocId) -> Option<Exclusion> {
        if doc == other {
            return Some(Exclusion::Itself);
        }
        let article = self.metadata().of(doc);
        if self.groups().are_together(doc, other) {
            let is_page = article.address.is_shared(self.metadata().of(other).address);
            return Some(if is_page { Exclusion::SamePage } else { Exclusion::NearDuplicate });
        }
        if self.is_legal(doc) {
            return Some(Exclusion::LegalList);
        }
        self.exclusion_by_policy_or_block(article, doc, other)
            .or_else(|| self.shown_instead_of(doc, other).map(|_| Exclusion::AlsoPublished))
    }

    /// Returns the first reason that keeps `other` out of the list of `doc`, duplicates aside.
    fn exclusion_by_policy_or_block(
        &self,
        article: &Metadata,
        doc: DocId,
        other: DocId,
    ) -> Option<Exclusion> {
        self.exclusion_ignoring_copies(article, other)
            .or_else(|| self.block(doc, other).map(|_| Exclusion::Blocked))
    }

    /// Returns the duplicate that appears in the list of `doc` in place of `other`.
    pub(super) fn shown_instead_of(&self, doc: DocId, other: DocId) -> Option<DocId> {
        let article = self.metadata().of(doc);
        self.shown_instead(other, |copy| {
            self.exclusion_by_policy_or_block(article, doc, copy).is_none()
        })
    }

    /// Returns the duplicate that appears in a list in place of `other`: the first one of its group that may.
    pub(super) fn shown_instead(
        &self,
        other: DocId,
        may_stand: impl Fn(DocId) -> bool,
    ) -> Option<DocId> {
        let before = self.groups().of(other).iter().copied().take_while(|&copy| copy != other);
        before.into_iter().find(|&copy| may_stand(copy))
    }

    /// Returns the first reason that keeps `other` out of the list of an article with this metadata.
    /// Duplicates and blocks are not checked.
    pub(super) fn exclusion_ignoring_copies(
        &self,
        article: &Metadata,
        other: DocId,
    ) -> Option<Exclusion> {
        if let Some(exclusion) = self.unlisted(other) {
            return Some(exclusion);
        }
        let (policy, other) = (&self.policy, self.metadata().of(other));
        if article.address.is_shared(other.address) {
            return Some(Exclusion::SamePage);
        }
        if !policy.translations && article.translation.is_shared(other.translation) {
            return Some(Exclusion::Translation);
        }
        if policy.same_language && article.lang != other.lang {
            return Some(Exclusion::OtherLanguage);
        }
        if policy.days_apart.is_some() || policy.direction == Direction::Older {
            let (Some(date), Some(other_date)) = (article.date, other.date) else {
                return Some(Exclusion::Undated);
            };
            let max_seconds = policy.days_apart.map_or(u64::MAX, |days| u64::from(days) * 86_400);
            if date.abs_diff(other_date) > max_seconds {
                return Some(Exclusion::TooFarApart);
            }
            if policy.direction == Direction::Older && other_date > date {
                return Some(Exclusion::Newer);
            }
        }
        if self.same_section == Stance::Exclude && article.section.is_shared(other.section) {
            return Some(Exclusion::SameSection);
        }
        if self.same_series == Stance::Exclude && article.series.is_shared(other.series) {
            return Some(Exclusion::SameSeries);
        }
        None
    }
}

/// Returns the traits that call for a full check under a policy.
fn decisive_traits(policy: &Policy, unlisted_sections: &[u32], has_listed: bool) -> u8 {
    let EligibilityPolicy { translations, days_apart, max_age_days, direction, min_chars, .. } =
        policy.eligibility;
    let needs_full_check = has_listed
        || days_apart.is_some()
        || max_age_days.is_some()
        || direction == Direction::Older
        || min_chars > 0;
    if needs_full_check {
        return Traits::ANY;
    }
    let bit = |is_set: bool, bit: u8| if is_set { bit } else { 0 };
    let sections = &policy.sections;
    let checks_section = sections.same_section == Stance::Exclude || !unlisted_sections.is_empty();
    Traits::RESTRICTED
        | Traits::COPIED
        | Traits::BLOCKS
        | bit(!translations, Traits::TRANSLATED)
        | bit(checks_section, Traits::SECTION)
        | bit(sections.same_series == Stance::Exclude, Traits::SERIES)
}

/// Returns the requirement of the policy that an article does not meet.
fn unmet_requirement(
    article: &Metadata,
    policy: &EligibilityPolicy,
    now: Date,
) -> Option<Exclusion> {
    if article.n_chars < policy.min_chars {
        return Some(Exclusion::TooShort);
    }
    let days = policy.max_age_days.filter(|_| !article.evergreen)?;
    let seconds = |date: i64| now.unix_seconds().saturating_sub(date) as f64;
    let age = article.date.map(|date| seconds(date) / SECONDS_A_DAY);
    age.is_none_or(|age| age > f64::from(days)).then_some(Exclusion::TooOld)
}
