//! What every list promises, checked in words of its own, not by the code that keeps it.

use proptest::prelude::*;

use super::generate::{Case, DAY, NOW, Piece, case};
use crate::article::{ArticleId, Date, canonical_url};
use crate::index::{Index, Progress};
use crate::recommend::{
    Decision, Direction, Policy, Reason, Recommendation, Rule, Selector, Stance, ThemeOrders,
};
use crate::sparse::{DocId, dot};

/// An archive with the rules in force, and settings as the last of them has it.
struct Archive<'c> {
    case: &'c Case,
    policy: Policy,
}

impl<'c> Archive<'c> {
    fn new(case: &'c Case) -> Self {
        let mut archive = Self { case, policy: case.policy.clone() };
        for rule in archive.rules() {
            let policy = &mut archive.policy;
            match &rule.what {
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
            |rule: &Rule| matches!(&rule.what, Decision::Legal(ids) if self.names(ids, doc));
        self.piece(doc).editorial.legal || self.rules().any(by_rule)
    }

    fn is_blocked(&self, list: DocId, item: DocId) -> bool {
        list != item
            && self.rules().any(|rule| match &rule.what {
                Decision::Block { article, items, both_ways } => {
                    let is = |list, item| {
                        self.case.row(article) == Some(list) && self.names(items, item)
                    };
                    is(list, item) || (*both_ways && is(item, list))
                }
                _ => false,
            })
    }

    fn page(&self, doc: DocId) -> Option<String> {
        let piece = self.piece(doc);
        piece.editorial.canonical_url.as_deref().or(piece.url).map(canonical_url)
    }

    fn is_same_page(&self, a: DocId, b: DocId) -> bool {
        self.page(a).is_some() && self.page(a) == self.page(b)
    }

    /// What forbids an item, pinned or not; `None` when nothing does.
    fn forbids(&self, list: DocId, item: DocId) -> Option<&'static str> {
        let editorial = &self.piece(item).editorial;
        let by_rule =
            |rule: &Rule| matches!(&rule.what, Decision::Hide(ids) if self.names(ids, item));
        let is_asked = self.case.listed.as_ref().is_none_or(|listed| listed[item.index()]);
        match () {
            () if list == item => Some("itself"),
            () if self.is_same_page(list, item) => Some("the same page"),
            () if self.is_legal(list) || self.is_legal(item) => Some("legal"),
            () if editorial.hidden || self.rules().any(by_rule) => Some("hidden"),
            () if editorial.retracted => Some("retracted"),
            () if editorial.embargo.is_some_and(|at| at.unix_seconds() > NOW) => Some("embargo"),
            () if editorial.expires.is_some_and(|at| at.unix_seconds() <= NOW) => Some("expired"),
            () if self.is_blocked(list, item) => Some("blocked"),
            () if !is_asked => Some("not asked for"),
            () => None,
        }
    }

    /// What taste is against, which a pin overrides.
    fn dislikes(&self, list: DocId, item: DocId) -> Option<&'static str> {
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

    /// What is pinned to a list and may stand there: in order, each once.
    fn pins(&self, list: DocId, selector: &Selector) -> Vec<DocId> {
        let mut pins: Vec<DocId> = Vec::new();
        for rule in self.rules() {
            let Decision::Pin { article, items } = &rule.what else { continue };
            if self.case.row(article) != Some(list) {
                continue;
            }
            for item in items.iter().filter_map(|id| self.case.row(id)) {
                let is_same =
                    |other: DocId| other == item || selector.groups().are_together(other, item);
                if self.forbids(list, item).is_none()
                    && !is_same(list)
                    && !pins.iter().any(|&pin| is_same(pin))
                {
                    pins.push(item);
                }
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
        let most = self.policy.diversity.max_similarity.unwrap_or(f32::INFINITY);
        for (list, picks) in rows.docs().zip(lists) {
            let pins = self.pins(list, selector);
            let pinned: Vec<DocId> = picks.iter().map(|pick| pick.doc).take(pins.len()).collect();
            prop_assert!(picks.is_empty() || pinned == pins, "{:?} {:?}", pins, picks);
            prop_assert!(picks.len() <= self.policy.k);
            prop_assert!(picks.is_empty() || picks.len() >= self.policy.fill.min);
            prop_assert!(picks.is_sorted_by_key(|pick| pick.reason));
            for (place, &Recommendation { doc, reason, .. }) in picks.iter().enumerate() {
                prop_assert_eq!(self.forbids(list, doc), None);
                prop_assert_eq!(reason == Reason::Pin, place < pins.len());
                for other in &picks[..place] {
                    prop_assert!(other.doc != doc && !self.is_same_page(other.doc, doc));
                    prop_assert!(!selector.groups().are_together(other.doc, doc));
                    prop_assert!(reason == Reason::Pin || cosine(other.doc, doc) <= most);
                }
                if reason == Reason::Pin {
                    continue;
                }
                prop_assert_eq!(self.dislikes(list, doc), None);
                prop_assert!(cosine(list, doc) <= most);
                let score = cosine(list, doc);
                prop_assert!(
                    reason != Reason::Similar || (score > 0.0 && score >= self.policy.min_score)
                );
            }
        }
        for item in rows.docs().filter(|_| self.policy.max_inbound.is_some()) {
            let stands = |pick: &&Recommendation| pick.doc == item;
            let n = lists.iter().flatten().filter(stands).count();
            let n_pins = lists.iter().flatten().filter(stands).filter(|p| p.reason == Reason::Pin);
            let most = self.policy.max_inbound.unwrap() as usize;
            prop_assert!(n <= most.max(n_pins.count()), "{n} of {most}");
        }
        Ok(())
    }
}

proptest! {
    #[test]
    fn lists_keep_what_they_promise(case in case(), is_learned in any::<bool>()) {
        let index = case.index();
        let selector = case.selector(&index);
        let archive = Archive::new(&case);
        let docs: Vec<DocId> = index.rows().docs().collect();
        let mut lists = if is_learned {
            selector.lists_from(&docs, &case.ranked(&selector, index.rows()))
        } else {
            selector.lists(&docs, Progress::none()).unwrap()
        };
        let themes: Vec<Option<u32>> = docs.iter().map(|doc| (doc.0 % 3).checked_sub(1)).collect();
        let themes = ThemeOrders::new(themes, selector.eligibility.catalog());
        selector.fill(&docs, &mut lists, Some(&themes));
        archive.check(&selector, &index, &lists)?;
        // With fill on a list is full whenever enough articles may stand in it and no cap is in the way.
        let policy = selector.policy();
        if policy.fill.on && policy.max_inbound.is_none() && policy.diversity.max_similarity.is_none() {
            for (&doc, list) in docs.iter().zip(&lists) {
                let n_eligible = docs.iter().filter(|&&other| selector.admits(doc, other)).count();
                prop_assert!(list.len() >= policy.k.min(n_eligible) || list.is_empty() && n_eligible < policy.fill.min);
            }
        }
    }
}
