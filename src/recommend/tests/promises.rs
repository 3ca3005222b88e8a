//! Invariants of every list, stated independently of the code that maintains them.

use proptest::prelude::*;

use super::generate::{Case, DAY, NOW, Piece, case};
use crate::article::{ArticleId, Date, canonical_url};
use crate::index::{Index, Progress};
use crate::recommend::fill::fill_lists;
use crate::recommend::{
    Decision, Direction, Policy, Reason, Recommendation, Rule, Selector, Stance, ThemeOrders,
};
use crate::sparse::{DocId, dot};

/// An archive with its rules in force. Of several values of one setting, the last counts.
struct Archive<'c> {
    case: &'c Case,
    policy: Policy,
}

impl<'c> Archive<'c> {
    fn new(case: &'c Case) -> Self {
        let mut archive = Self { case, policy: case.policy.clone() };
        for rule in archive.rules() {
            let policy = &mut archive.policy;
            match &rule.decision {
                Decision::Weight { section, weight } => {
                    policy.sections.weights.insert(section.clone(), *weight);
                }
                Decision::Lists {
                    same_section,
                    same_series,
                    min_score,
                    min_chars,
                    max_inbound,
                } => {
                    let sections = &mut policy.sections;
                    sections.same_section = same_section.unwrap_or(sections.same_section);
                    sections.same_series = same_series.unwrap_or(sections.same_series);
                    policy.min_score = min_score.unwrap_or(policy.min_score);
                    policy.eligibility.min_chars =
                        min_chars.unwrap_or(policy.eligibility.min_chars);
                    policy.max_inbound = max_inbound.or(policy.max_inbound);
                }
                _ => {}
            }
        }
        archive
    }

    fn rules(&self) -> impl Iterator<Item = &'c Rule> + use<'c> {
        let in_force = |until: Date| until.unix_seconds() > NOW;
        self.case.rules.iter().filter(move |rule| rule.until.is_none_or(in_force))
    }

    fn piece(&self, doc: DocId) -> &'c Piece {
        &self.case.pieces[doc.index()]
    }

    fn names(&self, ids: &[ArticleId], doc: DocId) -> bool {
        ids.iter().any(|id| self.case.row(id) == Some(doc))
    }

    fn is_legal(&self, doc: DocId) -> bool {
        let by_rule =
            |rule: &Rule| matches!(&rule.decision, Decision::Legal(ids) if self.names(ids, doc));
        self.piece(doc).editorial.legal || self.rules().any(by_rule)
    }

    fn is_blocked(&self, list: DocId, item: DocId) -> bool {
        let by_rule = |rule: &Rule| match &rule.decision {
            Decision::Block { article, items, both_ways } => {
                let is =
                    |list, item| self.case.row(article) == Some(list) && self.names(items, item);
                is(list, item) || (*both_ways && is(item, list))
            }
            _ => false,
        };
        let by_field = || self.names(&self.piece(list).editorial.blocked, item);
        list != item && (by_field() || self.rules().any(by_rule))
    }

    fn page(&self, doc: DocId) -> Option<String> {
        let piece = self.piece(doc);
        piece.editorial.canonical_url.as_deref().or(piece.url).map(canonical_url)
    }

    fn is_same_page(&self, a: DocId, b: DocId) -> bool {
        self.page(a).is_some() && self.page(a) == self.page(b)
    }

    /// The reason that keeps an item out even if it is pinned; `None` when it may appear.
    fn overriding_exclusion(&self, list: DocId, item: DocId) -> Option<&'static str> {
        let editorial = &self.piece(item).editorial;
        let by_rule =
            |rule: &Rule| matches!(&rule.decision, Decision::Hide(ids) if self.names(ids, item));
        let is_allowed = self.case.listed.as_ref().is_none_or(|listed| listed[item.index()]);
        match () {
            () if list == item => Some("itself"),
            () if self.is_same_page(list, item) => Some("the same page"),
            () if self.is_legal(list) || self.is_legal(item) => Some("legal"),
            () if editorial.hidden || self.rules().any(by_rule) => Some("hidden"),
            () if editorial.retracted => Some("retracted"),
            () if editorial.embargo.is_some_and(|at| at.unix_seconds() > NOW) => Some("embargo"),
            () if editorial.expires.is_some_and(|at| at.unix_seconds() <= NOW) => Some("expired"),
            () if self.is_blocked(list, item) => Some("blocked"),
            () if !is_allowed => Some("not allowed"),
            () => None,
        }
    }

    /// The condition of the policy that an item fails. A pin overrides it.
    fn policy_exclusion(&self, list: DocId, item: DocId) -> Option<&'static str> {
        let (own, other) = (self.piece(list), self.piece(item));
        let (policy, sections) = (&self.policy.eligibility, &self.policy.sections);
        let shares = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
        let key = |piece: &'c Piece| piece.editorial.translation_key.as_deref();
        let series = |piece: &'c Piece| piece.editorial.series.as_deref();
        let dates = own.date.zip(other.date).map(|(a, b)| (a.unix_seconds(), b.unix_seconds()));
        let is_within = |days: u32, seconds: u64| seconds <= u64::from(days) * DAY as u64;
        let is_young = |days: u32| {
            let age = other.date.map(|date| (NOW - date.unix_seconds()).max(0) as u64);
            other.editorial.evergreen || age.is_some_and(|age| is_within(days, age))
        };
        let weight = other.section.and_then(|section| sections.weights.get(section));
        match () {
            () if policy.same_language && own.lang != other.lang => Some("language"),
            () if !policy.translations && shares(key(own), key(other)) => Some("translation"),
            () if policy.direction == Direction::Older && dates.is_none_or(|(a, b)| b > a) => {
                Some("newer")
            }
            () if policy
                .days_apart
                .is_some_and(|days| dates.is_none_or(|(a, b)| !is_within(days, a.abs_diff(b)))) =>
            {
                Some("too far apart")
            }
            () if policy.max_age_days.is_some_and(|days| !is_young(days)) => Some("too old"),
            () if other.n_chars < policy.min_chars => Some("too short"),
            () if sections.same_section == Stance::Exclude
                && shares(own.section, other.section) =>
            {
                Some("section")
            }
            () if sections.same_series == Stance::Exclude && shares(series(own), series(other)) => {
                Some("series")
            }
            () if weight.is_some_and(|&weight| weight <= 0.0) => Some("weight 0"),
            () => None,
        }
    }

    /// The items that are pinned to a list and may appear in it: in order, without repeats.
    fn pins(&self, list: DocId, selector: &Selector) -> Vec<DocId> {
        let of_rules = self.rules().filter_map(|rule| match &rule.decision {
            Decision::Pin { article, items } if self.case.row(article) == Some(list) => Some(items),
            _ => None,
        });
        let own = [&self.piece(list).editorial.pinned];
        let all = own.into_iter().chain(of_rules).flatten().filter_map(|id| self.case.row(id));
        let mut pins: Vec<DocId> = Vec::new();
        for item in all {
            let is_same =
                |other: DocId| other == item || selector.groups().are_together(other, item);
            let is_allowed = self.overriding_exclusion(list, item).is_none();
            if is_allowed && !is_same(list) && !pins.iter().any(|&pin| is_same(pin)) {
                pins.push(item);
            }
        }
        pins.truncate(self.policy.k);
        pins
    }

    fn check(
        &self,
        selector: &Selector,
        index: &Index,
        lists: &[Vec<Recommendation>],
    ) -> Result<(), TestCaseError> {
        let rows = index.rows();
        let cosine = |a: DocId, b: DocId| dot(rows.row(a), rows.row(b));
        let max = self.policy.diversity.max_similarity.unwrap_or(f32::INFINITY);
        for (list, items) in rows.docs().zip(lists) {
            let pins = self.pins(list, selector);
            let pinned: Vec<DocId> = items.iter().map(|item| item.doc).take(pins.len()).collect();
            prop_assert!(items.is_empty() || pinned == pins, "{:?} {:?}", pins, items);
            prop_assert!(items.len() <= self.policy.k);
            prop_assert!(items.is_empty() || items.len() >= self.policy.fill.min);
            prop_assert!(items.is_sorted_by_key(|item| item.reason));
            for (place, &Recommendation { doc, reason, .. }) in items.iter().enumerate() {
                prop_assert_eq!(self.overriding_exclusion(list, doc), None);
                prop_assert_eq!(reason == Reason::Pin, place < pins.len());
                for other in &items[..place] {
                    prop_assert!(other.doc != doc && !self.is_same_page(other.doc, doc));
                    prop_assert!(!selector.groups().are_together(other.doc, doc));
                    prop_assert!(reason == Reason::Pin || cosine(other.doc, doc) <= max);
                }
                if reason == Reason::Pin {
                    continue;
                }
                prop_assert_eq!(self.policy_exclusion(list, doc), None);
                prop_assert!(cosine(list, doc) <= max);
                let score = cosine(list, doc);
                prop_assert!(
                    reason != Reason::Similar || (score > 0.0 && score >= self.policy.min_score)
                );
            }
        }
        for item in rows.docs().filter(|_| self.policy.max_inbound.is_some()) {
            let is_item = |listed: &&Recommendation| listed.doc == item;
            let n = lists.iter().flatten().filter(is_item).count();
            let n_pins = lists.iter().flatten().filter(is_item).filter(|p| p.reason == Reason::Pin);
            let cap = self.policy.max_inbound.unwrap() as usize;
            prop_assert!(n <= cap.max(n_pins.count()), "{n} of {cap}");
        }
        Ok(())
    }
}

proptest! {
    #[test]
    fn lists_keep_their_invariants(case in case(), is_learned in any::<bool>()) {
        let index = case.index();
        let selector = case.selector(&index);
        let archive = Archive::new(&case);
        let docs: Vec<DocId> = index.rows().docs().collect();
        let mut lists = if is_learned {
            selector.lists_from_candidates(&docs, &case.ranked(&selector, index.rows()))
        } else {
            selector.lists(&docs, Progress::none()).unwrap()
        };
        let themes: Vec<Option<u32>> = docs.iter().map(|doc| (doc.0 % 3).checked_sub(1)).collect();
        let themes = ThemeOrders::new(themes, selector.eligibility.catalog());
        fill_lists(&selector, &docs, &mut lists, Some(&themes));
        archive.check(&selector, &index, &lists)?;
        // With filling on, a list is full if enough articles are eligible and no cap interferes.
        let policy = selector.policy();
        if policy.fill.on && policy.max_inbound.is_none() && policy.diversity.max_similarity.is_none() {
            for (&doc, list) in docs.iter().zip(&lists) {
                let n_eligible = docs.iter().filter(|&&other| selector.admits(doc, other)).count();
                prop_assert!(list.len() >= policy.k.min(n_eligible) || list.is_empty() && n_eligible < policy.fill.min);
            }
        }
    }
}
