//! Rules resolved to row numbers, and the problems found in them.

use std::collections::BTreeMap;
use std::slice;

use hashbrown::{HashMap, HashSet};

use super::catalog::{ArticleCatalog, find_block};
use super::metadata::MetadataTable;
use super::policy::{Policy, Stance};
use super::rules::{Decision, Origin, Rule, RuleFault, RuleProblem};
use crate::article::{ArticleId, Date};
use crate::sparse::DocId;

/// The rules in force, by row number. Expired rules and faulty parts are left out.
#[derive(Clone, Debug, Default)]
pub struct ResolvedRules {
    /// Items pinned to each list, in order.
    pub(super) pins: HashMap<DocId, Vec<DocId>>,
    /// Triples of list, item and origin, sorted.
    blocks: Vec<(DocId, DocId, Origin)>,
    pub(super) legal: HashSet<DocId>,
    pub(super) hidden: HashSet<DocId>,
}

impl ResolvedRules {
    /// Resolves the ids in `rules` to rows, applies their settings to `policy`, and reports their problems.
    ///
    /// `row_of` returns the row of an id. A rule expires at its `until`. Where rules contradict each other, a
    /// block wins over a pin, and the first of two equal pins counts. Problems are sorted by origin.
    ///
    /// # Performance
    /// O(rules · log rules), without a pass over the archive.
    pub fn resolve(
        rules: &[Rule],
        row_of: impl Fn(&ArticleId) -> Option<DocId>,
        catalog: &ArticleCatalog,
        now: Date,
        policy: &mut Policy,
    ) -> (Self, Vec<RuleProblem>) {
        let metadata = catalog.metadata();
        let mut resolver = Resolver {
            row_of,
            metadata,
            policy,
            resolved: Self::default(),
            pins: Vec::new(),
            settings: BTreeMap::new(),
            problems: Vec::new(),
        };
        for rule in rules {
            match rule.until.filter(|&until| until <= now) {
                Some(until) => resolver.report(&rule.origin, RuleFault::Expired(until)),
                None => resolver.add(&rule.origin, &rule.decision),
            }
        }
        let Resolver { mut resolved, pins, mut problems, .. } = resolver;
        resolved.blocks.sort();
        let mut pinned: HashMap<(DocId, DocId), &Origin> = HashMap::new();
        for pin in pins {
            match resolved.fault_of(&pin, &pinned, metadata, now) {
                Some(fault) => problems.push(RuleProblem { origin: pin.origin.clone(), fault }),
                None => {
                    pinned.insert((pin.list, pin.doc), pin.origin);
                    resolved.pins.entry(pin.list).or_default().push(pin.doc);
                }
            }
        }
        problems.sort_by(|a, b| a.origin.cmp(&b.origin));
        (resolved, problems)
    }

    /// Returns the fault that makes a pin ineffective.
    fn fault_of(
        &self,
        pin: &Pin<'_>,
        pinned: &HashMap<(DocId, DocId), &Origin>,
        metadata: &MetadataTable,
        now: Date,
    ) -> Option<RuleFault> {
        let &Pin { list, doc, .. } = pin;
        let (article, item) = (pin.article.clone(), pin.item.clone());
        if let Some(other) = self.block(list, doc) {
            return Some(RuleFault::PinnedAndBlocked { article, item, other: other.clone() });
        }
        if let Some(&other) = pinned.get(&(list, doc)) {
            return Some(RuleFault::PinnedTwice { article, item, other: other.clone() });
        }
        if self.legal.contains(&list) {
            return Some(RuleFault::PinnedLegal { which: article.clone(), article, item });
        }
        if self.legal.contains(&doc) {
            return Some(RuleFault::PinnedLegal { which: item.clone(), article, item });
        }
        if self.hidden.contains(&doc) {
            return Some(RuleFault::PinnedHidden { article, item });
        }
        if metadata.of(list).legal {
            return Some(RuleFault::PinnedLegal { which: article.clone(), article, item });
        }
        let exclusion = metadata.of(doc).forbidden(now)?;
        Some(RuleFault::PinnedForbidden { article, item, exclusion })
    }

    /// Returns the articles whose pairs need a full eligibility check because of these rules: legally
    /// sensitive and hidden articles, and articles whose lists have blocks.
    pub(super) fn affected(&self) -> impl Iterator<Item = DocId> + '_ {
        let lists = self.blocks.iter().map(|&(list, _, _)| list);
        self.legal.iter().chain(&self.hidden).copied().chain(lists)
    }

    /// Returns the origin of the rule that blocks `doc` from the list of `list`.
    #[must_use]
    pub fn block(&self, list: DocId, doc: DocId) -> Option<&Origin> {
        find_block(&self.blocks, list, doc)
    }
}

/// A pin whose two ids are known.
struct Pin<'r> {
    list: DocId,
    doc: DocId,
    article: &'r ArticleId,
    item: &'r ArticleId,
    origin: &'r Origin,
}

/// Collects the effects of rules, one rule after another.
struct Resolver<'r, F> {
    row_of: F,
    metadata: &'r MetadataTable,
    policy: &'r mut Policy,
    resolved: ResolvedRules,
    pins: Vec<Pin<'r>>,
    /// Origin of the first rule that gives each setting.
    settings: BTreeMap<String, Origin>,
    problems: Vec<RuleProblem>,
}

impl<'r, F: Fn(&ArticleId) -> Option<DocId>> Resolver<'r, F> {
    fn report(&mut self, origin: &Origin, fault: RuleFault) {
        self.problems.push(RuleProblem { origin: origin.clone(), fault });
    }

    /// Returns the rows of ids, and reports ids that no article has.
    fn rows(&mut self, origin: &Origin, ids: &[ArticleId]) -> Vec<DocId> {
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            match (self.row_of)(id) {
                Some(row) => rows.push(row),
                None => self.report(origin, RuleFault::UnknownId(id.clone())),
            }
        }
        rows
    }

    fn add(&mut self, origin: &'r Origin, decision: &'r Decision) {
        match decision {
            Decision::Legal(ids) => {
                let rows = self.rows(origin, ids);
                self.resolved.legal.extend(rows);
            }
            Decision::Hide(ids) => {
                let rows = self.rows(origin, ids);
                self.resolved.hidden.extend(rows);
            }
            Decision::Pin { article, items } => {
                for (list, doc, item) in self.pairs(origin, article, items) {
                    self.pins.push(Pin { list, doc, article, item, origin });
                }
            }
            Decision::Block { article, items, both_ways } => {
                for (list, doc, _) in self.pairs(origin, article, items) {
                    self.resolved.blocks.push((list, doc, origin.clone()));
                    if *both_ways {
                        self.resolved.blocks.push((doc, list, origin.clone()));
                    }
                }
            }
            Decision::Weight { section, weight } => {
                self.set_once(origin, format!("weight of {section}"));
                if self.metadata.section_number(section).is_none() {
                    self.report(origin, RuleFault::UnknownSection(section.clone()));
                }
                self.policy.sections.weights.insert(section.clone(), *weight);
            }
            Decision::Lists { .. } => self.add_settings(origin, decision),
        }
    }

    /// Returns list row, item row and item id of each pair of a pin or a block. Reports unknown ids, and items
    /// that are the list's own article.
    fn pairs(
        &mut self,
        origin: &Origin,
        article: &ArticleId,
        items: &'r [ArticleId],
    ) -> Vec<(DocId, DocId, &'r ArticleId)> {
        let list = self.rows(origin, slice::from_ref(article)).first().copied();
        let mut pairs = Vec::new();
        for item in items {
            let doc = self.rows(origin, slice::from_ref(item)).first().copied();
            let (Some(list), Some(doc)) = (list, doc) else { continue };
            if doc == list {
                self.report(origin, RuleFault::Itself(item.clone()));
            } else {
                pairs.push((list, doc, item));
            }
        }
        pairs
    }

    fn add_settings(&mut self, origin: &Origin, decision: &Decision) {
        let &Decision::Lists { same_section, same_series, min_score, min_chars, max_inbound } =
            decision
        else {
            return;
        };
        let given = [
            ("same_section", same_section.is_some()),
            ("same_series", same_series.is_some()),
            ("min_score", min_score.is_some()),
            ("min_length", min_chars.is_some()),
            ("max_inbound", max_inbound.is_some()),
        ];
        for (name, _) in given.into_iter().filter(|&(_, given)| given) {
            self.set_once(origin, name.to_owned());
        }
        let stances = [
            ("section", "same_section", same_section, self.metadata.has_sections()),
            ("series", "same_series", same_series, self.metadata.has_series()),
        ];
        for (field, setting, stance, has_it) in stances {
            if !has_it && stance.is_some_and(|stance| stance != Stance::Ignore) {
                self.report(origin, RuleFault::MissingField { field, setting });
            }
        }
        let policy = &mut *self.policy;
        let (sections, eligibility) = (&mut policy.sections, &mut policy.eligibility);
        sections.same_section = same_section.unwrap_or(sections.same_section);
        sections.same_series = same_series.unwrap_or(sections.same_series);
        eligibility.min_chars = min_chars.unwrap_or(eligibility.min_chars);
        policy.min_score = min_score.unwrap_or(policy.min_score);
        policy.max_inbound = max_inbound.or(policy.max_inbound);
    }

    /// Records that a rule gives a setting, and reports a setting that is given again.
    fn set_once(&mut self, origin: &Origin, setting: String) {
        match self.settings.get(&setting).cloned() {
            Some(other) => self.report(origin, RuleFault::SetTwice { setting, other }),
            None => {
                self.settings.insert(setting, origin.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Decision, Origin, ResolvedRules, Rule, Stance};
    use crate::article::{ArticleId, Date, Editorial, Lang};
    use crate::recommend::{ArticleCatalog, ArticleMetadata, Policy};
    use crate::sparse::DocId;
    use crate::text::{NumberSketch, WordSketch};

    const IDS: [&str; 6] = ["a", "b", "c", "l", "h", "e"];

    /// Six articles in section Arts, without series; the last one has expired.
    fn catalog() -> ArticleCatalog {
        let expired =
            Editorial { expires: Some(Date::from_unix_seconds(0)), ..Editorial::default() };
        let of = |editorial| ArticleMetadata {
            lang: Lang::ENGLISH,
            date: None,
            section: Some("Arts"),
            url: None,
            n_chars: 0,
            text_hash: None,
            numbers: NumberSketch::default(),
            sketch: WordSketch::default(),
            editorial,
        };
        let plain = Editorial::default();
        let ids = IDS.map(ArticleId::from);
        let articles =
            ids.iter().map(|id| (id, of(if id.as_str() == "e" { &expired } else { &plain })));
        ArticleCatalog::new(articles, row_of)
    }

    fn row_of(id: &ArticleId) -> Option<DocId> {
        IDS.iter().position(|name| *name == id.as_str()).map(DocId::from_index)
    }

    fn rule(line: u64, decision: Decision) -> Rule {
        Rule { origin: Origin::Line(line), until: None, decision }
    }

    fn ids(ids: &[&str]) -> Vec<ArticleId> {
        ids.iter().map(|&id| id.into()).collect()
    }

    #[test]
    fn reports_faults_with_their_origins() {
        let pin = |items: &[&str]| Decision::Pin { article: "a".into(), items: ids(items) };
        let block =
            |both_ways| Decision::Block { article: "c".into(), items: ids(&["a"]), both_ways };
        let weight = || Decision::Weight { section: "Arts".into(), weight: 0.5 };
        let mut expired = rule(9, Decision::Hide(ids(&["b"])));
        expired.until = Some(Date::from_unix_seconds(0));
        let rules = [
            rule(1, pin(&["b", "gone", "a"])),
            rule(3, pin(&["c", "b", "l", "h", "e"])),
            rule(5, block(true)),
            rule(7, Decision::Legal(ids(&["l"]))),
            expired,
            rule(11, weight()),
            rule(13, weight()),
            rule(15, Decision::Hide(ids(&["h"]))),
            rule(17, Decision::Weight { section: "Sport".into(), weight: 2.0 }),
            rule(
                19,
                Decision::Lists {
                    same_section: Some(Stance::Prefer),
                    same_series: Some(Stance::Exclude),
                    min_score: None,
                    min_chars: None,
                    max_inbound: None,
                },
            ),
        ];
        let mut policy = Policy::default();
        let now = Date::from_unix_seconds(0);
        let (resolved, problems) =
            ResolvedRules::resolve(&rules, row_of, &catalog(), now, &mut policy);
        let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            messages,
            [
                "line 1: no article has the id `gone`: this part of the rule does nothing",
                "line 1: `a` is pinned to or blocked from its own list: this part of the rule does nothing",
                "line 3: `c` is pinned here to the list of `a` and blocked from it in line 5: the block wins",
                "line 3: `b` is pinned to the list of `a` twice, first in line 1: the first counts",
                "line 3: `l` is pinned to the list of `a`, but `l` is legally sensitive: the pin does nothing",
                "line 3: `h` is pinned to the list of `a`, but a rule hides it: the pin does nothing",
                "line 3: `e` is pinned to the list of `a`, but it has expired: the pin does nothing",
                "line 9: the rule expired on 1970-01-01 and does nothing: remove it",
                "line 13: `weight of Arts` is also set in line 11: the last value counts",
                "line 17: no article is in the section `Sport`: its weight does nothing",
                "line 19: no article has a series: `same_series` does nothing",
            ]
        );
        assert_eq!(resolved.pins[&DocId(0)], [DocId(1)]);
        assert!(
            resolved.block(DocId(2), DocId(0)).is_some()
                && resolved.block(DocId(0), DocId(2)).is_some()
        );
        assert!(resolved.block(DocId(0), DocId(1)).is_none());
        assert_eq!(policy.sections.weights["Arts"].to_bits(), 0.5f64.to_bits());
    }
}
