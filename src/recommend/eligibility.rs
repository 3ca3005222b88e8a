//! Who may stand in whose list, for one policy at one moment.

use std::sync::Arc;

use super::catalog::{ArticleCatalog, Copies, Traits};
use super::duplicates::DuplicateGroups;
use super::exclusion::{Exclusion, forbidding};
use super::metadata::{Metadata, MetadataTable, SECONDS_A_DAY};
use super::policy::{Direction, EligibilityPolicy, Policy, Stance};
use super::resolve::ResolvedRules;
use super::rules::Origin;
use crate::article::Date;
use crate::index::Index;
use crate::sparse::DocId;

/// Who may stand in whose list, for one policy at one moment.
///
/// It is made for each request, without a pass over the archive: every question is answered from the catalog
/// when it is asked.
#[derive(Clone, Debug)]
pub(super) struct Eligibility {
    catalog: Arc<ArticleCatalog>,
    copies: Arc<Copies>,
    policy: EligibilityPolicy,
    same_section: Stance,
    same_series: Stance,
    /// Numbers of the sections whose weight is 0.
    unlisted_sections: Vec<u32>,
    /// Whether each article may be listed at all; `None` for all.
    listed: Option<Arc<[bool]>>,
    rules: ResolvedRules,
    /// Articles that `rules` say something about, a bit for each row; empty without rules.
    concerned: Vec<u64>,
    /// The traits about which this policy has to ask further.
    asks_about: u8,
    now: Date,
}

impl Eligibility {
    /// Puts a policy and an archive together. O(rules) and one bit an article where there are rules.
    ///
    /// `listed` says for each article whether it may be listed at all; embargoes, expiry and age are judged
    /// at `now`.
    ///
    /// # Panics
    /// When `listed` does not have one value for each article.
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
        assert_eq!(n_listed, n_docs, "`listed` has one value for each article");
        let weights = policy.sections.weights.iter().filter(|&(_, &weight)| weight <= 0.0);
        let numbers = weights.filter_map(|(name, _)| catalog.metadata().section_number(name));
        let unlisted_sections: Vec<u32> = numbers.collect();
        let asks_about = asks_about(policy, &unlisted_sections, listed.is_some());
        let mut concerned = Vec::new();
        for doc in rules.concerned() {
            concerned.resize(n_docs.div_ceil(64), 0);
            concerned[doc.index() / 64] |= 1 << (doc.index() % 64);
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
            concerned,
            asks_about,
            now,
        }
    }

    pub(super) fn catalog(&self) -> &ArticleCatalog {
        &self.catalog
    }

    pub(super) fn metadata(&self) -> &MetadataTable {
        self.catalog.metadata()
    }

    /// The moment at which embargoes, expiry and age are judged.
    pub(super) fn now(&self) -> Date {
        self.now
    }

    pub(super) fn groups(&self) -> &DuplicateGroups {
        &self.copies.groups
    }

    /// The articles that are pinned to the list of `doc` and may stand there, in order, each once.
    ///
    /// A pin overrides what the policy says of language, time, length and section. It does not override what
    /// editors forbid.
    pub(super) fn pins(&self, doc: DocId) -> Vec<DocId> {
        let mut pins: Vec<DocId> = Vec::new();
        let of_rules = self.rules.pins.get(&doc).into_iter().flatten();
        for &other in self.catalog.own_pins(doc).iter().chain(of_rules) {
            let is_forbidden = self.block(doc, other).is_some()
                || self.exclusion(doc, other).is_some_and(Exclusion::overrides_pins);
            let stands = |&pin: &DocId| pin == other || self.groups().are_together(pin, other);
            if !is_forbidden && !pins.iter().any(stands) {
                pins.push(other);
            }
        }
        pins
    }

    /// Where a rule or a field says that `doc` must not stand in the list of `list`.
    pub(super) fn block(&self, list: DocId, doc: DocId) -> Option<&Origin> {
        self.rules.block(list, doc).or_else(|| self.catalog.own_block(list, doc))
    }

    /// Why an article may stand in no list at all; the first reason that applies.
    pub(super) fn unlisted(&self, doc: DocId) -> Option<Exclusion> {
        let article = self.metadata().of(doc);
        let is_left_out = || self.listed.as_ref().is_some_and(|listed| !listed[doc.index()]);
        let is_weightless = || {
            let number = article.section.number();
            number.is_some_and(|number| self.unlisted_sections.contains(&number))
        };
        // What editors forbid comes first, because pins override the rest.
        self.forbidden(doc)
            .or_else(|| is_left_out().then_some(Exclusion::NotAsked))
            .or_else(|| unfit(article, &self.policy, self.now))
            .or_else(|| is_weightless().then_some(Exclusion::SectionUnlisted))
    }

    fn forbidden(&self, doc: DocId) -> Option<Exclusion> {
        let &Metadata { hidden, retracted, legal, embargo, expires, .. } = self.metadata().of(doc);
        let (rules, is_concerned) = (&self.rules, self.is_concerned(doc));
        let hidden = hidden || is_concerned && rules.hidden.contains(&doc);
        let legal = legal || is_concerned && rules.legal.contains(&doc);
        forbidding([hidden, retracted, legal], embargo, expires, self.now)
    }

    fn is_legal(&self, doc: DocId) -> bool {
        self.metadata().of(doc).legal || self.rules.legal.contains(&doc)
    }

    fn is_concerned(&self, doc: DocId) -> bool {
        let bits = self.concerned.get(doc.index() / 64);
        bits.is_some_and(|bits| bits >> (doc.index() % 64) & 1 == 1)
    }

    /// Whether an article may stand in a list at all.
    pub(super) fn is_listed(&self, doc: DocId) -> bool {
        self.unlisted(doc).is_none()
    }

    /// Whether a reason may name an article to readers, as one that they liked.
    pub(super) fn may_be_named(&self, doc: DocId) -> bool {
        use Exclusion::{Embargoed, Hidden, Legal, Retracted};
        !matches!(self.forbidden(doc), Some(Hidden | Retracted | Legal | Embargoed))
    }

    /// Whether translations of an article may stand beside it.
    pub(super) fn allows_translations(&self) -> bool {
        self.policy.translations
    }

    /// Whether `other` may stand in the list of `doc`.
    pub(super) fn admits(&self, doc: DocId, other: DocId) -> bool {
        let traits = |doc: DocId| self.copies.traits[doc.index()];
        let (one, two) = (traits(doc), traits(other));
        let is_plain = self.asks_about != Traits::ANY
            && (one.bits | two.bits) & self.asks_about == 0
            && !self.is_concerned(doc)
            && !self.is_concerned(other);
        if is_plain {
            doc != other && (!self.policy.same_language || one.lang == two.lang)
        } else {
            self.exclusion(doc, other).is_none()
        }
    }

    /// Why `other` may not stand in the list of `doc`; the first reason that applies.
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
        self.exclusion_of(article, doc, other)
            .or_else(|| self.shown_instead_of(doc, other).map(|_| Exclusion::AlsoPublished))
    }

    /// Why `other` may not stand in the list of `doc`, copies aside.
    fn exclusion_of(&self, article: &Metadata, doc: DocId, other: DocId) -> Option<Exclusion> {
        self.exclusion_but_for_copies(article, other)
            .or_else(|| self.block(doc, other).map(|_| Exclusion::Blocked))
    }

    /// The copy that stands in the list of `doc` in place of `other`.
    pub(super) fn shown_instead_of(&self, doc: DocId, other: DocId) -> Option<DocId> {
        let article = self.metadata().of(doc);
        self.shown_instead(other, |copy| self.exclusion_of(article, doc, copy).is_none())
    }

    /// The copy that stands in a list in place of `other`: the first of its group that may.
    pub(super) fn shown_instead(
        &self,
        other: DocId,
        may_stand: impl Fn(DocId) -> bool,
    ) -> Option<DocId> {
        let before = self.groups().of(other).iter().copied().take_while(|&copy| copy != other);
        before.into_iter().find(|&copy| may_stand(copy))
    }

    /// Why `other` may not stand in the list of an article with this metadata; neither copies nor blocks are
    /// looked at.
    pub(super) fn exclusion_but_for_copies(
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
            let most = policy.days_apart.map_or(u64::MAX, |days| u64::from(days) * 86_400);
            if date.abs_diff(other_date) > most {
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

/// The traits of an article about which a policy has to ask further before a pair is admitted.
fn asks_about(policy: &Policy, unlisted_sections: &[u32], has_listed: bool) -> u8 {
    let EligibilityPolicy { translations, days_apart, max_age_days, direction, min_chars, .. } =
        policy.eligibility;
    let asks_everything = has_listed
        || days_apart.is_some()
        || max_age_days.is_some()
        || direction == Direction::Older
        || min_chars > 0;
    if asks_everything {
        return Traits::ANY;
    }
    let bit = |is_set: bool, bit: u8| if is_set { bit } else { 0 };
    let sections = &policy.sections;
    let asks_section = sections.same_section == Stance::Exclude || !unlisted_sections.is_empty();
    Traits::RESTRICTED
        | Traits::COPIED
        | Traits::BLOCKS
        | bit(!translations, Traits::TRANSLATED)
        | bit(asks_section, Traits::SECTION)
        | bit(sections.same_series == Stance::Exclude, Traits::SERIES)
}

/// What the policy asks of every item and the article lacks.
fn unfit(article: &Metadata, policy: &EligibilityPolicy, now: Date) -> Option<Exclusion> {
    if article.n_chars < policy.min_chars {
        return Some(Exclusion::TooShort);
    }
    let days = policy.max_age_days.filter(|_| !article.evergreen)?;
    let seconds = |date: i64| now.unix_seconds().saturating_sub(date) as f64;
    let age = article.date.map(|date| seconds(date) / SECONDS_A_DAY);
    age.is_none_or(|age| age > f64::from(days)).then_some(Exclusion::TooOld)
}
