//! Who may stand in whose list.

use serde::Serialize;

use super::duplicates::DuplicateGroups;
use super::factors::SECONDS_A_DAY;
use super::metadata::{Metadata, MetadataTable};
use super::policy::{Direction, EligibilityPolicy, Policy, Stance};
use super::rules::ResolvedRules;
use crate::article::{Date, Editorial, Lang};
use crate::sparse::DocId;

/// Why an article may not stand in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Exclusion {
    /// It is the article itself.
    Itself,
    /// It is hidden.
    Hidden,
    /// It is retracted.
    Retracted,
    /// It is legally sensitive.
    Legal,
    /// The reader knows it.
    Known,
    /// The list's own article is legally sensitive.
    LegalList,
    /// It is under embargo.
    Embargoed,
    /// It has expired.
    Expired,
    /// It is too short.
    TooShort,
    /// It is too old.
    TooOld,
    /// Its section has the weight 0.
    SectionUnlisted,
    /// The program that asked left it out.
    NotAsked,
    /// It is the same page.
    SamePage,
    /// It is nearly the same article.
    NearDuplicate,
    /// It is a translation of the article.
    Translation,
    /// It is in another language.
    OtherLanguage,
    /// It has no date, or the list's own article has none, and dates decide.
    Undated,
    /// It was published too long before or after.
    TooFarApart,
    /// It is newer.
    Newer,
    /// A rule keeps it out of this list.
    Blocked,
    /// It is of the same section.
    SameSection,
    /// It is of the same series.
    SameSeries,
    /// It is nearly the same article as another one that may stand in the list.
    AlsoPublished,
}

impl Exclusion {
    /// The reason in words that follow `it`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Itself => "is the article itself",
            Self::Known => "is known to the reader, or nearly the same as what is",
            Self::Hidden => "is hidden",
            Self::Retracted => "is retracted",
            Self::Legal => "is legally sensitive",
            Self::LegalList => "would stand under a legally sensitive article, which has no list",
            Self::Embargoed => "is under embargo",
            Self::Expired => "has expired",
            Self::TooShort => "is too short",
            Self::TooOld => "is too old",
            Self::SectionUnlisted => "is of a section that stands in no list",
            Self::NotAsked => "was left out by the program that asked",
            Self::SamePage => "is the same page",
            Self::NearDuplicate => "is nearly the same article",
            Self::Translation => "is a translation of the article",
            Self::OtherLanguage => "is in another language",
            Self::Undated => "cannot be compared by date, since one of the two has none",
            Self::TooFarApart => "was published too long before or after",
            Self::Newer => "is newer, and only older ones are asked for",
            Self::Blocked => "is kept out of this list by a rule",
            Self::SameSection => "is of the same section",
            Self::SameSeries => "is of the same series",
            Self::AlsoPublished => "is nearly the same article as one that is shown instead",
        }
    }

    /// What an editor's word alone forbids in any list at the moment `now`: hidden, retracted, legally sensitive,
    /// embargoed or expired, the first that applies.
    #[must_use]
    pub fn by_editor(editorial: &Editorial, now: Date) -> Option<Self> {
        let Editorial { hidden, retracted, legal, embargo, expires, .. } = *editorial;
        let seconds = |date: Option<Date>| date.map(Date::unix_seconds);
        forbidding([hidden, retracted, legal], seconds(embargo), seconds(expires), now)
    }
}

/// Who may stand in whose list, for one policy at one moment. About 115 bytes an article.
#[derive(Clone, Debug)]
pub(super) struct Eligibility {
    metadata: MetadataTable,
    policy: EligibilityPolicy,
    same_section: Stance,
    same_series: Stance,
    /// Why an article stands in no list at all.
    unlisted: Vec<Option<Exclusion>>,
    /// The language of each article of which nothing else has to be asked, or `None`: the search asks about
    /// most pairs more often than facts come from memory.
    plain: Vec<Option<Lang>>,
    groups: DuplicateGroups,
    rules: ResolvedRules,
    now: Date,
}

impl Eligibility {
    /// `listed` says for each article whether it may be listed at all; `now` is the time embargoes, expiry
    /// and age are judged at.
    pub(super) fn new(
        mut metadata: MetadataTable,
        policy: &Policy,
        groups: DuplicateGroups,
        rules: ResolvedRules,
        listed: Option<&[bool]>,
        now: Date,
    ) -> Self {
        metadata.decide(&rules.legal, &rules.hidden);
        let unlisted = |(doc, article_metadata): (usize, &Metadata)| {
            let weight = metadata
                .section(DocId::from_index(doc))
                .and_then(|section| policy.sections.weights.get(section));
            let is_weightless = weight.is_some_and(|&weight| weight <= 0.0);
            let is_left_out = listed.is_some_and(|listed| !listed[doc]);
            // What is forbidden comes first: pins override the rest.
            forbidden(article_metadata, now)
                .or(is_left_out.then_some(Exclusion::NotAsked))
                .or(unfit(article_metadata, &policy.eligibility, now))
                .or(is_weightless.then_some(Exclusion::SectionUnlisted))
        };
        let unlisted = metadata.all().iter().enumerate().map(unlisted).collect();
        let mut eligibility = Self {
            policy: policy.eligibility.clone(),
            same_section: policy.sections.same_section,
            same_series: policy.sections.same_series,
            unlisted,
            plain: Vec::new(),
            groups,
            rules,
            metadata,
            now,
        };
        let docs = (0..eligibility.metadata.n_docs()).map(DocId::from_index);
        eligibility.plain = docs.map(|doc| eligibility.plain(doc)).collect();
        eligibility
    }

    /// The language of an article that may stand in every list of an article like it but its own; one language
    /// for all where languages do not matter. Pages of one address are of one group.
    fn plain(&self, doc: DocId) -> Option<Lang> {
        let (article_metadata, policy) = (self.metadata.of(doc), &self.policy);
        let is_asked = self.unlisted[doc.index()].is_some()
            || article_metadata.legal
            || !self.groups.of(doc).is_empty()
            || self.rules.has_blocks(doc)
            || (!policy.translations && article_metadata.translation.number().is_some())
            || policy.days_apart.is_some()
            || policy.direction == Direction::Older
            || (self.same_section == Stance::Exclude
                && article_metadata.section.number().is_some())
            || (self.same_series == Stance::Exclude && article_metadata.series.number().is_some());
        let lang = if policy.same_language { article_metadata.lang } else { Lang::ENGLISH };
        (!is_asked).then_some(lang)
    }

    pub(super) fn metadata(&self) -> &MetadataTable {
        &self.metadata
    }

    /// The moment that is asked about.
    pub(super) fn now(&self) -> Date {
        self.now
    }

    pub(super) fn groups(&self) -> &DuplicateGroups {
        &self.groups
    }

    pub(super) fn rules(&self) -> &ResolvedRules {
        &self.rules
    }

    /// What is pinned to the list of `doc` and may stand there, in order, each article once.
    ///
    /// A pin overrides taste (language, time, length, section), not what is forbidden.
    pub(super) fn pins(&self, doc: DocId) -> Vec<DocId> {
        let mut pins: Vec<DocId> = Vec::new();
        for &other in self.rules.pins.get(&doc).into_iter().flatten() {
            let is_forbidden = self.exclusion(doc, other).is_some_and(|exclusion| {
                matches!(
                    exclusion,
                    Exclusion::Itself
                        | Exclusion::Hidden
                        | Exclusion::Retracted
                        | Exclusion::Legal
                        | Exclusion::LegalList
                        | Exclusion::Embargoed
                        | Exclusion::Expired
                        | Exclusion::NotAsked
                        | Exclusion::SamePage
                        | Exclusion::NearDuplicate
                        | Exclusion::Blocked
                )
            });
            let stands = |&pin: &DocId| pin == other || self.groups.are_together(pin, other);
            if !is_forbidden && !pins.iter().any(stands) {
                pins.push(other);
            }
        }
        pins
    }

    /// Why an article may stand in no list at all.
    pub(super) fn unlisted(&self, doc: DocId) -> Option<Exclusion> {
        self.unlisted[doc.index()]
    }

    /// Whether an article may stand in a list at all.
    pub(super) fn is_listed(&self, doc: DocId) -> bool {
        self.unlisted(doc).is_none()
    }

    /// Whether an article may be named to readers, be it as what they liked.
    pub(super) fn may_be_named(&self, doc: DocId) -> bool {
        use Exclusion::{Embargoed, Hidden, Legal, Retracted};
        !matches!(self.unlisted[doc.index()], Some(Hidden | Retracted | Legal | Embargoed))
    }

    /// Whether translations of an article may stand beside it.
    pub(super) fn allows_translations(&self) -> bool {
        self.policy.translations
    }

    /// Whether `other` may stand in the list of `doc`.
    pub(super) fn admits(&self, doc: DocId, other: DocId) -> bool {
        match (self.plain[doc.index()], self.plain[other.index()]) {
            (Some(lang), Some(other_lang)) => doc != other && lang == other_lang,
            _ => self.exclusion(doc, other).is_none(),
        }
    }

    /// Why `other` may not stand in the list of `doc`; the first reason that applies.
    pub(super) fn exclusion(&self, doc: DocId, other: DocId) -> Option<Exclusion> {
        if doc == other {
            return Some(Exclusion::Itself);
        }
        if self.groups.are_together(doc, other) {
            let is_page = self.metadata.of(doc).address.is_shared(self.metadata.of(other).address);
            return Some(if is_page { Exclusion::SamePage } else { Exclusion::NearDuplicate });
        }
        let article_metadata = self.metadata.of(doc);
        if article_metadata.legal {
            return Some(Exclusion::LegalList);
        }
        self.refusal_of(article_metadata, doc, other).or_else(|| {
            self.shown_instead(other, |copy| self.refusal_of(article_metadata, doc, copy).is_none())
                .map(|_| Exclusion::AlsoPublished)
        })
    }

    /// Why `other` may not stand in the list of `doc`, copies aside.
    fn refusal_of(
        &self,
        article_metadata: &Metadata,
        doc: DocId,
        other: DocId,
    ) -> Option<Exclusion> {
        self.refusal_but_for_copies(article_metadata, other)
            .or_else(|| self.rules.block(doc, other).map(|_| Exclusion::Blocked))
    }

    /// The copy that stands in the list of `doc` in place of `other`.
    pub(super) fn shown_instead_of(&self, doc: DocId, other: DocId) -> Option<DocId> {
        let article_metadata = self.metadata.of(doc);
        self.shown_instead(other, |copy| self.refusal_of(article_metadata, doc, copy).is_none())
    }

    /// The copy that stands in a list in place of `other`: the first of its group that may.
    pub(super) fn shown_instead(
        &self,
        other: DocId,
        may_stand: impl Fn(DocId) -> bool,
    ) -> Option<DocId> {
        let before = self.groups.of(other).iter().copied().take_while(|&copy| copy != other);
        before.into_iter().find(|&copy| may_stand(copy))
    }

    /// Why `other` may not stand in the list of an article with the facts `article_metadata`, its copies aside.
    pub(super) fn refusal_but_for_copies(
        &self,
        article_metadata: &Metadata,
        other: DocId,
    ) -> Option<Exclusion> {
        if let Some(exclusion) = self.unlisted[other.index()] {
            return Some(exclusion);
        }
        let (policy, other) = (&self.policy, self.metadata.of(other));
        if article_metadata.address.is_shared(other.address) {
            return Some(Exclusion::SamePage);
        }
        if !policy.translations && article_metadata.translation.is_shared(other.translation) {
            return Some(Exclusion::Translation);
        }
        if policy.same_language && article_metadata.lang != other.lang {
            return Some(Exclusion::OtherLanguage);
        }
        if policy.days_apart.is_some() || policy.direction == Direction::Older {
            let (Some(date), Some(other_date)) = (article_metadata.date, other.date) else {
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
        if self.same_section == Stance::Exclude && article_metadata.section.is_shared(other.section)
        {
            return Some(Exclusion::SameSection);
        }
        if self.same_series == Stance::Exclude && article_metadata.series.is_shared(other.series) {
            return Some(Exclusion::SameSeries);
        }
        None
    }
}

/// What forbids an article in any list.
pub(super) fn forbidden(article_metadata: &Metadata, now: Date) -> Option<Exclusion> {
    let &Metadata { hidden, retracted, legal, embargo, expires, .. } = article_metadata;
    forbidding([hidden, retracted, legal], embargo, expires, now)
}

/// The first of an editor's words that forbids; times are seconds since 1970.
fn forbidding(
    [hidden, retracted, legal]: [bool; 3],
    embargo: Option<i64>,
    expires: Option<i64>,
    now: Date,
) -> Option<Exclusion> {
    let now = now.unix_seconds();
    match () {
        () if hidden => Some(Exclusion::Hidden),
        () if retracted => Some(Exclusion::Retracted),
        () if legal => Some(Exclusion::Legal),
        () if embargo.is_some_and(|embargo| now < embargo) => Some(Exclusion::Embargoed),
        () if expires.is_some_and(|expires| now >= expires) => Some(Exclusion::Expired),
        () => None,
    }
}

/// What of an article the policy asks of every item and misses.
fn unfit(article_metadata: &Metadata, policy: &EligibilityPolicy, now: Date) -> Option<Exclusion> {
    if article_metadata.n_chars < policy.min_chars {
        return Some(Exclusion::TooShort);
    }
    let days = policy.max_age_days.filter(|_| !article_metadata.evergreen)?;
    let age = article_metadata
        .date
        .map(|date| now.unix_seconds().saturating_sub(date) as f64 / SECONDS_A_DAY);
    age.is_none_or(|age| age > f64::from(days)).then_some(Exclusion::TooOld)
}
